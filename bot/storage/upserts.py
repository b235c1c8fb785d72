"""Insert, or change what is there: one statement on either database, so that no other process comes in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, CursorResult, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

Condition = Callable[[Any], ColumnElement[bool]]
"""From the row that was to be inserted (`excluded`), whether the row that is there is changed."""


class Upsert:
    """A statement prepared once: insert a row or, where its primary key is taken, take over `changing` columns.

    `changing` names columns that get the new row's value; a mapping gives other expressions, as functions of the new
    row. Nothing to change: the row that is there stays. `only_if` limits which rows are changed; rows that are neither
    inserted nor changed are not returned.
    """

    def __init__(
        self,
        table: Table,
        changing: Iterable[str] | Mapping[str, Callable[[Any], Any]],
        *,
        only_if: Condition | None = None,
        returning: Iterable[Column[Any]] = (),
    ) -> None:
        values = changing if isinstance(changing, Mapping) else {name: _new_value(name) for name in changing}
        self._statements: dict[str, Insert] = {}
        for dialect in (sqlite, postgresql):
            statement = dialect.insert(table)
            if values:
                statement = statement.on_conflict_do_update(
                    index_elements=list(table.primary_key),
                    set_={name: value(statement.excluded) for name, value in values.items()},
                    where=only_if(statement.excluded) if only_if else None,
                )
            else:
                statement = statement.on_conflict_do_nothing(index_elements=list(table.primary_key))
            self._statements[dialect.dialect.name] = statement.returning(*returning) if returning else statement

    def __call__(self, connection: Connection, row: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it with one row; a column that the row leaves out is empty, or keeps what it has."""
        return connection.execute(self._statements[connection.dialect.name], row)


def _new_value(name: str) -> Callable[[Any], Any]:
    return lambda new: new[name]
