"""What is judged: questions and conversations as people write them, read entirely right."""

from __future__ import annotations

import pytest

from bot.question import Question
from bot.reading.reader import default_reader

from .corpus import LANGUAGES, Labelled, conversations, held_out, kept, misread, questions, wrong_slots

RIGHT, MISREAD, CONVERSATIONS_RIGHT = 0.97, 0.01, 0.93
HELD_OUT_RIGHT = 0.95
KEPT = ("regression", "chats", "phones")
"""Corpora of what was read right once: it stays so."""


def failures(cases: list[Labelled]) -> tuple[list[str], int]:
    """What was read wrongly, in words, and how many cases were misread."""
    found, worse = [], 0
    for case in cases:
        question = default_reader().read(case.text).question
        wrong = wrong_slots(question, case.label)
        worse += misread(question, case.label)
        if wrong:
            found.append(f"{case.text!r}: { ({slot: case.label[slot] for slot in wrong}) }, read {question.contract()}")
    return found, worse


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "least"), [("tuned", RIGHT), ("held out", HELD_OUT_RIGHT)])
def test_questions(language: str, part: str, least: float) -> None:
    cases = [case for case in questions(language) if held_out(case.text) == (part == "held out")]
    found, worse = failures(cases)
    assert len(found) <= (1 - least) * len(cases), "\n".join(found if part == "tuned" else [f"{len(found)} wrong"])
    assert worse <= MISREAD * len(cases), f"{worse} misread"


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples(language: str) -> None:
    found, worse = failures(questions(language, "examples"))
    assert not found, "\n".join(found)
    assert worse == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEPT)
def test_what_was_right_once_stays_right(language: str, name: str) -> None:
    found, _ = failures(questions(language, name))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["tuned", "held out", *KEPT])
def test_conversations(language: str, part: str) -> None:
    turns, right = 0, 0
    found = []
    kept_right = part in KEPT
    least = 1.0 if kept_right else CONVERSATIONS_RIGHT
    for conversation in conversations(language, f"{part}-conversations" if kept_right else "conversations"):
        if not kept_right and held_out(conversation[0].text) != (part == "held out"):
            continue
        previous: Question | None = None
        for turn in conversation:
            question = default_reader().read(turn.text, previous).question
            wrong = wrong_slots(question, turn.label)
            turns, right = turns + 1, right + (not wrong)
            if wrong:
                found.append(f"{conversation[0].text!r} ... {turn.text!r}: {wrong}, read {question.contract()}")
            previous = kept(question, previous)
    assert right >= least * turns, "\n".join([f"{len(found)} wrong"] if part == "held out" else found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpora_are_as_large_as_promised(language: str) -> None:
    cases = questions(language)
    assert len(cases) >= 300
    assert len({case.text for case in cases}) == len(cases)
    assert len(conversations(language)) >= 40
    assert 0.25 <= sum(held_out(case.text) for case in cases) / len(cases) <= 0.4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_in_the_corpora(language: str) -> None:
    intents = {case.label["intent"] for case in questions(language)}
    assert intents == {
        "hardware", "training", "usage", "fact", "comparison", "ranking", "definition", "conversion", "audit", "quiz",
        "help", "greeting", "thanks", "unknown",
    }  # fmt: skip


BEFORE = (
    "energy of 100 A100 for a month in Peru",
    "how much did it cost to train GPT-4",
    "200 consultas a chatgpt, agua",
    "which model used the most energy",
)
GLUED = 0.015


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_questions_start_afresh_whatever_was_asked_before(language: str) -> None:
    reader = default_reader()
    before = [reader.read(text).question for text in BEFORE]
    cases = [
        case for case in questions(language, "chats") if not wrong_slots(reader.read(case.text).question, case.label)
    ]
    glued = [
        f"{case.text!r} after {previous.intent}: {question.contract()}"
        for case in cases
        for previous in before
        if wrong_slots(question := reader.read(case.text, previous).question, case.label)
    ]
    assert len(glued) <= GLUED * len(cases) * len(before), "\n".join(glued)
