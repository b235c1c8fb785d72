"""The real bot, serving in the test's own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

from bot.settings import Settings
from bot.storage.address import file_of, parsed
from bot.telegram.classroom.room import Classroom
from bot.telegram.running import serve
from tests.telegram_server import TelegramServer

STOP_SECONDS = 60.0
"""Long: what is tested is that it stops, not how fast this machine is."""


@contextlib.asynccontextmanager
async def serving(
    server: TelegramServer, settings: Settings, classroom: Classroom | None = None
) -> AsyncIterator[None]:
    """Serve while the context lasts. Meanwhile `server.quiet()` waits until nothing is unfinished on file."""
    stopping, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(serve(settings, stopping, ready.set, classroom))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        await task
    address = parsed(settings.database_url.get_secret_value())
    file = file_of(address) if address.get_backend_name() == "sqlite" else None
    before = server.is_at_work
    server.is_at_work = None if file is None else lambda: is_anything_unfinished(file)
    try:
        yield
    finally:
        server.is_at_work = before
        stopping.set()
        await asyncio.wait_for(task, STOP_SECONDS)


def is_anything_unfinished(file: Path) -> bool:
    """Whether there are updates on an SQLite file that were taken on and are not handled."""
    with contextlib.closing(sqlite3.connect(file)) as connection, contextlib.suppress(sqlite3.OperationalError):
        return connection.execute("SELECT 1 FROM updates WHERE finished_at IS NULL").fetchone() is not None
    return False  # locked or away: the test has made it so
