"""The tables as the program uses them. How they came to be is in `migrations/`; a test compares the two.

A column with `info=PERSON` holds the id of a person: `privacy` finds by it what is kept of somebody, so a table added
later is covered as soon as its column says so. Those of the classroom are in `classroom.tables`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Connection, Index, Integer, String, Table, event, text

from bot.storage.classroom import tables as classroom
from bot.storage.metadata import PERSON, Id, metadata
from bot.storage.times import UtcTime

__all__ = [
    "PERSON",
    "albums",
    "answers",
    "charts",
    "chats",
    "classroom",
    "conversations",
    "metadata",
    "people",
    "sending_turns",
    "updates",
]


def _preferences() -> tuple[Column[Any], ...]:
    return (
        Column("language", String(16)),
        Column("country", String(64)),
        Column("number_style", String(32)),
        Column("default_period", String(32)),
    )


people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False, info=PERSON),
    *_preferences(),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False, index=True),
)
"""Who has talked to Cuesta, by Telegram id, and what they chose."""

chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False, info=PERSON),  # a private chat's id is the person's
    *_preferences(),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False, index=True),
)
"""Groups and what their administrators chose."""

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False, info=PERSON, index=True),
    Column("question", JSON, nullable=False),
    Column("language", String(16), nullable=False),
    Column("updated_at", UtcTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The last question of each person in each chat (topic 0: a chat without topics)."""

answers = Table(
    "answers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, nullable=False, info=PERSON, index=True),
    Column("asked_message_id", BigInteger),
    Column("question", JSON, nullable=False),
    Column("language", String(16), nullable=False),
    Column("answered_at", UtcTime, nullable=False, index=True),
    Index(None, "chat_id", "asked_message_id"),
    sqlite_with_rowid=False,
)
"""Answers that were sent, by their message."""

charts = Table(
    "charts",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("file_id", String(255), nullable=False),
    Column("sent_at", UtcTime, nullable=False, index=True),
)
"""Telegram's ids of charts that were sent, by a digest of what they show. Nothing in it is about anybody."""

albums = Table(
    "albums",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False, info=PERSON),
    Column("album", String(64), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("seen_at", UtcTime, nullable=False, index=True),
)
"""Albums that were answered, by the message that was: their pictures come one by one, each to any replica."""

sending_turns = Table(
    "sending_turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_at", UtcTime, nullable=False),
)
"""One row: when the next message may leave that replicas send at Telegram's pace together."""

updates = Table(
    "updates",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("payload", JSON(none_as_null=True)),
    Column("showing_at", UtcTime),
    Column("chat_id", BigInteger),
    Index(None, "finished_at", "claimed_at"),  # those that are not finished lie together in it
)
"""Updates from Telegram that were begun or finished, so that a duplicate is harmless and none is lost.

`payload` is what the update says, until it is handled; `showing_at` is set while its answer may be on its way."""

_there_is_one = text("chat_id IS NOT NULL")
_of_chats = Index(None, updates.c.chat_id, sqlite_where=_there_is_one)


@event.listens_for(updates, "before_create")
def _say_it_to_postgresql(_table: Table, connection: Connection, **_: object) -> None:
    """The same condition for PostgreSQL, said only there: to say it loads all that its dialect has, 4 MB."""
    if connection.dialect.name == "postgresql":
        _of_chats.dialect_kwargs["postgresql_where"] = _there_is_one
