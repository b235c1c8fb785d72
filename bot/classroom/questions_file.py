"""Files of questions that teachers bring, GIFT or Aiken. All of a file is taken, or none and what is wrong is named.

Once there is more than a file may hold, questions or faults, the rest of it is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.classroom.own import TOPIC
from bot.classroom.played import PlayedItem, Wording
from bot.limits import POLL_EXPLANATION, POLL_OPTION, POLL_QUESTION
from bot.reply import utf16_length

MOST_BYTES: Final = 1_000_000
MOST_QUESTIONS: Final = 500
OPTIONS: Final = range(2, 13)
"""How many options a question may have: Telegram's polls take twelve."""
_EXPLANATION_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be taken. `line` counts from 1; `problem` is a catalogue key suffix, `found` what it is in.

    Problems: "encoding", "empty", "too-many", "too-large", "no-key", "several-keys", "few-options", "many-options",
    "same-options", "long-question", "long-option", "long-explanation", "kind", "kind-number", "kind-matching",
    "kind-short", "kind-essay", "kind-description", "brace", "no-answer", "answer-letter", "letter-order", "stray".
    """

    line: int
    problem: str
    found: str = ""


class QuestionsFileError(Exception):
    """A file cannot be taken: what is wrong with it, in the order of its lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it was read: the line on which it begins, its words, and which options are said to be right."""

    line: int
    stem: str
    options: tuple[str, ...]
    keys: tuple[int, ...]
    feedback: tuple[str, ...] = ()
    explanation: str = ""


def read(content: bytes, language: str) -> list[PlayedItem]:
    """The questions of a file, in the one language that they are written in. Raises QuestionsFileError."""
    from bot.classroom import aiken, gift
    from bot.replying.localizer import localizer

    if len(content) > MOST_BYTES:
        raise QuestionsFileError([Fault(1, "too-large")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise QuestionsFileError([Fault(line, "encoding")]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    say = localizer(language).text
    true_false = say("option-true"), say("option-false")
    drafts, faults = aiken.parse(text) if aiken.looks_like(text) else gift.parse(text, true_false)
    faults = [*faults, *(fault for draft in drafts for fault in faults_of(draft))]
    if not drafts and not faults:
        faults = [Fault(1, "empty")]
    if len(drafts) > MOST_QUESTIONS:
        faults.append(Fault(drafts[MOST_QUESTIONS].line, "too-many"))
    if faults:
        raise QuestionsFileError(sorted(faults, key=lambda fault: fault.line))
    return [_item(draft, number, language) for number, draft in enumerate(drafts, 1)]


def faults_of(draft: Draft) -> list[Fault]:
    """What is wrong with one question."""
    found = []
    if not draft.keys:
        found.append("no-key")
    if len(draft.keys) > 1:
        found.append("several-keys")
    if len(draft.options) not in OPTIONS:
        found.append("few-options" if len(draft.options) < OPTIONS.start else "many-options")
    if len({option.casefold() for option in draft.options}) < len(draft.options):
        found.append("same-options")
    if utf16_length(draft.stem) > POLL_QUESTION or not draft.stem:
        found.append("long-question")
    if any(utf16_length(option) > POLL_OPTION or not option for option in draft.options):
        found.append("long-option")
    explained = (draft.explanation, *draft.feedback)
    if any(utf16_length(text) > POLL_EXPLANATION or text.count("\n") > _EXPLANATION_LINES for text in explained):
        found.append("long-explanation")
    return [Fault(draft.line, problem, draft.stem[:60]) for problem in found]


def _item(draft: Draft, number: int, language: str) -> PlayedItem:
    feedback = draft.feedback or ("",) * len(draft.options)
    words = Wording(draft.stem, draft.options, draft.explanation, feedback)
    return PlayedItem(f"own-{number}", TOPIC, draft.keys[0], {language: words})
