"""`cuesta telegram --check`: whether everything that Telegram needs is as it should be, and what to do where not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import StorageError
from bot.replying.catalogue import languages
from bot.replying.localizer import localizer
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram.commands import Menu
from bot.telegram.profile import SCOPES, menu_of
from bot.telegram.raw import CuestaBot
from bot.telegram.transport import AiohttpRequest


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: the catalogue's `check-<code>`, and whether it is as it should be."""

    code: str
    is_fine: bool
    data: dict[str, str | int]

    def line(self, language: str) -> str:
        """The finding in words."""
        return f"{'✓' if self.is_fine else '✗'} {localizer(language).text(f'check-{self.code}', **self.data)}"


def check(settings: Settings, language: str) -> bool:
    """Print what was found, line by line; whether all of it is fine."""
    return asyncio.run(_check(settings, language))


async def _check(settings: Settings, language: str) -> bool:
    all_fine = True
    async for finding in findings(settings):
        print(finding.line(language))  # noqa: T201 - the report
        all_fine &= finding.is_fine
    return all_fine


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the database, the token, the bot's rights, the webhook and the menus; stop where it makes no sense."""
    yield await _database(settings)
    root = settings.telegram_api_url
    request = AiohttpRequest(patient=False)
    bot = CuestaBot(settings.bot_token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request)
    try:
        await request.initialize()
        me = await bot.get_me()
    except InvalidToken:
        yield Finding("token-refused", is_fine=False, data={})
    except TelegramError as error:
        yield Finding("unreachable", is_fine=False, data={"reason": error.message})
    else:
        yield Finding("token", is_fine=True, data={"name": me.username or ""})
        rights = {"groups": me.can_join_groups, "inline": me.supports_inline_queries}
        rights["privacy"] = not me.can_read_all_group_messages
        for code, is_fine in rights.items():
            yield Finding(code if is_fine else f"no-{code}", is_fine=bool(is_fine), data={})
        async for finding in _of_bot(bot, settings):
            yield finding
    finally:
        await request.shutdown()


async def _database(settings: Settings) -> Finding:
    try:
        async with Database(settings.database_url.get_secret_value()) as database:
            await database.check()
            return Finding("database", is_fine=True, data={"kind": database.kind})
    except StorageError as error:
        return Finding("no-database", is_fine=False, data={"reason": error.problem})


async def _of_bot(bot: Bot, settings: Settings) -> AsyncIterator[Finding]:
    try:
        info = await bot.get_webhook_info()
        if settings.uses_webhook:
            is_set = info.url == settings.webhook_url
            yield Finding(
                "webhook" if is_set else "no-webhook", is_fine=is_set, data={"url": settings.webhook_url or ""}
            )
        else:
            yield Finding("webhook-in-the-way" if info.url else "polling", is_fine=not info.url, data={})
        if info.last_error_message:
            yield Finding("webhook-error", is_fine=False, data={"reason": info.last_error_message})
        if info.pending_update_count:
            yield Finding("pending", is_fine=True, data={"number": info.pending_update_count})
        old = await _old_menus(bot)
        yield Finding("no-menus" if old else "menus", is_fine=not old, data={"number": old})
    except TelegramError as error:
        yield Finding("unreachable", is_fine=False, data={"reason": error.message})


async def _old_menus(bot: Bot) -> int:
    """How many menus differ from what they should be."""
    old = 0
    for code in languages():
        for scope, menu in SCOPES:
            shown = [(one.command, one.description) for one in await bot.get_my_commands(scope, code)]
            old += shown != [(one.command, one.description) for one in menu_of(Menu(menu), code)]
    return old
