"""How long things are kept. The privacy text is rendered from `KEPT`; nothing is kept longer than it says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.storage.records import KEPT
from bot.storage.tables import answers, chats, conversations, people, updates
from bot.storage.times import now

_AGES = (
    (conversations, conversations.c.updated_at),
    (answers, answers.c.answered_at),
    (updates, updates.c.claimed_at),
    (people, people.c.seen_at),
    (chats, chats.c.seen_at),
)


def prune(connection: Connection, at: datetime | None = None) -> dict[str, int]:
    """Delete what is older than `KEPT` says; how many rows went from each table that had any."""
    moment = at or now()
    gone = {}
    for table, age in _AGES:
        if count := connection.execute(delete(table).where(age < moment - KEPT[table.name])).rowcount:
            gone[table.name] = count
    return gone
