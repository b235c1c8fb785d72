"""`python -m tests.classroom_day [--students 300] [--questions 10] [--replicas]`: the day at Telegram's pace.

Exit status 1 where something went wrong. With five questions it takes ten minutes, with ten a quarter of an hour.
`--replicas`: three of them on PostgreSQL, of which the one that conducts is killed each time.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from telegram.constants import FloodLimit

from tests.classroom_day.day import Day, Figures, Plan
from tests.classroom_day.replicated import replicated
from tests.classroom_day.troubles import Bot
from tests.telegram_server import TelegramServer

STUDENTS = 300
SLACK_SECONDS = 3.0
"""How much later than Telegram's limits force the last student may have a question: some are put off two seconds."""


def main() -> int:
    """Play the day and say how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.classroom_day")
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--questions", type=int, default=10, choices=(5, 10, 15, 20, 30))
    parser.add_argument("--replicas", action="store_true")
    chosen = parser.parse_args()
    begun = time.monotonic()

    def told(line: str) -> None:
        sys.stdout.write(f"{time.monotonic() - begun:6.0f} s  {line}\n")
        sys.stdout.flush()

    plan = Plan(
        chosen.students,
        haste=8,
        care=24,
        forgetful=0.02,
        seconds=30,
        joining=50,
        trouble_every=5,
        waits_for_end=True,
        questions=chosen.questions,
    )
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_played(plan, Path(folder), told, replicas=chosen.replicas))
    sys.stdout.write("\n".join(_lines(figures)) + "\n")
    forced = chosen.students / FloodLimit.MESSAGES_PER_SECOND
    late = [one.number for one in figures.spreads if not one.killed and one.seconds > forced + SLACK_SECONDS]
    return int(bool(late) or figures.flood_hits > 0)


async def _played(plan: Plan, folder: Path, told: Callable[[str], None], *, replicas: bool) -> Figures:
    async with TelegramServer(latency=0.05) as server:
        if not replicas:
            return await Day(plan, server, Bot(server, ("-m", "bot", "telegram"), folder), told).runs()
        async with replicated(server, folder) as bot:
            return await Day(plan, server, bot, told).runs()


def _lines(figures: Figures) -> list[str]:
    waits = sorted(figures.waits)
    lines = [f"joined in {figures.joined_seconds:.0f} s"]
    lines += [
        f"question {one.number}: {one.messages} students within {one.seconds:.1f} s{' (killed meanwhile)' * one.killed}"
        for one in figures.spreads
    ]
    return [
        *lines,
        f"answers, each exported once: {figures.live_answers} in the live quiz, {figures.test_answers} in the test",
        f"questions that came twice, being on their way at a kill: {figures.doubled}",
        f"late answers refused: {figures.late_answers}",
        f"pressed buttons answered within {1000 * waits[len(waits) // 2]:.0f} ms (median)",
        f"  95 % within {1000 * waits[len(waits) * 95 // 100]:.0f} ms, the longest, with a kill, {waits[-1]:.1f} s",
        f"flood limits broken by {figures.flood_hits} of {figures.messages} messages: {figures.broken}",
    ]


if __name__ == "__main__":
    sys.exit(main())
