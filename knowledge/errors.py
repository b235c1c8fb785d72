"""The root of the error hierarchy, and what can be wrong with data files.

    CuestaError
    ├── KnowledgeError          a data file is missing, unreadable, wrong or unsourced
    ├── UnknownIdError          code asked for an entry that is not on file
    └── (bot.errors)            settings, input, replies, storage

Errors carry data as fields; words are added late, per language, by the catalogues (key `error-<code>`).
"""

from __future__ import annotations


class CuestaError(Exception):
    """Any error that Cuesta raises on purpose. `code` is its key in the catalogues."""

    code = "unexpected"


class KnowledgeError(CuestaError):
    """A data file that cannot be used: which file, which entry, which field and what is wrong with it."""

    code = "knowledge"

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        super().__init__(file, entry, field, problem)
        self.file = file
        self.entry = entry
        self.field = field
        self.problem = problem

    def __str__(self) -> str:
        place = " ".join(part for part in (self.entry, self.field) if part)
        return f"{self.file}: {place}: {self.problem}" if place else f"{self.file}: {self.problem}"


class UnknownIdError(CuestaError):
    """No entry of this kind has this id."""

    code = "unknown-id"

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(kind, id)
        self.kind = kind
        self.id = id

    def __str__(self) -> str:
        return f"no {self.kind} with the id {self.id!r}"
