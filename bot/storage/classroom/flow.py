"""A quiz goes on: what is to be done next, decided and put on file in one transaction.

The states are those of `bot.classroom.flow`. Whoever holds the quiz's timer calls `advance`, does what the step says,
and calls again, until the step is to wait or the quiz is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, update

from bot.classroom.flow import Delivery, Kind, Pace, Phase, Quiz, State, Step
from bot.classroom.turns import waited_for
from bot.storage.classroom import answers, messages, papers, planning, quizzes
from bot.storage.classroom.tables import quizzes as table
from bot.storage.prepared import Prepared
from bot.storage.times import SAME, now

_time = table.c.ends_at.type
_saving = Prepared(
    update(table)
    .where(table.c.id == bindparam("wanted"))
    .values(
        state=bindparam("new_state"),
        phase=bindparam("new_phase"),
        position=bindparam("new_position"),
        ends_at=bindparam("new_ends_at", type_=_time),
        waits_for=bindparam("new_waits_for"),
        over_at=bindparam("new_over_at", type_=_time),
    )
)


def advance(connection: Connection, quiz_id: int, pace: Pace, at: datetime | None = None) -> Step | None:
    """What to do for a quiz now. None where there is no such quiz any more."""
    at = at or now()
    quiz = quizzes.get(connection, quiz_id, lock=True)
    while quiz is not None:
        step, quiz = _look(connection, _within_its_time(connection, quiz, pace, at), pace, at)
        if step is not None:
            return step
    return None


def closed(connection: Connection, quiz_id: int, pace: Pace, at: datetime | None = None) -> None:
    """The round was closed before everybody's eyes; a pause follows."""
    quiz = quizzes.get(connection, quiz_id, lock=True)
    if quiz is not None and quiz.phase is Phase.CLOSING:
        _save(connection, replace(quiz, phase=Phase.PAUSE, ends_at=(at or now()) + pace.pause(quiz)))


def _within_its_time(connection: Connection, quiz: Quiz, pace: Pace, at: datetime) -> Quiz:
    """Nothing ends later than it would if it began now: else the clock was set back while nobody was here."""
    longest = {
        Phase.OPEN: timedelta(seconds=quiz.seconds) + _lateness(quiz, pace),
        Phase.PAUSE: pace.pause(quiz),
    }.get(quiz.phase)
    if quiz.ends_at is None or longest is None or quiz.ends_at <= at + longest + SAME:
        return quiz
    return _save(connection, replace(quiz, ends_at=at + longest))


def _lateness(quiz: Quiz, pace: Pace) -> timedelta:
    return timedelta(0) if quiz.kind is Kind.TEST else pace.lateness


def _look(connection: Connection, quiz: Quiz, pace: Pace, at: datetime) -> tuple[Step | None, Quiz]:
    """A step to be done, or None and the quiz as it has gone on."""
    stopping = quiz.state is State.STOPPING
    if quiz.state is State.OVER:
        return Step(quiz), quiz
    if quiz.phase is Phase.SHOWING:
        if stopping and quiz.position < quiz.last:
            messages.drop_pending(connection, quiz.id, quiz.position)
        if pending := messages.pending(connection, quiz.id, quiz.position):
            return Step(quiz, send=tuple(pending)), quiz
        return None, _shown(connection, quiz, pace, at)
    if quiz.phase is Phase.OPEN:
        lost = [] if stopping else _unproven(connection, quiz)
        if due := [message for message, sent_at in lost if at >= sent_at + pace.patience(quiz)]:
            messages.send_again(connection, due)
            return None, _save(connection, replace(quiz, phase=Phase.SHOWING))
        if stopping or answers.round_is_over(connection, quiz, at):
            return None, _save(connection, replace(quiz, phase=Phase.CLOSING, waits_for=None))
        return _waiting(quiz, pace, at, lost), quiz
    if quiz.phase is Phase.CLOSING:
        return Step(quiz, closing=True), quiz
    if quiz.ends_at is not None and at < quiz.ends_at and not stopping:
        return Step(quiz, until=quiz.ends_at), quiz
    return None, _next_position(connection, quiz)


def _unproven(connection: Connection, quiz: Quiz) -> list[tuple[Delivery, datetime]]:
    """What may not have arrived, and when it went out. Whoever has begun a test has got the invitation."""
    lost = messages.unproven(connection, quiz.id, quiz.position)
    if quiz.kind is Kind.TEST and lost:
        return [(one, at) for one, at in lost if papers.get(connection, quiz.id, one.chat_id) is None]
    return lost


def _waiting(quiz: Quiz, pace: Pace, at: datetime, lost: Sequence[tuple[Delivery, datetime]]) -> Step:
    assert quiz.ends_at is not None  # noqa: S101 - set when it opened
    until = min([quiz.ends_at, *(sent_at + pace.patience(quiz) for _, sent_at in lost)])
    if quiz.kind is Kind.CHAT:
        return Step(quiz, until=until)
    return Step(quiz, until=min(until, at + pace.tick), tick=True)


def _shown(connection: Connection, quiz: Quiz, pace: Pace, at: datetime) -> Quiz:
    """All messages of the position are out."""
    if quiz.position == quiz.last:
        over = _save(connection, replace(quiz, state=State.OVER, over_at=at, ends_at=None))
        quizzes.put_away(connection, quiz.id)
        return over
    if not quiz.is_round:
        return _next_position(connection, quiz)
    last = messages.last_sent(connection, quiz.id, quiz.position)
    if last is None and quiz.kind is Kind.CHAT:  # we may not write there, or not send polls
        return _next_position(connection, replace(quiz, state=State.STOPPING))
    ends_at = at if last is None else max(last + timedelta(seconds=quiz.seconds) + _lateness(quiz, pace), at)
    expected = None if quiz.kind is Kind.TEST else waited_for(answers.standing(connection, quiz, ends_at))
    answered = answers.count(connection, quiz.id, quiz.position)
    waits_for = None if expected is None else len(expected) + answered
    return _save(connection, replace(quiz, phase=Phase.OPEN, ends_at=ends_at, waits_for=waits_for))


def _next_position(connection: Connection, quiz: Quiz) -> Quiz:
    position = quiz.last if quiz.state is State.STOPPING else quiz.position + 1
    gone_on = _save(connection, replace(quiz, position=position, phase=Phase.SHOWING, ends_at=None))
    messages.plan(connection, planning.deliveries(connection, gone_on))
    return gone_on


def _save(connection: Connection, quiz: Quiz) -> Quiz:
    _saving.count(
        connection,
        wanted=quiz.id,
        new_state=quiz.state.value,
        new_phase=quiz.phase.value,
        new_position=quiz.position,
        new_ends_at=quiz.ends_at,
        new_waits_for=quiz.waits_for,
        new_over_at=quiz.over_at,
    )
    return quiz
