"""Spaced repetition: when to see an item again, and which one comes next. FSRS schedules (package `fsrs`).

A wrong answer counts as "again", a right one as "good"; the parameters are the published defaults, since a class is too
small to fit its own. Items come back when the chance to remember them has fallen to `RETENTION`. One card an item and
person, whichever language it is asked in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

from bot.classroom.bank import SEEDS, Bank, Draw

if TYPE_CHECKING:
    import fsrs

RETENTION: Final = 0.9
"""The chance to remember at which an item is due. FSRS's own default."""
MASTERED: Final = timedelta(days=21)
"""From this stability on an item counts as mastered; Anki calls such cards mature."""
CLASS_TIME: Final = timezone(timedelta(hours=-5), "Quito")
"""Days of a streak begin at midnight in Quito, which has no summer time."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one person's memory of one item. `stability` is in days; `difficulty` is 1 to 10.

    `state` is FSRS's: 1 learning, 2 review, 3 relearning; `step` the learning step, None in review. Times are UTC.
    """

    item_id: str
    topic: str
    state: int
    step: int | None
    stability: float
    difficulty: float
    due_at: datetime
    reviewed_at: datetime
    reviews: int
    lapses: int

    @property
    def is_mastered(self) -> bool:
        """Whether it will be remembered for weeks."""
        return self.state == 2 and self.stability >= MASTERED / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a person's practice stands. `by_topic` gives items seen and items mastered."""

    seen: int
    due: int
    mastered: int
    streak_days: int
    by_topic: Mapping[str, tuple[int, int]]


def reviewed(card: Card | None, item_id: str, topic: str, *, is_right: bool, at: datetime) -> Card:
    """The card after one more answer. `at` is an aware time; `card` None: the first time that the item was seen."""
    import fsrs

    at = at.astimezone(timezone.utc)  # noqa: UP017 - fsrs compares the zone with exactly this one
    before = _as_fsrs(card, at)
    rating = fsrs.Rating.Good if is_right else fsrs.Rating.Again
    after, _ = _scheduler().review_card(before, rating, at)
    assert after.stability is not None  # noqa: S101 - set by the first review
    assert after.difficulty is not None  # noqa: S101
    lapsed = card is not None and card.state == 2 and not is_right
    return Card(
        item_id=item_id,
        topic=topic,
        state=int(after.state),
        step=after.step,
        stability=after.stability,
        difficulty=after.difficulty,
        due_at=after.due,
        reviewed_at=at,
        reviews=(card.reviews if card else 0) + 1,
        lapses=(card.lapses if card else 0) + lapsed,
    )


def next_item(
    bank: Bank, cards: Iterable[Card], now: datetime, seed: int, topic: str | None = None, last: str | None = None
) -> Draw | None:
    """What to ask next: what is due, longest due first; then something new; else what is due soonest.

    Never the item asked last (`last`) while there is another. None where the bank has nothing on the topic.
    """
    ids = [item_id for item_id in bank.ids(topic) if item_id != last] or list(bank.ids(topic))
    if not ids:
        return None
    known = {card.item_id: card for card in cards}
    random = Random(f"practice:{seed}")  # noqa: S311 - repeatable, not secret
    waiting = sorted((known[item_id] for item_id in ids if item_id in known), key=lambda card: card.due_at)
    new = [item_id for item_id in ids if item_id not in known]
    if waiting and waiting[0].due_at <= now:
        chosen = waiting[0].item_id
    elif new:
        chosen = _least_seen(bank, new, known, random)
    else:
        chosen = waiting[0].item_id
    return Draw(chosen, random.randrange(SEEDS) if bank.is_generated(chosen) else None)


def progress(cards: Sequence[Card], days: Iterable[date], now: datetime) -> Progress:
    """How practice stands; `days` are those on which the person answered, in `CLASS_TIME`."""
    by_topic: dict[str, tuple[int, int]] = {}
    for card in cards:
        seen, mastered = by_topic.get(card.topic, (0, 0))
        by_topic[card.topic] = seen + 1, mastered + card.is_mastered
    return Progress(
        seen=len(cards),
        due=sum(card.due_at <= now for card in cards),
        mastered=sum(card.is_mastered for card in cards),
        streak_days=streak(days, day_of(now)),
        by_topic=by_topic,
    )


def day_of(moment: datetime) -> date:
    """The day on which something happened, as people in class count days."""
    return moment.astimezone(CLASS_TIME).date()


def streak(days: Iterable[date], today: date) -> int:
    """Days in a row up to today; a streak is not broken before the day without practice is over."""
    practised = set(days)
    day = today if today in practised else today - timedelta(days=1)
    count = 0
    while day in practised:
        count += 1
        day -= timedelta(days=1)
    return count


def _least_seen(bank: Bank, new: list[str], known: Mapping[str, Card], random: Random) -> str:
    """A new item of the topic that the person has met least."""
    counts: dict[str, int] = {}
    for card in known.values():
        counts[card.topic] = counts.get(card.topic, 0) + 1
    fewest = min(counts.get(bank.topic_of(item_id), 0) for item_id in new)
    return random.choice([item_id for item_id in new if counts.get(bank.topic_of(item_id), 0) == fewest])


@cache
def _scheduler() -> fsrs.Scheduler:
    """FSRS without its random spreading, which draws from Python's shared generator."""
    import fsrs

    return fsrs.Scheduler(desired_retention=RETENTION, enable_fuzzing=False)


def _as_fsrs(card: Card | None, at: datetime) -> fsrs.Card:
    import fsrs

    # With an id of ours, since without one the library waits a millisecond to find a free one.
    if card is None:
        return fsrs.Card(card_id=0, due=at)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due_at,
        last_review=card.reviewed_at,
    )
