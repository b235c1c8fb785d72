"""The labelled corpora of questions and conversations, and the judgement of a reading against a label.

A question is right when its intent and every slot of its label are right: lists as sets, numbers within 1 %. A misread
question is worse than a missed one: it was answered with a wrong number or a wrong name. A third of the corpora, chosen
by a checksum of the text, is held out: it is never looked at while words and weights are tuned, only scored.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bot.question import Question
from knowledge.datafiles import read_yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("es", "en")
NAMES = frozenset({"accelerators", "models", "terms", "region"})
_NO_SLOTS = frozenset({"ask", "say", "tags"})
_CHANGES_NOTHING = frozenset({"greeting", "thanks", "help", "quiz", "unknown"})

Label = dict[str, Any]


class Labelled(NamedTuple):
    """A message and what must be read from it."""

    text: str
    label: Label


def held_out(text: str) -> bool:
    """Whether a question, or a conversation that begins with it, belongs to the part that is only scored."""
    return zlib.crc32(text.encode()) % 3 == 0


def questions(language: str, name: str = "questions") -> list[Labelled]:
    """Every labelled question of a corpus."""
    return [Labelled(entry["ask"], _label(entry)) for entry in read_yaml(FOLDER / f"{name}-{language}.yaml")]


def conversations(language: str, name: str = "conversations") -> list[list[Labelled]]:
    """Every labelled conversation of a corpus."""
    content = read_yaml(FOLDER / f"{name}-{language}.yaml")
    return [[Labelled(turn["say"], _label(turn)) for turn in turns] for turns in content]


def _label(entry: Label) -> Label:
    return {slot: value for slot, value in entry.items() if slot not in _NO_SLOTS}


def wrong_slots(question: Question, label: Label) -> list[str]:
    """The slots of a label that a question does not fill as it should, its intent among them."""
    read = question.contract()
    return [slot for slot, wanted in label.items() if not _same(wanted, read.get(slot))]


def _same(wanted: Any, read: Any) -> bool:
    if isinstance(wanted, (int, float)) and isinstance(read, (int, float)):
        return abs(read - wanted) <= 0.01 * max(abs(wanted), 1e-12)
    if isinstance(wanted, list):
        return isinstance(read, list) and set(wanted) == set(read)
    return bool(wanted == read)


def misread(question: Question, label: Label) -> bool:
    """Whether the question would be answered with a wrong number or name in it."""
    if question.intent == "unknown":
        return False
    if label["intent"] == "unknown":
        return True
    filled = question.contract()
    wrong = [slot for slot in wrong_slots(question, label) if slot in filled]
    return any(slot in NAMES or isinstance(label[slot], (int, float)) for slot in wrong)


def kept(question: Question, before: Question | None) -> Question | None:
    """What a conversation remembers after a question: talk changes nothing."""
    return before if question.intent in _CHANGES_NOTHING else question


def every_question() -> Iterator[Labelled]:
    """The questions of all corpora."""
    for language in LANGUAGES:
        for name in ("questions", "examples"):
            yield from questions(language, name)
