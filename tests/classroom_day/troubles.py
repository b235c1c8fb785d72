"""What goes wrong on a bad day: the process is killed, Telegram puts off, drops and repeats."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.telegram_server import Fault, TelegramServer

PROJECT = Path(__file__).parents[2]
PUT_OFF = ("sendPoll", "sendMessage", "editMessageText", "answerCallbackQuery")


Rows = list[tuple[Any, ...]]


class Running(Protocol):
    """The bot as the day finds it, however many processes it is."""

    async def starts(self) -> None:
        """Begins to serve, or makes up for what was killed."""

    async def is_killed(self) -> None:
        """Ends at once (SIGKILL); of several processes, the one that sent the last question."""

    async def ends(self) -> None:
        """The day is over."""

    async def rows(self, query: str) -> Rows:
        """What is on file."""
        raise NotImplementedError


class Bot:
    """The bot as one process with an SQLite file in a folder."""

    def __init__(self, server: TelegramServer, command: Sequence[str], folder: Path) -> None:
        self._command = (sys.executable, *command)
        self._log = folder / "log"
        self._file = folder / "cuesta.sqlite3"
        left_out = ("TELEGRAM", "WEBHOOK", "DATABASE_URL", "LOG_LEVEL")
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": f"sqlite:///{self._file.as_posix()}",
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

    async def ends(self) -> None:
        """The day is over."""
        await self.is_killed()

    async def rows(self, query: str) -> Rows:
        """What is on file."""
        with contextlib.closing(sqlite3.connect(self._file)) as connection:
            return connection.execute(query).fetchall()


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
