"""The small day of the suite: how long things take says nothing here, since other tests may be running."""

from __future__ import annotations

from pathlib import Path

from tests.classroom_day.day import Day, Plan
from tests.classroom_day.troubles import Bot
from tests.telegram_server import TelegramServer

PLAN = Plan(
    30,
    haste=0.4,
    care=0.4,
    forgetful=0.0,
    seconds=15,
    joining=0.0,
    trouble_every=1,
    waits_for_end=False,
)


async def test_nothing_is_lost_doubled_or_mixed_up(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        bot = Bot(server, ("-m", "tests.classroom_day.quick_bot"), tmp_path)
        figures = await Day(PLAN, server, bot).runs()
    assert len(figures.spreads) == 10
    assert figures.live_answers > 100, "all that were in time; more, where the machine is not busy"
    assert figures.test_answers == 30 * 10
    assert figures.late_answers == 10
