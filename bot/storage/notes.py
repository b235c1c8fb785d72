"""Notes to PostgreSQL that are on their way in the moment they are written, without waiting for the database.

That an answer goes out must be known to others if the process dies right afterwards, and must not be known if it dies
right before: the answer would be sent twice, or never. So both are handed to the operating system in one go, a few
microseconds apart; what it has been handed it delivers, whatever becomes of the process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import coroutine
from typing import Any, Final

from bot.errors import StorageError
from bot.storage.failures import told

PLACES: Final = 8
"""Connections of their own: one note at a time is on its way on each."""

_logger = logging.getLogger(__name__)


class Notes:
    """The connections. `connect` makes one, of asyncpg itself: in between nothing may wait."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], places: int = PLACES) -> None:
        self._connect = connect
        self._places = asyncio.Semaphore(places)
        self._free: list[Any] = []
        self._under_way: set[asyncio.Task[None]] = set()

    async def place(self) -> Place:
        """A connection that is free. Raises StorageError where the database cannot be reached."""
        await self._places.acquire()
        try:
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed():
                    return Place(self, connection)
            return Place(self, await self._connect())
        except BaseException as error:
            self._places.release()
            if isinstance(error, Exception):
                raise told(error) from error
            raise

    async def close(self) -> None:
        """Wait for what is on its way, and let go of every connection."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for connection in self._free:
            connection.terminate()
        self._free.clear()

    def begin(self, connection: Any, statement: str) -> None:
        """Hand a statement to the operating system; the place is free again once the database has answered."""
        begun = connection.execute(statement)
        first = begun.send(None)  # runs up to where it waits for the answer
        task = asyncio.get_running_loop().create_task(self._answered(connection, _rest(begun, first)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def leave(self, connection: Any) -> None:
        """Nothing was written: the place is free again."""
        self._free.append(connection)
        self._places.release()

    async def _answered(self, connection: Any, rest: Coroutine[Any, Any, Any]) -> None:
        try:
            await rest
        except Exception as error:  # the process goes on: it will write down that the update is handled
            problem = told(error)
            reason = problem.code if isinstance(problem, StorageError) else type(error).__name__
            _logger.warning("a note was lost", extra={"reason": reason})
            connection.terminate()
        finally:
            self.leave(connection)


class Place:
    """A free connection, for one note."""

    def __init__(self, notes: Notes, connection: Any) -> None:
        self._notes = notes
        self._connection: Any = connection

    def write(self, statement: str) -> None:
        """Write a statement without parameters, now. Where the connection is gone nothing is written."""
        connection, self._connection = self._connection, None
        try:
            self._notes.begin(connection, statement)
        except Exception as error:
            _logger.warning("a note was lost", extra={"reason": type(error).__name__})
            connection.terminate()
            self._notes.leave(connection)

    def leave(self) -> None:
        """Write nothing."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._notes.leave(connection)


@coroutine
def _rest(begun: Coroutine[Any, Any, Any], waits_for: Any) -> Generator[Any, Any, Any]:
    """What is left of a coroutine that was run by hand up to where it first waits."""
    try:
        while True:
            try:
                value = yield waits_for
            except BaseException as error:
                waits_for = begun.throw(error)
            else:
                waits_for = begun.send(value)
    except StopIteration as end:
        return end.value
