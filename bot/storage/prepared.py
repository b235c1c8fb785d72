"""Statements compiled once a database.

SQLAlchemy works some 75 µs on a statement each time, of which SQLite needs 5; a message takes half a dozen statements.
What never changes (the text, the order of the parameters, how types are converted) is therefore worked out once, and
only the driver is called, SQLite's without anything in between: some 10 µs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Delete, Insert, Select, Table, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect

Statement = Select[Any] | Insert | Update | Delete
_Convert = Callable[[Any], Any] | None
_DOUBLE = 701
"""PostgreSQL's number for double precision: what a Float column is there. Only its type asks."""


class _Cursor(Protocol):
    """What a driver's cursor and SQLAlchemy's result both have."""

    @property
    def rowcount(self) -> int:
        """How many rows were inserted, changed or deleted."""

    def fetchone(self) -> Any:
        """The next row."""

    def fetchall(self) -> Any:
        """All further rows."""

    def close(self) -> Any:
        """Let go of the rest."""


class Prepared:
    """A statement, perhaps one for each kind of database, ready to run with parameters by name.

    Rows come out as plain tuples in the order of the columns selected or returned.
    """

    def __init__(
        self, statement: Statement | Mapping[str, Callable[[], Statement]], *, inserting: Iterable[str] = ()
    ) -> None:
        """A mapping is by kind of database ("sqlite", ...): what makes the statement once that kind is worked with.

        `inserting` names the columns that an INSERT fills.
        """
        self._statement = statement
        self._inserting = tuple(inserting)
        self._ready: dict[str, _Ready] = {}

    def first(self, connection: Connection, **parameters: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        ready = self._of(connection)
        cursor = ready.run(connection, parameters)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else ready.converted(row)

    def all(self, connection: Connection, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        ready = self._of(connection)
        return [ready.converted(row) for row in ready.run(connection, parameters).fetchall()]

    def count(self, connection: Connection, **parameters: Any) -> int:
        """How many rows were inserted, changed or deleted."""
        result = self._of(connection).run(connection, parameters)
        rows: int = result.rowcount
        result.close()
        return rows

    def _of(self, connection: Connection) -> _Ready:
        dialect = connection.dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            statement = self._statement[dialect.name]() if isinstance(self._statement, Mapping) else self._statement
            ready = self._ready[dialect.name] = _Ready(statement, dialect, self._inserting)
        return ready


class _Ready:
    """A statement compiled for one kind of database."""

    def __init__(self, statement: Statement, dialect: Dialect, inserting: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(inserting) or None)
        self._text = str(compiled)
        self._is_of_sqlite = dialect.name == "sqlite"
        self._parameters: list[tuple[str, _Convert]] = []
        self._fixed: dict[str, Any] = {}
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            self._parameters.append((name, bind.type.dialect_impl(dialect).bind_processor(dialect)))
            if not bind.required:
                self._fixed[name] = bind.effective_value
        self._needed = {name for name, _ in self._parameters} - set(self._fixed)
        self._converts: list[_Convert] = [
            kind.dialect_impl(dialect).result_processor(dialect, _DOUBLE) for kind in _types_of(statement)
        ]
        self._converts_nothing = not any(self._converts)

    def run(self, connection: Connection, parameters: dict[str, Any]) -> _Cursor:
        if parameters.keys() != self._needed:
            raise TypeError(f"parameters {sorted(parameters)} where {sorted(self._needed)} are needed")
        given = parameters | self._fixed if self._fixed else parameters
        values = tuple([given[name] if convert is None else convert(given[name]) for name, convert in self._parameters])
        if self._is_of_sqlite:
            return driver_connection(connection).execute(self._text, values)
        return connection.exec_driver_sql(self._text, values)

    def converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        if self._converts_nothing:
            return tuple(row)
        values = zip(row, self._converts, strict=True)
        return tuple([value if convert is None else convert(value) for value, convert in values])


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """The connection of SQLite's driver beneath one of SQLAlchemy."""
    driver: Any = connection.connection.driver_connection
    return driver  # type: ignore[no-any-return]


def _types_of(statement: Statement) -> list[Any]:
    """The types of what comes out, column by column."""
    if isinstance(statement, Select):
        return [column.type for column in statement.selected_columns]
    return [described["type"] for described in statement.returning_column_descriptions]


def upsert(
    table: Table, filling: Iterable[str], changing: Iterable[str] = (), *, returning: Iterable[Column[Any]] = ()
) -> Prepared:
    """Insert a row or, where its primary key is taken, change that row: one statement, so that nobody comes in between.

    `filling` names the columns that a new row gets, `changing` those that a row already there takes over from it. With
    nothing to change the row that is there stays as it is, and is neither counted nor returned.
    """
    filled, changed, returned = tuple(filling), tuple(changing), tuple(returning)

    def statement_of(insert: Callable[[Table], Any]) -> Statement:
        statement = insert(table)
        key = list(table.primary_key)
        if changed:
            taken_over = {name: statement.excluded[name] for name in changed}
            statement = statement.on_conflict_do_update(index_elements=key, set_=taken_over)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=key)
        made: Statement = statement.returning(*returned) if returned else statement
        return made

    kinds = {
        "sqlite": lambda: statement_of(sqlite.insert),
        "postgresql": lambda: statement_of(postgresql_insert()),
    }
    return Prepared(kinds, inserting=filled)


def postgresql_insert() -> Callable[[Table], Any]:
    """PostgreSQL's own INSERT."""
    from sqlalchemy.dialects import postgresql  # takes 40 ms, which SQLite need not wait for

    return postgresql.insert
