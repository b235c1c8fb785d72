"""The database is held, full or away while the bot serves: nothing is lost, and it goes on when it can."""

from __future__ import annotations

import contextlib
import resource
import sqlite3
from pathlib import Path

import pytest

from tests.bot.telegram.conftest import Running
from tests.bot.telegram.test_process import bot_process
from tests.telegram_server import TelegramServer


async def test_the_file_is_held_when_an_answer_is_there(
    server: TelegramServer, running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What is to be kept of an answered question is kept once the file is free."""
    ana = server.person(1, "es")
    held = server.faults.add("held", "sendMessage")
    async with running():
        await ana.says("costo de 512 A100 por un mes")
        await server.eventually(lambda: held.hits, "an answer on its way")
        with contextlib.closing(sqlite3.connect(tmp_path / "cuesta.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            held.let_go.set()
            answer = await ana.reads()
            await server.eventually(lambda: "storage failed" in caplog.text, "that the file is held")
            other.execute("ROLLBACK")
        await server.quiet()
        await ana.presses(answer, "Fórmula")
        assert "El cálculo" in (await ana.sees_edit(answer)).text
        assert "512 × H100" in (await ana.asks("¿y con H100?")).text
        await server.quiet()
    assert len(server.record.of("sendMessage")) == 2


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no limit can be set to another process there")
async def test_the_disk_is_full_and_then_is_not(server: TelegramServer, tmp_path: Path) -> None:
    people = [server.person(number, "es") for number in range(1, 6)]
    async with bot_process(server, tmp_path, LOG_LEVEL="INFO") as bot:
        assert "Hola" in (await people[0].asks("/start")).text
        await server.quiet()
        before = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))  # no file may grow
        for person in people:
            await person.says("qué es PUE")
        await server.eventually(lambda: any("cannot be put on file" in line for line in bot.lines), "a full disk")
        assert bot.process.returncode is None
        assert len(server.record.of("sendMessage")) == 1
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, before)
        for person in people:
            assert "PUE" in (await person.reads()).text
        await server.quiet()
    assert len(server.record.of("sendMessage")) == 1 + len(people)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no limit can be set to another process there")
async def test_the_disk_becomes_full_while_answers_wait(server: TelegramServer, tmp_path: Path) -> None:
    """Nothing can be noted of them, nor that they are handled; they go out all the same, once."""
    people = [server.person(number, "es") for number in range(1, 6)]
    flood = server.faults.add("status", "sendMessage", times=5, status=429, retry_after=3)
    async with bot_process(server, tmp_path, LOG_LEVEL="INFO") as bot:
        for person in people:
            await person.says("qué es PUE")
        await server.eventually(lambda: flood.hits == 5, "answers that wait")
        before = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        for person in people:
            assert "PUE" in (await person.reads()).text
        await server.eventually(lambda: any("storage failed" in line for line in bot.lines), "a full disk")
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, before)
        for person in people:
            assert "TDP" in (await person.asks("qué es TDP")).text
        await server.quiet()
    assert len(server.record.of("sendMessage")) == 2 * len(people)


async def test_what_was_begun_by_a_clock_that_was_ahead(
    server: TelegramServer, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.running.FINISH_SECONDS", 0.1)
    ana = server.person(1, "es")
    fault = server.faults.add("status", "sendMessage", status=429, retry_after=600)
    async with running():
        await ana.says("/start")
        await server.record.until(lambda: fault.hits, what="the flood limit")
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        connection.execute("UPDATE updates SET claimed_at = '2099-01-01 00:00:00.000000'")
    async with running():
        assert "Hola" in (await ana.reads()).text
