"""Sentences → slots → reply, in both languages, through the one path that every surface takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import limits
from bot.assistant import Assistant, Conversation
from bot.errors import InputError
from bot.reply import utf16_length, visible_text

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(file.parent.name, sentence, case, id=f"{file.parent.name}-{sentence}")
    for file in sorted(FOLDER.glob("*/*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    for sentence in case["sentences"]
]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.mark.parametrize(("language", "sentence", "case"), CASES)
def test_sentences_slots_reply(assistant: Assistant, language: str, sentence: str, case: dict[str, Any]) -> None:
    exchange = assistant.ask(sentence)
    slots = exchange.question.contract()
    assert {slot: slots.get(slot) for slot in case["slots"]} == case["slots"]
    if case["slots"]["intent"] != "unknown":
        assert exchange.language == language
    else:
        exchange = assistant.ask(sentence, language=language)
    lines = exchange.reply.plain.splitlines()
    assert lines[0].startswith(case.get("first", ""))
    for said in case.get("says", ()):
        assert any(said in line for line in lines), exchange.reply.plain


def test_both_languages_have_the_same_cases() -> None:
    counts = {
        language.name: {
            file.name: len(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in language.glob("*.yaml")
        }
        for language in FOLDER.iterdir()
    }
    assert counts["es"] == counts["en"]


def test_what_a_person_wrote_never_becomes_markup(assistant: Assistant) -> None:
    exchange = assistant.ask("cost of -5<b>x</b> A100 & <script> for a month", language="en")
    assert "<script>" not in exchange.reply.html
    assert "<b>x</b>" not in exchange.reply.html


def test_a_follow_up_uses_what_was_said(assistant: Assistant) -> None:
    first = assistant.ask("cost of 512 A100 for a month")
    second = assistant.ask("and with H100?", conversation=first.conversation)
    assert second.question.contract() == {**first.question.contract(), "accelerators": ["h100"]}


def test_the_formula_of_the_last_answer_can_be_asked_for(assistant: Assistant) -> None:
    first = assistant.ask("costo de 512 A100 por un mes")
    second = assistant.ask("¿cuál es la fórmula?", conversation=first.conversation)
    assert "512 × 730 h × $1,39/h" in second.reply.plain


def test_thanks_clear_nothing(assistant: Assistant) -> None:
    first = assistant.ask("cost of 512 A100 for a month")
    thanked = assistant.ask("thanks!", conversation=first.conversation)
    assert thanked.conversation.question == first.question


def test_a_message_longer_than_telegram_allows_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputError):
        assistant.ask("a" * (limits.MESSAGE_TEXT + 1))


def test_the_persons_language_wins_over_that_of_the_message(assistant: Assistant) -> None:
    assert assistant.ask("cost of 512 A100 for a month", language="es").language == "es"


def test_a_message_without_words_is_answered_in_the_language_spoken_so_far(assistant: Assistant) -> None:
    for language in ("es", "en"):
        exchange = assistant.ask("512 A100", conversation=Conversation(language=language))
        assert exchange.language == language


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_a_reply_that_telegram_takes(text: str) -> None:
    exchange = ASSISTANT.ask(text)
    assert exchange.reply.plain.strip()
    assert utf16_length(visible_text(exchange.reply.html)) <= limits.MESSAGE_TEXT


ASSISTANT = Assistant()
