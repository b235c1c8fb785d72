"""With the rows of 100,000 people on file: every statement of a message, a press, a vote, a take-over, a clean-up and
of /forget finds its rows by an index, and people are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.settings import Settings
from bot.storage import inbox, privacy, retention
from bot.storage.classroom import timers
from bot.storage.database import Database
from bot.storage.times import now
from bot.telegram.classroom.room import Classroom
from tests.bot.classroom.small_bank import SmallBank
from tests.bot.storage import crowd
from tests.bot.storage.conftest import (  # noqa: F401 - fixtures
    kind,
    postgresql_server,
    postgresql_template,
    sqlite_template,
    url,
)
from tests.bot.telegram.classroom.conftest import QUICK
from tests.bot.telegram.classroom.people import (
    joins,
    makes_class,
    presses_and_reads,
    presses_and_sees,
    right,
    starts_live,
)
from tests.bot.telegram.serving import serving
from tests.telegram_server import Person, TelegramServer


@pytest.fixture
async def filled(url: str) -> str:  # noqa: F811
    """The address of a database with many rows."""
    async with Database(url) as database:
        await database.run(crowd.fill)
    return url


async def test_nobody_waits_for_the_rows_of_others(server: TelegramServer, filled: str) -> None:
    settings = Settings(
        _env_file=None, telegram_bot_token=server.token, telegram_api_url=server.url, database_url=filled
    )
    ana, rosa = server.person(crowd.FIRST + 7, "es"), server.person(crowd.FIRST + 70, "es")
    with crowd.recorded() as statements:
        async with serving(server, settings, Classroom(SmallBank(), QUICK)):
            await talks(ana)
            await practises(ana)
            await teaches(server, rosa, ana)
            await looks_and_forgets(ana)
        async with Database(filled) as database:
            await database.run(behind_the_scenes)
    assert len({statement.split(" WHERE")[0] for statement, _ in statements}) > 60
    bad = "SELECT id FROM people WHERE country = 'peru'"
    async with Database(filled) as database:
        assert await database.run(crowd.read_as_a_whole, [*statements, (bad, ())]) == {crowd.shape(bad): {"people"}}


async def talks(person: Person) -> None:
    """Questions, a follow-up, buttons, an edited question."""
    question = await person.says("costo de 512 A100 por un mes")
    answer = await person.reads()
    assert "512 × A100" in answer.text
    assert "512 × H100" in (await person.asks("¿y con H100?")).text
    await presses_and_sees(person, answer, "Fórmula")
    await person.edits(question, "costo de 8 A100 por un mes")
    assert "8 × A100" in (await person.sees_edit(answer)).text


async def practises(person: Person) -> None:
    """A question, the next one, how it goes."""
    question = await person.asks("/practicar GPU")
    await presses_and_sees(person, question, "A")
    await presses_and_sees(person, question, "Siguiente")
    await presses_and_sees(person, question, "B")
    assert "photo" in (await presses_and_reads(person, question, "Mi progreso")).content


async def teaches(server: TelegramServer, teacher: Person, student: Person) -> None:
    """A class with a live quiz, looked back at and exported."""
    panel, code = await makes_class(teacher)
    await joins(student, code, "Ana")
    await starts_live(teacher, panel)
    for _ in range(5):
        poll = await student.reads()
        await student.votes(poll, right(poll))
    mine = await student.reads()
    await presses_and_sees(student, mine, "Revisar")
    while "Participantes" not in (summary := await teacher.reads()).text:
        pass
    await presses_and_sees(teacher, summary, "Por estudiante")
    await presses_and_sees(teacher, summary, "Volver")
    await presses_and_sees(teacher, summary, "Por pregunta")
    await server.quiet()


async def looks_and_forgets(person: Person) -> None:
    """What is kept, and then nothing."""
    await person.asks("/privacidad")
    asked = await person.asks("/olvidame")
    await presses_and_sees(person, asked, "Borrar")


def behind_the_scenes(connection: Connection) -> None:
    """What is done now and then, whoever writes."""
    inbox.take(connection, {9: {}, 10: {}}, chats={9: 7, 10: 7})
    inbox.before(connection, 10, 7)
    inbox.hold(connection, [9, 10])
    inbox.take_over(connection)
    inbox.unfinished(connection)
    timers.claim(connection, 1)
    timers.next_due(connection)
    retention.prune(connection)
    retention.prune(connection, now() + timedelta(days=3650))
    privacy.everything_about(connection, crowd.FIRST + 100)
    privacy.forget(connection, crowd.FIRST + 100)
