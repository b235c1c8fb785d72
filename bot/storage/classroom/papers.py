"""Sheets of graded tests: one for each student, answers changed as often as one likes until the time is up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects import sqlite

from bot.classroom.flow import Kind, Phase, Quiz, State
from bot.classroom.papers import Line, kept, paper, restored
from bot.storage.classroom import classes, quizzes
from bot.storage.classroom.tables import quiz_answers, quiz_items, quiz_papers
from bot.storage.prepared import Prepared, Statement, postgresql_insert, upsert
from bot.storage.times import now

_beginning = upsert(quiz_papers, ("quiz_id", "person_id", "language", "content", "begun_at"))
_getting = Prepared(
    select(quiz_papers.c.language, quiz_papers.c.content, quiz_papers.c.begun_at).where(
        (quiz_papers.c.quiz_id == bindparam("quiz")) & (quiz_papers.c.person_id == bindparam("person"))
    )
)
_chosen = Prepared(
    select(quiz_answers.c.number, quiz_answers.c.option).where(
        (quiz_answers.c.quiz_id == bindparam("quiz")) & (quiz_answers.c.person_id == bindparam("person"))
    )
)
_key_of = Prepared(
    select(quiz_items.c.key).where(
        (quiz_items.c.quiz_id == bindparam("quiz"))
        & (quiz_items.c.number == bindparam("number_"))
        & (quiz_items.c.variant == bindparam("variant_"))
    )
)
_numbers = Prepared(select(quiz_items.c.number).where(quiz_items.c.quiz_id == bindparam("quiz")))
_FILLED = (
    "quiz_id", "person_id", "number", "position", "variant", "option", "is_right", "seconds", "language",
    "answered_at", "changes",
)  # fmt: skip


class Problem(StrEnum):
    """Why something on a sheet cannot be done."""

    NOT_YOURS = "not-yours"
    """There is no such test for this person."""
    LATE = "late"
    """The time is up."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A student's sheet as it stands. `chosen` is the option marked for each number, in the item's own order."""

    quiz: Quiz
    person_id: int
    language: str
    lines: tuple[Line, ...]
    chosen: dict[int, int]
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet after an option was marked. `is_first`: the question was open before."""

    sheet: Sheet
    is_first: bool


def is_open(quiz: Quiz, at: datetime) -> bool:
    """Whether answers are still taken."""
    if quiz.kind is not Kind.TEST or quiz.state is not State.RUNNING or not quiz.is_round:
        return False
    return quiz.phase is Phase.SHOWING or (quiz.phase is Phase.OPEN and quiz.ends_at is not None and at < quiz.ends_at)


def begin(
    connection: Connection, quiz_id: int, person_id: int, language: str, at: datetime | None = None
) -> Sheet | Problem:
    """A student begins, or comes back: there is only one sheet."""
    at = at or now()
    quiz = quizzes.get(connection, quiz_id)
    if quiz is None or quiz.class_id is None or quiz.kind is not Kind.TEST:
        return Problem.NOT_YOURS
    if classes.member(connection, quiz.class_id, person_id) is None:
        return Problem.NOT_YOURS
    if not is_open(quiz, at):
        return Problem.LATE
    if (sheet := get(connection, quiz_id, person_id)) is not None:
        return sheet
    lines = paper(_variants(connection, quiz_id), partial(_options, connection, quiz_id), quiz.seed, person_id)
    _beginning.count(
        connection, quiz_id=quiz_id, person_id=person_id, language=language, content=kept(lines), begun_at=at
    )
    return get(connection, quiz_id, person_id) or Problem.NOT_YOURS


def _variants(connection: Connection, quiz_id: int) -> dict[int, int]:
    """How many variants there are of each question."""
    return dict(Counter(row[0] for row in _numbers.all(connection, quiz=quiz_id)))


def _options(connection: Connection, quiz_id: int, number: int, variant: int) -> int:
    item = quizzes.item(connection, quiz_id, number, variant)
    assert item is not None  # noqa: S101 - it is one of those counted
    return item.options


def get(connection: Connection, quiz_id: int, person_id: int) -> Sheet | None:
    """The sheet of a student; None where they did not begin."""
    quiz = quizzes.get(connection, quiz_id)
    row = _getting.first(connection, quiz=quiz_id, person=person_id)
    if quiz is None or row is None:
        return None
    chosen = dict(_chosen.all(connection, quiz=quiz_id, person=person_id))
    language, content, begun_at = row
    return Sheet(quiz, person_id, language, restored(content), chosen, begun_at)


def mark(
    connection: Connection, quiz_id: int, person_id: int, index: int, place: int, at: datetime | None = None
) -> Marked | Problem:
    """Mark an option: the `place`th of the `index`th question of the sheet. What was marked before is replaced."""
    at = at or now()
    sheet = get(connection, quiz_id, person_id)
    if sheet is None or not 0 <= index < len(sheet.lines) or not 0 <= place < len(sheet.lines[index].ordering):
        return Problem.NOT_YOURS
    if not is_open(sheet.quiz, at):
        return Problem.LATE
    line = sheet.lines[index]
    option = line.ordering[place]
    key = _key_of.first(connection, quiz=quiz_id, number_=line.number, variant_=line.variant)
    assert key is not None  # noqa: S101 - the sheet was made from the items
    _marking.count(
        connection,
        quiz_id=quiz_id,
        person_id=person_id,
        number=line.number,
        position=1,
        variant=line.variant,
        option=option,
        is_right=option == key[0],
        seconds=(at - sheet.begun_at).total_seconds(),
        language=sheet.language,
        answered_at=at,
        changes=0,
    )
    marked = replace(sheet, chosen=sheet.chosen | {line.number: option})
    return Marked(marked, is_first=line.number not in sheet.chosen)


def count(connection: Connection, quiz_id: int) -> tuple[int, int]:
    """How many have begun, and how many have answered everything."""
    begun = connection.execute(select(func.count()).where(quiz_papers.c.quiz_id == quiz_id)).scalar_one()
    questions = select(func.count(quiz_items.c.number.distinct())).where(quiz_items.c.quiz_id == quiz_id)
    answered = (
        select(quiz_answers.c.person_id)
        .where(quiz_answers.c.quiz_id == quiz_id)
        .group_by(quiz_answers.c.person_id)
        .having(func.count() == questions.scalar_subquery())
        .subquery()
    )
    return begun, connection.execute(select(func.count()).select_from(answered)).scalar_one()


def _mark() -> Prepared:
    """Insert an answer or put another option in its place, counting how often it was changed."""

    def statement_of(insert: Callable[[Table], Any]) -> Statement:
        statement = insert(quiz_answers)
        new = statement.excluded
        made: Statement = statement.on_conflict_do_update(
            index_elements=list(quiz_answers.primary_key),
            set_={
                "option": new.option,
                "is_right": new.is_right,
                "seconds": new.seconds,
                "answered_at": new.answered_at,
                "changes": quiz_answers.c.changes + 1,
            },
            where=quiz_answers.c.option != new.option,
        )
        return made

    kinds = {
        "sqlite": lambda: statement_of(sqlite.insert),
        "postgresql": lambda: statement_of(postgresql_insert()),
    }
    return Prepared(kinds, inserting=_FILLED)


_marking = _mark()
