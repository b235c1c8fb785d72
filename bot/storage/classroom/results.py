"""Everything on a quiz, read at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

from sqlalchemy import Connection, func, select

from bot.classroom.flow import Kind, Quiz, Role
from bot.classroom.results import RawAnswer, Results
from bot.storage.classroom import quizzes
from bot.storage.classroom.quizzes import COLUMNS, from_row
from bot.storage.classroom.tables import quiz_answers, quiz_messages, quiz_papers
from bot.storage.classroom.tables import quizzes as quizzes_table

_COLUMNS = [quiz_answers.c[field.name] for field in fields(RawAnswer)]


def of_quiz(connection: Connection, quiz: Quiz, person_id: int | None = None) -> Results:
    """The results of a quiz as they stand; with a person named, only theirs."""
    wanted = quiz_answers.c.quiz_id == quiz.id
    if person_id is not None:
        wanted &= quiz_answers.c.person_id == person_id
    answers = connection.execute(
        select(*_COLUMNS)
        .where(wanted)
        .order_by(quiz_answers.c.answered_at, quiz_answers.c.person_id, quiz_answers.c.number)
    )
    items = quizzes.items(connection, quiz.id)
    numbers = sorted({number for number, _ in items})
    shown = _shown(connection, quiz, frozenset(numbers))
    asked = numbers
    if quiz.kind is not Kind.TEST:
        reached = _asked(connection, quiz)
        asked = [number for number in numbers if number in reached]
    if person_id is not None and shown is not None:
        shown = {person: numbers for person, numbers in shown.items() if person == person_id}
    return Results(quiz, items, [RawAnswer(*row) for row in answers], asked, shown)


def of_class(connection: Connection, class_id: int) -> list[Quiz]:
    """The quizzes of a class that are over, the newest first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where((quizzes_table.c.class_id == class_id) & quizzes_table.c.over_at.is_not(None))
        .order_by(quizzes_table.c.id.desc())
    )
    return [from_row(tuple(row)) for row in rows]


def _asked(connection: Connection, quiz: Quiz) -> set[int]:
    """The questions that went out to somebody."""
    rows = connection.execute(
        select(quiz_messages.c.number)
        .distinct()
        .where(
            (quiz_messages.c.quiz_id == quiz.id)
            & (quiz_messages.c.role == Role.PLAYER.value)
            & quiz_messages.c.sending_at.is_not(None)
        )
    )
    return {row[0] for row in rows}


def _shown(connection: Connection, quiz: Quiz, numbers: frozenset[int]) -> dict[int, frozenset[int]] | None:
    """Which questions each person was shown; None in a group."""
    if quiz.kind is Kind.TEST:
        papers = connection.execute(select(quiz_papers.c.person_id).where(quiz_papers.c.quiz_id == quiz.id))
        return {row[0]: numbers for row in papers}
    if quiz.kind is Kind.CHAT and not quiz.is_private:
        return None
    rows = connection.execute(
        select(quiz_messages.c.chat_id, quiz_messages.c.number).where(
            (quiz_messages.c.quiz_id == quiz.id)
            & quiz_messages.c.role.in_([Role.PLAYER.value, Role.AGAIN.value])
            & (quiz_messages.c.number > 0)
            & quiz_messages.c.sent_at.is_not(None)
        )
    )
    shown: dict[int, set[int]] = {}
    for person, number in rows:
        shown.setdefault(person, set()).add(number)
    return {person: frozenset(numbers) for person, numbers in shown.items()}


def chosen(connection: Connection, quiz_id: int, position: int) -> Counter[int]:
    """How often each option was chosen at a position, in the item's own order."""
    rows = connection.execute(
        select(quiz_answers.c.option, func.count())
        .where((quiz_answers.c.quiz_id == quiz_id) & (quiz_answers.c.position == position))
        .group_by(quiz_answers.c.option)
    )
    return Counter({row[0]: row[1] for row in rows})
