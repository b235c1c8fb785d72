"""Moments in time: always UTC, always aware."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SAME: Final = timedelta(seconds=0.5)
"""Clocks that differ by less are the same: asking takes a moment too."""


def steadily() -> float:
    """Seconds on a clock that nobody sets, and that goes on while the computer sleeps."""
    which = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
    return time.monotonic() if which is None else time.clock_gettime(which)


def _computers() -> datetime:
    """What this computer's clock shows, and somebody may set."""
    return datetime.now(UTC)


_began = _computers() - timedelta(seconds=steadily())
"""What the clock we go by showed when the steady one began."""


def now() -> datetime:
    """This moment. It goes on evenly while somebody sets the computer's clock: what lasts a minute lasts a minute."""
    return _began + timedelta(seconds=steadily())


def go_by(moment: datetime) -> None:
    """Go by another clock than this computer's, which shows `moment` just now.

    Replicas on several computers go by their database's: a lease, or the end of a question, is the same for all.
    """
    global _began  # noqa: PLW0603 - of a process, as its computer's clock is
    if abs(moment - now()) > SAME:
        _began = moment - timedelta(seconds=steadily())


def has_been_set() -> bool:
    """Whether this computer's clock shows something else than the one we go by."""
    return abs(_computers() - now()) > SAME


def go_by_the_computers() -> None:
    """Go by this computer's clock, as it is set now."""
    go_by(_computers())


def began() -> datetime:
    """What the clock we go by showed when this computer's steady one began: it tells one clock from another."""
    return _began


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
