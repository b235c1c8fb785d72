"""Several processes on one PostgreSQL database: a quiz is one's at a time, and a dead one's is taken over."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.assistant import Assistant
from bot.classroom.bank import questions
from bot.classroom.flow import Kind, Pace
from bot.settings import Settings
from bot.storage.classroom import answers, classes, quizzes
from bot.storage.classroom import results as kept
from bot.storage.classroom.quizzes import NewQuiz
from bot.storage.database import Database
from bot.telegram.application import build
from bot.telegram.classroom.conducting import Conductor
from bot.telegram.classroom.room import Classroom
from bot.telegram.surface import Surface
from tests.bot.classroom.small_bank import SmallBank
from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture
from tests.bot.telegram.classroom.people import poll_of, sent_polls
from tests.telegram_server import TelegramServer

STUDENTS = 30
PACE = Pace(
    lateness=timedelta(seconds=0.2), pause_class=timedelta(0), tick=timedelta(seconds=1), proof=timedelta(seconds=2)
)


@contextlib.asynccontextmanager
async def replica(server: TelegramServer, url: str) -> AsyncIterator[tuple[Surface, Conductor]]:
    """A conductor as each process has one."""
    settings = Settings(_env_file=None, telegram_bot_token=server.token, telegram_api_url=server.url, database_url=url)
    application, bot = build(settings)
    async with Database(url) as database:
        await application.initialize()
        surface = Surface(Assistant(), database, bot, Classroom(SmallBank(), PACE))
        conductor = Conductor(surface)
        try:
            yield surface, conductor
        finally:
            await conductor.stop()
            await application.shutdown()


async def begin(surface: Surface) -> int:
    """A live quiz of a class of thirty."""
    made = await surface.database.run(classes.make, 1, "Física 101", "es")
    for number in range(STUDENTS):
        await surface.database.run(classes.join, made.id, 100 + number, f"S{number}", None, "es")
    items = questions(surface.classroom.bank, 3, 1)
    quiz, _ = await surface.database.run(quizzes.begin, NewQuiz(Kind.LIVE, 1, 1, "es", 30, 1, items, class_id=made.id))
    return quiz.id


@pytest.mark.parametrize("ends", ["cleanly", "killed"])
async def test_what_one_began_the_other_goes_on_with(
    server: TelegramServer,
    postgresql_server: Callable[[str], str],  # noqa: F811
    ends: str,
) -> None:
    import asyncpg

    name = f"replicas_{ends}"
    connection = await asyncpg.connect(postgresql_server("postgres"))
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    url = str(postgresql_server(name))
    people = [server.person(1, "es"), *(server.person(100 + number, "es") for number in range(STUDENTS))]
    for person in people:
        person.chat.started = True
    async with replica(server, url) as (first, conductor), replica(server, url) as (second, other):
        quiz_id = await begin(first)
        conductor.start(alone=False)
        await server.record.until(lambda: len(server.record.of("sendPoll")) >= 10, what="polls")
        if ends == "killed":
            await dies(first, conductor)
        else:
            await conductor.stop()
        sent = len(server.record.of("sendPoll"))
        assert sent < STUDENTS
        other.start(alone=False)
        await asyncio.sleep(1.5 if ends == "killed" else 0)
        if ends == "killed":
            assert len(server.record.of("sendPoll")) == sent, "not before the lease has run out"
        answered = await votes_until_over(server, second, quiz_id)
    asked = [Counter(poll_of(message)["question"] for message in sent_polls(server, person)) for person in people[1:]]
    assert all(set(counted.values()) == {1} for counted in asked), "nobody was asked twice"
    assert [counted.total() for counted in asked] == [3] * STUDENTS, "and nobody missed a question"
    assert answered == 3 * STUDENTS


async def dies(surface: Surface, conductor: Conductor) -> None:
    """Everything stops at once, and nothing more is written."""
    database = surface.database

    async def gone(*_: object, **__: object) -> None:
        raise ConnectionError

    object.__setattr__(database, "run", gone)
    await conductor.stop()


async def votes_until_over(server: TelegramServer, surface: Surface, quiz_id: int) -> int:
    """Every student answers every question as it comes; how many answers there are in the end."""
    voted: set[tuple[int, str]] = set()
    async with asyncio.timeout(300):
        while True:
            quiz = await surface.database.run(quizzes.get, quiz_id)
            assert quiz is not None
            if quiz.over_at is not None:
                break
            for chat in list(server.world.chats.values()):
                for message in chat.messages.values():
                    poll = message.content.get("poll")
                    if poll is not None and (chat.id, poll["id"]) not in voted:
                        recorded = await surface.database.run(answers.vote, poll["id"], chat.id, [0])
                        if recorded is not None:
                            voted.add((chat.id, poll["id"]))
            surface.classroom.due.set()
            await asyncio.sleep(0.05)
    found = await surface.database.run(kept.of_quiz, quiz)
    return len(found.answers)
