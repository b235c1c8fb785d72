"""The messages of quizzes: each is put on file before it goes out, marked while it does, and known once it is there.

A message that was on its way when its process died has most probably arrived; its poll is recognized by the first vote
on it. Where no vote comes for a while it goes out once more, as a message of its own (`Role.AGAIN`), so that nobody
misses a question; whichever of the two is answered first counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

from sqlalchemy import Connection, Row, and_, bindparam, exists, func, insert, null, or_, select, update

from bot.classroom.flow import Delivery, Role, State
from bot.storage.classroom.tables import quiz_messages, quizzes
from bot.storage.prepared import Prepared
from bot.storage.times import now

_table = quiz_messages.c
_time = _table.sent_at.type
_NAMES = (
    "quiz_id", "position", "chat_id", "role", "language", "number", "variant", "ordering", "message_id", "poll_id",
    "sent_at",
)  # fmt: skip
COLUMNS = [_table[name] for name in _NAMES]
_this = and_(
    _table.quiz_id == bindparam("quiz"),
    _table.position == bindparam("at_position"),
    _table.chat_id == bindparam("to_chat"),
    _table.role == bindparam("as_role"),
)
_here = and_(_table.quiz_id == bindparam("quiz"), _table.position == bindparam("at_position"))
_waits = and_(_table.sending_at.is_(None), _table.failed.is_(False))
_under_way = and_(_table.sending_at.is_not(None), _table.sent_at.is_(None), _table.failed.is_(False))
_again = quiz_messages.alias("again")
_is_sent_again = exists().where(
    (_again.c.quiz_id == _table.quiz_id)
    & (_again.c.position == _table.position)
    & (_again.c.chat_id == _table.chat_id)
    & (_again.c.role == Role.AGAIN.value)
)
_still_wanted = exists().where(
    and_(
        quizzes.c.id == _table.quiz_id,
        quizzes.c.position == _table.position,
        # Where somebody stopped it no further question goes out, but the end does.
        or_(quizzes.c.state == State.RUNNING.value, (quizzes.c.state == State.STOPPING.value) & (_table.number == 0)),
    )
)
_pending = Prepared(select(*COLUMNS).where(_here & _waits))
_at_position = Prepared(select(*COLUMNS).where(_here))
_marking = Prepared(
    update(quiz_messages).where(_this & _waits & _still_wanted).values(sending_at=bindparam("at", type_=_time))
)
_unmarking = Prepared(update(quiz_messages).where(_this & _under_way).values(sending_at=null()))
_failing = Prepared(update(quiz_messages).where(_this & _table.sent_at.is_(None)).values(failed=True))
_leaving_out = Prepared(update(quiz_messages).where(_this & _waits).values(failed=True))
_dropping = Prepared(update(quiz_messages).where(_here & _waits).values(failed=True))
_noting = Prepared(
    update(quiz_messages)
    .where(_this)
    .values(sent_at=bindparam("at", type_=_time), message_id=bindparam("message"), poll_id=bindparam("poll"))
)
_last_sent = Prepared(
    select(func.max(func.coalesce(_table.sent_at, _table.sending_at, type_=_time), type_=_time)).where(
        _here
        & _table.failed.is_(False)
        & ((_table.role == Role.PLAYER.value) | ((_table.role == Role.AGAIN.value) & (_table.number > 0)))
    )
)
_invited = Prepared(
    select(_table.chat_id).where(
        _here & (_table.role == Role.PLAYER.value) & _table.failed.is_(False) & _table.sending_at.is_not(None)
    )
)
_players = Prepared(select(func.count()).where(_here & (_table.role == Role.PLAYER.value) & _table.failed.is_(False)))
_of_poll = Prepared(select(*COLUMNS).where(_table.poll_id == bindparam("poll")))
_lost = Prepared(
    select(*COLUMNS, _table.sending_at).where(
        _table.sending_at.is_not(None)
        & _table.failed.is_(False)
        & _table.poll_id.is_(None)
        & (_table.role == Role.PLAYER.value)
        & (_table.number > 0)
        & ((_table.chat_id == bindparam("person")) | (_table.chat_id < 0))
    )
)
_unproven = Prepared(
    select(*COLUMNS, _table.sending_at).where(_here & _under_way & (_table.role == Role.PLAYER.value) & ~_is_sent_again)
)
_presuming = Prepared(update(quiz_messages).where(_this & _under_way).values(sent_at=bindparam("at", type_=_time)))


def plan(connection: Connection, deliveries: Iterable[Delivery]) -> None:
    """Put messages on file that are to be sent."""
    rows = [
        {
            "quiz_id": one.quiz_id,
            "position": one.position,
            "chat_id": one.chat_id,
            "role": one.role.value,
            "language": one.language,
            "number": one.number,
            "variant": one.variant,
            "ordering": list(one.ordering),
            "failed": False,
        }
        for one in deliveries
    ]
    if rows:
        connection.execute(insert(quiz_messages), rows)


def pending(connection: Connection, quiz_id: int, position: int) -> list[Delivery]:
    """What is still to be sent at a position, in the order in which to send it.

    Screens first: what is projected is there for all at the same time. Then the players in an order that is another at
    each position, so that the last of one question is not the last of the next.
    """
    waiting = [_read(row) for row in _pending.all(connection, quiz=quiz_id, at_position=position)]
    players = sorted((one for one in waiting if one.role is Role.PLAYER), key=lambda one: one.chat_id)
    Random(f"turns:{quiz_id}:{position}").shuffle(players)  # noqa: S311 - repeatable, not secret
    return [*(one for one in waiting if one.role is not Role.PLAYER), *players]


def at_position(connection: Connection, quiz_id: int, position: int) -> list[Delivery]:
    """Every message of a position, sent or not."""
    return [_read(row) for row in _at_position.all(connection, quiz=quiz_id, at_position=position)]


def sending(connection: Connection, message: Delivery, at: datetime | None = None) -> bool:
    """It is about to go out. False where it must not: it did already, or the quiz has gone on."""
    return _marking.count(connection, **_key(message), at=at or now()) > 0


def not_sent(connection: Connection, message: Delivery) -> None:
    """It certainly did not go out."""
    _unmarking.count(connection, **_key(message))


def sent(
    connection: Connection, message: Delivery, message_id: int, poll_id: str | None, at: datetime | None = None
) -> None:
    """It is there."""
    _noting.count(connection, **_key(message), at=at or now(), message=message_id, poll=poll_id)


def presumed(connection: Connection, message: Delivery, at: datetime | None = None) -> None:
    """Telegram took it and did not tell its number: it is there."""
    _presuming.count(connection, **_key(message), at=at or now())


def unproven(connection: Connection, quiz_id: int, position: int) -> list[tuple[Delivery, datetime]]:
    """Players' messages of which nobody knows whether they arrived, and when they went out.

    Right once nothing is on its way any more: then those are meant that a process took with it.
    """
    rows = _unproven.all(connection, quiz=quiz_id, at_position=position)
    return [(_read(row[:-1]), row[-1]) for row in rows]


def send_again(connection: Connection, lost: Iterable[Delivery]) -> None:
    """Have messages sent once more that may not have arrived."""
    plan(connection, (replace(message, role=Role.AGAIN) for message in lost))


def failed(connection: Connection, message: Delivery) -> None:
    """It cannot be sent: the person does not want to hear from us, or the chat is gone."""
    _failing.count(connection, **_key(message))


def drop_pending(connection: Connection, quiz_id: int, position: int) -> None:
    """Nothing more of this position goes out."""
    _dropping.count(connection, quiz=quiz_id, at_position=position)


def last_sent(connection: Connection, quiz_id: int, position: int) -> datetime | None:
    """When the last player was shown the question; None where nobody was."""
    row = _last_sent.first(connection, quiz=quiz_id, at_position=position)
    moment: datetime | None = None if row is None else row[0]
    return moment


def invited(connection: Connection, quiz_id: int, position: int) -> frozenset[int]:
    """The chats in which a question was shown to players."""
    return frozenset(row[0] for row in _invited.all(connection, quiz=quiz_id, at_position=position))


def count_players(connection: Connection, quiz_id: int, position: int) -> int:
    """How many players there are at a position, whether the question has reached them already or not."""
    row = _players.first(connection, quiz=quiz_id, at_position=position)
    return 0 if row is None else row[0]


def of_poll(connection: Connection, poll_id: str, person_id: int) -> Delivery | None:
    """The message that a poll is.

    A poll that nobody knows must be one that was on its way when its process died, or is on its way just now. It is
    that one if there is only one that this person could see.
    """
    row = _of_poll.first(connection, poll=poll_id)
    if row is not None:
        return _read(row)
    candidates = _lost.all(connection, person=person_id)
    own = [row for row in candidates if row[2] == person_id] or candidates
    if len(own) != 1:
        return None
    found, at = _read(own[0][:-1]), own[0][-1]
    _noting.count(connection, **_key(found), at=at, message=None, poll=poll_id)
    _leaving_out.count(connection, **_key(replace(found, role=Role.AGAIN)))
    return _read((*own[0][: _NAMES.index("poll_id")], poll_id, at))


def _key(message: Delivery) -> dict[str, int]:
    return {
        "quiz": message.quiz_id,
        "at_position": message.position,
        "to_chat": message.chat_id,
        "as_role": message.role.value,
    }


def _read(row: tuple[object, ...] | Row[tuple[object, ...]]) -> Delivery:
    values = dict(zip(_NAMES, row, strict=True))
    values |= {"role": Role(values["role"]), "ordering": tuple(values["ordering"])}  # type: ignore[arg-type]
    return Delivery(**values)  # type: ignore[arg-type]
