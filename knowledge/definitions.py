"""Terms and their definitions in every language, and how two terms differ.

What does not depend on a language (topic, related terms, sources) stands once in `terms.yaml`; the texts stand in
`definitions/<language>/<term>.yaml` and `differences/<language>/<term>--<term>.yaml`. A third language is a third
folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from knowledge.checked import Checked
from knowledge.datafiles import read_folder, read_yaml
from knowledge.errors import KnowledgeError
from knowledge.names import Alias, NameKind
from knowledge.placeholders import fill, placeholders

_SEPARATOR = "--"
_TYPICAL_NUMBER = "1,234.5 kWh"


class Topic(StrEnum):
    """What a term belongs to, for browsing and quizzes."""

    MODELS = "models"
    TRAINING = "training"
    USE = "use"
    HARDWARE = "hardware"
    ENERGY = "energy"
    ENVIRONMENT = "environment"
    MONEY = "money"
    NUMBERS = "numbers"


def _readable(text: str, limit: int) -> str:
    """The text, if its placeholders parse and it is no longer than the limit once they are filled in."""
    shown = fill(text, {placeholder.written: _TYPICAL_NUMBER for placeholder in placeholders(text)})
    if len(shown) > limit:
        raise ValueError(f"is {len(shown)} characters long, at most {limit} are allowed")
    return text


def _no_doubles(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("a value stands twice")
    return names


_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Long = Annotated[_Text, AfterValidator(lambda text: _readable(text, 450))]
_Short = Annotated[_Text, AfterValidator(lambda text: _readable(text, 300))]
_Ids = Annotated[tuple[str, ...], AfterValidator(_no_doubles)]


class _Entry(Checked):
    """A part of a file of definitions."""


class TermText(_Entry):
    """A term in one language.

    `article` and `gender` are what a template needs to speak of the term ("el entrenamiento", "la energía"); a language
    without them leaves them out. `aliases` are the ways to say the term; `aliases_in_context` those that are ordinary
    words too. `text`, `example` and `confusion` are plain text with placeholders (see `knowledge.placeholders`).
    """

    title: _Name
    article: str = ""
    gender: Literal["masculine", "feminine", ""] = ""
    aliases: Annotated[tuple[_Name, ...], AfterValidator(_no_doubles)] = ()
    aliases_in_context: Annotated[tuple[_Name, ...], AfterValidator(_no_doubles)] = ()
    text: _Long
    example: _Short
    confusion: _Short


class DifferenceText(_Entry):
    """How two terms differ, in one language; `example` shows both on one case."""

    text: _Long
    example: _Short


class Term(_Entry):
    """A term: its id, topic, related terms (ids, nearest first), sources (ids) and its texts by language.

    `of_places` is for a term that is asked of a country, "the carbon intensity of Ecuador": the figures of places that
    tell it, none where it is told of something else there, as a PUE is of a data centre. None for all other terms.
    """

    id: str
    topic: Topic
    related: _Ids
    of_places: _Ids | None = None
    sources: Annotated[_Ids, Field(min_length=1)]
    texts: Mapping[str, TermText]


class Difference(_Entry):
    """How two terms differ. `terms` are in the order in which the texts speak of them."""

    terms: tuple[str, str]
    texts: Mapping[str, DifferenceText]


class Differences:
    """The written differences between two terms, found in either order."""

    def __init__(self, differences: Mapping[tuple[str, str], Difference]) -> None:
        self._by_pair = {frozenset(pair): difference for pair, difference in differences.items()}

    def __call__(self, first: str, second: str) -> Difference | None:
        """The written difference of two terms; None where there is none."""
        return self._by_pair.get(frozenset((first, second)))

    def __iter__(self) -> Iterator[Difference]:
        return iter(self._by_pair.values())

    def __len__(self) -> int:
        return len(self._by_pair)


def load_terms(folder: Path) -> Mapping[str, Term]:
    """Every term, by id, in the order of `terms.yaml`. `folder` holds `terms.yaml` and `definitions/`.

    Raises KnowledgeError naming file, entry and field where an entry is wrong, unsourced, lacks a language, or names a
    related term that does not exist.
    """
    shared = _fields(read_yaml(folder / "terms.yaml"), "terms.yaml", "")
    texts = _texts(folder / "definitions", TermText)
    for term_id in sorted(set(shared) ^ set(texts)):
        problem = "has no definition" if term_id in shared else "has a definition but no entry here"
        raise KnowledgeError("terms.yaml", term_id, "", problem)
    terms = {}
    for term_id, entry in shared.items():
        content = {"id": term_id, **_fields(entry, "terms.yaml", term_id), "texts": texts[term_id]}
        terms[term_id] = _checked(Term, content, "terms.yaml", term_id)
    for term in terms.values():
        for related in term.related:
            if related not in terms or related == term.id:
                raise KnowledgeError("terms.yaml", term.id, "related", f"{related!r} is no other term")
    return terms


def load_differences(folder: Path, terms: Mapping[str, Term]) -> Differences:
    """Every written difference. `folder` holds `differences/`; file names are two term ids joined by `--`.

    Raises KnowledgeError where a file names no two terms, an entry is wrong, or a language lacks a difference.
    """
    texts = _texts(folder / "differences", DifferenceText)
    languages = {language for term in terms.values() for language in term.texts}
    differences: dict[tuple[str, str], Difference] = {}
    for pair in texts:
        first, separator, second = pair.partition(_SEPARATOR)
        if not separator or first not in terms or second not in terms or first == second:
            raise KnowledgeError(f"{pair}.yaml", pair, "", "must be named by two different term ids joined by --")
        if (second, first) in differences:
            raise KnowledgeError(f"{pair}.yaml", pair, "", "the same two terms have a file in the other order")
        for language in sorted(languages - set(texts[pair])):
            raise KnowledgeError(f"differences/{language}/{pair}.yaml", pair, "", "is missing in this language")
        differences[first, second] = Difference(terms=(first, second), texts=texts[pair])
    return Differences(differences)


def term_aliases(terms: Mapping[str, Term]) -> Iterator[Alias]:
    """Every way to name a term, per language; its title is one of them."""
    for term in terms.values():
        for language, text in term.texts.items():
            names = dict.fromkeys((text.title, *text.aliases), False) | dict.fromkeys(text.aliases_in_context, True)
            for name, needs_context in names.items():
                yield Alias(kind=NameKind.TERM, id=term.id, text=name, language=language, needs_context=needs_context)


_Content = TypeVar("_Content", bound=_Entry)


def _texts(folder: Path, kind: type[_Content]) -> Mapping[str, dict[str, _Content]]:
    """The texts of every entry by language. Each language must have the same entries."""
    languages = {path.name: read_folder(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    texts: dict[str, dict[str, _Content]] = {entry: {} for entry in sorted(set().union(*languages.values()))}
    for language, entries in languages.items():
        for entry, of_languages in texts.items():
            file = f"{folder.name}/{language}/{entry}.yaml"
            if entry not in entries:
                raise KnowledgeError(file, entry, "", "is missing in this language")
            of_languages[language] = _checked(kind, _fields(entries[entry], file, entry), file, entry)
    return texts


def _fields(content: Any, file: str, entry: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise KnowledgeError(file, entry, "", "must be a mapping")
    return content


def _checked(kind: type[_Content], content: dict[str, Any], file: str, entry: str) -> _Content:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(file, entry, ".".join(map(str, first["loc"])), first["msg"]) from error
