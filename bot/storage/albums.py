"""Albums: several pictures that somebody sends as one message, and that come as several."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select

from bot.storage.prepared import Prepared, upsert
from bot.storage.tables import albums
from bot.storage.times import now

_LONGEST = 64
_coming = upsert(albums, ("chat_id", "album", "message_id", "seen_at"))
_first = Prepared(
    select(albums.c.message_id).where(
        and_(albums.c.chat_id == bindparam("here"), albums.c.album == bindparam("wanted"))
    )
)


def is_first(connection: Connection, chat_id: int, album: str, message_id: int, at: datetime | None = None) -> bool:
    """Whether of an album this message came first, and stands for the whole; also when it is handled once more."""
    album = album[:_LONGEST]
    _coming.count(connection, chat_id=chat_id, album=album, message_id=message_id, seen_at=at or now())
    row = _first.first(connection, here=chat_id, wanted=album)
    return row is not None and row[0] == message_id
