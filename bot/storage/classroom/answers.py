"""Answers: on file before anybody is told that they arrived, and each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.classroom.flow import Delivery, Kind, Phase, Quiz, State
from bot.classroom.turns import PATIENCE, Round, is_over
from bot.storage.classroom import messages, quizzes, timers
from bot.storage.classroom.tables import quiz_answers, quiz_items
from bot.storage.prepared import Prepared, upsert
from bot.storage.times import now

_table = quiz_answers.c
_keeping = upsert(
    quiz_answers,
    ("quiz_id", "person_id", "number", "position", "variant", "option", "is_right", "seconds", "language",
     "answered_at", "changes"),
)  # fmt: skip
_key_of = Prepared(
    select(quiz_items.c.key).where(
        (quiz_items.c.quiz_id == bindparam("quiz"))
        & (quiz_items.c.number == bindparam("number_"))
        & (quiz_items.c.variant == bindparam("variant_"))
    )
)
_counting = Prepared(
    select(func.count()).where((_table.quiz_id == bindparam("quiz")) & (_table.position == bindparam("at_position")))
)
_recent = Prepared(
    select(_table.position, _table.person_id).where(
        (_table.quiz_id == bindparam("quiz")) & (_table.position >= bindparam("since"))
    )
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that is on file. `is_new` False: it was there before, and what was answered first stands."""

    quiz: Quiz
    is_new: bool


def vote(
    connection: Connection, poll_id: str, person_id: int, places: Sequence[int], at: datetime | None = None
) -> Recorded | None:
    """A vote in a poll; `places` are the options as they stood there. None where it is no vote in a quiz of ours.

    A question in private is for one person: who got it forwarded, and may vote on it too, does not take part.

    Telegram closes polls itself when their time is up, so that every vote that comes was in time, however late it
    reaches us.
    """
    at = at or now()
    message = messages.of_poll(connection, poll_id, person_id)
    if message is None or not places or not 0 <= places[0] < len(message.ordering):
        return None
    if message.chat_id > 0 and message.chat_id != person_id:
        return None
    key = _key_of.first(connection, quiz=message.quiz_id, number_=message.number, variant_=message.variant)
    quiz = quizzes.get(connection, message.quiz_id, lock=True)
    if quiz is None or key is None:
        return None
    option = message.ordering[places[0]]
    is_new = _keeping.count(
        connection,
        quiz_id=quiz.id,
        person_id=person_id,
        number=message.number,
        position=message.position,
        variant=message.variant,
        option=option,
        is_right=option == key[0],
        seconds=_seconds(message, quiz, at),
        language=message.language,
        answered_at=at,
        changes=0,
    )
    if is_new and _may_be_last(connection, quiz, message.position) and round_is_over(connection, quiz, at):
        timers.hurry(connection, quiz.id, at)
    return Recorded(quiz, is_new > 0)


def round_is_over(connection: Connection, quiz: Quiz, at: datetime) -> bool:
    """Whether the round that is open is over."""
    assert quiz.ends_at is not None  # noqa: S101 - it is open
    if quiz.kind is Kind.TEST:
        return at >= quiz.ends_at
    return is_over(standing(connection, quiz, quiz.ends_at), at)


def standing(connection: Connection, quiz: Quiz, ends_at: datetime) -> Round:
    """How the round of a quiz stands: who answered it and the ones before."""
    answered: dict[int, set[int]] = {}
    since = max(1, quiz.position - PATIENCE)
    for position, person_id in _recent.all(connection, quiz=quiz.id, since=since):
        answered.setdefault(position, set()).add(person_id)
    in_private = quiz.kind is Kind.LIVE or quiz.is_private
    return Round(
        position=quiz.position,
        closes_at=ends_at,
        answered=answered,
        invited=messages.invited(connection, quiz.id, quiz.position) if in_private else None,
    )


def count(connection: Connection, quiz_id: int, position: int) -> int:
    """How many have answered at a position."""
    row = _counting.first(connection, quiz=quiz_id, at_position=position)
    return 0 if row is None else row[0]


def _may_be_last(connection: Connection, quiz: Quiz, position: int) -> bool:
    """Whether it is worth looking closely if everybody has answered."""
    if quiz.phase is not Phase.OPEN or quiz.state is not State.RUNNING or position != quiz.position:
        return False
    return quiz.waits_for is not None and count(connection, quiz.id, position) >= quiz.waits_for


def _seconds(message: Delivery, quiz: Quiz, at: datetime) -> float:
    """From the question to the answer, at most the time that there was."""
    if message.sent_at is None:
        return 0.0
    return min(max((at - message.sent_at).total_seconds(), 0.0), float(quiz.seconds))
