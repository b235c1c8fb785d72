"""A stand-in and a bare client that speaks to it as any bot library does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from tests.telegram_server import TelegramServer

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def api(server: TelegramServer, session: aiohttp.ClientSession) -> Api:
    """`await api("sendMessage", chat_id=1, text="x")` gives the body that came back."""

    async def call(method: str, **parameters: Any) -> dict[str, Any]:
        url = f"{server.url}/bot{server.token}/{method}"
        async with session.post(url, json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert body.get("error_code", 200) == response.status
            return body

    return call
