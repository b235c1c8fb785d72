"""Answers that were sent, so that their buttons and edited questions work after a restart and in every replica."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage import questions
from bot.storage.prepared import Prepared, upsert
from bot.storage.records import SentAnswer
from bot.storage.tables import answers
from bot.storage.times import now

_NAMES = tuple(field.name for field in fields(SentAnswer))
_COLUMNS = [answers.c[name] for name in _NAMES]
_in_chat = answers.c.chat_id == bindparam("here_chat")
_this = _in_chat & (answers.c.message_id == bindparam("here_message"))
_those = _in_chat & (answers.c.asked_message_id == bindparam("here_message"))
_getting = Prepared(select(*_COLUMNS).where(_this))
_removing = Prepared(delete(answers).where(_this))
_finding = Prepared(select(*_COLUMNS).where(_those).order_by(answers.c.message_id))
_keeping = upsert(answers, (*_NAMES, "answered_at"), ("question", "language", "answered_at"))


def keep(connection: Connection, answer: SentAnswer, at: datetime | None = None) -> None:
    """Remember an answer; one that was edited is remembered as it is now, still its asker's."""
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    values["question"] = questions.written(answer.question)
    _keeping.count(connection, **values, answered_at=at or now())


def get(connection: Connection, chat_id: int, message_id: int) -> SentAnswer | None:
    """The answer that this message is, or None: never sent, too old, or of another version (then it is dropped)."""
    row = _getting.first(connection, here_chat=chat_id, here_message=message_id)
    return None if row is None else _read(connection, row)


def to_message(connection: Connection, chat_id: int, asked_message_id: int) -> tuple[SentAnswer, ...]:
    """The answers that were given to a message, oldest first: what to edit when the message is edited."""
    rows = _finding.all(connection, here_chat=chat_id, here_message=asked_message_id)
    return tuple(answer for row in rows if (answer := _read(connection, row)) is not None)


def _read(connection: Connection, row: tuple[Any, ...]) -> SentAnswer | None:
    values = dict(zip(_NAMES, row, strict=True))
    question = questions.read(values.pop("question"), "answers")
    if question is None:
        _removing.count(connection, here_chat=values["chat_id"], here_message=values["message_id"])
        return None
    return SentAnswer(question=question, **values)
