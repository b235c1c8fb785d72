"""The real bot with a small item bank and a quick pace."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.classroom.flow import Pace
from bot.settings import Settings
from bot.telegram import pacing
from bot.telegram.classroom.room import Classroom
from tests.bot.classroom.small_bank import SmallBank
from tests.bot.telegram.serving import serving
from tests.telegram_server import TelegramServer

Running = Callable[..., AbstractAsyncContextManager[Settings]]

QUICK = Pace(
    lateness=timedelta(seconds=0.3),
    pause_alone=timedelta(0),
    pause_group=timedelta(seconds=0.1),
    pause_class=timedelta(seconds=0.1),
    tick=timedelta(seconds=0.3),
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'cuesta.sqlite3'}"


@pytest.fixture
def running(server: TelegramServer, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Running:
    """`async with running():` the bot serves; what it keeps outlives it, as after a restart.

    Chats bear everything here, so that quizzes are as quick as who plays them.
    """
    monkeypatch.setattr(pacing, "BURST_SECONDS", 0.0)

    @contextlib.asynccontextmanager
    async def run(pace: Pace = QUICK, **changes: Any) -> AsyncIterator[Settings]:
        values: dict[str, Any] = {
            "telegram_bot_token": server.token,
            "telegram_api_url": server.url,
            "database_url": database_url,
        }
        settings = Settings(_env_file=None, **(values | changes))
        async with serving(server, settings, Classroom(SmallBank(), pace)):
            yield settings

    return run
