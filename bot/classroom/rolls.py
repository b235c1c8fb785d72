"""Classes and who is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.classroom.codes import code_of

KEEP_DAYS = (30, 180, 365)
"""For how long after its last use a teacher may have a class kept."""
USUAL_KEEP_DAYS = 365
TITLE, NAME, NUMBER, NICKNAME = 64, 64, 32, 32
"""Most characters of a class's title, and of a student's name, number and nickname."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of a teacher (`person_id`). `screen_chat_id` is a group for projecting; None: the teacher's own chat."""

    id: int
    person_id: int
    title: str
    language: str
    asks_number: bool
    is_open: bool
    shows_ranking: bool
    screen_chat_id: int | None
    screen_topic_id: int | None
    keep_days: int

    @property
    def code(self) -> str:
        """What students join by."""
        return code_of(self.id)


@dataclass(frozen=True, slots=True)
class Member:
    """A student of a class. `nickname` stands in the ranking; None: they do not want to stand there."""

    class_id: int
    person_id: int
    name: str
    number: str | None
    nickname: str | None
    language: str
    joined_at: datetime


def named(member: Member) -> str:
    """How a student stands on a roster: the name and, where there is one, the student number."""
    return f"{member.name} ({member.number})" if member.number else member.name
