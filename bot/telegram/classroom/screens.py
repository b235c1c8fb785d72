"""What all can see while a question is open, and closing it before everybody's eyes."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from telegram.error import TelegramError

from bot.classroom.flow import Delivery, Kind, Quiz, Role, State
from bot.storage.classroom import messages
from bot.storage.times import now
from bot.telegram.surface import Surface

_ALMOST_OVER: Final = timedelta(seconds=2)
"""A poll that Telegram closes itself in so short a time is left to it: it would refuse to close it twice."""

_logger = logging.getLogger(__name__)


async def close_round(surface: Surface, quiz: Quiz) -> None:
    """The question is over: polls that are still open are closed, screens show what was right."""
    shown = await surface.database.run(messages.at_position, quiz.id, quiz.position)
    if not quiz.is_private or quiz.state is State.STOPPING:
        for message in shown:
            if message.poll_id is not None and message.role is Role.PLAYER and _worth_closing(quiz, message):
                await _close(surface, message)


async def update_screens(surface: Surface, quiz: Quiz) -> None:
    """Show how much time is left and how many have answered."""


def _worth_closing(quiz: Quiz, message: Delivery) -> bool:
    if quiz.kind is Kind.LIVE and quiz.state is State.RUNNING:
        return False  # everybody has answered theirs
    if message.sent_at is None or message.message_id is None:
        return False
    return now() < message.sent_at + timedelta(seconds=quiz.seconds) - _ALMOST_OVER


async def _close(surface: Surface, message: Delivery) -> None:
    assert message.message_id is not None  # noqa: S101 - asked before
    try:
        await surface.bot.stop_poll(message.chat_id, message.message_id)
    except TelegramError as error:
        _logger.info("a poll could not be closed", extra={"reason": error.message})
