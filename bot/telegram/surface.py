"""What every handler works with: the assistant, the database, and showing replies in a chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.assistant import Assistant
from bot.reply import Button, Reply
from bot.storage import visits
from bot.storage.database import Database
from bot.telegram.scene import Scene, place_of, scene_of
from bot.telegram.transport import MaybeSentError

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED = "message is not modified"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Surface:
    """Cuesta as it is on Telegram: one for the whole process."""

    assistant: Assistant
    database: Database
    bot: Bot

    async def enter(self, update: Update) -> Scene | None:
        """The scene of an update; None where there is nobody to talk to."""
        place = place_of(update)
        if place is None:
            return None
        visit = await self.database.run(visits.arrive, place)
        return scene_of(update, place, visit)

    def language_of(self, scene: Scene) -> str:
        """The language of a fixed text."""
        return scene.spoken or self.assistant.default_language

    def say(self, scene: Scene, key: str, **data: object) -> Reply:
        """A fixed text of the catalogue in the language of the scene."""
        return self.assistant.say(key, self.language_of(scene), **data)

    async def send(self, scene: Scene, reply: Reply) -> Message | None:
        """Show a reply in the chat, in groups as an answer to the message that asked.

        None where it may have arrived but Telegram did not say so, or where the person does not want to hear from us.
        """
        try:
            return await self.bot.send_message(
                scene.chat.id,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=scene.thread_id,
                reply_parameters=_quoting(scene),
                reply_markup=keyboard(reply.buttons),
            )
        except MaybeSentError:
            _logger.warning("a message may or may not have arrived")
        except Forbidden as error:
            _logger.info("not wanted there", extra={"reason": error.message})
        return None

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> bool:
        """Show a reply in place of a message of ours; whether it is there now."""
        try:
            await self.bot.edit_message_text(
                reply.html,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(reply.buttons),
            )
        except (BadRequest, Forbidden) as error:
            return _is_there_already(error)
        return True

    async def edit_buttons(self, chat_id: int, message_id: int, rows: tuple[tuple[Button, ...], ...]) -> bool:
        """Show other buttons under a message of ours; whether they are there now."""
        try:
            await self.bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(rows))
        except (BadRequest, Forbidden) as error:
            return _is_there_already(error)
        return True


def _is_there_already(error: TelegramError) -> bool:
    """Whether an edit failed only since nothing would change, as when it is tried a second time."""
    if _NOT_MODIFIED in error.message.lower():
        return True
    _logger.info("cannot be edited", extra={"reason": error.message})
    return False


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram has them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows]
    )


def _quoting(scene: Scene) -> ReplyParameters | None:
    """In groups a reply quotes the message that asked, so that everybody sees what it answers."""
    if not scene.in_group or scene.message is None:
        return None
    return ReplyParameters(scene.message.message_id, allow_sending_without_reply=True)
