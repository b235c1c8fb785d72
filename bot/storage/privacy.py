"""What is kept of a person: all of it to be seen, all of it to be forgotten at once."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, or_, select

from bot.storage.tables import metadata


def everything_about(connection: Connection, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row kept of a person, by table, ready for JSON (times in ISO 8601). Tables without one are left out."""
    kept = {}
    for table, condition in _holding():
        rows = connection.execute(select(table).where(condition), {"wanted": person_id}).mappings()
        if found := [{name: _plain(value) for name, value in row.items()} for row in rows]:
            kept[table.name] = found
    return kept


def forget(connection: Connection, person_id: int) -> dict[str, int]:
    """Delete every row kept of a person, in one transaction; how many went from each table that had any."""
    gone = {}
    for table, condition in reversed(_holding()):  # what refers to another row goes before it
        if count := connection.execute(delete(table).where(condition), {"wanted": person_id}).rowcount:
            gone[table.name] = count
    return gone


@cache
def _holding() -> tuple[tuple[Table, ColumnElement[bool]], ...]:
    """Tables that keep something of people, and which rows are a person's."""
    marked = [(table, [c for c in table.columns if c.info.get("person")]) for table in metadata.sorted_tables]
    return tuple((table, or_(*(c == bindparam("wanted") for c in columns))) for table, columns in marked if columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
