"""The last question of each conversation, which a follow-up refers to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.question import Question, stored
from bot.storage import questions
from bot.storage.records import Conversation, Place
from bot.storage.tables import conversations
from bot.storage.times import now
from bot.storage.upserts import Upsert

_here = (
    (conversations.c.chat_id == bindparam("here_chat"))
    & (conversations.c.topic_id == bindparam("here_topic"))
    & (conversations.c.person_id == bindparam("here_person"))
)
_getting = select(conversations.c.question, conversations.c.language, conversations.c.updated_at).where(_here)
_clearing = delete(conversations).where(_here)
_keeping = Upsert(conversations, ("question", "language", "updated_at"))


def get(connection: Connection, place: Place) -> Conversation | None:
    """The conversation so far. One that this version cannot read is dropped."""
    row = connection.execute(_getting, _parameters(place)).first()
    if row is None:
        return None
    question = questions.read(row.question, "conversations")
    if question is None:
        clear(connection, place)
        return None
    return Conversation(question, row.language, row.updated_at)


def keep(connection: Connection, place: Place, question: Question, language: str, at: datetime | None = None) -> None:
    """Make this the last question of the conversation."""
    row: dict[str, Any] = {"chat_id": place.chat_id, "topic_id": place.topic_id, "person_id": place.person_id}
    row |= {"question": stored(question), "language": language, "updated_at": at or now()}
    _keeping(connection, row)


def clear(connection: Connection, place: Place) -> bool:
    """Forget the conversation; whether there was one."""
    return connection.execute(_clearing, _parameters(place)).rowcount > 0


def _parameters(place: Place) -> dict[str, int]:
    return {"here_chat": place.chat_id, "here_topic": place.topic_id, "here_person": place.person_id}
