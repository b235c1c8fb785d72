"""Charts that were sent, found again by what they show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.storage import charts, retention
from bot.storage.database import Database
from bot.storage.records import KEPT

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def test_a_chart_after_a_restart_under_its_latest_id(url: str) -> None:
    async with Database(url) as before:
        assert await before.run(charts.file_id, "a" * 64) is None
        await before.run(charts.keep, "a" * 64, "F1")
        await before.run(charts.keep, "b" * 64, "F2")
        await before.run(charts.keep, "a" * 64, "F3")
    async with Database(url) as after:
        assert await after.run(charts.file_id, "a" * 64) == "F3"
        assert await after.run(charts.file_id, "b" * 64) == "F2"


async def test_what_is_sent_again_is_kept_on(database: Database) -> None:
    await database.run(charts.keep, "old", "F1", NOON)
    await database.run(charts.keep, "used", "F2", NOON)
    await database.run(charts.keep, "used", "F2", NOON + timedelta(days=1))
    assert await database.run(retention.prune, NOON + KEPT["charts"]) == {}
    assert await database.run(retention.prune, NOON + KEPT["charts"] + timedelta(hours=1)) == {"charts": 1}
    assert await database.run(charts.file_id, "old") is None
    assert await database.run(charts.file_id, "used") == "F2"
