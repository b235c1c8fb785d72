"""What the bot shows of itself: menus of commands for each place and language, name, descriptions."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.assistant import Assistant
from bot.replying.catalogue import languages
from bot.telegram.commands import Menu, commands
from bot.telegram.wording import wording

SCOPES: tuple[tuple[BotCommandScope, Menu], ...] = (
    (BotCommandScopeDefault(), Menu.PRIVATE),
    (BotCommandScopeAllPrivateChats(), Menu.PRIVATE),
    (BotCommandScopeAllGroupChats(), Menu.GROUP),
    (BotCommandScopeAllChatAdministrators(), Menu.ADMINISTRATORS),
)

_logger = logging.getLogger(__name__)


async def show_profile(bot: Bot, assistant: Assistant, *, menus_only: bool = False) -> None:
    """Bring menus, name and descriptions up to date, changing only what differs: Telegram limits such changes.

    `menus_only`: name and descriptions are as whoever runs the bot wants them.
    """
    for code, language in _languages(assistant):
        try:
            for scope, menu in SCOPES:
                wanted = menu_of(menu, language)
                if list(await bot.get_my_commands(scope, code)) != wanted:
                    await bot.set_my_commands(wanted, scope, code)
            if not menus_only:
                await _texts(bot, code, language)
        except TelegramError as error:
            # Nobody is worse served for an old menu; the next start tries again.
            _logger.warning("profile not shown", extra={"language": code, "reason": error.message})


def menu_of(menu: Menu, language: str) -> list[BotCommand]:
    """The commands of one menu in one language."""
    return [
        BotCommand(command.shown_name(language), wording(f"command-{command.id}", language))
        for command in commands().values()
        if menu in command.menus
    ]


async def _texts(bot: Bot, code: str | None, language: str) -> None:
    name = wording("profile-name", language)
    if (await bot.get_my_name(code)).name != name:
        await bot.set_my_name(name, code)
    description = wording("profile-description", language)
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
    short = wording("profile-short-description", language)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)


def _languages(assistant: Assistant) -> Iterator[tuple[str | None, str]]:
    """Telegram's language codes, None for everybody else, and the language that they are shown."""
    yield None, assistant.default_language
    for code in languages():
        yield code, code
