"""Answers that were sent, so that their buttons and edited questions work after a restart and in every replica."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from bot.question import stored
from bot.storage import questions
from bot.storage.records import SentAnswer
from bot.storage.tables import answers
from bot.storage.times import now
from bot.storage.upserts import Upsert

_in_chat = answers.c.chat_id == bindparam("here_chat")
_this = _in_chat & (answers.c.message_id == bindparam("here_message"))
_getting = select(answers).where(_this)
_removing = delete(answers).where(_this)
_finding = (
    select(answers)
    .where(_in_chat & (answers.c.asked_message_id == bindparam("here_message")))
    .order_by(answers.c.message_id)
)
_keeping = Upsert(answers, ("question", "language", "answered_at"))


def keep(connection: Connection, answer: SentAnswer, at: datetime | None = None) -> None:
    """Remember an answer; one that was edited is remembered as it is now, still its asker's."""
    row: dict[str, Any] = {
        "chat_id": answer.chat_id,
        "message_id": answer.message_id,
        "person_id": answer.person_id,
        "asked_message_id": answer.asked_message_id,
        "question": stored(answer.question),
        "language": answer.language,
        "answered_at": at or now(),
    }
    _keeping(connection, row)


def get(connection: Connection, chat_id: int, message_id: int) -> SentAnswer | None:
    """The answer that this message is, or None: never sent, too old, or of another version (then it is dropped)."""
    row = connection.execute(_getting, {"here_chat": chat_id, "here_message": message_id}).first()
    return None if row is None else _read(connection, row)


def to_message(connection: Connection, chat_id: int, asked_message_id: int) -> tuple[SentAnswer, ...]:
    """The answers that were given to a message, oldest first: what to edit when the message is edited."""
    rows = connection.execute(_finding, {"here_chat": chat_id, "here_message": asked_message_id}).all()
    return tuple(answer for row in rows if (answer := _read(connection, row)) is not None)


def _read(connection: Connection, row: Row[Any]) -> SentAnswer | None:
    question = questions.read(row.question, "answers")
    if question is None:
        connection.execute(_removing, {"here_chat": row.chat_id, "here_message": row.message_id})
        return None
    return SentAnswer(row.chat_id, row.message_id, row.person_id, question, row.language, row.asked_message_id)
