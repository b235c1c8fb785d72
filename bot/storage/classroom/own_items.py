"""Questions that teachers brought along, class by class."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.classroom.played import PlayedItem, restored
from bot.storage.classroom.tables import own_items
from bot.storage.times import now

MOST = 500
"""Questions of one class."""


def add(
    connection: Connection, class_id: int, person_id: int, items: Iterable[PlayedItem], at: datetime | None = None
) -> None:
    """Keep questions of a class."""
    rows = [
        {"class_id": class_id, "person_id": person_id, "content": item.kept(), "created_at": at or now()}
        for item in items
    ]
    if rows:
        connection.execute(insert(own_items), rows)


def of_class(connection: Connection, class_id: int) -> list[PlayedItem]:
    """The questions of a class, in the order in which they were brought; their ids are their own."""
    rows = connection.execute(
        select(own_items.c.id, own_items.c.content).where(own_items.c.class_id == class_id).order_by(own_items.c.id)
    )
    return [dataclasses.replace(restored(content), item_id=f"own-{number}") for number, content in rows]


def count(connection: Connection, class_id: int) -> int:
    """How many questions a class has."""
    counting = select(func.count()).where(own_items.c.class_id == class_id)
    number: int = connection.execute(counting).scalar_one()
    return number


def clear(connection: Connection, class_id: int) -> int:
    """Delete the questions of a class; how many there were. Quizzes keep their copies."""
    return connection.execute(delete(own_items).where(own_items.c.class_id == class_id)).rowcount
