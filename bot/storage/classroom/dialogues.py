"""What a person was asked in private, and is to write next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage.classroom.tables import dialogues
from bot.storage.prepared import Prepared, upsert
from bot.storage.times import now

_this = dialogues.c.person_id == bindparam("wanted")
_getting = Prepared(select(dialogues.c.kind, dialogues.c.content).where(_this))
_ending = Prepared(delete(dialogues).where(_this))
_asking = upsert(dialogues, ("person_id", "kind", "content", "asked_at"), ("kind", "content", "asked_at"))


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What was asked (`kind`), and what it is about."""

    kind: str
    content: dict[str, Any]


def ask(connection: Connection, person_id: int, kind: str, content: dict[str, Any], at: datetime | None = None) -> None:
    """The next thing that the person writes answers this."""
    _asking.count(connection, person_id=person_id, kind=kind, content=content, asked_at=at or now())


def waiting(connection: Connection, person_id: int) -> Dialogue | None:
    """What the person was asked."""
    row = _getting.first(connection, wanted=person_id)
    return None if row is None else Dialogue(*row)


def end(connection: Connection, person_id: int) -> bool:
    """Ask nothing any more; whether something was asked."""
    return _ending.count(connection, wanted=person_id) > 0
