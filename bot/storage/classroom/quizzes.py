"""Quizzes: beginning one, finding one, stopping one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.classroom.flow import Kind, Phase, Quiz, State
from bot.classroom.played import PlayedItem, restored
from bot.storage.classroom import timers
from bot.storage.classroom.tables import quiz_items, quiz_places, quizzes
from bot.storage.prepared import Prepared, upsert
from bot.storage.records import KEPT
from bot.storage.times import now

NAMES = tuple(field.name for field in fields(Quiz))
COLUMNS = [quizzes.c[name] for name in NAMES]
"""What `from_row` takes, in its order."""

_this = quizzes.c.id == bindparam("wanted")
_getting = Prepared(select(*COLUMNS).where(_this))
_locking = Prepared(select(*COLUMNS).where(_this).with_for_update())
_placing = upsert(quiz_places, ("in_class", "place_id", "quiz_id"))
_at_place = Prepared(
    select(*COLUMNS)
    .join_from(quizzes, quiz_places, quizzes.c.id == quiz_places.c.quiz_id)
    .where((quiz_places.c.in_class == bindparam("in_class_")) & (quiz_places.c.place_id == bindparam("place")))
)
_asked = Prepared(
    select(*COLUMNS).where(
        (quizzes.c.chat_id == bindparam("chat")) & (quizzes.c.asked_message_id == bindparam("message"))
    )
)
_stopping = Prepared(
    update(quizzes).where(_this & (quizzes.c.state == State.RUNNING.value)).values(state=State.STOPPING.value)
)
_items = Prepared(
    select(quiz_items.c.number, quiz_items.c.variant, quiz_items.c.content).where(
        quiz_items.c.quiz_id == bindparam("wanted")
    )
)
_item = Prepared(
    select(quiz_items.c.content).where(
        (quiz_items.c.quiz_id == bindparam("wanted"))
        & (quiz_items.c.number == bindparam("number_"))
        & (quiz_items.c.variant == bindparam("variant_"))
    )
)


@dataclass(frozen=True, slots=True)
class NewQuiz:
    """A quiz to begin. `items` are its questions by number (from 1) and variant (from 0)."""

    kind: Kind
    chat_id: int
    person_id: int
    language: str
    seconds: int
    seed: int
    items: Mapping[tuple[int, int], PlayedItem]
    topic_id: int = 0
    class_id: int | None = None
    asked_message_id: int | None = None
    topic: str | None = None
    speed_counts: bool = False
    keep: timedelta | None = None


def begin(connection: Connection, new: NewQuiz, at: datetime | None = None) -> tuple[Quiz, bool]:
    """Begin a quiz; the quiz and whether it is this one. One that is under way at the same place stays.

    The same message begins only one, however often it is handled.
    """
    at = at or now()
    if new.asked_message_id is not None:
        row = _asked.first(connection, chat=new.chat_id, message=new.asked_message_id)
        if row is not None:
            return from_row(row), True
    there = under_way(connection, new.chat_id, new.class_id)
    if there is not None:
        return there, False
    quiz_id = _insert(connection, new, at)
    in_class, place = _place(new.chat_id, new.class_id)
    if not _placing.count(connection, in_class=in_class, place_id=place, quiz_id=quiz_id):
        connection.execute(delete(quizzes).where(quizzes.c.id == quiz_id))  # somebody else was quicker
        there = under_way(connection, new.chat_id, new.class_id)
        assert there is not None  # noqa: S101 - it holds the place
        return there, False
    timers.start(connection, quiz_id, at)
    quiz = get(connection, quiz_id)
    assert quiz is not None  # noqa: S101 - just inserted
    return quiz, True


def get(connection: Connection, quiz_id: int, *, lock: bool = False) -> Quiz | None:
    """A quiz. `lock`: nobody else changes it until this unit is done."""
    row = (_locking if lock else _getting).first(connection, wanted=quiz_id)
    return None if row is None else from_row(row)


def under_way(connection: Connection, chat_id: int, class_id: int | None = None) -> Quiz | None:
    """The quiz that is going on in a chat, or in a class."""
    in_class, place = _place(chat_id, class_id)
    row = _at_place.first(connection, in_class_=in_class, place=place)
    return None if row is None else from_row(row)


def stop(connection: Connection, quiz_id: int, at: datetime | None = None) -> bool:
    """End a quiz before its time; whether it was going on."""
    stopped = _stopping.count(connection, wanted=quiz_id) > 0
    if stopped:
        timers.hurry(connection, quiz_id, at)
    return stopped


def of_starter(connection: Connection, person_id: int) -> Quiz | None:
    """The quiz of a class that this teacher began last and that is going on."""
    row = connection.execute(
        select(*COLUMNS)
        .join_from(quizzes, quiz_places, quizzes.c.id == quiz_places.c.quiz_id)
        .where((quizzes.c.person_id == person_id) & quizzes.c.class_id.is_not(None))
        .order_by(quizzes.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else from_row(tuple(row))


def put_away(connection: Connection, quiz_id: int) -> None:
    """The quiz is over: its place is free, nobody looks at it any more."""
    connection.execute(delete(quiz_places).where(quiz_places.c.quiz_id == quiz_id))
    timers.remove(connection, quiz_id)


def items(connection: Connection, quiz_id: int) -> dict[tuple[int, int], PlayedItem]:
    """Everything that is asked, by number and variant."""
    rows = _items.all(connection, wanted=quiz_id)
    return {(number, variant): restored(content) for number, variant, content in sorted(rows, key=lambda row: row[:2])}


def item(connection: Connection, quiz_id: int, number: int, variant: int = 0) -> PlayedItem | None:
    """One question."""
    row = _item.first(connection, wanted=quiz_id, number_=number, variant_=variant)
    return None if row is None else restored(row[0])


def from_row(row: tuple[Any, ...]) -> Quiz:
    """A quiz from the values of `COLUMNS`."""
    values = dict(zip(NAMES, row, strict=True))
    values |= {"kind": Kind(values["kind"]), "state": State(values["state"]), "phase": Phase(values["phase"])}
    return Quiz(**values)


def _place(chat_id: int, class_id: int | None) -> tuple[int, int]:
    return (0, chat_id) if class_id is None else (1, class_id)


def _insert(connection: Connection, new: NewQuiz, at: datetime) -> int:
    values = {
        "kind": new.kind.value,
        "class_id": new.class_id,
        "chat_id": new.chat_id,
        "topic_id": new.topic_id,
        "person_id": new.person_id,
        "asked_message_id": new.asked_message_id,
        "language": new.language,
        "topic": new.topic,
        "seconds": new.seconds,
        "questions": len({number for number, _ in new.items}),
        "speed_counts": new.speed_counts,
        "seed": new.seed,
        "state": State.RUNNING.value,
        "phase": Phase.PAUSE.value,  # of which nothing is left: position 0 comes at once
        "position": -1,
        "created_at": at,
        "keep_until": at + (new.keep or KEPT["quizzes"]),
    }
    quiz_id: int = connection.execute(insert(quizzes).values(values).returning(quizzes.c.id)).scalar_one()
    rows = [
        {
            "quiz_id": quiz_id,
            "number": number,
            "variant": variant,
            "item_id": item.item_id,
            "key": item.key,
            "content": item.kept(),
        }
        for (number, variant), item in new.items.items()
    ]
    connection.execute(insert(quiz_items), rows)
    return quiz_id
