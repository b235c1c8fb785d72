"""The real bot, over HTTP, against the stand-in for the Bot API."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.bot.telegram.serving import serving
from tests.telegram_server import TelegramServer

Running = Callable[..., AbstractAsyncContextManager[Settings]]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running
        assert running.refused == [], "the bot asked for what Telegram refuses"


@pytest.fixture
def running(server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Running:
    """`async with running():` the bot serves; what it keeps outlives it, as after a restart."""

    caplog.set_level(logging.DEBUG, logger="bot")  # every line that could be logged is

    @contextlib.asynccontextmanager
    async def run(**changes: Any) -> AsyncIterator[Settings]:
        values: dict[str, Any] = {
            "telegram_bot_token": server.token,
            "telegram_api_url": server.url,
            "database_url": f"sqlite:///{tmp_path / 'cuesta.sqlite3'}",
        }
        settings = Settings(_env_file=None, **(values | changes))
        async with serving(server, settings):
            yield settings

    return run


@pytest.fixture
async def bot(running: Running) -> AsyncIterator[Settings]:
    """The bot, serving by long polling during the whole test."""
    async with running() as settings:
        yield settings
