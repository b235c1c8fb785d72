"""Receiving by webhook: the same bot, a secret that must be right, and telling how it is."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.settings import Settings
from tests.bot.telegram.conftest import Running
from tests.ports import free_port
from tests.telegram_server import TelegramServer

SECRET = "s3cret-of_ours"


@pytest.fixture
async def hooked(running: Running) -> AsyncIterator[Settings]:
    port = free_port()
    changes = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET, "webhook_port": port}
    async with running(**changes) as settings:
        yield settings


async def test_conversation_by_webhook(server: TelegramServer, hooked: Settings) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks("costo de 512 A100 por un mes")
    await ana.presses(answer, "Fórmula")
    assert "El cálculo" in (await ana.sees_edit(answer)).text
    assert server.world.webhook is not None
    assert set(server.world.webhook.statuses) == {200}
    assert not server.record.of("getUpdates")


async def test_order_within_a_chat(server: TelegramServer, hooked: Settings) -> None:
    ana = server.person(1, "es")
    server.latency = 0.05
    for command in ("/start", "/ayuda", "/formula"):
        await ana.says(command)
    assert [(await ana.reads()).text[:10] for _ in range(3)] == ["¡Hola! Soy", "Qué puede ", "Todavía no"]


async def test_duplicates_and_other_orders(server: TelegramServer, hooked: Settings) -> None:
    people = [server.person(number, "es") for number in range(1, 6)]
    with server.world.updates.held(reverse=True):
        for person in people:
            await person.says("/start")
    for person in people:
        await person.reads()
    server.world.updates.repeat(*server.world.updates.delivered)
    await server.quiet()
    assert [person.chat.unread for person in people] == [[]] * 5


async def test_only_telegram_is_heard(server: TelegramServer, hooked: Settings) -> None:
    update = {
        "update_id": 5,
        "message": {
            "message_id": 1,
            "date": 1,
            "text": "/start",
            "from": {"id": 1, "is_bot": False, "first_name": "Eve"},
            "chat": {"id": 1, "type": "private"},
        },
    }
    name = "X-Telegram-Bot-Api-Secret-Token"
    async with aiohttp.ClientSession() as session:
        assert hooked.webhook_url is not None
        for headers in ({}, {name: ""}, {name: "wrong"}, {name: SECRET.upper()}, {name: SECRET + "x"}):
            async with session.post(hooked.webhook_url, json=update, headers=headers) as response:
                assert response.status == 403
        for body in (b"", b"[", b"[]", b"null", b'{"update_id": "x"}', b"[" * 100_000, "ñ".encode("latin-1")):
            async with session.post(hooked.webhook_url, data=body, headers={name: SECRET}) as response:
                assert response.status == 200
        async with session.post(
            hooked.webhook_url, data=io.BytesIO(b"x" * 2_000_000), headers={name: SECRET}
        ) as response:
            assert response.status == 413
    await server.quiet()
    assert not server.sent


async def test_health(server: TelegramServer, hooked: Settings) -> None:
    root = f"http://127.0.0.1:{hooked.webhook_port}"
    async with aiohttp.ClientSession() as session:
        for path in ("/healthz", "/readyz"):
            async with session.get(root + path) as response:
                assert (response.status, await response.json()) == (200, {"status": "ok"})
        async with session.get(root + "/") as response:
            assert response.status == 405


async def test_what_comes_while_away_is_answered_after_the_restart(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    port = free_port()
    changes = {"webhook_url": f"http://127.0.0.1:{port}/", "webhook_secret": SECRET, "webhook_port": port}
    async with running(**changes):
        await ana.asks("/start")
    await ana.says("/ayuda")
    await asyncio.sleep(0.3)
    async with running(**changes):
        assert "Qué puede" in (await ana.reads()).text
    async with running():
        assert "Hola" in (await ana.asks("/start")).text, "back to polling"
