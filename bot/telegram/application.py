"""The library's Application, with everything that can happen routed to its handler."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.settings import Settings
from bot.telegram import explaining, language, talking
from bot.telegram.addressing import is_unreadable, question_in
from bot.telegram.commands import command_named, commands
from bot.telegram.errors import on_error
from bot.telegram.pacing import Pacer
from bot.telegram.presses import Handler, press
from bot.telegram.questions import answer_message
from bot.telegram.surface import Surface
from bot.telegram.transport import AiohttpRequest, UpdatesRequest
from bot.telegram.turns import after_refusal, before_sending

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
CommandFunction = Callable[[Surface, Update, str], Awaitable[None]]

COMMANDS: dict[str, CommandFunction] = {
    "start": talking.start,
    "help": talking.help_,
    "language": language.language,
    "formula": explaining.formula,
    "sources": explaining.sources,
}
"""What each command of the registry does."""

PRESSES: dict[str, Handler] = {language.ACTION: language.pressed}
"""What each kind of button does."""

UPDATE_KINDS = ["message", "callback_query"]
"""The kinds of updates that there are handlers for."""

_logger = logging.getLogger(__name__)


def build(settings: Settings, surface_of: Callable[[Bot], Surface], updates_request: UpdatesRequest) -> App:
    """The application of one bot, not started yet. Raises SettingsError where there is no token."""
    root = settings.telegram_api_url
    application = (
        ApplicationBuilder()
        .token(settings.bot_token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(updates_request)
        .rate_limiter(Pacer(before_sending=before_sending, after_refusal=after_refusal))
        .updater(None)
        .build()
    )
    _add_handlers(application, surface_of(application.bot))
    return application


def _add_handlers(application: App, surface: Surface) -> None:
    async def on_command(update: Update, _: Context) -> None:
        await _command(surface, update)

    async def on_message(update: Update, _: Context) -> None:
        await _message(surface, update)

    async def on_press(update: Update, _: Context) -> None:
        await press(surface, update, PRESSES)

    async def on_failure(update: object, context: Context) -> None:
        if context.error is not None:
            await on_error(surface, update, context.error)

    names = {name for command in commands().values() for name in command.all_names}
    new = filters.UpdateType.MESSAGE  # an edited command does nothing a second time
    application.add_handler(CommandHandler(names, on_command, filters=new))
    application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, on_message))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_error_handler(on_failure)


async def _command(surface: Surface, update: Update) -> None:
    message = update.message
    assert message is not None  # noqa: S101 - filtered
    name, argument = _split(message.text or "")
    command = command_named(name)
    assert command is not None  # noqa: S101 - the handler takes these names only
    await COMMANDS[command.id](surface, update, argument)


async def _message(surface: Surface, update: Update) -> None:
    message = update.message
    assert message is not None  # noqa: S101 - filtered
    text = question_in(message)
    if text is None:
        return
    if text.startswith("/"):
        if _names_us(message, text):
            await talking.unknown_command(surface, update, "")
    elif text:
        await answer_message(surface, update, text)
    elif is_unreadable(message) and message.chat.type == ChatType.PRIVATE:
        await talking.cannot_read(surface, update)


def _names_us(message: Message, text: str) -> bool:
    """Whether an unknown command is certainly for us: in private, or with our name."""
    _, _, addressee = text.split(maxsplit=1)[0].partition("@")
    if addressee:
        return addressee.casefold() == message.get_bot().username.casefold()
    return message.chat.type == ChatType.PRIVATE


def _split(text: str) -> tuple[str, str]:
    """The command's name and what follows it."""
    first, *rest = text[1:].split(maxsplit=1)
    return first.partition("@")[0], rest[0].strip() if rest else ""
