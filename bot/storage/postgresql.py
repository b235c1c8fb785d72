"""Units of work on PostgreSQL, over asyncpg: a pool of connections, each unit a transaction.

Brief units that come together share one: a unit by itself takes four trips to the server and 1 ms of the processor,
most of it to begin and to end.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage import schema
from bot.storage.address import seconds
from bot.storage.failures import is_conflict, is_disconnection, storage_error, told
from bot.storage.gathering import Gathering, Outcome, Unit, Waiting, tell
from bot.storage.notes import Notes

_MIGRATION_LOCK = 0x43554553_5441  # "CUESTA": the same number in every process that may migrate
_ATTEMPTS = 3
_POOL = 10
RUNNERS = 4
"""Batches of brief units that are run at a time."""
MOST_TOGETHER = 50
"""Units of one batch: a transaction that holds many rows makes others wait for them."""
_POOL_SECONDS = 10.0


class PostgresqlUnits:
    """Runs units of work on a PostgreSQL server."""

    def __init__(self, address: URL, server_settings: dict[str, str] | None = None) -> None:
        self._address = address
        self._server_settings = {"application_name": "cuesta", **(server_settings or {})}
        self._engine: AsyncEngine | None = None
        self._gathering: Gathering | None = None
        self._waiting: list[Waiting] = []
        """Units that go with the next batch."""
        self._runners: set[asyncio.Task[None]] = set()
        self._running = 0
        self.notes = Notes(self._connected)
        """Notes that are on their way in the moment they are written."""

    async def open(self) -> None:
        """Connect, bring the tables up to date. Raises StorageError."""
        self._gathering = Gathering(self._take_up)
        self._engine = create_async_engine(
            self._address,
            connect_args=self._arguments(),
            hide_parameters=True,
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=_POOL_SECONDS,
            pool_recycle=1800,
        )
        try:
            # Held by a thread, or by another task of this one: an event would not do for both.
            while not schema.MIGRATING.acquire(blocking=False):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            try:
                await self.run(_migrate)
            finally:
                schema.MIGRATING.release()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish the units that wait, then give back every connection."""
        if self._gathering is not None and self._engine is not None:
            self._take_up(self._gathering.taken())
            await asyncio.gather(*self._runners)
        await self.notes.close()
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    def _arguments(self) -> dict[str, Any]:
        return {"server_settings": self._server_settings, **seconds(self._address)}

    async def _connected(self) -> Any:
        """A connection of asyncpg itself, with what the engine's connections are made with."""
        import asyncpg  # type: ignore[import-untyped]

        if self._engine is None:
            raise StorageError("unreachable", "not open")
        _, parameters = self._engine.dialect.create_connect_args(self._address)
        parameters.pop("prepared_statement_cache_size", None)
        return await asyncpg.connect(**{**parameters, **self._arguments()})

    async def run(self, unit: Unit, *, is_brief: bool = False, is_urgent: bool = True) -> Any:
        """Run one unit in a transaction; what it returned, once that is committed.

        After a conflict with another transaction, or a connection lost before the commit, the unit is run again.
        """
        if self._engine is None or self._gathering is None:
            raise StorageError("unreachable", "not open")
        if not is_brief:
            return await self._by_itself(unit)
        return await self._gathering.add(unit, is_brief=is_brief, is_urgent=is_urgent)

    def _take_up(self, batch: list[Waiting]) -> None:
        """Let units go as soon as a runner is free; the longer that takes, the more go together."""
        self._waiting += batch
        if self._waiting and self._running < RUNNERS:
            self._running += 1
            task = asyncio.create_task(self._run_what_waits())
            self._runners.add(task)
            task.add_done_callback(self._runners.discard)

    async def _run_what_waits(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._batch(batch)
        finally:
            self._running -= 1  # in the moment in which nothing waits any more: whoever comes now begins another

    async def _batch(self, batch: list[Waiting]) -> None:
        """Run units in one transaction; if any fails, each by itself, so that one's failure is nobody else's."""
        try:
            if len(batch) > 1 and (outcomes := await self._together(batch)) is not None:
                tell(outcomes)
                return
            async with asyncio.TaskGroup() as tasks:
                for waiting in batch:
                    tasks.create_task(self._one(waiting))
        finally:
            for waiting in batch:
                waiting.outcome.cancel()  # where this was given up; those who have been told do not notice

    async def _together(self, batch: list[Waiting]) -> list[Outcome] | None:
        """What became of units in one transaction; None, and nothing done, where it failed."""
        assert self._engine is not None  # noqa: S101 - open, or nothing could wait
        try:
            results = await _attempt(self._engine, lambda connection: [waiting.unit(connection) for waiting in batch])
        except _UncertainError as uncertain:
            return [(waiting.outcome, None, told(uncertain.error)) for waiting in batch]
        except BaseException:
            if _is_given_up():
                raise
            return None
        return [(waiting.outcome, result, None) for waiting, result in zip(batch, results, strict=True)]

    async def _one(self, waiting: Waiting) -> None:
        if waiting.outcome.done():
            return
        try:
            result = await self._by_itself(waiting.unit)
        except BaseException as error:  # for whoever waits, whatever it is
            if _is_given_up():
                raise
            tell([(waiting.outcome, None, error)])
        else:
            tell([(waiting.outcome, result, None)])

    async def _by_itself(self, unit: Unit) -> Any:
        """Run one unit in a transaction of its own, again after what may pass."""
        if self._engine is None:
            raise StorageError("unreachable", "not open")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await _attempt(self._engine, unit)
            except _RepeatableError as repeatable:
                if attempt == _ATTEMPTS:
                    raise storage_error(repeatable.error) from repeatable.error
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreading, not secrecy
            except _UncertainError as uncertain:
                raise told(uncertain.error) from uncertain.error
            except Exception as error:
                failure = told(error)
                if failure is error:
                    raise
                raise failure from error
        raise AssertionError("unreachable")  # pragma: no cover


def _is_given_up() -> bool:
    """Whether it was this task that was cancelled, rather than a unit that raised the same."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class _RepeatableError(Exception):
    """The unit had no effect and may be run again."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


class _UncertainError(Exception):
    """The commit failed: whether the unit had an effect is not known."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


async def _attempt(engine: AsyncEngine, unit: Unit) -> Any:
    async with engine.connect() as connection:
        try:
            result = await connection.run_sync(unit)
        except Exception as error:
            if is_conflict(error) or is_disconnection(error):
                raise _RepeatableError(error) from error
            raise
        await _commit(connection)
        return result


async def _commit(connection: AsyncConnection) -> None:
    """A conflict found at the commit undid everything; a connection lost during it may not have: never repeat that."""
    try:
        await connection.commit()
    except Exception as error:
        if is_conflict(error):
            raise _RepeatableError(error) from error
        raise _UncertainError(error) from error


def _migrate(connection: Connection) -> None:
    # Given back at the end of the transaction; of several processes that start, one migrates.
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    schema.upgrade(connection)
