"""Showing that something is under way, once it takes longer than half a second."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.raw import CuestaBot

AFTER_SECONDS: Final = 0.5
AGAIN_SECONDS: Final = 4.5
"""Telegram shows an action for five seconds."""
MOST: Final = 6
"""How often it is shown: after half a minute a person knows."""
MOST_CHATS: Final = 10
"""In how many chats at a time. When many wait, showing it to all of them would make all of them wait longer."""

_shown_in: set[int] = set()


@contextlib.asynccontextmanager
async def busy(
    bot: CuestaBot, chat_id: int, thread_id: int | None = None, action: ChatAction = ChatAction.TYPING
) -> AsyncIterator[None]:
    """While the context lasts, and once it has lasted half a second, the chat shows that we are at work."""
    showing: list[asyncio.Task[None]] = []

    def begin() -> None:
        if len(_shown_in) < MOST_CHATS and chat_id not in _shown_in:
            # Here and not in the task: of many that begin at once none has run yet.
            _shown_in.add(chat_id)
            showing.append(asyncio.create_task(_show(bot, chat_id, thread_id, action)))

    timer = asyncio.get_running_loop().call_later(AFTER_SECONDS, begin)
    try:
        yield
    finally:
        timer.cancel()
        for task in showing:
            task.cancel()
        if showing:
            _shown_in.discard(chat_id)
            await asyncio.gather(*showing, return_exceptions=True)


async def _show(bot: CuestaBot, chat_id: int, thread_id: int | None, action: ChatAction) -> None:
    with contextlib.suppress(TelegramError):  # it is only a courtesy
        for _ in range(MOST):
            await bot.send_chat_action(chat_id, action, message_thread_id=thread_id)
            await asyncio.sleep(AGAIN_SECONDS)
