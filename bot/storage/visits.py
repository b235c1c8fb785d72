"""Somebody writes: all that is kept about the place, in one question to the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, literal_column, select

from bot.storage import conversations, preferences
from bot.storage.classroom.dialogues import dialogue_in
from bot.storage.classroom.tables import dialogues
from bot.storage.prepared import Prepared
from bot.storage.records import Place, Preferences, Visit
from bot.storage.tables import chats, people
from bot.storage.tables import conversations as conversations_table
from bot.storage.times import now

_always = select(literal_column("1").label("one")).subquery("always")  # a row to join to, whatever is missing
_person = preferences.columns_of(people)
_chat = preferences.columns_of(chats)
_dialogue = [dialogues.c.kind, dialogues.c.content, dialogues.c.asked_at]
_arriving = Prepared(
    select(*_person, *_chat, *conversations.COLUMNS, *_dialogue).select_from(
        _always.outerjoin(people, people.c.id == bindparam("here_person"))
        .outerjoin(chats, chats.c.id == bindparam("here_chat"))
        .outerjoin(conversations_table, and_(*conversations.HERE))
        .outerjoin(dialogues, dialogues.c.person_id == bindparam("here_person"))
    )
)


def arrive(connection: Connection, place: Place, at: datetime | None = None) -> Visit:
    """Note that the person, and the group if it is one, are here; tell what is kept of them and of the conversation."""
    at = at or now()
    row = _arriving.first(connection, here_person=place.person_id, here_chat=place.chat_id, here_topic=place.topic_id)
    assert row is not None  # noqa: S101 - the row to join to is always there
    person, chat = row[: len(_person)], row[len(_person) : len(_person) + len(_chat)]
    kept, asked = row[-6:-3], row[-3:]
    preferences.note(connection, people, place.person_id, person[-1], at)
    in_group = place.chat_id != place.person_id
    return Visit(
        person=preferences.from_row(person),
        chat=preferences.from_row(chat) if in_group else Preferences(),
        chat_is_new=in_group and preferences.note(connection, chats, place.chat_id, chat[-1], at),
        conversation=conversations.from_row(connection, place, kept),
        dialogue=None if in_group else dialogue_in(asked, at),
    )
