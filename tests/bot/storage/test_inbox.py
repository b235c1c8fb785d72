"""Updates are kept until they are handled, and handled once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.inbox import ALL, LEASE, MOST_ATTEMPTS, Waiting
from bot.storage.tables import updates

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HELLO = {"update_id": 5, "message": {"text": "¡Hola! 😀"}}


def row(connection: Connection, id: int) -> dict[str, Any]:
    return dict(connection.execute(select(updates).where(updates.c.id == id)).mappings().one())


async def test_only_what_is_new_is_taken(database: Database) -> None:
    assert await database.run(inbox.take, {5: HELLO, 6: HELLO}, NOON) == {5, 6}
    assert await database.run(inbox.take, {6: HELLO, 7: HELLO}, NOON) == {7}
    await database.run(inbox.finish, 5, NOON)
    assert await database.run(inbox.take, {5: HELLO}, NOON) == set()


async def test_what_a_dead_handler_left_is_taken_over_by_one(database: Database) -> None:
    await database.run(inbox.take, {6: HELLO, 5: HELLO}, NOON)
    assert await database.run(inbox.take_over, NOON + LEASE - SECOND) == []
    assert await database.run(inbox.take_over, NOON + LEASE) == [Waiting(5, HELLO, 2), Waiting(6, HELLO, 2)]
    assert await database.run(inbox.take_over, NOON + LEASE) == []
    assert await database.run(inbox.take_over, NOON - SECOND, ALL) == [Waiting(5, HELLO, 3), Waiting(6, HELLO, 3)]


async def test_signs_of_life(database: Database) -> None:
    await database.run(inbox.take, {5: HELLO}, NOON)
    await database.run(inbox.hold, [5], NOON + 10 * SECOND)
    assert await database.run(inbox.take_over, NOON + LEASE) == []
    await database.run(inbox.give_back, [5])
    assert await database.run(inbox.take_over, NOON) == [Waiting(5, HELLO, 2)]


async def test_what_was_finished_says_nothing_any_more(database: Database) -> None:
    await database.run(inbox.take, {5: HELLO}, NOON)
    await database.run(inbox.showing, 5, NOON)
    await database.run(inbox.finish, 5, NOON)
    kept = await database.run(row, 5)
    assert (kept["payload"], kept["showing_at"], kept["finished_at"]) == (None, None, NOON)
    await database.run(inbox.give_back, [5])
    assert await database.run(inbox.take_over, NOON, ALL) == []


async def test_an_answer_on_its_way_is_not_sent_again(database: Database) -> None:
    await database.run(inbox.take, {5: HELLO, 6: HELLO}, NOON)
    await database.run(inbox.showing, 5, NOON)
    await database.run(inbox.showing, 6, NOON)
    await database.run(inbox.not_showing, 6)
    assert await database.run(inbox.take_over, NOON, ALL) == [Waiting(6, HELLO, 2)]
    assert (await database.run(row, 5))["finished_at"] == NOON


async def test_what_ends_the_process_each_time_is_given_up(database: Database) -> None:
    await database.run(inbox.take, {5: HELLO}, NOON)
    taken = [len(await database.run(inbox.take_over, NOON, ALL)) for _ in range(MOST_ATTEMPTS + 1)]
    assert taken == [1] * (MOST_ATTEMPTS - 1) + [0, 0]
    assert (await database.run(row, 5))["payload"] is None


async def test_of_many_at_once_one_gets_it(url: str) -> None:
    async with Database(url) as one, Database(url) as other:
        taken = await asyncio.gather(*(base.run(inbox.take, {5: HELLO}, NOON) for base in [one, other] * 10))
        assert sorted(map(len, taken)) == [0] * 19 + [1]
        over = await asyncio.gather(*(base.run(inbox.take_over, NOON + LEASE) for base in [one, other] * 10))
        assert sorted(map(len, over)) == [0] * 19 + [1]


async def test_who_was_taken_over_is_told(database: Database) -> None:
    await database.run(inbox.take, {5: HELLO}, NOON)
    assert await database.run(inbox.still_ours, 5, 1, NOON + LEASE)
    assert await database.run(inbox.take_over, NOON + LEASE) == [], "that was a sign of life"
    await database.run(inbox.take_over, NOON + 2 * LEASE)
    assert not await database.run(inbox.still_ours, 5, 1)
    assert await database.run(inbox.still_ours, 5, 2)
    await database.run(inbox.finish, 5)
    assert not await database.run(inbox.still_ours, 5, 2)


async def test_what_comes_before_in_a_chat(database: Database) -> None:
    arrived = dict.fromkeys(range(5, 10), HELLO)
    await database.run(inbox.take, arrived, NOON, {5: 1, 6: 2, 7: 1, 9: 1})
    assert await database.run(inbox.before, 9, 1) == [5, 7]
    assert await database.run(inbox.before, 5, 1) == []
    assert await database.run(inbox.before, 8, 2) == [6]
    await database.run(inbox.finish, 5)
    assert await database.run(inbox.before, 9, 1) == [7]
    assert (await database.run(row, 5))["chat_id"] is None, "whose chat it was is forgotten"
