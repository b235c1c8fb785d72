"""What is old is deleted once a day, by a clock that can be trusted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, func, select
from telegram import Update

from bot.errors import StorageError
from bot.storage import inbox, retention
from bot.storage.database import Database
from bot.storage.tables import updates
from bot.telegram import receiving
from bot.telegram.handling import Handling
from bot.telegram.journal import LARGEST, Journal
from bot.telegram.receiving import PRUNE_SECONDS, Receiving

DAY = timedelta(days=1)
BEGUN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(updates)).scalar_one()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{(tmp_path / 'cuesta.sqlite3').as_posix()}") as opened:
        yield opened


async def days_later(look: Receiving, monkeypatch: pytest.MonkeyPatch, passed: float, shown: float) -> None:
    """Look `passed` days after the start, when the clock shows `shown` days more than then."""
    monkeypatch.setattr(receiving, "_steadily", lambda: passed * PRUNE_SECONDS)
    monkeypatch.setattr(receiving, "now", lambda: BEGUN + shown * DAY)
    monkeypatch.setattr("bot.storage.retention.now", lambda: BEGUN + shown * DAY)
    await look._prune()


async def test_a_clock_that_jumps_deletes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Receiving(cast("Any", None), database, cast("Any", None))
    await days_later(look, monkeypatch, 0, 0)
    await database.run(inbox.take, {5: {}}, BEGUN)
    await days_later(look, monkeypatch, 1, 1)
    await days_later(look, monkeypatch, 2, 2 + 3650)
    assert await database.run(count) == 1, "ten years within a day"
    await days_later(look, monkeypatch, 3, 3)
    assert await database.run(count) == 1, "and back"


async def test_what_is_old_is_deleted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Receiving(cast("Any", None), database, cast("Any", None))
    await days_later(look, monkeypatch, 0, 0)
    await database.run(inbox.take, {5: {}}, BEGUN)
    await days_later(look, monkeypatch, 0.5, 0.5)
    await days_later(look, monkeypatch, 400, 400)
    assert await database.run(count) == 0


async def test_much_that_is_old_goes_in_portions_between_which_others_come_to_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Receiving(cast("Any", None), database, cast("Any", None))
    await days_later(look, monkeypatch, 0, 0)
    rows = 3 * retention.PORTION + 7
    for start in range(1, rows + 1, 100):
        numbers = range(start, min(start + 100, rows + 1))
        await database.run(inbox.take, {number: {} for number in numbers}, BEGUN + timedelta(seconds=start))
    seen: set[int] = set()
    prune = retention.prune

    def counted(connection: Connection, at: datetime | None = None) -> dict[str, int]:
        seen.add(count(connection))
        return prune(connection, at)

    monkeypatch.setattr("bot.storage.retention.prune", counted)
    await days_later(look, monkeypatch, 400, 400)
    assert await database.run(count) == 0
    assert len(seen) == 5, "four portions, and a look that finds nothing"
    assert max(before - after for before, after in pairwise(sorted(seen, reverse=True))) <= retention.PORTION + 100


async def test_a_database_that_fails_meanwhile_harms_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(connection: Connection) -> dict[str, int]:
        raise StorageError("locked", "SQLITE_BUSY")

    look = Receiving(cast("Any", None), database, cast("Any", None))
    await days_later(look, monkeypatch, 0, 0)
    await database.run(inbox.take, {5: {}}, BEGUN)
    with monkeypatch.context() as broken:
        broken.setattr("bot.storage.retention.prune", failing)
        await days_later(look, monkeypatch, 400, 400)
    assert "storage failed" in caplog.text
    assert await database.run(count) == 1
    await days_later(look, monkeypatch, 401, 401)
    assert await database.run(count) == 0, "the next day"


@pytest.mark.parametrize("alone", [True, False])
async def test_notes_of_answers_do_not_pile_up_whichever_way_updates_come(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    monkeypatch.setattr(receiving, "LOOK_SECONDS", 0.01)
    journal = Journal(tmp_path / "cuesta.sqlite3")
    handling = Handling(database, never)
    look = Receiving(cast("Any", None), database, handling, journal)
    await look.start(alone=alone)
    await database.run(inbox.take, {7: {}})
    for number in range(1, LARGEST // 8 + 2):
        journal.note(number)
    async with asyncio.timeout(60):
        while journal.has_grown:  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.01)
    await look.stop()
    assert journal.noted() == {7}, "what is not finished, whoever is at it"
    journal.close()


async def never(_: Update) -> None:
    raise AssertionError("no update came")
