"""What people and groups have chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Unpack, get_type_hints

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from bot.storage.prepared import Prepared, upsert
from bot.storage.records import Choices, Preferences
from bot.storage.tables import chats, people
from bot.storage.times import now

_CHOICES = tuple(get_type_hints(Choices))
_SEEN_AGAIN = timedelta(hours=1)  # last seen to the hour: enough for what it is for, and most messages write nothing


def of_person(connection: Connection, person_id: int) -> Preferences:
    """What a person has chosen; nothing, for somebody unknown."""
    return from_row(_reading(people).first(connection, wanted=person_id))


def of_chat(connection: Connection, chat_id: int) -> Preferences:
    """What a group's administrators have chosen; nothing, for a group unknown."""
    return from_row(_reading(chats).first(connection, wanted=chat_id))


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


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns of `people` or `chats` that `from_row` takes, in its order."""
    return [table.c[name] for name in _CHOICES] + [table.c.seen_at]


def from_row(row: Sequence[Any] | None) -> Preferences:
    """Preferences from the values of `columns_of`."""
    return Preferences() if row is None else Preferences(*row[: len(_CHOICES)])


def note(connection: Connection, table: Table, id: int, seen_at: datetime | None, at: datetime) -> bool:
    """Note that a person or a group is here; `seen_at` is what its row says, None without a row. Whether it is new."""
    if seen_at is None:
        # Somebody else may be inserting the same row: whose insertion counts is who met first.
        return _meeting(table).count(connection, id=id, created_at=at, seen_at=at) > 0
    if seen_at < at - _SEEN_AGAIN:
        _seeing(table).count(connection, wanted=id, seen=at)
    return False


def _choose(connection: Connection, table: Table, id: int, at: datetime | None, choices: Choices) -> Preferences:
    if unknown := set(choices) - set(_CHOICES):
        raise TypeError(f"no such preference: {', '.join(sorted(unknown))}")
    at = at or now()
    choosing = _choosing(table, tuple(sorted(choices)))
    return from_row(choosing.first(connection, id=id, created_at=at, seen_at=at, **choices))


@cache
def _reading(table: Table) -> Prepared:
    return Prepared(select(*columns_of(table)).where(table.c.id == bindparam("wanted")))


@cache
def _meeting(table: Table) -> Prepared:
    return upsert(table, ("id", "created_at", "seen_at"))


@cache
def _seeing(table: Table) -> Prepared:
    seeing = update(table).where(table.c.id == bindparam("wanted"))
    return Prepared(seeing.values(seen_at=bindparam("seen", type_=table.c.seen_at.type)))


@cache
def _choosing(table: Table, names: tuple[str, ...]) -> Prepared:
    filling = ("id", "created_at", "seen_at", *names)
    return upsert(table, filling, (*names, "seen_at"), returning=columns_of(table))
