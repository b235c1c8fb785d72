"""SQLite: the file, its locks, and what can befall it."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from bot.errors import StorageError
from bot.question import DefinitionQuestion
from bot.storage import conversations, gathering, preferences, privacy
from bot.storage.address import parsed
from bot.storage.database import Database
from bot.storage.migrations import LATEST
from bot.storage.records import Place, Preferences
from bot.storage.sqlite import SqliteUnits, _prepare


def _url(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Another program writes to the file and takes its time."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _watched(transactions: list[str]) -> Iterator[None]:
    """Note in a list that a transaction begins."""

    def begun(connection: Connection) -> None:
        transactions.append(connection.dialect.name)

    event.listen(Engine, "begin", begun)
    try:
        yield
    finally:
        event.remove(Engine, "begin", begun)


def _choose(connection: Connection) -> Preferences:
    return preferences.choose_for_person(connection, 42, language="es")


async def test_folder_and_file_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "newer" / "cuesta.sqlite3"
    async with Database(_url(file)) as database:
        await database.run(_choose)
        if sys.platform != "win32":
            modes = {name.name: stat.S_IMODE(name.stat().st_mode) for name in [file.parent, *file.parent.iterdir()]}
            names = ("cuesta.sqlite3", "cuesta.sqlite3-wal", "cuesta.sqlite3-shm")
            assert modes == {"newer": 0o700} | dict.fromkeys(names, 0o600)


async def test_how_the_file_is_used(tmp_path: Path) -> None:
    def pragmas(connection: Connection) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    async with Database(_url(tmp_path / "a.sqlite3")) as database:
        assert await database.run(pragmas) == {
            "journal_mode": "wal",
            "synchronous": 1,
            "foreign_keys": 1,
            "secure_delete": 1,
            "busy_timeout": 5000,
        }


async def test_a_database_in_memory() -> None:
    async with Database("sqlite://") as database:
        assert await database.run(_choose) == Preferences(language="es")
        assert await database.run(preferences.of_person, 42) == Preferences(language="es")


async def test_another_program_holds_the_file_for_a_moment(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)) as database:
        with _held(file):
            waiting = asyncio.ensure_future(database.run(_choose))
            await asyncio.sleep(0.2)
            assert not waiting.done()
        assert await waiting == Preferences(language="es")


async def test_another_program_holds_the_file_for_long(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    units = SqliteUnits(parsed(_url(file)), busy_seconds=0.2)
    await units.open()
    with _held(file):
        begun = 0

        def note(_: Connection) -> None:
            nonlocal begun
            begun += 1

        event.listen(Engine, "begin", note)
        outcomes = await asyncio.gather(*(units.run(_choose) for _ in range(20)), return_exceptions=True)
        assert [getattr(outcome, "problem", None) for outcome in outcomes] == ["locked"] * 20
        event.remove(Engine, "begin", note)
        assert begun <= 3, "together, not one after the other"
    assert await units.run(_choose) == Preferences(language="es")
    await units.close()


async def test_brief_work_waits_for_another_program_without_holding_up_the_event_loop(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)) as database:
        with _held(file):
            waiting = [asyncio.ensure_future(database.run_brief(preferences.of_person, n)) for n in range(3)]
            await asyncio.sleep(0.2)  # would not return before the file is given back
            assert not any(one.done() for one in waiting)
        assert await asyncio.gather(*waiting) == [Preferences()] * 3


async def test_brief_work_is_done_where_it_is_asked_for(tmp_path: Path) -> None:
    def thread(_: Connection) -> str:
        return threading.current_thread().name

    async with Database(_url(tmp_path / "a.sqlite3")) as database:
        assert await database.run_brief(thread) == threading.main_thread().name
        assert await database.run(thread) == "storage"
        both = await asyncio.gather(database.run(thread), database.run_brief(thread))
        assert both == ["storage", "storage"]  # the file is the thread's until it is done
        assert await database.run_brief(thread) == threading.main_thread().name


async def test_what_nobody_waits_for_goes_with_what_comes_next(tmp_path: Path) -> None:
    def begun(connection: Connection) -> list[str]:
        return transactions

    transactions: list[str] = []
    async with Database(_url(tmp_path / "a.sqlite3")) as database:
        with _watched(transactions):
            last = [asyncio.ensure_future(database.run_last(begun)) for _ in range(3)]
            await asyncio.sleep(0)
            assert transactions == []
            await database.run_brief(begun)
            assert [len(await one) for one in last] == [1, 1, 1]
            await database.run_last(begun)  # and by itself where nothing comes
    assert len(transactions) == 2


async def test_when_many_come_what_is_urgent_goes_together_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def begun(_: Connection) -> int:
        return len(transactions)

    monkeypatch.setattr(gathering, "COMPANY_SECONDS", 3.0)
    transactions: list[str] = []
    async with Database(_url(tmp_path / "a.sqlite3")) as database:
        with _watched(transactions):
            for number in range(1, gathering.CROWD):
                assert await database.run_brief(begun) == number  # few are served at once
            crowd = []
            for _ in range(5):
                crowd.append(asyncio.ensure_future(database.run_brief(begun)))
                for _ in range(10):
                    await asyncio.sleep(0)
            assert len(transactions) == gathering.CROWD - 1
            assert await asyncio.gather(*crowd) == [gathering.CROWD] * 5


async def test_brief_work_after_the_file_was_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)) as database:
        await database.run_brief(_choose)
        if sys.platform == "win32":
            return
        for suffix in ("", "-wal", "-shm"):
            file.with_name(f"a.sqlite3{suffix}").unlink()
        assert await database.run_brief(preferences.of_person, 42) == Preferences()
        assert file.exists()


async def test_the_event_loop_goes_on_while_the_file_is_held(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)) as database:
        with _held(file):
            waiting = asyncio.ensure_future(database.run(_choose))
            for _ in range(20):
                await asyncio.sleep(0.005)
            assert not waiting.done(), "were the loop held up, it would have given up after five seconds"
        await waiting


async def test_the_disk_is_full_and_then_is_not(tmp_path: Path) -> None:
    def limit(connection: Connection, pages: int) -> None:
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    def pages(connection: Connection) -> int:
        return int(connection.execute(text("PRAGMA page_count")).scalar_one())

    def fill(connection: Connection) -> None:
        for person in range(2000):
            preferences.choose_for_person(connection, person, language="es")

    async with Database(_url(tmp_path / "a.sqlite3")) as database:
        await database.run(limit, await database.run(pages) + 1)
        with pytest.raises(StorageError, match="full"):
            await database.run(fill)
        assert await database.run(preferences.of_person, 1) == Preferences()
        await database.run(limit, 1_000_000)
        await database.run(fill)
        assert await database.run(preferences.of_person, 1999) == Preferences(language="es")


@pytest.mark.parametrize(
    "content", [b"this is a letter, not a database\n" * 200, b"SQLite format 3\0" + b"\xff" * 9000]
)
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.sqlite3"
    file.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        await Database(_url(file)).open()
    assert caught.value.problem == "damaged"
    assert file.read_bytes() == content


async def test_a_database_of_a_later_version(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)):
        pass
    with closing(sqlite3.connect(file)) as later, later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="newer: 9999"):
        await Database(_url(file)).open()
    with closing(sqlite3.connect(file)) as later:
        assert later.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    assert LATEST != "9999"


async def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for file in (tmp_path / "file" / "a.sqlite3", tmp_path / "file" / "deeper" / "a.sqlite3", tmp_path):
        with pytest.raises(StorageError) as caught:
            await Database(_url(file)).open()
        assert caught.value.problem == "folder"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
async def test_the_file_is_taken_away_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "a.sqlite3"
    async with Database(_url(file)) as database:
        await database.run(_choose)
        await database.check()
        away = tmp_path / "away"
        file.parent.rename(away)
        (tmp_path / "folder").write_text("in the way")
        with pytest.raises(StorageError, match="folder"):
            await database.run(_choose)
        (tmp_path / "folder").unlink()
        away.rename(tmp_path / "folder")
        assert await database.run(preferences.of_person, 42) == Preferences(language="es")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
async def test_a_file_that_was_deleted_is_made_anew_rather_than_written_to_in_vain(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    async with Database(_url(file)) as database:
        for suffix in ("", "-wal", "-shm"):
            file.with_name(f"a.sqlite3{suffix}").unlink()
        await database.run(_choose)
    async with Database(_url(file)) as again:
        assert await again.run(preferences.of_person, 42) == Preferences(language="es")


async def test_what_is_forgotten_is_overwritten_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    asked = DefinitionQuestion(terms=("unmistakable-words",))
    async with Database(_url(file)) as database:
        await database.run(conversations.keep, Place(42, 42), asked, "es")
    assert b"unmistakable-words" in file.read_bytes()
    async with Database(_url(file)) as database:
        await database.run(privacy.forget, 42)
    assert b"unmistakable-words" not in file.read_bytes()


class _Contended(sqlite3.Connection):
    """A new file that others open in the same moment, as they do now and then."""

    refusals = 3

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if "journal_mode" in sql and self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(sql, *parameters)


def test_a_new_file_that_others_open_in_the_same_moment(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", factory=_Contended)) as connection:
        _prepare(connection, None)
        assert connection.refusals == 0
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    async def open_and_use(file: Path) -> Preferences:
        async with Database(_url(file)) as database:
            return await database.run(_choose)

    with ThreadPoolExecutor(6) as threads:
        for number in range(5):
            file = tmp_path / f"{number}.sqlite3"
            opened = list(threads.map(lambda _, file=file: asyncio.run(open_and_use(file)), range(6)))  # type: ignore[misc]
            assert opened == [Preferences(language="es")] * 6
