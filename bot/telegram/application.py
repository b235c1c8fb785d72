"""The library's Application, with everything that can happen routed to its handler."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from bot.settings import Settings
from bot.storage import sending_turns
from bot.storage.database import Database
from bot.telegram.classroom.quizzing import on_vote
from bot.telegram.commands import commands
from bot.telegram.edits import on_edit
from bot.telegram.errors import on_error
from bot.telegram.groups import on_membership
from bot.telegram.inline import on_inline_query
from bot.telegram.limiting import Limiter, is_too_much
from bot.telegram.pacing import Pacer
from bot.telegram.raw import CuestaBot
from bot.telegram.routes import on_command, on_message, on_press
from bot.telegram.surface import Surface
from bot.telegram.transport import AiohttpRequest
from bot.telegram.turns import Attendant

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
UPDATE_KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll_answer"]
"""The kinds of updates that there are handlers for."""

_logger = logging.getLogger(__name__)


def build(settings: Settings, database: Database | None = None) -> tuple[App, CuestaBot]:
    """The application of one bot without handlers, not started yet. Raises SettingsError where there is no token.

    Replicas on one `database` keep to Telegram's limits together.
    """
    shared = partial(database.run, sending_turns.take) if database is not None and database.file is None else None
    root = settings.telegram_api_url
    attendant = Attendant()
    bot = CuestaBot(
        settings.bot_token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(wire=attendant),
        get_updates_request=AiohttpRequest(connections=1),
        rate_limiter=Pacer(attendant=attendant, turn=shared),
    )
    return ApplicationBuilder().bot(bot).updater(None).build(), bot


def add_handlers(application: App, surface: Surface) -> None:
    """Route everything that can happen to whoever handles it."""
    limiter = Limiter()

    def handler(function: Callable[[Surface, Update], Awaitable[None]]) -> Callable[[Update, Context], Any]:
        async def handle(update: Update, _: Context) -> None:
            if not await is_too_much(surface, limiter, update):
                await function(surface, update)

        return handle

    async def on_failure(update: object, context: Context) -> None:
        if context.error is not None:
            await on_error(surface, update, context.error)

    names = {name for command in commands().values() for name in command.all_names}
    new = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler(names, handler(on_command), filters=new))
    application.add_handler(MessageHandler(new, handler(on_message)))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, handler(on_edit)))
    application.add_handler(CallbackQueryHandler(handler(on_press)))
    application.add_handler(InlineQueryHandler(handler(on_inline_query)))
    application.add_handler(ChatMemberHandler(handler(on_membership), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(PollAnswerHandler(handler(on_vote)))
    application.add_error_handler(on_failure)
