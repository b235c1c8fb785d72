"""What the classroom's handlers share: where questions come from, how fast quizzes go, and a bell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.classroom.bank import Bank
from bot.classroom.flow import Pace


@dataclass(frozen=True)
class Classroom:
    """`due` is set where a quiz may have to go on sooner than planned."""

    bank: Bank
    pace: Pace = field(default_factory=Pace)
    due: asyncio.Event = field(default_factory=asyncio.Event)
