"""What an operator may watch, and who may not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.assistant import Assistant
from bot.settings import Settings
from bot.telegram.metrics import Metrics
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.test_webhook import SECRET
from tests.ports import free_port
from tests.telegram_server import TelegramServer


@pytest.fixture
async def hooked(running: Running) -> AsyncIterator[Settings]:
    port = free_port()
    changes = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET, "webhook_port": port}
    async with running(**changes) as settings:
        yield settings


async def told(settings: Settings, **headers: str) -> tuple[int, dict[str, float], str]:
    address = f"http://127.0.0.1:{settings.webhook_port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as response:
        text = await response.text()
        pairs = re.findall(r"^([a-z_]+(?:\{[^}]*\})?) ([0-9.e+-]+)$", text, re.MULTILINE)
        return response.status, {name: float(value) for name, value in pairs}, text


async def test_updates_answers_and_times_are_counted(server: TelegramServer, hooked: Settings) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks("costo de 512 A100 por un mes")
    await ana.asks("qué es PUE")
    await ana.asks("asdf qwer")
    await ana.presses(answer, "Fórmula")
    await ana.sees_edit(answer)
    await server.quiet()
    status, counted, text = await told(hooked)
    assert status == 200
    assert counted['cuesta_updates_total{kind="message"}'] == 3
    assert counted['cuesta_updates_total{kind="callback_query"}'] == 1
    assert counted['cuesta_answers_total{intent="hardware"}'] == 1
    assert counted['cuesta_answers_total{intent="definition"}'] == 1
    assert counted['cuesta_answers_total{intent="unknown"}'] == 1
    assert counted["cuesta_update_seconds_count"] == 4
    assert counted["cuesta_updates_waiting"] == 0
    assert counted["process_resident_memory_bytes"] > 1e7
    assert "A100" not in text
    assert "asdf" not in text


async def test_waits_and_errors_are_counted(
    server: TelegramServer, hooked: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = server.person(1, "es")
    server.faults.add("status", "sendMessage", status=429, retry_after=1)
    await ana.asks("/start")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret question")

    monkeypatch.setattr(Assistant, "ask", broken)
    await ana.asks("qué es PUE")
    await server.quiet()
    _, counted, text = await told(hooked)
    assert counted['cuesta_flood_waits_total{method="sendMessage"}'] == 1
    assert counted['cuesta_errors_total{type="ZeroDivisionError"}'] == 1
    assert "secret" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_the_public_is_not_told(server: TelegramServer, hooked: Settings, header: str) -> None:
    status, counted, text = await told(hooked, **{header: "203.0.113.9"})
    assert (status, counted, text) == (404, {}, "")


def test_nothing_is_counted_where_nobody_asks() -> None:
    from telegram import Update

    metrics = Metrics()
    metrics.handled(Update(1), 1.0)
    metrics.answered("hardware")
    metrics.waited("sendMessage")
    metrics.limited()
    metrics.failed("ZeroDivisionError")
    assert vars(metrics) == {}
