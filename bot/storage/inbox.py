"""Updates from Telegram, kept from the moment they arrive until they are handled.

Telegram forgets an update once it is told that we have it, so it is told only after the update is on file here. An
update whose handler died is taken over by whoever runs next, with one exception: where its answer was already on its
way it has most probably arrived, and is not sent a second time.

With several replicas a handler that only seems dead (its computer slept, the database was away) may go on while another
has taken over. Who took over last counts (`attempts`), and the other finds out before it sends anything (`still_ours`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, null, select, update

from bot.storage.prepared import Prepared, upsert
from bot.storage.tables import updates
from bot.storage.times import now

LEASE = timedelta(seconds=15)
"""How long after its last sign of life a handler is thought dead."""
ALL = -timedelta(days=365 * 1000)
"""A lease for taking over everything, also what was begun by a clock that was ahead."""
MOST_ATTEMPTS = 5
"""How often an update is begun before it is given up: something in it ends the process each time."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_time = updates.c.claimed_at.type
_this = updates.c.id == bindparam("wanted")
_open = updates.c.finished_at.is_(None)
_lapsed = _open & (updates.c.claimed_at <= bindparam("lapsed", type_=_time))
_taking = upsert(updates, ("id", "attempts", "claimed_at", "payload", "chat_id"))
_before = Prepared(
    select(updates.c.id).where((updates.c.chat_id == bindparam("here")) & (updates.c.id < bindparam("wanted")) & _open)
)
_finding = Prepared(
    select(updates.c.id, updates.c.payload, updates.c.attempts, updates.c.showing_at)
    .where(_lapsed)
    .order_by(updates.c.id)
    .limit(bindparam("most"))
)
_unfinished = Prepared(select(updates.c.id).where(_open))
_taking_over = Prepared(
    update(updates)
    .where(_this & _lapsed)
    .values(claimed_at=bindparam("at", type_=_time), attempts=updates.c.attempts + 1)
)
_holding = Prepared(update(updates).where(_this & _open).values(claimed_at=bindparam("at", type_=_time)))
_renewing = Prepared(
    update(updates)
    .where(_this & _open & (updates.c.attempts == bindparam("claim")))
    .values(claimed_at=bindparam("at", type_=_time))
)
_showing = Prepared(update(updates).where(_this).values(showing_at=bindparam("at", type_=_time)))
_finishing = Prepared(
    update(updates)
    .where(_this)
    .values(finished_at=bindparam("at", type_=_time), payload=null(), showing_at=null(), chat_id=null())
)


SHOWING_NOW = "UPDATE updates SET showing_at = now() WHERE id = {id:d}"
"""What `showing` does, as PostgreSQL reads it without parameters."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that somebody began and did not finish."""

    id: int
    payload: dict[str, Any]
    claim: int = 1
    """The number of the attempt, by which whoever makes it is known."""


def take(
    connection: Connection,
    arrived: Mapping[int, dict[str, Any]],
    at: datetime | None = None,
    chats: Mapping[int, int] | None = None,
) -> set[int]:
    """Put updates on file, by id; which of them are new. The others are handled, or being handled, already.

    `chats` tells of updates in which chat they happened, where others may look for what comes `before` them.
    """
    at, chats = at or now(), chats or {}
    return {
        number
        for number, payload in arrived.items()
        if _taking.count(connection, id=number, attempts=1, claimed_at=at, payload=payload, chat_id=chats.get(number))
    }


def before(connection: Connection, id: int, chat_id: int) -> list[int]:
    """Earlier updates of a chat that are not handled yet, here or elsewhere."""
    return [row[0] for row in _before.all(connection, here=chat_id, wanted=id)]


def unfinished(connection: Connection) -> list[int]:
    """All updates that are not handled yet, here or elsewhere."""
    return [row[0] for row in _unfinished.all(connection)]


def take_over(
    connection: Connection,
    at: datetime | None = None,
    lease: timedelta = LEASE,
    most: int = 100,
    on_their_way: Collection[int] = (),
) -> list[Waiting]:
    """Take over updates whose handler gave no sign of life for the time of a lease, oldest first.

    What cannot or need not be handled again is finished here: an answer that was on its way, and an update that was
    begun too often. With the lease `ALL` everything unfinished is taken over at once: right where only one process
    receives updates, as with long polling, and that process has just started. `on_their_way` are updates of whose
    answers it is known from elsewhere that they were.
    """
    at = at or now()
    lapsed = at - lease
    taken = []
    for number, payload, attempts, showing_at in _finding.all(connection, lapsed=lapsed, most=most):
        if showing_at is not None or number in on_their_way or attempts >= MOST_ATTEMPTS or payload is None:
            finish(connection, number, at)
        elif _taking_over.count(connection, wanted=number, lapsed=lapsed, at=at):
            taken.append(Waiting(number, payload, attempts + 1))
    return taken


def hold(connection: Connection, ids: Iterable[int], at: datetime | None = None) -> None:
    """Give a sign of life: these are still being handled."""
    at = at or now()
    for number in ids:
        _holding.count(connection, wanted=number, at=at)


def still_ours(connection: Connection, id: int, claim: int, at: datetime | None = None) -> bool:
    """Give a sign of life. False where the update is finished, or another handler has taken it over."""
    return _renewing.count(connection, wanted=id, claim=claim, at=at or now()) > 0


def give_back(connection: Connection, ids: Iterable[int]) -> None:
    """These will not be handled here: whoever runs next takes them over at once."""
    hold(connection, ids, _LONG_AGO)


def showing(connection: Connection, id: int, at: datetime | None = None) -> None:
    """The answer is about to be sent."""
    _showing.count(connection, wanted=id, at=at or now())


def not_showing(connection: Connection, id: int) -> None:
    """The answer was certainly not sent."""
    _showing.count(connection, wanted=id, at=None)


def finish(connection: Connection, id: int, at: datetime | None = None) -> None:
    """The update is handled; what it says is forgotten."""
    _finishing.count(connection, wanted=id, at=at or now())
