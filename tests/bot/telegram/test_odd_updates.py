"""Updates of no known shape stop nothing, however they come and wherever they are kept."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import asyncpg
import pytest

from bot.settings import Settings
from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture
from tests.bot.telegram.conftest import Running
from tests.bot.telegram.test_webhook import SECRET
from tests.ports import free_port
from tests.telegram_server import TelegramServer
from tests.telegram_server.updates import Update

_numbers = itertools.count(1)
FROM = {"id": 7, "is_bot": False, "first_name": "Eve"}
CHAT = {"id": 7, "type": "private", "first_name": "Eve"}
HELLO = {"message_id": 1, "date": 1_700_000_000, "chat": CHAT, "from": FROM, "text": "hola"}

ODD: list[Any] = [
    {},
    {"message": HELLO},
    {"update_id": "5", "message": HELLO},
    {"update_id": None, "message": HELLO},
    {"update_id": True, "message": HELLO},
    {"update_id": 5.5, "message": HELLO},
    {"update_id": -5, "message": HELLO},
    {"update_id": 10**30, "message": HELLO},
    {"update_id": 2**63, "message": HELLO},
    {"update_id": [5], "message": HELLO},
    {"update_id": 101},
    {"update_id": 102, "message": None},
    {"update_id": 103, "message": []},
    {"update_id": 104, "message": "hola"},
    {"update_id": 105, "message": {}},
    {"update_id": 106, "message": HELLO | {"chat": None}},
    {"update_id": 107, "message": HELLO | {"chat": {"id": "x", "type": "private"}}},
    {"update_id": 108, "message": HELLO | {"chat": {"id": 10**30, "type": "private"}}},
    {"update_id": 109, "message": HELLO | {"from": None}},
    {"update_id": 110, "message": HELLO | {"from": {"id": 10**30, "is_bot": False, "first_name": "Eve"}}},
    {"update_id": 111, "message": HELLO | {"date": "yesterday"}},
    {"update_id": 112, "message": HELLO | {"date": 10**30}},
    {"update_id": 113, "message": HELLO | {"text": 5}},
    {"update_id": 114, "message": HELLO | {"entities": [{"type": "bold", "offset": -5, "length": 10**9}]}},
    {"update_id": 115, "message": HELLO | {"entities": "none"}},
    {"update_id": 116, "callback_query": {"id": 5}},
    {"update_id": 117, "callback_query": {"id": "5", "from": FROM, "chat_instance": "1"}},
    {"update_id": 118, "inline_query": {"id": None}},
    {"update_id": 119, "poll_answer": {"poll_id": "1", "option_ids": ["x"], "option_persistent_ids": []}},
    {"update_id": 120, "my_chat_member": {"chat": CHAT}},
    {"update_id": 121, "a_kind_of_next_year": {"x": [1, {"y": "z"}]}},
    {"update_id": 122, "business_message": HELLO, "message_reaction_count": {"chat": CHAT}},
]


class Odd(Update):
    """An update as it is."""

    def json(self) -> Any:
        return self.payload


def deliver(server: TelegramServer, payloads: list[Any]) -> None:
    for payload in payloads:
        server.world.updates.pending.append(Odd(next(server.world.updates._numbers), "message", payload, 7))
    server.world.updates._arrived.set()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What changes in the settings."""
    if request.param == "sqlite":
        return {}
    address: Callable[[str], str] = request.getfixturevalue("postgresql_server")
    name = f"odd_{next(_numbers)}"
    connection = await asyncpg.connect(address("postgres"))
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return {"database_url": address(name)}


@pytest.fixture
async def hooked(running: Running, database: dict[str, Any]) -> AsyncIterator[Settings]:
    port = free_port()
    hook = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET, "webhook_port": port}
    async with running(**hook, **database) as settings:
        yield settings


def forgive(server: TelegramServer) -> None:
    """Somebody whom the stand-in does not know is answered in vain."""
    known = ("chat not found", "query is too old", "must be of type Integer")
    server.record.calls[:] = [call for call in server.calls if not any(words in call.description for words in known)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a database refuses is tried twice, not six times."""
    monkeypatch.setattr("bot.telegram.handling.TRIES", 2)


async def test_by_polling(server: TelegramServer, running: Running, database: dict[str, Any]) -> None:
    ana = server.person(1, "es")
    async with running(**database):
        for payload in ODD:
            deliver(server, [payload])
        assert "Hola" in (await ana.asks("/start")).text
        deliver(server, [*ODD, 5, None, "x", []])
        assert "Qué puede" in (await ana.asks("/ayuda")).text
        await server.quiet()
    assert not server.world.updates.pending
    forgive(server)


async def test_by_webhook(server: TelegramServer, hooked: Settings) -> None:
    ana = server.person(1, "es")
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert hooked.webhook_url is not None
    async with aiohttp.ClientSession() as session:
        for payload in ODD:
            async with session.post(hooked.webhook_url, json=payload, headers=headers) as response:
                assert response.status == 200, payload
    assert "Hola" in (await ana.asks("/start")).text
    forgive(server)


async def test_text_that_a_database_cannot_keep(server: TelegramServer, hooked: Settings) -> None:
    """Zero characters, halves of characters: kept and answered, or let go of; the others are answered."""
    ana = server.person(1, "es")
    for text in ("a\x00b", "\x00", "\ud83d", "qué es PUE\x00", "\ufffe\uffff", "\u202e\u0000"):
        await ana.says(text)
    await ana.says("/start")
    await server.quiet()
    said = [message.text for message in ana.chat.messages.values() if message.sender["is_bot"]]
    assert "Hola" in said[-1]
    assert server.world.webhook is not None
    assert set(server.world.webhook.statuses) == {200}


async def test_connections_that_break_off(server: TelegramServer, hooked: Settings) -> None:
    """Half a request, half a body, rubbish: whoever comes next is served."""
    ana = server.person(1, "es")
    body = json.dumps({"update_id": 900, "message": HELLO}).encode()
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
    whole = head + f"Content-Length: {len(body)}\r\n\r\n"
    for sent in (
        b"", b"POST /tele", whole.encode(), whole.encode() + body[:40], b"\x16\x03\x01\x02\x00rubbish",
        (head + "Content-Length: -5\r\n\r\n").encode(), (head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n").encode(),
        (head + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc").encode(),
    ):  # fmt: skip
        for is_half_closed in (False, True):
            reader, writer = await asyncio.open_connection("127.0.0.1", hooked.webhook_port)
            writer.write(sent)
            if is_half_closed:
                writer.write_eof()
            await asyncio.sleep(0.01)
            writer.transport.abort()
            del reader
    assert "Hola" in (await ana.asks("/start")).text
    await server.quiet()
    assert [message.text for message in ana.chat.messages.values() if message.sender["is_bot"]][1:] == []


async def test_other_methods_and_places(server: TelegramServer, hooked: Settings) -> None:
    root = f"http://127.0.0.1:{hooked.webhook_port}"
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession() as session:
        for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
            async with session.request(method, f"{root}/telegram", json={"update_id": 5}, headers=headers) as response:
                assert response.status in (400, 404, 405), method
        for path in ("/../../etc/passwd", "/%00", "/telegram/%2e%2e/", "/" + "x" * 5000):
            async with session.get(root + path) as response:
                assert response.status in (400, 404, 405), path
    assert "Hola" in (await server.person(1, "es").asks("/start")).text
