"""What a person was asked in private, and is to write next. `bot.storage.visits` finds it out as somebody writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete

from bot.storage.classroom.tables import dialogues
from bot.storage.prepared import Prepared, upsert
from bot.storage.records import Dialogue
from bot.storage.times import now

WAITS: Final = timedelta(hours=1)
"""After so long, what somebody writes is no answer any more."""

_ending = Prepared(delete(dialogues).where(dialogues.c.person_id == bindparam("wanted")))
_asking = upsert(dialogues, ("person_id", "kind", "content", "asked_at"), ("kind", "content", "asked_at"))


def ask(connection: Connection, person_id: int, kind: str, content: dict[str, Any], at: datetime | None = None) -> None:
    """The next thing that the person writes in private answers this."""
    _asking.count(connection, person_id=person_id, kind=kind, content=content, asked_at=at or now())


def end(connection: Connection, person_id: int) -> bool:
    """Ask nothing any more; whether something was asked."""
    return _ending.count(connection, wanted=person_id) > 0


def dialogue_in(row: Sequence[Any], at: datetime) -> Dialogue | None:
    """The dialogue from its kind, its content and when it was asked; all are None where there is none."""
    kind, content, asked_at = row
    return None if asked_at is None or asked_at < at - WAITS else Dialogue(kind, content)
