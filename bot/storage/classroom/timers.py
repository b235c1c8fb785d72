"""Timers of quizzes: rows with leases, so that each fires once, and a dead process's are taken over.

A process claims what is due, works on it while it renews its lease, and lets go with the next time at which the quiz is
to be looked at. Whatever makes a quiz go on sooner (the last answer, /stop) moves the time forward with `hurry`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, case, delete, func, null, or_, select, update

from bot.storage.classroom.tables import quiz_timers
from bot.storage.prepared import Prepared, upsert
from bot.storage.times import now

LEASE = timedelta(seconds=15)
"""How long after its last sign of life a process is thought dead."""

_time = quiz_timers.c.due_at.type
_this = quiz_timers.c.quiz_id == bindparam("wanted")
_mine = _this & (quiz_timers.c.holder == bindparam("me"))
_free = or_(quiz_timers.c.lease_until.is_(None), quiz_timers.c.lease_until < bindparam("at", type_=_time))
_due = (quiz_timers.c.due_at <= bindparam("at", type_=_time)) & _free
_starting = upsert(quiz_timers, ("quiz_id", "due_at", "hurried"))
_finding = Prepared(select(quiz_timers.c.quiz_id).where(_due).order_by(quiz_timers.c.due_at).limit(100))
_next = Prepared(select(func.min(quiz_timers.c.due_at)).where(_free))
_any = Prepared(select(quiz_timers.c.quiz_id).limit(1))
_claiming = Prepared(
    update(quiz_timers)
    .where(_this & _due)
    .values(lease_until=bindparam("until", type_=_time), holder=bindparam("new_holder"), hurried=False)
)
_renewing = Prepared(update(quiz_timers).where(_mine).values(lease_until=bindparam("until", type_=_time)))
_sooner = case((quiz_timers.c.hurried, bindparam("at", type_=_time)), else_=bindparam("due", type_=_time))
_releasing = Prepared(update(quiz_timers).where(_mine).values(due_at=_sooner, lease_until=null(), holder=null()))
_removing = Prepared(delete(quiz_timers).where(_this))
_hurrying = Prepared(update(quiz_timers).where(_this).values(due_at=bindparam("at", type_=_time), hurried=True))


def start(connection: Connection, quiz_id: int, due_at: datetime) -> None:
    """Look at a new quiz at this time."""
    _starting.count(connection, quiz_id=quiz_id, due_at=due_at, hurried=False)


def claim(connection: Connection, me: int, at: datetime | None = None, lease: timedelta = LEASE) -> list[int]:
    """The quizzes that are due and nobody else's, from now on this process's."""
    at = at or now()
    due = [row[0] for row in _finding.all(connection, at=at)]
    until = at + lease
    return [quiz for quiz in due if _claiming.count(connection, wanted=quiz, at=at, until=until, new_holder=me)]


def renew(connection: Connection, quiz_id: int, me: int, at: datetime | None = None, lease: timedelta = LEASE) -> bool:
    """Give a sign of life. False where somebody else has taken over."""
    return _renewing.count(connection, wanted=quiz_id, me=me, until=(at or now()) + lease) > 0


def release(connection: Connection, quiz_id: int, me: int, due_at: datetime, at: datetime | None = None) -> None:
    """Let go until the next time; where somebody hurried meanwhile, that is now."""
    _releasing.count(connection, wanted=quiz_id, me=me, due=due_at, at=at or now())


def hurry(connection: Connection, quiz_id: int, at: datetime | None = None) -> None:
    """Look at a quiz at once, or once whoever is at it lets go."""
    _hurrying.count(connection, wanted=quiz_id, at=at or now())


def remove(connection: Connection, quiz_id: int) -> None:
    """The quiz is over."""
    _removing.count(connection, wanted=quiz_id)


def next_due(connection: Connection, at: datetime | None = None) -> datetime | None:
    """When the next timer that nobody holds is due; None where there is none."""
    row = _next.first(connection, at=at or now())
    due: datetime | None = None if row is None else row[0]
    return due


def free_all(connection: Connection, at: datetime | None = None) -> None:
    """Void all leases and look at everything: right where only one process runs and has just started.

    The clock may have been set back meanwhile, and what was due in a minute be due in an hour.
    """
    connection.execute(update(quiz_timers).values(lease_until=null(), holder=null(), due_at=at or now()))


def any_running(connection: Connection) -> bool:
    """Whether any quiz is going on."""
    return _any.first(connection) is not None
