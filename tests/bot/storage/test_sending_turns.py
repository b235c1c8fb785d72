"""Replicas take turns to send: a fixed time apart, whoever asks."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage import sending_turns
from bot.storage.database import Database

APART = 100.0
"""Seconds between two turns: long beside what asking takes, on any machine."""


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_turns_of_two_replicas_are_apart(url: str) -> None:
    async with Database(url) as one, Database(url) as other:
        asked = [base.run(sending_turns.take, APART) for base in (one, other) * 5]
        waits = sorted(await asyncio.gather(*asked))
    assert waits[0] == 0
    assert [round(wait / APART) for wait in waits] == list(range(10))


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_who_asks_after_a_while_has_it_at_once(database: Database) -> None:
    assert await database.run(sending_turns.take, 0.001) == 0
    await asyncio.sleep(0.01)
    assert await database.run(sending_turns.take, 0.001) == 0
