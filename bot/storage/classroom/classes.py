"""Classes: made by a teacher, joined by students. What a teacher may not see is not found, as if it were not there."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.classroom.codes import new_class_id
from bot.classroom.rolls import USUAL_KEEP_DAYS, Class, Member
from bot.storage.classroom.tables import class_members, classes, quiz_answers, quiz_messages, quiz_papers, quizzes
from bot.storage.prepared import Prepared, upsert
from bot.storage.tables import people
from bot.storage.times import now

_NAMES = tuple(field.name for field in fields(Class))
_COLUMNS = [classes.c[name] for name in _NAMES]
_MEMBER_NAMES = tuple(field.name for field in fields(Member))
_MEMBER_COLUMNS = [class_members.c[name] for name in _MEMBER_NAMES]
_getting = Prepared(select(*_COLUMNS).where(classes.c.id == bindparam("wanted")))
_making = upsert(
    classes,
    ("id", "person_id", "title", "language", "asks_number", "is_open", "shows_ranking", "keep_days", "created_at",
     "keep_until"),
)  # fmt: skip
_joining = upsert(
    class_members,
    ("class_id", "person_id", "name", "number", "language", "joined_at"),
    ("name", "number", "language"),
)


class Changes(TypedDict, total=False):
    """What a teacher may change of a class."""

    title: str
    asks_number: bool
    is_open: bool
    shows_ranking: bool
    screen_chat_id: int | None
    screen_topic_id: int | None
    keep_days: int


def make(connection: Connection, teacher_id: int, title: str, language: str, at: datetime | None = None) -> Class:
    """A new class with a code of its own, open to students."""
    at = at or now()
    while True:
        class_id = new_class_id()
        made = _making.count(
            connection,
            id=class_id,
            person_id=teacher_id,
            title=title,
            language=language,
            asks_number=False,
            is_open=True,
            shows_ranking=False,
            keep_days=USUAL_KEEP_DAYS,
            created_at=at,
            keep_until=at + timedelta(days=USUAL_KEEP_DAYS),
        )
        found = get(connection, class_id)
        if made and found is not None:
            return found


def get(connection: Connection, class_id: int) -> Class | None:
    """A class, whoever asks."""
    row = _getting.first(connection, wanted=class_id)
    return None if row is None else Class(*row)


def of_teacher(connection: Connection, class_id: int, teacher_id: int) -> Class | None:
    """A class of this teacher; None where it is somebody else's."""
    found = get(connection, class_id)
    return found if found is not None and found.person_id == teacher_id else None


def all_of_teacher(connection: Connection, teacher_id: int) -> list[Class]:
    """The classes of a teacher, the newest first."""
    rows = connection.execute(
        select(*_COLUMNS).where(classes.c.person_id == teacher_id).order_by(classes.c.created_at.desc())
    )
    return [Class(*row) for row in rows]


def joined_by(connection: Connection, person_id: int) -> list[Class]:
    """The classes that a student is in."""
    rows = connection.execute(
        select(*_COLUMNS)
        .join_from(classes, class_members, classes.c.id == class_members.c.class_id)
        .where(class_members.c.person_id == person_id)
        .order_by(class_members.c.joined_at.desc())
    )
    return [Class(*row) for row in rows]


def change(connection: Connection, class_id: int, teacher_id: int, **changes: Unpack[Changes]) -> Class | None:
    """Change a class; as it is then. None where it is not this teacher's."""
    connection.execute(
        update(classes).where((classes.c.id == class_id) & (classes.c.person_id == teacher_id)).values(**changes)
    )
    use(connection, class_id)
    return of_teacher(connection, class_id, teacher_id)


def use(connection: Connection, class_id: int, at: datetime | None = None) -> None:
    """The class is in use: it is kept for its time from now on, and so is what happened in it."""
    found = get(connection, class_id)
    if found is not None:
        until = (at or now()) + timedelta(days=found.keep_days)
        connection.execute(update(classes).where(classes.c.id == class_id).values(keep_until=until))
        connection.execute(update(quizzes).where(quizzes.c.class_id == class_id).values(keep_until=until))


def remove(connection: Connection, class_id: int, teacher_id: int) -> bool:
    """Delete a class with everything in it; whether it was this teacher's."""
    mine = (classes.c.id == class_id) & (classes.c.person_id == teacher_id)
    return connection.execute(delete(classes).where(mine)).rowcount > 0


def join(
    connection: Connection,
    class_id: int,
    person_id: int,
    name: str,
    number: str | None,
    language: str,
    at: datetime | None = None,
) -> bool:
    """A student joins, or corrects name and number; False where the class is closed or gone."""
    found = get(connection, class_id)
    if found is None or not found.is_open:
        return False
    at = at or now()
    _joining.count(
        connection, class_id=class_id, person_id=person_id, name=name, number=number, language=language, joined_at=at
    )
    return True


def leave(connection: Connection, class_id: int, person_id: int) -> bool:
    """A student leaves and takes along everything of theirs in this class; whether they were in it."""
    in_class = select(quizzes.c.id).where(quizzes.c.class_id == class_id)
    for table, column in (
        (quiz_answers, quiz_answers.c.person_id),
        (quiz_papers, quiz_papers.c.person_id),
        (quiz_messages, quiz_messages.c.chat_id),
    ):
        connection.execute(delete(table).where(table.c.quiz_id.in_(in_class) & (column == person_id)))
    theirs = (class_members.c.class_id == class_id) & (class_members.c.person_id == person_id)
    return connection.execute(delete(class_members).where(theirs)).rowcount > 0


def member(connection: Connection, class_id: int, person_id: int) -> Member | None:
    """A student of a class."""
    row = connection.execute(
        select(*_MEMBER_COLUMNS).where(
            (class_members.c.class_id == class_id) & (class_members.c.person_id == person_id)
        )
    ).first()
    return None if row is None else Member(*row)


def members(connection: Connection, class_id: int) -> list[Member]:
    """The roster, in the order of names. Their language is what they chose, else that of their Telegram."""
    names: list[Any] = [*_MEMBER_COLUMNS]
    names[_MEMBER_NAMES.index("language")] = func.coalesce(people.c.language, class_members.c.language)
    rows = connection.execute(
        select(*names)
        .select_from(class_members.outerjoin(people, people.c.id == class_members.c.person_id))
        .where(class_members.c.class_id == class_id)
        .order_by(class_members.c.name, class_members.c.person_id)
    )
    return [Member(*row) for row in rows]


def count_members(connection: Connection, class_id: int) -> int:
    """How many students there are."""
    counting = select(func.count()).where(class_members.c.class_id == class_id)
    count: int = connection.execute(counting).scalar_one()
    return count


def nickname(connection: Connection, class_id: int, person_id: int, nickname: str | None) -> bool:
    """A student takes a nickname to stand in the ranking, or no longer wants to; whether they are in the class."""
    theirs = (class_members.c.class_id == class_id) & (class_members.c.person_id == person_id)
    return connection.execute(update(class_members).where(theirs).values(nickname=nickname)).rowcount > 0
