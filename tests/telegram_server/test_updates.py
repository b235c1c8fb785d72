"""How updates reach the bot: long polling with its offsets and conflicts, and webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.telegram_server import TelegramServer
from tests.telegram_server.conftest import Api


def texts(body: dict[str, Any]) -> list[str]:
    return [update["message"]["text"] for update in body["result"]]


async def test_updates_stay_until_a_higher_offset_confirms_them(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    for text in ("a", "b", "c"):
        await ana.says(text)
    first = await api("getUpdates")
    assert texts(first) == ["a", "b", "c"]
    assert texts(await api("getUpdates")) == ["a", "b", "c"]
    assert texts(await api("getUpdates", limit=2)) == ["a", "b"]
    second = first["result"][1]["update_id"]
    assert texts(await api("getUpdates", offset=second)) == ["b", "c"]
    assert texts(await api("getUpdates", offset=-1)) == ["c"]
    assert texts(await api("getUpdates", offset=first["result"][2]["update_id"] + 1)) == []
    assert [update.payload["text"] for update in server.world.updates.delivered] == ["a", "b", "c"]


async def test_polling_waits_for_the_next_update(server: TelegramServer, api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await server.person(1).says("hola")
    assert texts(await poll) == ["hola"]


async def test_a_second_poll_ends_the_first(server: TelegramServer, api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(api("getUpdates", timeout=5))
    ended = await first
    assert ended["error_code"] == 409
    assert ended["description"].startswith("Conflict: terminated by other getUpdates request")
    await server.person(1).says("hola")
    assert texts(await second) == ["hola"]


async def test_allowed_updates_last_until_changed(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    await api("getUpdates", allowed_updates=["callback_query"])
    await ana.says("not wanted")
    await api("getUpdates", allowed_updates=[])
    await ana.says("wanted")
    assert texts(await api("getUpdates")) == ["wanted"]


async def test_updates_can_come_twice_and_in_another_order(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    with server.world.updates.held(reverse=True):
        await ana.says("a")
        await ana.says("b")
    body = await api("getUpdates")
    assert texts(body) == ["b", "a"]
    numbers = [update["update_id"] for update in body["result"]]
    assert numbers == sorted(numbers)
    await api("getUpdates", offset=numbers[-1] + 1)
    server.world.updates.repeat(server.world.updates.delivered[0])
    assert texts(await api("getUpdates", offset=numbers[-1] + 1)) == ["b"]


class Hook:
    """A webhook of ours: notes what it is sent; `status` is its answer."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.got: list[tuple[str, str]] = []
        self.first = asyncio.Event()
        self.busy = 0
        self.most = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.most = max(self.most, self.busy)
        await asyncio.sleep(0.02)
        body = await request.json()
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), body["message"]["text"]))
        self.first.set()
        self.busy -= 1
        return web.Response(status=self.status)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    received = Hook()
    application = web.Application()
    application.router.add_post("/", received.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    received.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield received
    await runner.cleanup()


async def test_a_webhook_gets_what_waits_and_what_comes(server: TelegramServer, api: Api, hook: Hook) -> None:
    ana, luis = server.person(1), server.person(2)
    await ana.says("before")
    assert (await api("setWebhook", url=hook.url, secret_token="s-1"))["ok"]
    conflict = await api("getUpdates")
    assert conflict["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in conflict["description"]
    for number in range(3):
        await ana.says(f"ana {number}")
        await luis.says(f"luis {number}")
    await server.quiet()
    assert {secret for secret, _ in hook.got} == {"s-1"}
    received = [text for _, text in hook.got]
    assert [text for text in received if not text.startswith("luis")] == ["before", "ana 0", "ana 1", "ana 2"]
    assert [text for text in received if text.startswith("luis")] == ["luis 0", "luis 1", "luis 2"]
    assert hook.most == 2
    await api("deleteWebhook")
    assert (await api("getUpdates"))["ok"]


async def test_a_webhook_that_fails_is_tried_again(server: TelegramServer, api: Api, hook: Hook) -> None:
    hook.status = 500
    await api("setWebhook", url=hook.url)
    await server.person(1).says("hola")
    await hook.first.wait()
    info = await api("getWebhookInfo")
    assert info["result"]["pending_update_count"] == 1
    hook.status = 200
    await server.quiet()
    assert (await api("getWebhookInfo"))["result"]["pending_update_count"] == 0
    assert len(hook.got) >= 2
    assert {text for _, text in hook.got} == {"hola"}
