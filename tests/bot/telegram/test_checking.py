"""`cuesta telegram --check`: what it finds, and what it says to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.telegram.checking import findings
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer


def settings_for(server: TelegramServer, folder: Path, **changes: Any) -> Settings:
    values = {
        "telegram_bot_token": server.token,
        "telegram_api_url": server.url,
        "database_url": f"sqlite:///{folder / 'cuesta.sqlite3'}",
    }
    return Settings(_env_file=None, **(values | changes))


async def found(settings: Settings) -> dict[str, bool]:
    seen = {}
    async for finding in findings(settings):
        seen[finding.code] = finding.is_fine
        for language in ("es", "en"):
            assert len(finding.line(language)) > 10
    return seen


async def test_before_the_first_start(server: TelegramServer, tmp_path: Path) -> None:
    assert await found(settings_for(server, tmp_path)) == {
        "database": True,
        "token": True,
        "groups": True,
        "inline": True,
        "privacy": True,
        "polling": True,
        "no-menus": False,
    }


async def test_once_it_has_run(server: TelegramServer, running: Running, tmp_path: Path) -> None:
    async with running():
        await server.record.until(lambda: len(server.record.of("getMyShortDescription")) == 3, what="the whole profile")
    assert all((await found(settings_for(server, tmp_path))).values())


async def test_what_is_wrong(server: TelegramServer, tmp_path: Path) -> None:
    server.world.reads_everything = True
    seen = await found(settings_for(server, tmp_path, database_url=f"sqlite:///{tmp_path}"))
    assert seen["no-database"] is False
    assert seen["no-privacy"] is False
    hook = {"webhook_url": "http://127.0.0.1:9/x", "webhook_secret": "s", "webhook_port": 9}
    assert (await found(settings_for(server, tmp_path, **hook)))["no-webhook"] is False


async def test_a_wrong_token_and_a_server_that_is_not_there(server: TelegramServer, tmp_path: Path) -> None:
    wrong = settings_for(server, tmp_path, telegram_bot_token="123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert (await found(wrong))["token-refused"] is False
    gone = settings_for(server, tmp_path, telegram_api_url="http://127.0.0.1:9")
    assert (await found(gone))["unreachable"] is False
    server.record.calls.clear()
