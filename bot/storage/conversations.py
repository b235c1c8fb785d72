"""The last question of each conversation, which a follow-up refers to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select

from bot.question import Question
from bot.storage import questions
from bot.storage.prepared import Prepared, upsert
from bot.storage.records import Conversation, Place
from bot.storage.tables import conversations
from bot.storage.times import now

HERE = (
    conversations.c.chat_id == bindparam("here_chat"),
    conversations.c.topic_id == bindparam("here_topic"),
    conversations.c.person_id == bindparam("here_person"),
)
"""That a row is of the place asked about."""
COLUMNS = (conversations.c.question, conversations.c.language, conversations.c.updated_at)
"""What `from_row` takes, in its order."""

_getting = Prepared(select(*COLUMNS).where(and_(*HERE)))
_clearing = Prepared(delete(conversations).where(and_(*HERE)))
_keeping = upsert(
    conversations,
    ("chat_id", "topic_id", "person_id", "question", "language", "updated_at"),
    ("question", "language", "updated_at"),
)


def get(connection: Connection, place: Place) -> Conversation | None:
    """The conversation so far. One that this version cannot read is dropped."""
    row = _getting.first(connection, here_chat=place.chat_id, here_topic=place.topic_id, here_person=place.person_id)
    return None if row is None else from_row(connection, place, row)


def keep(connection: Connection, place: Place, question: Question, language: str, at: datetime | None = None) -> None:
    """Make this the last question of the conversation."""
    _keeping.count(
        connection,
        chat_id=place.chat_id,
        topic_id=place.topic_id,
        person_id=place.person_id,
        question=questions.written(question),
        language=language,
        updated_at=at or now(),
    )


def clear(connection: Connection, place: Place) -> bool:
    """Forget the conversation; whether there was one."""
    return (
        _clearing.count(connection, here_chat=place.chat_id, here_topic=place.topic_id, here_person=place.person_id) > 0
    )


def from_row(connection: Connection, place: Place, row: Sequence[Any]) -> Conversation | None:
    """A conversation from the values of `COLUMNS`, all empty where there is none."""
    kept, language, updated_at = row
    if updated_at is None:
        return None
    question = questions.read(kept, "conversations")
    if question is None:
        clear(connection, place)
        return None
    return Conversation(question, language, updated_at)
