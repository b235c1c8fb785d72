"""Units of work: all or nothing, one's failure is nobody else's, on either database."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage import inbox, preferences
from bot.storage.database import Database
from bot.storage.records import Preferences
from bot.storage.sqlite import SqliteUnits


async def test_what_a_unit_wrote_is_there_for_the_next_and_for_others(url: str) -> None:
    async with Database(url) as one, Database(url) as other:
        await one.run(preferences.choose_for_person, 42, language="es")
        assert await one.run(preferences.of_person, 42) == Preferences(language="es")
        assert await other.run(preferences.of_person, 42) == Preferences(language="es")


@pytest.mark.parametrize("way", ["run", "run_brief"])
async def test_a_unit_that_raises_leaves_nothing_behind(database: Database, way: str) -> None:
    def half(connection: Connection) -> None:
        preferences.choose_for_person(connection, 42, language="es")
        raise KeyError("half way")

    with pytest.raises(KeyError, match="half way"):
        await getattr(database, way)(half)
    assert await database.run(preferences.of_person, 42) == Preferences()


@pytest.mark.parametrize("way", ["run", "run_brief"])
async def test_among_many_units_only_the_failing_ones_fail(database: Database, way: str) -> None:
    def choose(connection: Connection, person: int) -> int:
        preferences.choose_for_person(connection, person, language="es")
        if person % 7 == 0:
            raise KeyError(person)
        if person % 11 == 0:
            connection.execute(text("SELECT nonsense"))
        return person

    run = getattr(database, way)
    outcomes = await asyncio.gather(*(run(choose, n) for n in range(1, 101)), return_exceptions=True)
    for person, outcome in enumerate(outcomes, 1):
        kept = await database.run(preferences.of_person, person)
        if person % 7 == 0:
            assert isinstance(outcome, KeyError)
            assert kept == Preferences()
        elif person % 11 == 0:
            assert isinstance(outcome, StorageError)
            assert outcome.problem == "failed"
            assert kept == Preferences()
        else:
            assert outcome == person
            assert kept == Preferences(language="es")


async def test_units_that_change_the_same_row_do_not_lose_each_others_change(database: Database) -> None:
    def count_up(connection: Connection) -> None:
        connection.execute(text("UPDATE updates SET attempts = attempts + 1 WHERE id = 5"))

    def read(connection: Connection) -> Any:
        return connection.execute(text("SELECT attempts FROM updates WHERE id = 5")).scalar()

    await database.run(inbox.take, {5: {}})
    await asyncio.gather(*(database.run(count_up) for _ in range(200)))
    assert await database.run(read) == 201


async def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO updates (id) VALUES (:id)"), {"id": 987654321})

    with pytest.raises(StorageError) as caught:
        await database.run(fail)
    causes = []
    cause: BaseException | None = caught.value
    while cause is not None:
        causes.append(cause)
        cause = cause.__cause__ if type(cause).__module__.startswith(("bot", "sqlalchemy")) else None
    assert len(causes) > 1
    assert not any("987654321" in str(error) for error in causes if "sqlalchemy.exc" in type(error).__module__)
    assert "987654321" not in str(caught.value)


async def test_nobody_waits_for_a_unit_whose_caller_gave_up(database: Database) -> None:
    given_up = asyncio.create_task(database.run(preferences.choose_for_person, 42, language="es"))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert await database.run(preferences.choose_for_person, 43, language="en") == Preferences(language="en")


async def test_closing_finishes_what_waits(url: str) -> None:
    database = Database(url)
    await database.open()
    waiting = [asyncio.ensure_future(database.run(preferences.choose_for_person, n, language="es")) for n in range(5)]
    await asyncio.sleep(0)
    results = await asyncio.gather(*waiting) if database.kind == "postgresql" else None
    await database.close()
    assert (results or await asyncio.gather(*waiting)) == [Preferences(language="es")] * 5


async def test_opening_again_after_giving_up(empty_url: str) -> None:
    database = Database(empty_url)
    opening = asyncio.ensure_future(database.open())
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    async with database:
        await database.check()


async def test_before_opening_and_after_closing(url: str) -> None:
    database = Database(url)
    with pytest.raises(StorageError, match="unreachable: not open"):
        await database.check()
    await database.open()
    await database.check()
    await database.close()
    await database.close()
    with pytest.raises(StorageError, match="unreachable: not open"):
        await database.check()
    await database.open()
    await database.check()
    await database.close()


class _OddError(BaseException):
    """Not an Exception, as what ends a program is not."""


@pytest.mark.parametrize("how", ["run", "run_brief", "run_last"])
@pytest.mark.parametrize(
    ("raised", "caught"),
    [(StopIteration, RuntimeError), (StopAsyncIteration, StopAsyncIteration), (_OddError, _OddError)],
)
async def test_whatever_a_unit_raises_comes_out_and_hurts_nobody_else(
    database: Database, how: str, raised: type[BaseException], caught: type[BaseException]
) -> None:
    def odd(connection: Connection) -> None:
        preferences.choose_for_person(connection, 1, language="es")
        raise raised

    others = [asyncio.ensure_future(database.run_brief(preferences.of_person, number)) for number in range(3)]
    with pytest.raises(caught):
        await asyncio.wait_for(getattr(database, how)(odd), 60)
    assert await asyncio.wait_for(asyncio.gather(*others), 60) == [Preferences()] * 3
    assert await asyncio.wait_for(database.run(preferences.of_person, 1), 60) == Preferences()


async def test_a_unit_that_is_cancelled_from_within(database: Database) -> None:
    def cancelled(_: Connection) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(database.run_brief(cancelled), 60)
    assert await database.run(preferences.of_person, 1) == Preferences()


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_ctrl_c_while_work_is_done_ends_the_program_and_loses_none_of_it(database: Database) -> None:
    """On Windows it is raised wherever the program is just then."""
    times = iter([KeyboardInterrupt, None])

    def interrupted(connection: Connection) -> Preferences:
        if (error := next(times)) is not None:
            raise error
        return preferences.choose_for_person(connection, 1, language="es")

    loop, interrupts = asyncio.get_running_loop(), []
    units = database._units
    assert isinstance(units, SqliteUnits)
    assert units._gathering is not None
    call = units._gathering._call

    def caught() -> None:
        try:
            call()
        except KeyboardInterrupt as error:
            interrupts.append(error)

    units._gathering._call = caught  # type: ignore[method-assign]
    assert await asyncio.wait_for(database.run_brief(interrupted), 60) == Preferences(language="es")
    assert len(interrupts) == 1
    assert loop.is_running()
