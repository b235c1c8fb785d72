"""What must change nothing: case, accents, spaces, politeness; and an unrelated sentence must change no number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.reader import default_reader

from .corpus import LANGUAGES, Labelled, every_question, questions

_NO_ACCENTS = str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")
CHANGES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "no accents": lambda text: text.translate(_NO_ACCENTS),
    "spaces around": lambda text: f"  {text} \n ",
    "wide characters": lambda text: text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}),
    "invisible characters": lambda text: f"\u200b{text}\ufeff",
}
POLITE = {
    "es": [("Buenas tardes. ", ""), ("Hola, ", ", por favor"), ("", ". Gracias de antemano!"),
           ("Disculpe, una consulta: ", ""), ("", " porfa")],
    "en": [("Good evening. ", ""), ("Hi, ", ", please"), ("", ". Thanks a lot!"),
           ("Excuse me, a quick question: ", ""), ("", " pls")],
}  # fmt: skip
UNRELATED = {
    "es": [". Mi perro se llama Toby.", ". Hoy hace mucho sol en la playa."],
    "en": [". My dog is called Toby.", ". It is very sunny at the beach today."],
}
_TALK = frozenset({"greeting", "thanks"})
_RANGES = frozenset({"range"})


def cases(language: str) -> list[Labelled]:
    """The questions of a language that are more than talk and give no range, which politeness before it may join."""
    found = [*questions(language), *questions(language, "examples")]
    return [case for case in found if case.label["intent"] not in _TALK]


def contract(text: str) -> dict[str, object]:
    return default_reader().read(text).question.contract()


@pytest.mark.parametrize("change", CHANGES)
def test_spelling_and_spaces_change_nothing(change: str) -> None:
    changed = CHANGES[change]
    differing = [case.text for case in every_question() if contract(case.text) != contract(changed(case.text))]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_politeness_changes_nothing(language: str) -> None:
    differing = []
    for case in cases(language):
        question = default_reader().read(case.text).question
        if _RANGES.isdisjoint(problem.code for problem in question.problems):
            for before, after in POLITE[language]:
                if contract(f"{before}{case.text}{after}") != question.contract():
                    differing.append(f"{before}{case.text}{after}")
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unrelated_sentence_changes_no_number(language: str) -> None:
    differing = []
    for case in cases(language):
        numbers = _numbers(contract(case.text))
        for sentence in UNRELATED[language]:
            read = contract(f"{case.text}{sentence}")
            if read["intent"] != "unknown" and _numbers(read) != numbers:
                differing.append(f"{case.text}{sentence}: {read}")
    assert not differing


def _numbers(slots: dict[str, object]) -> dict[str, object]:
    return {slot: value for slot, value in slots.items() if isinstance(value, (int, float))}


@settings(max_examples=200, deadline=None)
@given(count=st.integers(2, 99_999), days=st.integers(2, 364))
def test_any_count_and_time_come_through(count: int, days: int) -> None:
    for text in (f"cost of {count} H100 for {days} days", f"costo de {count} H100 por {days} días"):
        assert contract(text) == {
            "intent": "hardware", "accelerators": ["h100"], "count": count, "hours": days * 24, "metrics": ["cost"],
        }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(dollars=st.integers(100, 10_000_000), cards=st.integers(2, 500))
def test_budgets_and_prices_are_told_apart(dollars: int, cards: int) -> None:
    with_budget = contract(f"how long can I rent {cards} H100 with ${dollars:,}?")
    assert (with_budget["budget"], with_budget["count"]) == (dollars, cards)
    with_price = contract(f"buy {cards} H100 at ${dollars:,} each, total?")
    assert (with_price["unit_price"], with_price["count"]) == (dollars, cards)
