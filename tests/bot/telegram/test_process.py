"""The bot as a process: it starts, stops when told to, keeps its secrets, and refuses what it cannot run with."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram.serving import is_anything_unfinished
from tests.ports import free_port
from tests.telegram_server import TelegramServer


class BotProcess:
    """`python -m bot telegram` with its log."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())

    async def ended(self, seconds: float = 120) -> int:
        await asyncio.wait_for(self.process.wait(), seconds)
        await self._reading
        assert self.process.returncode is not None
        return self.process.returncode


@contextlib.asynccontextmanager
async def bot_process(server: TelegramServer, folder: Path, **changes: str) -> AsyncIterator[BotProcess]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM", "WEBHOOK"))},
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "DATABASE_URL": f"sqlite:///{folder / 'cuesta.sqlite3'}",
        "LOG_LEVEL": "DEBUG",
        "LANG": "en_US.UTF-8",
        **changes,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "telegram", env=environment, stderr=asyncio.subprocess.PIPE
    )
    running = BotProcess(process)
    server.is_at_work = lambda: is_anything_unfinished(folder / "cuesta.sqlite3")
    try:
        yield running
    finally:
        server.is_at_work = None
        if process.returncode is None:
            process.kill()
        await running.ended()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_stops_cleanly(server: TelegramServer, tmp_path: Path, number: signal.Signals) -> None:
    ana = server.person(1, "en")
    async with bot_process(server, tmp_path) as bot:
        await ana.says("/start")
        assert "Hello" in (await ana.reads()).text
        bot.process.send_signal(number)
        assert await bot.ended() == 0
    log = "".join(bot.lines)
    assert "serving" in log
    assert "stopped" in log
    assert "Hello" not in log
    assert server.token not in log
    assert server.token.split(":")[1] not in log
    for line in bot.lines:
        assert {"time", "level", "logger", "message"} <= json.loads(line).keys()


async def test_it_stops_also_where_telegram_does_not_answer(server: TelegramServer, tmp_path: Path) -> None:
    held = server.faults.add("held", "sendMessage")
    async with bot_process(server, tmp_path) as bot:
        await server.person(1, "en").says("/start")
        await server.eventually(lambda: held.hits, "an answer on its way")
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0


async def test_a_token_that_telegram_refuses(server: TelegramServer, tmp_path: Path) -> None:
    wrong = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    async with bot_process(server, tmp_path, TELEGRAM_BOT_TOKEN=wrong) as bot:
        assert await bot.ended() == 2
    assert "TELEGRAM_BOT_TOKEN" in bot.lines[-1]
    assert wrong not in "".join(bot.lines)
    server.record.calls.clear()


async def test_it_waits_for_a_server_that_is_not_there_yet(tmp_path: Path) -> None:
    port = free_port()
    first = TelegramServer(port=port)
    first.url = f"http://127.0.0.1:{port}"
    async with bot_process(first, tmp_path) as bot:
        await asyncio.sleep(2)
        assert bot.process.returncode is None
        async with TelegramServer(port=port) as server:
            assert "Hello" in (await server.person(1, "en").asks("/start")).text
            assert server.token not in "".join(bot.lines)
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ended() == 0


async def test_killed_in_a_burst(server: TelegramServer, tmp_path: Path) -> None:
    """Whatever was answered is not answered again, and what was not, is."""
    server.latency = 0.05
    people = [server.person(number, "en") for number in range(1, 21)]
    async with bot_process(server, tmp_path, LOG_LEVEL="INFO") as bot:
        await people[0].asks("/start")
        for text in ("cost of 512 A100 for a month", "what is inference?"):
            for person in people:
                await person.says(text)
        await server.record.until(lambda: len(server.record.of("sendMessage")) > 12, what="some answers")
        bot.process.kill()
        await bot.ended()
    async with bot_process(server, tmp_path, LOG_LEVEL="INFO"):
        await people[0].asks("/help")
        await server.quiet(1.0)
    answers = [sum(message.sender["is_bot"] for message in person.chat.messages.values()) for person in people]
    answers[0] -= 2
    assert max(answers) == 2, "none is doubled"
    # One that was noted as going out and was not yet written when the process ended is lost: next to never.
    assert sum(answers) >= 2 * len(people) - 1
