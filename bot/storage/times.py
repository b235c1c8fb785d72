"""Moments in time: always UTC, always aware."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SAME: Final = timedelta(seconds=0.5)
"""Clocks that differ by less are the same: asking takes a moment too."""

_ahead = timedelta(0)
"""How much the clock we go by is ahead of this computer's."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC) + _ahead


def go_by(moment: datetime) -> None:
    """Go by another clock than this computer's, which shows `moment` just now.

    Replicas on several computers go by their database's: a lease, or the end of a question, is the same for all.
    """
    global _ahead  # noqa: PLW0603 - of a process, as its computer's clock is
    ahead = moment - datetime.now(UTC)
    _ahead = ahead if abs(ahead) > SAME else timedelta(0)


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
