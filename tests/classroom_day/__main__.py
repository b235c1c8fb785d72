"""`python -m tests.classroom_day [STUDENTS]`: the day at Telegram's pace. Exit status 1 where something went wrong."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.telegram.pacing import BROADCAST_PER_SECOND
from tests.classroom_day.day import Day, Figures, Plan
from tests.telegram_server import TelegramServer

STUDENTS = 300
SLACK_SECONDS = 3.0
"""How much later than at an even pace the last student may have a question: who is put off waits up to two seconds."""
MOST_BROKEN = 1 / 500
"""The share of messages that may meet a flood limit: a busy machine holds some up, so that several come at once."""


def main() -> int:
    """Play the day and say how it went."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS
    begun = time.monotonic()

    def told(line: str) -> None:
        sys.stdout.write(f"{time.monotonic() - begun:6.0f} s  {line}\n")
        sys.stdout.flush()

    plan = Plan(
        students,
        ("-m", "bot", "telegram"),
        haste=8,
        care=24,
        forgetful=0.02,
        seconds=30,
        joining=50,
        trouble_every=5,
        waits_for_end=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_played(plan, Path(folder), told))
    sys.stdout.write("\n".join(_lines(figures)) + "\n")
    paced = students / BROADCAST_PER_SECOND
    late = [one.number for one in figures.spreads if not one.killed and one.seconds > paced + SLACK_SECONDS]
    return int(bool(late) or figures.flood_hits > MOST_BROKEN * figures.messages)


async def _played(plan: Plan, folder: Path, told: object) -> Figures:
    async with TelegramServer(latency=0.05) as server:
        return await Day(plan, server, folder, told).runs()  # type: ignore[arg-type]


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
        f"late answers refused: {figures.late_answers}",
        f"pressed buttons answered within {1000 * waits[len(waits) // 2]:.0f} ms (median)",
        f"  95 % within {1000 * waits[len(waits) * 95 // 100]:.0f} ms, the longest, with a kill, {waits[-1]:.1f} s",
        f"flood limits broken: {figures.flood_hits} of {figures.messages} messages",
    ]


if __name__ == "__main__":
    sys.exit(main())
