"""What is remembered is what would be made anew, and never more than is allowed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answerer import work_out
from bot.assistant import Assistant, Conversation, Exchange, Wishes
from bot.errors import InputError
from bot.limits import MESSAGE_TEXT
from bot.question import Show
from bot.remembering import Remembered
from tests.benchmarks.texts import conversations, questions

FRESH, REMEMBERING = Assistant(remembers=0), Assistant()
LONG = "¿Cuánto cuestan 512 A100 por un mes? " * 3
WISHES = [
    None,
    Wishes(region="NOR"),
    Wishes(hours=100.0),
    Wishes(hours=8760.0, number_style="space"),
    Wishes(region="ESP", number_style="point"),
]


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 5))
def test_the_last_ones_asked_for_are_kept(keys: list[int], most: int) -> None:
    remembered: Remembered[str] = Remembered(most)
    for position, key in enumerate(keys):
        kept = list(dict.fromkeys(reversed(keys[:position])))[:most]
        made: list[int] = []
        assert remembered.get(key, lambda key=key, made=made: made.append(key) or str(key)) == str(key)  # type: ignore[misc]
        assert bool(made) == (key not in kept)
        assert len(remembered) <= most


def test_with_no_room_nothing_is_kept() -> None:
    remembered: Remembered[str] = Remembered(0)
    assert [remembered.get("key", made) for made in (lambda: "one", lambda: "two")] == ["one", "two"]
    assert len(remembered) == 0


def test_what_fails_is_tried_again() -> None:
    remembered: Remembered[int] = Remembered(3)
    with pytest.raises(ZeroDivisionError):
        remembered.get("key", lambda: 1 // 0)
    assert remembered.get("key", lambda: 1) == 1


def asked_in_all_ways(text: str, earlier: Conversation) -> list[dict[str, Any]]:
    """A message as it is, in each language and with each of several wishes."""
    plain: list[dict[str, Any]] = [{"text": text, "wishes": wishes} for wishes in WISHES]
    return [*plain, {"text": text, "language": "en"}, {"text": text, "language": "es", "conversation": earlier}]


def same(one: Exchange, other: Exchange) -> bool:
    """Whether nothing tells two exchanges apart: in a question not even types, which `==` does not look at."""
    return one == other and one.answer == other.answer and repr(one.question) == repr(other.question)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_remembered_is_as_if_made_anew(seed: int) -> None:
    chance = random.Random(seed)
    earlier = FRESH.ask("costo de 512 A100 por un mes").conversation
    ways = [way for text in chance.sample(questions(), 60) for way in asked_in_all_ways(text, earlier)]
    chance.shuffle(ways)
    for way in [*ways, *ways[-100:]]:
        assert same(REMEMBERING.ask(**way), FRESH.ask(**way))


def test_conversations_are_as_if_nothing_were_remembered() -> None:
    for messages in conversations()[::3] * 2:
        stands = Conversation()
        for message in messages:
            exchange = REMEMBERING.ask(message, conversation=stands)
            assert same(exchange, FRESH.ask(message, conversation=stands))
            stands = exchange.conversation


def test_buttons_are_answered_as_if_nothing_were_remembered() -> None:
    for text in questions()[::40] * 2:
        question = FRESH.ask(text).question
        for show in Show:
            pressed = question.model_copy(update={"show": show})
            for language in ("es", "en"):
                once = REMEMBERING.ask_question(pressed, language=language)
                assert same(once, FRESH.ask_question(pressed, language=language))


def test_a_question_that_many_ask_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = []

    def counted(*given: Any) -> Any:
        worked_out.append(given)
        return work_out(*given)

    monkeypatch.setattr("bot.assistant.work_out", counted)
    assistant = Assistant()
    standing = [Conversation(), assistant.ask("¿qué es un token?").conversation]
    worked_out.clear()
    for _ in range(20):
        for conversation in standing:
            for text in ("cost of 512 A100 for a month", "Cost of 512 A100 for a month?"):
                assistant.ask(text, conversation=conversation)
    assert len(worked_out) == 1


@pytest.mark.parametrize("refused", [lambda: "x" * (MESSAGE_TEXT + 1)])
def test_refused_messages_are_refused_again(refused: Callable[[], str]) -> None:
    for _ in range(2):
        with pytest.raises(InputError):
            REMEMBERING.ask(refused())


def test_memory_is_bounded() -> None:
    assistant = Assistant(remembers=10)
    for text in questions()[:40]:
        assistant.ask(text)
    assert len(assistant._looked) == len(assistant._answered) == 10


@pytest.mark.parametrize("words", ["lo pide Inés Quishpe", "me llamo Ana", "soy luis tipan", "asked by john smith"])
def test_what_a_person_wrote_is_not_kept(words: str) -> None:
    assistant = Assistant(remembers=10)
    for text in (f"costo de 3 H100, {words}", f"{words}: costo de 3 H100", "costo de 5 L4"):
        assistant.ask(text)
    messages = [look.text for look in assistant._looked._results.values()]
    assert messages == ["costo de 5 L4"]
    kept = repr((assistant._looked._results, assistant._answered._results)).casefold()
    assert "h100" in kept
    assert words.rsplit(maxsplit=1)[-1].casefold() not in kept
