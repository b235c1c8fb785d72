"""Are the catalogues complete? Every language must say everything, with the same data in it, and nothing unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parent

_PLACEHOLDER = re.compile(r"%%|%\((\w+)\)s|%")
_TAG = re.compile(r"</?([a-z]+)[^>]*>")
_ALLOWED_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})
_QUOTED = re.compile(r"""["']([a-z0-9]+(?:[-_][a-z0-9_]+)*-?)(?=["'{])""")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong with a catalogue: in which language, at which key, and what."""

    language: str
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.language}: {self.key}: {self.problem}"


def findings(folder: Path = FOLDER, code: Path = PROJECT / "bot") -> list[Finding]:
    """Everything wrong with the catalogues of a folder, and every key that the code never uses."""
    catalogues = {file.parent.parent.name: _read(file) for file in sorted(folder.glob("*/LC_MESSAGES/cuesta.po"))}
    found = [one for language, catalogue in catalogues.items() for one in _faults(language, catalogue)]
    keys = {language: {key for key in map(_key, catalogue) if key} for language, catalogue in catalogues.items()}
    everything = set().union(*keys.values())
    for language, known in keys.items():
        found += [Finding(language, key, "is missing") for key in everything - known]
    found += _disagreements(catalogues)
    mentioned, prefixes = _mentioned(code)
    unused = (key for key in everything if key not in mentioned and not key.startswith(tuple(prefixes)))
    found += [Finding("*", key, "is used nowhere") for key in unused]
    return sorted(found)


def _read(file: Path) -> Catalog:
    with file.open("rb") as content:
        return read_po(content, locale=file.parent.parent.name, abort_invalid=True)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _texts(message: Message) -> tuple[str, ...]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(text or "" for text in strings)


def _faults(language: str, catalogue: Catalog) -> Iterator[Finding]:
    """What is wrong with the messages of one language by themselves."""
    for message in catalogue:
        key = _key(message)
        if not key:
            continue
        texts = _texts(message)
        if not all(texts):
            yield Finding(language, key, "has no text")
        if message.fuzzy:
            yield Finding(language, key, "is marked as uncertain (fuzzy)")
        if message.pluralizable and len(texts) != catalogue.num_plurals:
            yield Finding(language, key, f"needs {catalogue.num_plurals} plural forms, has {len(texts)}")
        for text in texts:
            if any(match[0] == "%" for match in _PLACEHOLDER.finditer(text)):
                yield Finding(language, key, "has a percent sign that is not doubled")
            yield from (Finding(language, key, problem) for problem in _markup_problems(text))
    for obsolete in catalogue.obsolete.values():
        yield Finding(language, _key(obsolete), "is obsolete: delete it")


def _markup_problems(text: str) -> Iterator[str]:
    """Tags that Telegram does not know, or that are not closed in order."""
    opened: list[str] = []
    for match in _TAG.finditer(text):
        tag = match[1]
        if tag not in _ALLOWED_TAGS:
            yield f"has a tag that Telegram refuses: {tag}"
        elif match[0].startswith("</"):
            if not opened or opened.pop() != tag:
                yield f"closes {tag} out of order"
        else:
            opened.append(tag)
    if opened:
        yield f"does not close {opened[-1]}"


def _disagreements(catalogues: dict[str, Catalog]) -> Iterator[Finding]:
    """Messages that do not take the same data in every language."""
    first_language, first = next(iter(catalogues.items()))
    for language, catalogue in catalogues.items():
        for message in catalogue:
            other = first.get(_key(message))
            if not _key(message) or other is None:
                continue
            if _placeholders(message) != _placeholders(other):
                yield Finding(language, _key(message), f"does not take the same data as {first_language}")


def _placeholders(message: Message) -> set[str]:
    """The data that a message takes in any of its plural forms."""
    return {match[1] for text in _texts(message) for match in _PLACEHOLDER.finditer(text) if match[1]}


def _mentioned(code: Path) -> tuple[set[str], set[str]]:
    """Every literal in code and templates that could be a key, and those that end in a hyphen and so begin keys."""
    mentioned: set[str] = set()
    for file in (*code.rglob("*.py"), *code.rglob("*.jinja")):
        mentioned.update(_QUOTED.findall(file.read_text(encoding="utf-8")))
    return mentioned, {literal for literal in mentioned if literal.endswith("-")}
