"""Quizzes played by hand, second by second, for tests."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from bot.classroom.flow import Delivery, Kind, Pace, Quiz, Step
from bot.storage.classroom import answers, flow, messages, quizzes
from bot.storage.classroom.quizzes import NewQuiz
from bot.storage.database import Database
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PACE = Pace(lateness=2 * SECOND, pause_group=5 * SECOND, pause_alone=timedelta(0))
ITEMS = {(number, 0): fixed(f"item-{number}", "energy", key=number % 3) for number in (1, 2)}
GROUP = NewQuiz(Kind.CHAT, -7, 42, "es", 30, 1, ITEMS, asked_message_id=5)
ALONE = dataclasses.replace(GROUP, chat_id=42)


def at(seconds: float) -> datetime:
    return NOON + seconds * SECOND


async def begun(database: Database, new: NewQuiz = GROUP) -> Quiz:
    quiz, is_new = await database.run(quizzes.begin, new, NOON)
    assert is_new
    return quiz


async def step(database: Database, quiz: Quiz, seconds: float) -> Step:
    found = await database.run(flow.advance, quiz.id, PACE, at(seconds))
    assert found is not None
    return found


async def send(database: Database, one: Step, seconds: float) -> Delivery:
    """Send the message of a step; its poll is named after its position."""
    (message,) = one.send
    assert await database.run(messages.sending, message, at(seconds))
    await database.run(messages.sent, message, 100 + message.position, f"poll-{message.position}", at(seconds))
    return message


async def vote(database: Database, poll: str, person: int, place: int, seconds: float) -> bool | None:
    recorded = await database.run(answers.vote, poll, person, [place], at(seconds))
    return None if recorded is None else recorded.is_new
