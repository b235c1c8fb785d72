"""Showing that something is under way, once it takes longer than half a second."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from typing import Final
from weakref import WeakKeyDictionary

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

FEW_SECONDS: Final = 5.0
"""Within so many seconds it is shown to no more than `MOST_CHATS`: signs must not hold up the answers."""


class _Signs:
    """Where it is shown just now, and when it was begun latest. One for each event loop."""

    def __init__(self) -> None:
        self.chats: set[int] = set()
        self._begun: deque[float] = deque(maxlen=MOST_CHATS)

    def begin(self, chat_id: int, now: float) -> bool:
        """Whether to show it in one more chat."""
        is_enough = len(self._begun) == MOST_CHATS and now - self._begun[0] < FEW_SECONDS
        if is_enough or len(self.chats) >= MOST_CHATS or chat_id in self.chats:
            return False
        self._begun.append(now)
        self.chats.add(chat_id)
        return True


_signs: WeakKeyDictionary[asyncio.AbstractEventLoop, _Signs] = WeakKeyDictionary()


@contextlib.asynccontextmanager
async def busy(
    bot: CuestaBot, chat_id: int, thread_id: int | None = None, action: ChatAction = ChatAction.TYPING
) -> AsyncIterator[None]:
    """While the context lasts, and once it has lasted half a second, the chat shows that we are at work."""
    showing: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    signs = _signs.setdefault(loop, _Signs())

    def begin() -> None:
        # Here and not in the task: of many that begin at once none has run yet.
        if signs.begin(chat_id, loop.time()):
            showing.append(loop.create_task(_show(bot, chat_id, thread_id, action)))

    timer = loop.call_later(AFTER_SECONDS, begin)
    try:
        yield
    finally:
        timer.cancel()
        for task in showing:
            task.cancel()
        if showing:
            signs.chats.discard(chat_id)
            await asyncio.gather(*showing, return_exceptions=True)


async def _show(bot: CuestaBot, chat_id: int, thread_id: int | None, action: ChatAction) -> None:
    with contextlib.suppress(TelegramError):  # it is only a courtesy
        for _ in range(MOST):
            await bot.send_chat_action(chat_id, action, message_thread_id=thread_id)
            await asyncio.sleep(AGAIN_SECONDS)
