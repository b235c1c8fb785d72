"""What goes wrong on a bad day: the process is killed, Telegram puts off, drops and repeats."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from tests.telegram_server import Fault, TelegramServer

PROJECT = Path(__file__).parents[2]
PUT_OFF = ("sendPoll", "sendMessage", "editMessageText", "answerCallbackQuery")


class Bot:
    """The bot as a process."""

    def __init__(self, server: TelegramServer, command: Sequence[str], database_url: str, log: Path) -> None:
        self._command = command
        self._log = log
        left_out = ("TELEGRAM", "WEBHOOK", "DATABASE_URL", "LOG_LEVEL")
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": database_url,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def starts(self) -> None:
        """Begins to serve, in a while."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, stdout=log, stderr=log, cwd=PROJECT
            )

    async def is_killed(self) -> None:
        """Ends at once (SIGKILL)."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


@contextlib.asynccontextmanager
async def bad_luck(server: TelegramServer, every: float, seed: int = 1) -> AsyncIterator[None]:
    """While the context lasts, every few seconds updates come once more and requests are refused with 429."""
    chance = random.Random(seed)

    async def strike() -> None:
        fault: Fault | None = None
        while True:
            await asyncio.sleep(every)
            recent = server.world.updates.delivered[-100:]
            server.world.updates.repeat(*chance.sample(recent, min(10, len(recent))))
            if fault is None or not fault.times:  # one at a time: they are not to pile up
                method, seconds = chance.choice(PUT_OFF), chance.choice((1, 2))
                fault = server.faults.add("status", method, times=2, status=429, retry_after=seconds)

    striking = asyncio.create_task(strike())
    try:
        yield
    finally:
        striking.cancel()
        await asyncio.gather(striking, return_exceptions=True)
