"""Which updates from Telegram are in hand or done: a duplicate is harmless, one whose handler died is taken over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.storage.prepared import Prepared, upsert
from bot.storage.records import Claim
from bot.storage.tables import updates
from bot.storage.times import now

LEASE = timedelta(seconds=60)
"""How long a handler may take before another may think it dead."""

_time = updates.c.claimed_at.type
_this = updates.c.id == bindparam("wanted")
_lapsed = updates.c.finished_at.is_(None) & (updates.c.claimed_at <= bindparam("lapsed", type_=_time))
_claiming = upsert(updates, ("id", "attempts", "claimed_at"))
_claiming_again = Prepared(
    update(updates)
    .where(_this & _lapsed)
    .values(claimed_at=bindparam("at", type_=_time), attempts=updates.c.attempts + 1)
)
_state = Prepared(select(updates.c.finished_at).where(_this))
_finishing = Prepared(update(updates).where(_this).values(finished_at=bindparam("at", type_=_time)))
_releasing = Prepared(delete(updates).where(_this & updates.c.finished_at.is_(None)))


def claim(connection: Connection, update_id: int, at: datetime | None = None, lease: timedelta = LEASE) -> Claim:
    """Take an update on, unless it is done or in other hands. Only one of several processes gets NEW or AGAIN.

    With a lease of zero an unfinished update is taken over at once: right where only one process receives updates, as
    with long polling, and that process has just started.
    """
    at = at or now()
    if _claiming.count(connection, id=update_id, attempts=1, claimed_at=at):
        return Claim.NEW
    if _claiming_again.count(connection, wanted=update_id, lapsed=at - lease, at=at):
        return Claim.AGAIN
    row = _state.first(connection, wanted=update_id)
    return Claim.BUSY if row is None or row[0] is None else Claim.DONE


def finish(connection: Connection, update_id: int, at: datetime | None = None) -> None:
    """The update is handled: from now on it is DONE for everybody."""
    _finishing.count(connection, wanted=update_id, at=at or now())


def release(connection: Connection, update_id: int) -> None:
    """Give an update back unhandled, as when shutting down: the next to claim it gets NEW."""
    _releasing.count(connection, wanted=update_id)
