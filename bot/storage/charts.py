"""Charts that were sent: under which id Telegram holds the picture, for whichever replica is asked for it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.storage.prepared import Prepared, upsert
from bot.storage.tables import charts
from bot.storage.times import now

_getting = Prepared(select(charts.c.file_id).where(charts.c.digest == bindparam("wanted")))
_keeping = upsert(charts, ("digest", "file_id", "sent_at"), ("file_id", "sent_at"))


def keep(connection: Connection, digest: str, file_id: str, at: datetime | None = None) -> None:
    """Telegram holds the chart with this digest under this id."""
    _keeping.count(connection, digest=digest, file_id=file_id, sent_at=at or now())


def file_id(connection: Connection, digest: str) -> str | None:
    """Telegram's id of the chart with this digest; None where it was not sent, or long ago."""
    row = _getting.first(connection, wanted=digest)
    return None if row is None else str(row[0])
