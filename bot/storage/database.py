"""The database: opened once, runs units of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from bot.storage import times
from bot.storage.address import file_of, parsed, server_settings
from bot.storage.sqlite import SqliteUnits

if TYPE_CHECKING:
    from bot.storage.notes import Notes
    from bot.storage.postgresql import PostgresqlUnits

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Database:
    """What Cuesta keeps, at one address: `sqlite:///file` or `postgresql://user:password@host/database`.

    The same for both: `run` takes a function of a connection, runs it in one transaction and commits. A unit that
    raises leaves nothing behind, and its error comes out of `run`; what goes wrong with the database itself comes out
    as StorageError, and a later `run` tries anew.
    """

    def __init__(self, url: str) -> None:
        """Raises StorageError("url") for an address of no database we know. Nothing is opened yet."""
        address = parsed(url)
        self.kind = address.get_backend_name()
        """ "sqlite" or "postgresql"."""
        self.file = file_of(address) if self.kind == "sqlite" else None
        """The file of an SQLite database."""
        self._units = SqliteUnits(address) if self.kind == "sqlite" else _postgresql(address, server_settings(url))

    async def open(self) -> None:
        """Connect and bring the tables up to date; safe when several processes do so at once. Raises StorageError."""
        await self._units.open()
        if self.kind == "sqlite":
            times.go_by_the_computers()
        await self.go_by_its_clock()

    async def go_by_its_clock(self) -> None:
        """Tell the time as a database does that several computers share. Raises StorageError."""
        if self.kind == "postgresql":
            times.go_by(await self.run(_moment))

    async def close(self) -> None:
        """Finish what waits and let go. Closing twice does no harm."""
        await self._units.close()

    async def run(self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run `work(connection, ...)` in one transaction; what it returned, once that is committed."""
        result: _T = await self._units.run(lambda connection: work(connection, *args, **kwargs))
        return result

    async def run_brief(
        self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The same for work on a few rows by their keys, which takes less time than to have it done elsewhere."""
        result: _T = await self._units.run(lambda connection: work(connection, *args, **kwargs), is_brief=True)
        return result

    async def run_last(
        self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The same for brief work that nobody waits for: it may wait a moment for other work to go together with."""
        unit = lambda connection: work(connection, *args, **kwargs)  # noqa: E731
        result: _T = await self._units.run(unit, is_brief=True, is_urgent=False)
        return result

    @property
    def notes(self) -> Notes | None:
        """Notes that are on their way in the moment they are written; None where units are as quick (SQLite)."""
        return None if isinstance(self._units, SqliteUnits) else self._units.notes

    async def check(self) -> None:
        """Raises StorageError where the database does not answer just now."""
        await self.run(_answer)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _postgresql(address: URL, settings: dict[str, str]) -> PostgresqlUnits:
    from bot.storage.postgresql import PostgresqlUnits  # takes 90 ms, which SQLite need not wait for

    return PostgresqlUnits(address, settings)


def _moment(connection: Connection) -> datetime:
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def _answer(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))
