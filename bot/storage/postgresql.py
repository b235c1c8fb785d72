"""Units of work on PostgreSQL, over asyncpg: a pool of connections, each unit one transaction."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage import schema
from bot.storage.address import seconds
from bot.storage.failures import is_conflict, is_disconnection, storage_error, told
from bot.storage.notes import Notes

_MIGRATION_LOCK = 0x43554553_5441  # "CUESTA": the same number in every process that may migrate
_ATTEMPTS = 3
_POOL = 10
_POOL_SECONDS = 10.0


class PostgresqlUnits:
    """Runs units of work on a PostgreSQL server."""

    def __init__(self, address: URL, server_settings: dict[str, str] | None = None) -> None:
        self._address = address
        self._server_settings = {"application_name": "cuesta", **(server_settings or {})}
        self._engine: AsyncEngine | None = None
        self.notes = Notes(self._connected)
        """Notes that are on their way in the moment they are written."""

    async def open(self) -> None:
        """Connect, bring the tables up to date. Raises StorageError."""
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
        """Give back every connection."""
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

    async def run(
        self,
        unit: Callable[[Connection], Any],
        *,
        is_brief: bool = False,  # noqa: ARG002 - matters to SQLite alone
        is_urgent: bool = True,  # noqa: ARG002
    ) -> Any:
        """Run one unit in a transaction; what it returned, once that is committed.

        After a conflict with another transaction, or a connection lost before the commit, the unit is run again.
        """
        if self._engine is None:
            raise StorageError("unreachable", "not open")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await _attempt(self._engine, unit)
            except _RepeatableError as repeatable:
                if attempt == _ATTEMPTS:
                    raise storage_error(repeatable.error) from repeatable.error
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreading, not secrecy
            except Exception as error:
                failure = told(error)
                if failure is error:
                    raise
                raise failure from error
        raise AssertionError("unreachable")  # pragma: no cover


class _RepeatableError(Exception):
    """The unit had no effect and may be run again."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


async def _attempt(engine: AsyncEngine, unit: Callable[[Connection], Any]) -> Any:
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
        raise


def _migrate(connection: Connection) -> None:
    # Given back at the end of the transaction; of several processes that start, one migrates.
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    schema.upgrade(connection)
