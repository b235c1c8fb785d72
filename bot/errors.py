"""Errors of the conversation and its surfaces. The hierarchy's root and picture are in `knowledge.errors`."""

from __future__ import annotations

from knowledge.errors import CuestaError


class SettingsError(CuestaError):
    """A setting is missing or wrong. `setting` is its name in the environment, `problem` a catalogue key suffix."""

    code = "settings"

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(setting, problem)
        self.setting = setting
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.setting}: {self.problem}"


class InputError(CuestaError):
    """A message that cannot be read at all: not valid UTF-8, or longer than Telegram allows."""

    code = "input"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class ReplyLimitError(CuestaError):
    """A reply was built that a surface could not show: which limit, how much is allowed, how much there was."""

    code = "reply-limit"

    def __init__(self, limit: str, allowed: int, actual: int) -> None:
        super().__init__(limit, allowed, actual)
        self.limit = limit
        self.allowed = allowed
        self.actual = actual

    def __str__(self) -> str:
        return f"{self.limit}: {self.actual} where {self.allowed} are allowed"


class StorageError(CuestaError):
    """The database cannot be used, or not now. `problem` is a catalogue key suffix, `detail` what the driver said.

    Problems: "url" (no address of a database we know), "folder" (cannot be made or written to), "unreachable" (no
    server, no connection), "refused" (the server does not let us in), "locked" (another program holds it), "full" (no
    room left), "damaged" (not a database, or broken), "newer" (written by a later version of Cuesta), "failed" (else).
    """

    code = "storage"

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail

    @property
    def may_pass(self) -> bool:
        """Whether the same may work later, once somebody has started the database, freed the disk or let go of it."""
        return self.problem in ("unreachable", "refused", "locked", "full", "folder")

    def __str__(self) -> str:
        return f"{self.problem}: {self.detail}" if self.detail else self.problem
