"""Nothing is lost and nothing doubled, however the process ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer


def texts_to(server: TelegramServer, chat_id: int) -> list[str]:
    return [message.text for message in server.world.chats[chat_id].messages.values() if message.sender["is_bot"]]


def rows(folder: Path, columns: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "cuesta.sqlite3") as connection:
        return connection.execute(f"SELECT {columns} FROM updates ORDER BY id").fetchall()


async def test_what_waits_for_a_flood_limit_is_sent_after_the_restart(
    server: TelegramServer, running: Running, tmp_path: Path
) -> None:
    ana = server.person(1, "es")
    fault = server.faults.add("status", "sendMessage", status=429, retry_after=30)
    async with running():
        await ana.says("/start")
        await ana.says("/ayuda")
        await server.record.until(lambda: fault.hits, what="the flood limit")
    assert texts_to(server, 1) == []
    assert [payload is not None for (payload,) in rows(tmp_path, "payload")] == [True, True]
    async with running():
        assert "Hola" in (await ana.reads()).text
        assert "Qué puede" in (await ana.reads()).text
        await server.quiet()
    assert len(texts_to(server, 1)) == 2
    assert [payload for (payload,) in rows(tmp_path, "payload")] == [None, None]


async def test_an_answer_cut_off_on_its_way_is_not_doubled(
    server: TelegramServer, running: Running, tmp_path: Path
) -> None:
    ana = server.person(1, "es")
    held = server.faults.add("held", "sendMessage")
    async with running():
        await ana.says("/start")
        await server.eventually(lambda: held.hits, "an answer on its way")
    held.let_go.set()
    async with running():
        assert "Hola" in (await ana.reads()).text
        assert "Qué puede" in (await ana.asks("/ayuda")).text
    assert len(texts_to(server, 1)) == 2
    assert all(finished for (finished,) in rows(tmp_path, "finished_at"))


async def test_updates_that_could_not_be_kept_are_fetched_again(
    server: TelegramServer, running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/start")
        await server.quiet()
        with sqlite3.connect(tmp_path / "cuesta.sqlite3", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            await ana.says("/ayuda")
            await server.eventually(lambda: "updates cannot be put on file" in caplog.text, "that the file is held")
            assert len(texts_to(server, 1)) == 1
            other.execute("ROLLBACK")
        assert "Qué puede" in (await ana.reads()).text
        await server.quiet()
    assert len(texts_to(server, 1)) == 2


async def test_malformed_and_unknown_updates_harm_nothing(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    async with running():
        server.world.tell("message", {"message_id": "none"}, 1)
        server.world.tell("callback_query", {"id": 5}, 1)
        server.world.tell("message", {}, 1)
        assert "Hola" in (await ana.asks("/start")).text
        await server.quiet()
    assert server.world.updates.pending == type(server.world.updates.pending)()


async def test_what_is_old_is_deleted(
    server: TelegramServer, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.receiving.LOOK_SECONDS", 0.1)
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/start")
        await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        long_ago = "2020-01-01 00:00:00.000000"
        connection.execute("UPDATE updates SET claimed_at = ?, finished_at = ?", (long_ago, long_ago))
    async with running():
        await server.eventually(lambda: not rows(tmp_path, "id"), "that it is deleted")
