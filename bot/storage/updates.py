"""Which updates from Telegram are in hand or done: a duplicate is harmless, one whose handler died is taken over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.storage.records import Claim
from bot.storage.tables import updates
from bot.storage.times import now
from bot.storage.upserts import Upsert

LEASE = timedelta(seconds=60)
"""How long a handler may take before another may think it dead."""

_lapsed = updates.c.finished_at.is_(None) & (
    updates.c.claimed_at <= bindparam("lapsed", type_=updates.c.claimed_at.type)
)
_claiming = Upsert(updates, (), returning=[updates.c.id])
_claiming_again = (
    update(updates)
    .where((updates.c.id == bindparam("wanted")) & _lapsed)
    .values(claimed_at=bindparam("at"), attempts=updates.c.attempts + 1)
)
_state = select(updates.c.finished_at).where(updates.c.id == bindparam("wanted"))
_finishing = update(updates).where(updates.c.id == bindparam("wanted")).values(finished_at=bindparam("at"))
_releasing = delete(updates).where((updates.c.id == bindparam("wanted")) & updates.c.finished_at.is_(None))


def claim(connection: Connection, update_id: int, at: datetime | None = None, lease: timedelta = LEASE) -> Claim:
    """Take an update on, unless it is done or in other hands. Only one of several processes gets NEW or AGAIN.

    With a lease of zero an unfinished update is taken over at once: right where only one process receives updates, as
    with long polling, and that process has just started.
    """
    at = at or now()
    if _claiming(connection, {"id": update_id, "attempts": 1, "claimed_at": at, "finished_at": None}).first():
        return Claim.NEW
    taken = connection.execute(_claiming_again, {"wanted": update_id, "lapsed": at - lease, "at": at})
    if taken.rowcount > 0:
        return Claim.AGAIN
    row = connection.execute(_state, {"wanted": update_id}).first()
    return Claim.BUSY if row is None or row.finished_at is None else Claim.DONE


def finish(connection: Connection, update_id: int, at: datetime | None = None) -> None:
    """The update is handled: from now on it is DONE for everybody."""
    connection.execute(_finishing, {"wanted": update_id, "at": at or now()})


def release(connection: Connection, update_id: int) -> None:
    """Give an update back unhandled, as when shutting down: the next to claim it gets NEW."""
    connection.execute(_releasing, {"wanted": update_id})
