"""How long things are kept. The privacy text is rendered from `KEPT`; nothing is kept longer than it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, select

from bot.storage.classroom import tables as classroom
from bot.storage.records import KEPT
from bot.storage.tables import albums, answers, charts, chats, conversations, people, sending_turns, updates
from bot.storage.times import now

PORTION: Final = 500
"""Rows deleted in one transaction: some milliseconds, for which others may have to wait."""

_unfinished = updates.c.finished_at.is_(None)
_AGES = (
    (conversations.c.updated_at, None),
    (answers.c.answered_at, None),
    (albums.c.seen_at, None),
    (charts.c.sent_at, None),
    (sending_turns.c.next_at, None),
    (updates.c.finished_at, None),
    (updates.c.claimed_at, _unfinished),
    (people.c.seen_at, None),
    (chats.c.seen_at, None),
    (classroom.practice_cards.c.reviewed_at, None),
    (classroom.practice_questions.c.asked_at, None),
    (classroom.dialogues.c.asked_at, None),
)
"""When a row was last used, and of which rows of the table that tells it (None: of all)."""
_PARTS = {
    classroom.quizzes: (
        classroom.quiz_places,
        classroom.quiz_timers,
        classroom.quiz_items,
        classroom.quiz_messages,
        classroom.quiz_answers,
        classroom.quiz_papers,
    ),
    classroom.classes: (classroom.class_members, classroom.own_items),
}
"""Tables whose rows say themselves until when they are kept, and those whose rows are parts of them."""


def prune(connection: Connection, at: datetime | None = None, most: int = PORTION) -> dict[str, int]:
    """Delete some of what is older than `KEPT` says: about `most` rows, so that nobody waits for long.

    How many rows went from each table that had any; nothing is left to be deleted once none did.
    """
    moment = at or now()
    gone: Counter[str] = Counter()
    for table, count in _portions(connection, moment, most):
        gone[table.name] += count
        if gone.total() >= most:
            break
    return dict(+gone)


def _portions(connection: Connection, moment: datetime, most: int) -> Iterator[tuple[Table, int]]:
    for age, which in _AGES:
        yield age.table, _delete_oldest(connection, age, which, moment - KEPT[age.table.name], most)
    for whole, parts in _PARTS.items():
        yield from _delete_whole(connection, whole, parts, moment)


def _delete_oldest(
    connection: Connection, age: Column[datetime], which: ColumnElement[bool] | None, too_old: datetime, most: int
) -> int:
    conditions = [age < too_old] if which is None else [age < too_old, which]
    last = connection.execute(select(age).where(*conditions).order_by(age).offset(most - 1).limit(1)).scalar()
    if last is not None:
        conditions.append(age <= last)
    return connection.execute(delete(age.table).where(and_(*conditions))).rowcount


def _delete_whole(
    connection: Connection, whole: Table, parts: tuple[Table, ...], moment: datetime
) -> Iterator[tuple[Table, int]]:
    """One after the other, its parts first, so that it is found again where it was not done with."""
    oldest = select(whole.c.id).where(whole.c.keep_until < moment).order_by(whole.c.keep_until).limit(1)
    while (number := connection.execute(oldest).scalar()) is not None:
        for part in parts:
            (reference,) = (key for key in part.foreign_keys if key.column.table is whole)
            yield part, connection.execute(delete(part).where(reference.parent == number)).rowcount
        yield whole, connection.execute(delete(whole).where(whole.c.id == number)).rowcount
