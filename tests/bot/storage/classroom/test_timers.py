"""Timers: each fires once, a dead process's are taken over, and nobody's hurry is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.classroom.flow import Kind
from bot.storage.classroom import quizzes, timers
from bot.storage.classroom.quizzes import NewQuiz
from bot.storage.database import Database
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ME, YOU = 1, 2


async def begun(database: Database, chat: int = 7, at: datetime = NOON) -> int:
    new = NewQuiz(Kind.CHAT, chat, chat, "es", 30, 1, {(1, 0): fixed("a", "energy")})
    quiz, _ = await database.run(quizzes.begin, new, at)
    return quiz.id


async def test_only_one_gets_what_is_due(database: Database) -> None:
    first, second = await begun(database, 7), await begun(database, 8, NOON + 9 * SECOND)
    assert await database.run(timers.claim, ME, NOON - SECOND) == []
    assert await database.run(timers.claim, ME, NOON) == [first]
    assert await database.run(timers.claim, YOU, NOON) == []
    assert await database.run(timers.next_due, NOON) == NOON + 9 * SECOND
    assert await database.run(timers.claim, YOU, NOON + 9 * SECOND) == [second]
    assert await database.run(timers.next_due, NOON) is None


async def test_what_is_let_go_of_comes_back_in_time(database: Database) -> None:
    quiz = await begun(database)
    await database.run(timers.claim, ME, NOON)
    await database.run(timers.release, quiz, ME, NOON + 30 * SECOND, NOON + SECOND)
    assert await database.run(timers.next_due, NOON) == NOON + 30 * SECOND
    assert await database.run(timers.claim, YOU, NOON + 29 * SECOND) == []
    assert await database.run(timers.claim, YOU, NOON + 30 * SECOND) == [quiz]


async def test_a_dead_process_is_taken_over_from(database: Database) -> None:
    quiz = await begun(database)
    await database.run(timers.claim, ME, NOON)
    assert await database.run(timers.claim, YOU, NOON + timers.LEASE) == []
    assert await database.run(timers.renew, quiz, ME, NOON + 5 * SECOND)
    assert await database.run(timers.claim, YOU, NOON + timers.LEASE + SECOND) == []
    late = NOON + timers.LEASE + 6 * SECOND
    assert await database.run(timers.claim, YOU, late) == [quiz]
    assert not await database.run(timers.renew, quiz, ME, late), "it is mine no more"
    await database.run(timers.release, quiz, ME, late + 99 * SECOND, late)
    assert await database.run(timers.claim, ME, late) == [], "nor do I let go of it"


async def test_a_restart_frees_all(database: Database) -> None:
    quiz = await begun(database)
    await database.run(timers.claim, ME, NOON)
    await database.run(timers.free_all, NOON)
    assert await database.run(timers.claim, YOU, NOON) == [quiz]


async def test_hurry(database: Database) -> None:
    """While nobody is at it, it is due now; while somebody is, as soon as they let go."""
    quiz = await begun(database)
    await database.run(timers.claim, ME, NOON)
    await database.run(timers.release, quiz, ME, NOON + 30 * SECOND, NOON)
    await database.run(timers.hurry, quiz, NOON + SECOND)
    assert await database.run(timers.claim, ME, NOON + SECOND) == [quiz]
    await database.run(timers.hurry, quiz, NOON + 2 * SECOND)
    assert await database.run(timers.claim, YOU, NOON + 2 * SECOND) == []
    await database.run(timers.release, quiz, ME, NOON + 30 * SECOND, NOON + 3 * SECOND)
    assert await database.run(timers.claim, YOU, NOON + 3 * SECOND) == [quiz]
    await database.run(timers.release, quiz, YOU, NOON + 30 * SECOND, NOON + 4 * SECOND)
    assert await database.run(timers.next_due, NOON) == NOON + 30 * SECOND, "hurried once, not for ever"
