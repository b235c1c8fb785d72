"""When an update fails: nobody else notices, the person gets a short apology, the log has the reference."""

from __future__ import annotations

import logging
import secrets
from typing import Final

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.errors import StorageError
from bot.limits import CALLBACK_ANSWER
from bot.reply import Reply
from bot.replying.catalogue import closest_language
from bot.telegram.presses import is_answered
from bot.telegram.scene import topic_of
from bot.telegram.surface import Surface
from bot.telegram.turns import TakenOverError, current

_NOT_WANTED: Final = (
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "topic_closed",
    "message thread not found",
    "chat not found",
)
"""What Telegram says, as a bad request, where a bot may not write; in small letters."""

_logger = logging.getLogger(__name__)


async def on_error(surface: Surface, update: object, error: BaseException) -> None:
    """What to do about an error: nothing where nobody wants to hear from us, try again where that helps, apologize."""
    turn = current.get()
    if isinstance(error, TelegramError) and _is_not_wanted(error):
        _logger.info("not wanted there", extra={"reason": error.message})
    elif isinstance(error, TakenOverError):
        _logger.info("another process has taken over", extra={"update": turn and turn.update_id})
    elif turn is not None and not turn.has_sent and _is_to_be_put_off(error, is_last_try=turn.is_last_try):
        _logger.warning("put off", exc_info=error, extra={"update": turn.update_id})
        turn.put_off = True
    else:
        await _apologize(surface, update, error)


def _is_not_wanted(error: TelegramError) -> bool:
    """Whether we may not write there (any more): blocked, removed, silenced by the rules of a group or a topic."""
    refused = error.message.casefold()
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and any(reason in refused for reason in _NOT_WANTED)
    )


def _is_to_be_put_off(error: BaseException, *, is_last_try: bool) -> bool:
    """Whether to try again a little later: while the database is away as long as it takes, else some times."""
    if isinstance(error, StorageError):
        return error.may_pass or not is_last_try
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest) and not is_last_try


async def _apologize(surface: Surface, update: object, error: BaseException) -> None:
    """Log an error under a reference, and tell the person who met it."""
    if (turn := current.get()) is not None:
        turn.metrics.failed(type(error).__name__)
    reference = secrets.token_hex(4).upper()
    number = update.update_id if isinstance(update, Update) else None
    _logger.error("update failed", exc_info=error, extra={"reference": reference, "update": number})
    if isinstance(update, Update):
        try:
            await _tell(surface, update, reference)
        except (TelegramError, StorageError, TakenOverError) as failure:
            _logger.warning("no apology either", exc_info=failure, extra={"reference": reference})


async def _tell(surface: Surface, update: Update, reference: str) -> None:
    language = await _language(surface, update)
    reply = surface.assistant.say("apology", language, reference=reference)
    if update.callback_query is not None and not is_answered(update.callback_query):
        await update.callback_query.answer(reply.plain[:CALLBACK_ANSWER], show_alert=True)
    elif update.inline_query is not None:
        await update.inline_query.answer([], cache_time=0, is_personal=True)
    elif update.message is not None or update.callback_query is not None:
        await _write(surface, update, reply)


async def _language(surface: Surface, update: Update) -> str:
    """The language spoken there; that of the person's Telegram, where what failed is the database."""
    try:
        scene = await surface.enter(update)
    except StorageError:
        scene = None
    if scene is not None:
        return surface.language_of(scene)
    person = update.effective_user
    return closest_language(person.language_code if person else None) or surface.assistant.default_language


async def _write(surface: Surface, update: Update, reply: Reply) -> None:
    if update.effective_chat is not None:
        thread_id = topic_of(update.effective_message) or None
        await surface.bot.send_message(update.effective_chat.id, reply.plain, message_thread_id=thread_id)
