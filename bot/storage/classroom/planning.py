"""Which messages go out at a position of a quiz: to whom, in whose language, about which question."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from bot.classroom.flow import Delivery, Kind, Quiz, Role
from bot.classroom.ordering import shuffled
from bot.classroom.rolls import Class
from bot.storage.classroom import classes, quizzes
from bot.storage.classroom.tables import quiz_papers


def deliveries(connection: Connection, quiz: Quiz) -> list[Delivery]:
    """The messages of the position at which a quiz stands."""
    if quiz.kind is Kind.CHAT:
        return [_to_chat(connection, quiz)]
    found = None if quiz.class_id is None else classes.get(connection, quiz.class_id)
    if found is None:
        return []
    return [*_to_students(connection, quiz, found), *_to_screens(quiz, found)]


def _to_chat(connection: Connection, quiz: Quiz) -> Delivery:
    ordering = _ordering(quiz, _options(connection, quiz), quiz.chat_id) if quiz.is_round else ()
    return Delivery(
        quiz_id=quiz.id,
        position=quiz.position,
        chat_id=quiz.chat_id,
        role=Role.PLAYER,
        language=quiz.language,
        number=quiz.position if quiz.is_round else 0,
        ordering=ordering,
    )


def _to_students(connection: Connection, quiz: Quiz, found: Class) -> Iterator[Delivery]:
    """To each student."""
    if quiz.position == 0:
        return
    took_part = _took_part(connection, quiz) if quiz.position == quiz.last else None
    is_question = quiz.kind is Kind.LIVE and quiz.is_round
    options = _options(connection, quiz) if is_question else 0
    for member in classes.members(connection, found.id):
        if took_part is not None and member.person_id not in took_part:
            continue
        yield Delivery(
            quiz_id=quiz.id,
            position=quiz.position,
            chat_id=member.person_id,
            role=Role.PLAYER,
            language=member.language,
            number=quiz.position if is_question else 0,
            ordering=_ordering(quiz, options, member.person_id) if is_question else (),
        )


def _to_screens(quiz: Quiz, found: Class) -> Iterator[Delivery]:
    """To the wall of the classroom, and to the teacher."""
    screen = found.screen_chat_id
    on_wall = screen is not None or (quiz.kind is Kind.LIVE and quiz.position < quiz.last)
    if on_wall:
        is_question = quiz.kind is Kind.LIVE and quiz.is_round
        yield Delivery(
            quiz_id=quiz.id,
            position=quiz.position,
            chat_id=found.person_id if screen is None else screen,
            role=Role.SCREEN,
            language=found.language,
            number=quiz.position if is_question else 0,
        )
    if quiz.position == quiz.last or (quiz.kind is Kind.TEST and quiz.is_round):
        yield Delivery(
            quiz_id=quiz.id,
            position=quiz.position,
            chat_id=found.person_id,
            role=Role.TEACHER,
            language=found.language,
        )


def _options(connection: Connection, quiz: Quiz) -> int:
    """How many options the question at this position has."""
    item = quizzes.item(connection, quiz.id, quiz.position)
    return 0 if item is None else item.options


def _ordering(quiz: Quiz, options: int, chat_id: int) -> tuple[int, ...]:
    """The order of options for one chat: neighbours see them differently."""
    return shuffled(options, quiz.seed, quiz.position, chat_id)


def _took_part(connection: Connection, quiz: Quiz) -> frozenset[int] | None:
    """Who has something to be told at the end: all students of a live quiz, those who began a test."""
    if quiz.kind is not Kind.TEST:
        return None
    rows = connection.execute(select(quiz_papers.c.person_id).where(quiz_papers.c.quiz_id == quiz.id))
    return frozenset(row[0] for row in rows)
