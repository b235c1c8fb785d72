"""How long things are kept. The privacy text is rendered from `KEPT`; nothing is kept longer than it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from bot.storage.classroom import tables as classroom
from bot.storage.records import KEPT
from bot.storage.tables import answers, charts, chats, conversations, people, updates
from bot.storage.times import now

_AGES = (
    (conversations, conversations.c.updated_at),
    (answers, answers.c.answered_at),
    (charts, charts.c.sent_at),
    (updates, updates.c.claimed_at),
    (people, people.c.seen_at),
    (chats, chats.c.seen_at),
    (classroom.practice_cards, classroom.practice_cards.c.reviewed_at),
    (classroom.practice_questions, classroom.practice_questions.c.asked_at),
    (classroom.dialogues, classroom.dialogues.c.asked_at),
)
"""Tables and when a row was last used."""
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


def prune(connection: Connection, at: datetime | None = None) -> dict[str, int]:
    """Delete what is older than `KEPT` says; how many rows went from each table that had any."""
    gone = {}
    for table, condition in _too_old(at or now()):
        if count := connection.execute(delete(table).where(condition)).rowcount:
            gone[table.name] = count
    return gone


def _too_old(moment: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """What is to be deleted: parts before what they are parts of."""
    for table, age in _AGES:
        yield table, age < moment - KEPT[table.name]
    for whole, parts in _PARTS.items():
        over = whole.c.keep_until < moment
        for part in parts:
            (reference,) = (key for key in part.foreign_keys if key.column.table is whole)
            yield part, reference.parent.in_(select(whole.c.id).where(over))
        yield whole, over
