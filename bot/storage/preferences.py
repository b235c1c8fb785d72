"""What people and groups have chosen."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Unpack, get_type_hints

from sqlalchemy import Column, Connection, Row, Select, Table, Update, bindparam, select, update

from bot.storage.records import Choices, Preferences
from bot.storage.tables import chats, people
from bot.storage.times import now
from bot.storage.upserts import Upsert

_CHOICES = tuple(get_type_hints(Choices))
_SEEN_AGAIN = timedelta(hours=1)  # last seen to the hour: enough for what it is for, and most messages write nothing


def of_person(connection: Connection, person_id: int) -> Preferences:
    """What a person has chosen; nothing, for somebody unknown."""
    return _of(connection, people, person_id)


def of_chat(connection: Connection, chat_id: int) -> Preferences:
    """What a group's administrators have chosen; nothing, for a group unknown."""
    return _of(connection, chats, chat_id)


def meet_person(connection: Connection, person_id: int, at: datetime | None = None) -> Preferences:
    """Note that a person is here, and tell what they have chosen."""
    return _meet(connection, people, person_id, at)[0]


def meet_chat(connection: Connection, chat_id: int, at: datetime | None = None) -> tuple[Preferences, bool]:
    """Note that a group is there; tell what was chosen in it and whether it is new to us."""
    return _meet(connection, chats, chat_id, at)


def choose_for_person(
    connection: Connection, person_id: int, at: datetime | None = None, **choices: Unpack[Choices]
) -> Preferences:
    """Change what a person has chosen; what is not named stays. Hands back all of it."""
    return _choose(connection, people, person_id, at, choices)


def choose_for_chat(
    connection: Connection, chat_id: int, at: datetime | None = None, **choices: Unpack[Choices]
) -> Preferences:
    """Change what is chosen for a group; what is not named stays. Hands back all of it."""
    return _choose(connection, chats, chat_id, at, choices)


def move_chat(connection: Connection, old_id: int, new_id: int, at: datetime | None = None) -> None:
    """A group became a supergroup and has a new id: its choices go with it."""
    kept = of_chat(connection, old_id)
    connection.execute(chats.delete().where(chats.c.id == old_id))
    choose_for_chat(connection, new_id, at, **{name: getattr(kept, name) for name in _CHOICES})


def _of(connection: Connection, table: Table, id: int) -> Preferences:
    row = connection.execute(_reading(table), {"wanted": id}).first()
    return Preferences() if row is None else _preferences(row)


def _meet(connection: Connection, table: Table, id: int, at: datetime | None) -> tuple[Preferences, bool]:
    at = at or now()
    row = connection.execute(_reading(table), {"wanted": id}).first()
    if row is None:
        # Somebody else may be inserting the same row: whose insertion counts is who met first.
        added = _meeting(table)(connection, {"id": id, "created_at": at, "seen_at": at}).first()
        return Preferences(), added is not None
    if row.seen_at < at - _SEEN_AGAIN:
        connection.execute(_seeing(table), {"wanted": id, "seen": at})
    return _preferences(row), False


def _choose(connection: Connection, table: Table, id: int, at: datetime | None, choices: Choices) -> Preferences:
    if unknown := set(choices) - set(_CHOICES):
        raise TypeError(f"no such preference: {', '.join(sorted(unknown))}")
    at = at or now()
    row = {"id": id, "created_at": at, "seen_at": at, **choices}
    return _preferences(_choosing(table, tuple(sorted(choices)))(connection, row).one())


def _preferences(row: Row[Any]) -> Preferences:
    return Preferences(**{name: getattr(row, name) for name in _CHOICES})


@cache
def _reading(table: Table) -> Select[Any]:
    return select(*_columns(table), table.c.seen_at).where(table.c.id == bindparam("wanted"))


@cache
def _meeting(table: Table) -> Upsert:
    return Upsert(table, (), returning=[table.c.id])


@cache
def _seeing(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("wanted")).values(seen_at=bindparam("seen"))


@cache
def _choosing(table: Table, names: tuple[str, ...]) -> Upsert:
    return Upsert(table, (*names, "seen_at"), returning=_columns(table))


def _columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in _CHOICES]
