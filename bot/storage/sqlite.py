"""Units of work on SQLite: one connection, which takes all the units that wait into one transaction.

Units run in a thread, so that nothing else waits for them. Brief ones (a few rows by their keys, some 50 µs) run where
the event loop runs: to go to a thread and back costs ten times as much, since Python's threads take turns at each call
of the database. Where the thread is at work or another program holds the file, they go to the thread too.

Why not an asynchronous driver: aiosqlite too is a thread, but it crosses over for every statement. One connection also
means that this process never waits for its own lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL

from bot.errors import StorageError
from bot.storage import schema
from bot.storage.address import file_of
from bot.storage.failures import is_driver_error, storage_error, told
from bot.storage.gathering import Gathering, Outcome, Waiting, tell
from bot.storage.prepared import driver_connection

BUSY_SECONDS = 5.0
"""How long to wait for another program that holds the file."""
_AGAIN_SECONDS = 0.01


class SqliteUnits:
    """Runs units of work on one SQLite file."""

    def __init__(self, address: URL, busy_seconds: float = BUSY_SECONDS) -> None:
        self._file = _File(address, busy_seconds)
        self._gathering: Gathering | None = None
        self._waiting: queue.SimpleQueue[list[Waiting] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._handed_over = 0
        """Batches that the thread has and has not done. Until they are done the file is the thread's."""
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Make the folder, open the file, bring its tables up to date. Raises StorageError."""
        self._loop = asyncio.get_running_loop()
        self._gathering = Gathering(self._take_up)
        # Each thread has a queue of its own: one whose opening was given up must not take what is meant for the next.
        waiting: queue.SimpleQueue[list[Waiting] | None] = queue.SimpleQueue()
        self._waiting = waiting
        opened = self._loop.create_future()
        thread = threading.Thread(target=self._work, args=(opened, waiting), name="storage", daemon=True)
        thread.start()
        try:
            await opened
        except BaseException:
            waiting.put(None)  # whoever gave up waiting leaves no thread behind
            raise
        self._thread = thread

    async def close(self) -> None:
        """Finish the units that wait, then close the file."""
        if self._thread is not None:
            thread, self._thread = self._thread, None
            if self._gathering is not None:
                self._hand_over(self._gathering.taken())
            self._waiting.put(None)
            await asyncio.to_thread(thread.join)

    async def run(self, unit: Callable[[Connection], Any], *, is_brief: bool = False, is_urgent: bool = True) -> Any:
        """Run one unit in a transaction; what it returned, once that is on file."""
        if self._thread is None or self._gathering is None:
            raise StorageError("unreachable", "not open")
        return await self._gathering.add(unit, is_brief=is_brief, is_urgent=is_urgent)

    def _take_up(self, batch: list[Waiting]) -> None:
        """Do a batch, or give it to the thread."""
        outcomes = None
        try:
            if not self._handed_over and all(waiting.is_brief for waiting in batch):
                outcomes = self._file.outcomes_at_once(batch)
        finally:  # whatever was raised, such as Ctrl-C: nobody waits in vain
            if outcomes is None:
                self._hand_over(batch)
        if outcomes is not None:
            tell(outcomes)

    def _hand_over(self, batch: list[Waiting]) -> None:
        if batch:
            self._handed_over += 1
            self._waiting.put(batch)

    def _work(self, opened: asyncio.Future[Any], waiting: queue.SimpleQueue[list[Waiting] | None]) -> None:
        """The thread: open, then take units until told to stop."""
        try:
            self._file.connection()
        except Exception as error:
            self._settle(tell, [(opened, None, told(error))])
            return
        self._settle(tell, [(opened, None, None)])
        while (batch := waiting.get()) is not None:
            self._settle(self._done, self._file.outcomes(batch))
        self._file.close()

    def _settle(self, tell_them: Callable[[list[Outcome]], None], outcomes: list[Outcome]) -> None:
        """Tell all who wait, in one crossing to the event loop."""
        assert self._loop is not None  # noqa: S101 - set before the thread starts
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(tell_them, outcomes)

    def _done(self, outcomes: list[Outcome]) -> None:
        """The thread has done a batch."""
        self._handed_over -= 1
        tell(outcomes)


class _File:
    """The file and the connection to it. Used by one thread at a time."""

    def __init__(self, address: URL, busy_seconds: float) -> None:
        self._address = address
        self._busy_seconds = busy_seconds
        self._patience = busy_seconds
        """How long the connection waits just now for another program that holds the file."""
        self._path = file_of(address)
        self._open: tuple[Engine, Connection, object] | None = None

    def connection(self) -> Connection:
        """The connection; a new one where the file was taken away or replaced since (else its rows would be lost)."""
        if self._open is not None and self._open[2] != _identity(self._path):
            self.close()
        if self._open is None:
            engine = _engine(self._address, self._busy_seconds)
            try:
                connection = _migrated(engine)
            except BaseException:
                engine.dispose()
                raise
            self._open = engine, connection, _identity(self._path)
            self._patience = self._busy_seconds
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            engine, connection, _ = self._open
            self._open = None
            with contextlib.suppress(Exception):  # nothing is pending: what was committed is on file
                connection.close()
            engine.dispose()

    def outcomes_at_once(self, batch: list[Waiting]) -> list[Outcome] | None:
        """Run units in one transaction without waiting for anybody; None, and nothing done, where that fails."""
        if self._open is None or self._open[2] != _identity(self._path):
            return None
        try:
            return self._together(self._open[1], batch, 0)
        except (Exception, asyncio.CancelledError):
            return None  # the thread finds out which unit fails, and tells whoever waits for that one

    def outcomes(self, batch: list[Waiting]) -> list[Outcome]:
        """Run units in one transaction; if any fails, each by itself, so that one's failure is nobody else's."""
        try:
            return self._together(self.connection(), batch, self._busy_seconds)
        except Exception as error:
            # Units that found the file locked would, one by one, each wait as long again for the same lock.
            if len(batch) == 1 or (is_driver_error(error) and storage_error(error).problem == "locked"):
                return [(waiting.outcome, None, told(error)) for waiting in batch]
        except BaseException as error:  # the thread goes on for the others, whatever a unit raises
            if len(batch) == 1:
                return [(batch[0].outcome, None, error)]
        return [outcome for waiting in batch for outcome in self.outcomes([waiting])]

    def _together(self, connection: Connection, batch: list[Waiting], patience: float) -> list[Outcome]:
        if patience != self._patience:
            driver_connection(connection).execute(f"PRAGMA busy_timeout = {round(1e3 * patience)}").close()
            self._patience = patience
        with connection.begin():
            return [(waiting.outcome, waiting.unit(connection), None) for waiting in batch]


def _identity(path: Path | None) -> object:
    """What tells a file from another one of the same name."""
    if path is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return "gone"
    return status.st_dev, status.st_ino


def _migrated(engine: Engine) -> Connection:
    connection = engine.connect()
    # The transaction holds the lock for writing: of several processes that start, one migrates and the others wait.
    with schema.MIGRATING, connection.begin():
        schema.upgrade(connection)
    return connection


def _engine(address: URL, busy_seconds: float) -> Engine:
    if (path := file_of(address)) is not None:
        _make(path)
    # One thread at a time uses the connection, but not always the same.
    arguments = {"timeout": busy_seconds, "check_same_thread": False}
    engine = create_engine(address, poolclass=StaticPool, hide_parameters=True, connect_args=arguments)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make(path: Path) -> None:
    """Make the folder and the file, for their owner alone: what people asked is nobody else's business."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError("folder", type(error).__name__) from error


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    _write_ahead(connection)
    for statement in (
        "PRAGMA synchronous = NORMAL",  # what is committed survives the process; a power cut may cost the last moment
        "PRAGMA foreign_keys = ON",
        "PRAGMA cache_size = -512",  # KiB: the few pages that every message needs; the system keeps the others at hand
        "PRAGMA secure_delete = ON",  # what a person had forgotten is overwritten, not only unlinked
    ):
        connection.execute(statement).close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a log, so that readers and the one writer do not wait for each other.

    Where somebody else does the same to a new file in this moment SQLite refuses at once, without its usual patience.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
            time.sleep(_AGAIN_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    # The lock for writing at once: a transaction that reads first could not get it later without starting anew.
    driver_connection(connection).execute("BEGIN IMMEDIATE").close()
