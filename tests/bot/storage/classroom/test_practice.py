"""Practice in the database: each question answered once, one card an item and person."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.storage.classroom import practice
from bot.storage.database import Database
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ITEM = fixed("item-1", "energy", key=1)


async def test_an_answer_counts_once(database: Database) -> None:
    asked = await database.run(practice.ask, 42, ITEM, (2, 1, 0), NOON)
    answers = [database.run(practice.answer, asked.id, 42, place % 3, NOON) for place in (1, 0, 1, 2, 1, 1)]
    found = [answer for answer in await asyncio.gather(*answers) if answer is not None]
    assert sum(answer.is_new for answer in found) == 1
    assert len({answer.asked.option for answer in found}) == 1, "what was answered first stands"
    (card,) = await database.run(practice.cards, 42)
    assert card.reviews == 1
    assert await database.run(practice.days, 42) == {date(2026, 3, 2)}
    assert await database.run(practice.last_item, 42) == "item-1"


async def test_only_ones_own_questions(database: Database) -> None:
    asked = await database.run(practice.ask, 42, ITEM, (0, 1, 2), NOON)
    assert await database.run(practice.answer, asked.id, 43, 1, NOON) is None
    assert await database.run(practice.answer, asked.id + 1, 42, 1, NOON) is None
    assert await database.run(practice.answer, asked.id, 42, 3, NOON) is None
    assert await database.run(practice.cards, 43) == []


async def test_a_card_remembers(database: Database) -> None:
    at = NOON
    for expected in (timedelta(minutes=10), timedelta(days=2)):
        asked = await database.run(practice.ask, 42, ITEM, (0, 1, 2), at)
        answered = await database.run(practice.answer, asked.id, 42, 1, at)
        assert answered is not None
        assert answered.asked.is_right
        assert answered.card is not None
        assert answered.card.due_at - at == expected
        at = answered.card.due_at
    (card,) = await database.run(practice.cards, 42)
    assert (card.reviews, card.state) == (2, 2)
