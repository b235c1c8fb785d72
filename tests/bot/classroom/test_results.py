"""What misled most, and which misconceptions answers showed: counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.classroom.flow import Kind, Phase, Quiz, State
from bot.classroom.played import PlayedItem, Wording, restored
from bot.classroom.results import Mistake, RawAnswer, Results
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUIZ = Quiz(
    id=9, kind=Kind.TEST, class_id=5, chat_id=1, topic_id=0, person_id=1, asked_message_id=None, language="es",
    topic=None, seconds=30, questions=2, speed_counts=False, seed=1, state=State.OVER, phase=Phase.SHOWING, position=2,
    ends_at=None, waits_for=None, created_at=NOON, over_at=NOON,
)  # fmt: skip


def energy(hours: int, *kinds: str | None) -> PlayedItem:
    """Three kilowatts for some hours; options in the order of `kinds`, None the right one."""
    texts = {None: f"{3 * hours} kWh", "kw-for-kwh": f"{3 * hours} kW", "no-time": "3 kWh"}
    names = {None: "", "kw-for-kwh": "kW por kWh", "no-time": "olvida el tiempo"}
    words = Wording(
        f"¿{hours} h?", tuple(texts[k] for k in kinds), "3 × h", ("",) * len(kinds), tuple(names[k] for k in kinds)
    )
    return PlayedItem("energy", "energy", kinds.index(None), {"es": words}, seed=hours, misconceptions=kinds)


ITEMS = {
    (1, 0): fixed("plain", "energy", key=1),
    (2, 0): energy(10, None, "kw-for-kwh", "no-time"),
    (2, 1): energy(20, "no-time", None, "kw-for-kwh"),
}


def answer(person: int, number: int, variant: int, option: int) -> RawAnswer:
    is_right = option == ITEMS[number, variant].key
    return RawAnswer(person, number, variant, option, is_right, 1, "es", NOON)


ANSWERS = [
    answer(1, 1, 0, 1), answer(2, 1, 0, 2), answer(3, 1, 0, 1), answer(4, 1, 0, 1), answer(5, 1, 0, 1),
    answer(1, 2, 0, 1), answer(2, 2, 1, 2), answer(3, 2, 1, 2), answer(4, 2, 0, 2), answer(5, 2, 1, 1),
]  # fmt: skip
RESULTS = Results(QUIZ, ITEMS, ANSWERS, [1, 2], {person: frozenset({1, 2}) for person in range(1, 6)})


def test_a_misconception_counts_with_whatever_numbers() -> None:
    """Three took kW for kWh, one forgot the time; option 2 alone would say two and one."""
    assert RESULTS.mistakes("es", 2) == (
        Mistake("kw-for-kwh", "kW por kWh", 3),
        Mistake("no-time", "olvida el tiempo", 1),
    )
    assert RESULTS.mistakes("es", 1) == (Mistake("slip-2", "desliz 2", 1),)
    assert [(one.id, one.answers) for one in RESULTS.mistakes("es")] == [
        ("kw-for-kwh", 3), ("no-time", 1), ("slip-2", 1),
    ]  # fmt: skip
    assert [one.id for one in RESULTS.mistakes("es", person_id=2)] == ["kw-for-kwh", "slip-2"]
    assert RESULTS.mistakes("es", person_id=5) == ()


def test_what_misled_most() -> None:
    first, second = RESULTS.missed
    assert (first.number, first.wrong, first.asked, first.lured) == (2, 4, 5, 3)
    assert first.item.wording("es").options[first.lure or 0] == "60 kW", "the numbers that most of them had"
    assert (second.number, second.wrong, second.lure, second.lured) == (1, 1, 2, 1)


def test_options_of_different_variants_are_not_added_up() -> None:
    plain, varied = RESULTS.statistics
    assert plain.chosen == (0, 4, 1)
    assert (varied.chosen, varied.right, varied.answers) == ((), 1, 5)


def test_without_misconceptions_options_are_counted() -> None:
    items = {at: replace(item, misconceptions=()) for at, item in ITEMS.items()}
    found = Results(QUIZ, items, ANSWERS, [1, 2], None)
    assert found.mistakes("es") == ()
    assert (found.missed[0].number, found.missed[0].lured) == (2, 2)


def test_an_item_is_kept_as_it_is() -> None:
    for item in ITEMS.values():
        assert restored(item.kept()) == item
    kept = ITEMS[1, 0].kept()
    del kept["misconceptions"], kept["wordings"]["es"]["mistakes"]
    assert restored(kept).wording("es").mistake(0) == "", "as it was kept by an earlier version"
    assert restored(kept).misconception(0) is None
