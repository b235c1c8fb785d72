"""Quiz items in every language, what they are to teach, and the misconceptions that wrong options reveal.

What does not depend on a language (objective, key, misconceptions, sources) stands once in `items/<topic>.yaml`; the
texts stand in `items/<language>/<topic>.yaml`. `generated.yaml` and `generated/<language>.yaml` do the same for items
whose numbers are drawn anew each time. `topics/`, `objectives/` and `misconceptions/<language>.yaml` name those.

Options have letters. They say which option is meant, not where it is shown: whoever shows an item may shuffle them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pydantic
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from knowledge.base import DATA_FOLDER, Knowledge, load
from knowledge.checked import Checked
from knowledge.definitions import Topic
from knowledge.errors import UnknownIdError
from knowledge.kept import snapshot
from knowledge.placeholders import placeholders

Letter = Literal["a", "b", "c", "d"]
LETTERS: tuple[Letter, ...] = ("a", "b", "c", "d")
"""The names of options, in order."""

QUESTION, OPTION, EXPLANATION, LINE_FEEDS = 300, 100, 200, 2
"""The longest question, option and explanation of a quiz poll in Telegram; the most line feeds of an explanation."""

_TYPICAL_NUMBER = "1,234.5 kWh"
NAME = re.compile(r"\{([^{}]*)\}")
"""A placeholder of any text, with what stands between its braces."""


def _fits(text: str, limit: int) -> str:
    """The text, if it is no longer than the limit once its placeholders are filled in."""
    shown = NAME.sub(_TYPICAL_NUMBER, text)
    if len(shown) > limit:
        raise ValueError(f"is {len(shown)} characters long, at most {limit} are allowed")
    if text.count("\n") > LINE_FEEDS:
        raise ValueError(f"has more than {LINE_FEEDS} line feeds")
    return text


def _parses(text: str) -> str:
    placeholders(text)
    return text


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        raise ValueError("a value stands twice")
    return ids


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Stem = Annotated[_Text, AfterValidator(lambda text: _fits(text, QUESTION))]
_Option = Annotated[_Text, AfterValidator(lambda text: _fits(text, OPTION))]
_Explanation = Annotated[_Text, AfterValidator(lambda text: _fits(text, EXPLANATION))]
_worked_out = AfterValidator(_parses)
_Ids = Annotated[tuple[str, ...], AfterValidator(_once)]
_SomeIds = Annotated[_Ids, Field(min_length=1)]


class MisconceptionText(Checked):
    """A misconception in one language: a short name, and what somebody does wrong who has it."""

    name: _Text
    description: _Text


class ItemText(Checked):
    """An item in one language. Texts have placeholders (see `knowledge.placeholders`).

    `options` are by letter; `explanation` says why the key is right, `feedback` why each other option is wrong.
    """

    stem: Annotated[_Stem, _worked_out]
    options: Mapping[Letter, Annotated[_Option, _worked_out]]
    explanation: Annotated[_Explanation, _worked_out]
    feedback: Mapping[Letter, Annotated[_Explanation, _worked_out]]

    def parts(self) -> Mapping[str, str]:
        """Every text by the name of its field."""
        return {
            "stem": self.stem,
            **{f"options.{letter}": text for letter, text in self.options.items()},
            "explanation": self.explanation,
            **{f"feedback.{letter}": text for letter, text in self.feedback.items()},
        }


class TemplateText(Checked):
    """A generated item in one language. Placeholders are the names of what its generator draws and works out.

    `options` is how a value is shown as an option, where a number with its unit is not enough; `feedback` is by
    misconception.
    """

    stem: _Stem
    option: _Option = "{value}"
    explanation: _Explanation
    feedback: Mapping[str, _Explanation]

    def parts(self) -> Mapping[str, str]:
        """Every text by the name of its field."""
        return {
            "stem": self.stem,
            "option": self.option,
            "explanation": self.explanation,
            **{f"feedback.{name}": text for name, text in self.feedback.items()},
        }


class Question(Checked):
    """What fixed and generated items have in common.

    `version` grows when the meaning of an item changes: answers to another version cannot be compared. `difficulty`
    goes from 1 (one idea) to 3 (several steps). `terms` are what it is about, the main one first; `models` those that
    it speaks of.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    version: int = Field(ge=1)
    topic: Topic
    difficulty: Literal[1, 2, 3]
    objective: str
    terms: _SomeIds
    models: _Ids = ()
    sources: _SomeIds


class Item(Question):
    """A fixed item: one option is right (`key`), each other one shows a misconception (`distractors`)."""

    key: Letter
    distractors: Annotated[Mapping[Letter, str], Field(min_length=2, max_length=3)]
    texts: Mapping[str, ItemText]

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters of its options, in order."""
        return LETTERS[: len(self.distractors) + 1]

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        if sorted((self.key, *self.distractors)) != sorted(self.letters):
            raise ValueError(f"key and distractors must be {', '.join(self.letters)}, each once")
        for language, text in self.texts.items():
            if tuple(sorted(text.options)) != self.letters:
                raise ValueError(f"the options in {language!r} must be {', '.join(self.letters)}")
            if set(text.feedback) != set(self.distractors):
                raise ValueError(f"the feedback in {language!r} must be for every distractor and no other option")
        return self


class Template(Question):
    """A generated item: `misconceptions` are those that its wrong options may show, the likeliest first."""

    misconceptions: Annotated[_Ids, Field(min_length=2)]
    texts: Mapping[str, TemplateText]

    @model_validator(mode="after")
    def _check_feedback(self) -> Self:
        for language, text in self.texts.items():
            if set(text.feedback) != set(self.misconceptions):
                raise ValueError(f"the feedback in {language!r} must be for every misconception listed")
        return self


@dataclass(frozen=True)
class ItemBank:
    """All items by id, in the order in which one would teach them.

    `topics`, `objectives` and `misconceptions` are texts by id and language. Placeholders are worked out from
    `knowledge`.
    """

    knowledge: Knowledge
    topics: Mapping[str, Mapping[str, str]]
    items: Mapping[str, Item]
    templates: Mapping[str, Template]
    objectives: Mapping[str, Mapping[str, str]]
    misconceptions: Mapping[str, Mapping[str, MisconceptionText]]

    @cached_property
    def questions(self) -> Mapping[str, Item | Template]:
        """Fixed and generated items, the fixed ones first."""
        return {**self.items, **self.templates}

    def item(self, id: str) -> Item:
        """The fixed item of this id. Raises UnknownIdError."""
        if id not in self.items:
            raise UnknownIdError("item", id)
        return self.items[id]

    def template(self, id: str) -> Template:
        """The generated item of this id. Raises UnknownIdError."""
        if id not in self.templates:
            raise UnknownIdError("generated item", id)
        return self.templates[id]

    def about(
        self, *, topic: Topic | None = None, term: str | None = None, model: str | None = None
    ) -> tuple[Item | Template, ...]:
        """The fixed and generated items of a topic, a term, a model, or of all that are named."""
        return tuple(
            question
            for question in self.questions.values()
            if (topic is None or question.topic is topic)
            and (term is None or term in question.terms)
            and (model is None or model in question.models)
        )


def load_items(folder: Path | None = None) -> ItemBank:
    """Every item on file, checked against the knowledge base of the same folder. The project's own are loaded once.

    Raises KnowledgeError naming file, entry and field where an item is wrong, lacks a language or names what is not on
    file.
    """
    return _load(DATA_FOLDER if folder is None else folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> ItemBank:
    if folder != DATA_FOLDER:
        return _read(folder)
    parts = snapshot("items", (Path(__file__).parent,), pydantic.VERSION, lambda: _parts(_read(folder)))
    return ItemBank(knowledge=load(folder), **parts)


def _read(folder: Path) -> ItemBank:
    from knowledge.item_loading import read_bank

    return read_bank(folder)


def _parts(bank: ItemBank) -> dict[str, Any]:
    """A bank without the knowledge base, of which a copy is kept already."""
    return {field.name: getattr(bank, field.name) for field in fields(bank) if field.name != "knowledge"}
