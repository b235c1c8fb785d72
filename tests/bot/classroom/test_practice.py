"""Spaced repetition: intervals worked out from the published formula, what comes next, streaks."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.classroom.practice import Card, day_of, next_item, progress, reviewed, streak
from tests.bot.classroom.small_bank import SmallBank

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def answer(card: Card | None, right: bool, at: datetime) -> Card:
    return reviewed(card, "energy-0", "energy", is_right=right, at=at)


def test_the_first_answers() -> None:
    """FSRS-6, default weights: initial stability w2 = 2.3065 after "good", w0 = 0.212 after "again".

    Initial difficulty D(G) = w4 - e^(w5 (G - 1)) + 1: for good (3) 6.4133 - e^1.6668 + 1 = 2.1181, for again 6.4133.
    """
    right = answer(None, True, NOON)
    assert right.stability == pytest.approx(2.3065)
    assert right.difficulty == pytest.approx(2.1181, abs=1e-4)
    assert right.due_at == NOON + timedelta(minutes=10)
    assert (right.state, right.step, right.reviews, right.lapses) == (1, 1, 1, 0)
    wrong = answer(None, False, NOON)
    assert wrong.stability == pytest.approx(0.212)
    assert wrong.difficulty == pytest.approx(6.4133)
    assert wrong.due_at == NOON + timedelta(minutes=1)


def test_intervals_grow_and_a_lapse_brings_it_back() -> None:
    card, at = answer(None, True, NOON), NOON
    days = []
    for _ in range(5):
        at = card.due_at
        card = answer(card, True, at)
        days.append((card.due_at - at) / timedelta(days=1))
    assert days == sorted(days)
    assert days[0] >= 2
    assert card.is_mastered
    lapsed = answer(card, False, card.due_at)
    assert lapsed.due_at == card.due_at + timedelta(minutes=10)
    assert (lapsed.lapses, lapsed.is_mastered) == (1, False)
    assert lapsed.stability < card.stability


def test_nothing_is_left_to_chance_and_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would draw from Python's shared generator and sleep a millisecond a card."""
    before = random.getstate()
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"slept {seconds} s"))
    card = None
    for day in range(300):
        card = answer(card, day % 7 != 0, NOON + timedelta(days=day))
    assert random.getstate() == before


def test_any_zone_will_do() -> None:
    quito = NOON.astimezone(timezone(timedelta(hours=-5)))
    assert answer(None, True, quito) == answer(None, True, NOON)


def card(item_id: str, due_in_hours: float, topic: str = "energy", stability: float = 1, state: int = 2) -> Card:
    due = NOON + timedelta(hours=due_in_hours)
    return Card(item_id, topic, state, None, stability, 5.0, due, NOON - timedelta(days=1), 3, 0)


def test_what_is_due_comes_first_then_something_new() -> None:
    bank = SmallBank()
    due = [card("energy-1", -1), card("energy-2", -5), card("hardware-0", 5, "hardware")]
    assert next_item(bank, due, NOON, 1).item_id == "energy-2"
    assert next_item(bank, due, NOON, 1, last="energy-2").item_id == "energy-1"
    new = next_item(bank, [card("energy-1", 1), card("energy-2", 2)], NOON, 1)
    assert bank.topic_of(new.item_id) == "hardware", "the topic met least"
    assert next_item(bank, due, NOON, 1, topic="hardware").item_id in {"hardware-1", "hardware-2", "hardware-3"}
    everything = [card(item_id, hours) for hours, item_id in enumerate(bank.ids(), 1)]
    assert next_item(bank, everything, NOON, 1).item_id == "energy-0", "nothing due, nothing new: the soonest"
    assert next_item(bank, [], NOON, 1, topic="none") is None


def test_a_generated_item_comes_with_new_numbers() -> None:
    bank, due = SmallBank(), [card("energy-product", -1)]
    seeds = {next_item(bank, due, NOON, seed).seed for seed in range(5)}
    assert len(seeds) == 5
    assert None not in seeds


@pytest.mark.parametrize(
    ("days", "today", "count"),
    [
        ((), 9, 0),
        ((9,), 9, 1),
        ((8,), 9, 1),  # today is not over
        ((7,), 9, 0),
        ((9, 8, 7, 5, 4), 9, 3),
        ((8, 7, 6), 9, 3),
        ((9, 7, 6), 9, 1),
    ],
)
def test_streak(days: tuple[int, ...], today: int, count: int) -> None:
    assert streak([date(2026, 3, day) for day in days], date(2026, 3, today)) == count


def test_days_change_at_midnight_in_quito() -> None:
    assert day_of(datetime(2026, 3, 3, 4, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 3, 3, 5, 0, tzinfo=UTC)) == date(2026, 3, 3)


def test_progress() -> None:
    cards = [card("energy-1", -1), card("energy-2", 2, stability=30), card("hardware-1", 3, "hardware", 30, state=3)]
    found = progress(cards, [date(2026, 3, 2), date(2026, 3, 1)], NOON)
    assert (found.seen, found.due, found.mastered, found.streak_days) == (3, 1, 1, 2)
    assert found.by_topic == {"energy": (2, 1), "hardware": (1, 0)}
