"""Units of work on SQLite: one connection in one thread, which takes all the units that wait into one transaction.

Why not an asynchronous driver: aiosqlite too is a thread, but it crosses over for every statement. A unit of two
statements costs 1.2 ms there and 0.5 ms here, and units that come together share one crossing and one commit (0.15 ms
each). One connection also means that this process never waits for its own lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL

from bot.errors import StorageError
from bot.storage import schema
from bot.storage.address import file_of
from bot.storage.failures import is_driver_error, storage_error, told

_BUSY_SECONDS = 5.0
_MOST_TOGETHER = 100


@dataclass(slots=True)
class _Waiting:
    """A unit and whoever waits for it."""

    unit: Callable[[Connection], Any]
    outcome: asyncio.Future[Any]


class SqliteUnits:
    """Runs units of work on one SQLite file."""

    def __init__(self, address: URL, busy_seconds: float = _BUSY_SECONDS) -> None:
        self._address = address
        self._busy_seconds = busy_seconds
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Make the folder, open the file, bring its tables up to date. Raises StorageError."""
        self._loop = asyncio.get_running_loop()
        opened = self._loop.create_future()
        self._thread = threading.Thread(target=self._work, args=(opened,), name="storage", daemon=True)
        self._thread.start()
        await opened

    async def close(self) -> None:
        """Finish the units that wait, then close the file."""
        if self._thread is not None:
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    async def run(self, unit: Callable[[Connection], Any]) -> Any:
        """Run one unit in a transaction; what it returned, once that is on file."""
        if self._thread is None or self._loop is None:
            raise StorageError("unreachable", "not open")
        outcome: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.put(_Waiting(unit, outcome))
        return await outcome

    def _work(self, opened: asyncio.Future[Any]) -> None:
        """The thread: open, then take units until told to stop."""
        try:
            engine = _engine(self._address, self._busy_seconds)
            connection = _opened(engine)
        except Exception as error:
            self._settle([(opened, None, told(error))])
            return
        self._settle([(opened, None, None)])
        with contextlib.closing(connection):
            going_on = True
            while going_on:
                batch, going_on = self._next()
                if batch:
                    self._settle(_outcomes(connection, batch))
        engine.dispose()

    def _next(self) -> tuple[list[_Waiting], bool]:
        """All units that wait, at least one; and whether more may come."""
        batch: list[_Waiting] = []
        item = self._waiting.get()
        while item is not None:
            batch.append(item)
            if len(batch) == _MOST_TOGETHER or self._waiting.empty():
                return batch, True
            item = self._waiting.get()
        return batch, False

    def _settle(self, outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]]) -> None:
        """Tell all who wait, in one crossing to the event loop."""
        assert self._loop is not None  # noqa: S101 - set before the thread starts
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_tell, outcomes)


def _tell(outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]]) -> None:
    for future, result, error in outcomes:
        if future.done():  # given up by who waited
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


def _outcomes(connection: Connection, batch: list[_Waiting]) -> list[tuple[asyncio.Future[Any], Any, Exception | None]]:
    """Run units in one transaction; if any fails, each by itself, so that one's failure is nobody else's."""
    try:
        with connection.begin():
            return [(waiting.outcome, waiting.unit(connection), None) for waiting in batch]
    except Exception as error:
        if len(batch) == 1:
            return [(batch[0].outcome, None, told(error))]
        if is_driver_error(error) and storage_error(error).problem == "locked":
            # Each alone would wait as long again for the same lock.
            return [(waiting.outcome, None, told(error)) for waiting in batch]
    return [outcome for waiting in batch for outcome in _outcomes(connection, [waiting])]


def _opened(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        with connection.begin():  # holds the lock for writing: of several processes that start, one migrates
            schema.upgrade(connection)
    except BaseException:
        connection.close()
        engine.dispose()
        raise
    return connection


def _engine(address: URL, busy_seconds: float) -> Engine:
    if (file := file_of(address)) is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("folder", type(error).__name__) from error
    engine = create_engine(address, poolclass=StaticPool, hide_parameters=True, connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for statement in (
        "PRAGMA journal_mode = WAL",  # readers and the one writer do not wait for each other
        "PRAGMA synchronous = NORMAL",  # what is committed survives the process; a power cut may cost the last moment
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",  # what a person had forgotten is overwritten, not only unlinked
    ):
        connection.execute(statement).close()


def _begin(connection: Connection) -> None:
    # The lock for writing at once: a transaction that reads first could not get it later without starting anew.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
