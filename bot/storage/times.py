"""Moments in time: always UTC, always aware."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class UtcTime(TypeDecorator[datetime]):
    """A moment; PostgreSQL keeps it with its zone, SQLite as UTC without one. Refuses times without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """What makes the database's of ours. SQLAlchemy's own for SQLite takes as long as SQLite with a statement."""
        return _as_sqlite_has_it if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """From ours to the database's."""
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """From the database's to ours."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC)


def _as_sqlite_has_it(value: datetime | None) -> str | None:
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")
