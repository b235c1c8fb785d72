"""What every handler works with: the assistant, the database, and showing replies in a chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.assistant import Assistant
from bot.reply import Reply
from bot.storage import visits
from bot.storage.database import Database
from bot.telegram.classroom.room import Classroom
from bot.telegram.pacing import Lane
from bot.telegram.pictures import Pictures
from bot.telegram.raw import CuestaBot, Rows
from bot.telegram.scene import Scene, place_of, scene_of
from bot.telegram.transport import MaybeSentError

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
REMEMBERED = 2_000
_NOT_MODIFIED = "message is not modified"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Surface:
    """Cuesta as it is on Telegram: one for the whole process."""

    assistant: Assistant
    database: Database
    bot: CuestaBot
    classroom: Classroom
    pictures: Pictures = field(default_factory=Pictures)
    shown: dict[tuple[int, int], int] = field(default_factory=dict)
    """A digest of what the latest messages show, to leave out edits that would change nothing: pressed twice."""
    alone: bool = True
    """Whether no other process changes these messages, so that they show what was shown last from here."""

    async def enter(self, update: Update) -> Scene | None:
        """The scene of an update; None where there is nobody to talk to."""
        place = place_of(update)
        if place is None:
            return None
        visit = await self.database.run_brief(visits.arrive, place)
        return scene_of(update, place, visit)

    def language_of(self, scene: Scene) -> str:
        """The language of a fixed text."""
        return scene.spoken or self.assistant.default_language

    def say(self, scene: Scene, key: str, **data: object) -> Reply:
        """A fixed text of the catalogue in the language of the scene."""
        return self.assistant.say(key, self.language_of(scene), **data)

    async def send(self, scene: Scene, reply: Reply, lane: Lane = Lane.ANSWER) -> int | None:
        """Show a reply in the chat, in groups as an answer to the message that asked; its message id.

        None where it may have arrived but Telegram did not say so, or where the person does not want to hear from us.
        """
        # In groups a reply quotes the message that asked, so that everybody sees what it answers.
        quoting = scene.message.message_id if scene.in_group and scene.message is not None else None
        try:
            number = await self.bot.show(
                scene.chat.id, reply.html, reply.buttons, thread_id=scene.thread_id, quoting=quoting, lane=lane
            )
        except ChatMigrated as moved:  # meanwhile the group has become a supergroup, where messages have other numbers
            await self.bot.show(moved.new_chat_id, reply.html, ())
        except MaybeSentError:
            _logger.warning("a message may or may not have arrived")
        except Forbidden as error:
            _logger.info("not wanted there", extra={"reason": error.message})
        else:
            self.remember(scene.chat.id, number, reply)
            return number
        return None

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> bool:
        """Show a reply in place of a message of ours; whether it is there now."""
        if self.alone and self.shown.get((chat_id, message_id)) == _content(reply):
            return True
        try:
            await self.bot.change(chat_id, message_id, reply.html, reply.buttons)
        except (BadRequest, Forbidden) as error:
            return _is_there_already(error)
        self.remember(chat_id, message_id, reply)
        return True

    async def edit_buttons(self, chat_id: int, message_id: int, rows: Rows) -> bool:
        """Show other buttons under a message of ours; whether they are there now."""
        self.shown.pop((chat_id, message_id), None)
        try:
            await self.bot.change_buttons(chat_id, message_id, rows)
        except (BadRequest, Forbidden) as error:
            return _is_there_already(error)
        return True

    def remember(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """This is what a message of ours shows now."""
        self.shown[chat_id, message_id] = _content(reply)
        if len(self.shown) > REMEMBERED:
            del self.shown[next(iter(self.shown))]


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons as the library has them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows]
    )


def _content(reply: Reply) -> int:
    return hash((reply.html, reply.buttons))


def _is_there_already(error: TelegramError) -> bool:
    """Whether an edit failed only since nothing would change, as when it is tried a second time."""
    if _NOT_MODIFIED in error.message.lower():
        return True
    _logger.info("cannot be edited", extra={"reason": error.message})
    return False
