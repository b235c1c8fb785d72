"""Keeping to Telegram's flood limits without one chat holding up another.

Telegram allows about one message a second in a chat (with short bursts), 20 a minute in a group and 30 a second
overall. Answers to people go out at once, since they come no faster than people write; what Telegram then refuses with
429 waits as long as it says, in the queue of its chat, and the other chats go on. Groups are kept below their limit
from the start. What nobody asked for just then (a quiz going out to a class) is paced below the overall limit.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from telegram.constants import FloodLimit
from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram.transport import MaybeSentError
from bot.telegram.turns import Attendant

BROADCAST_PER_SECOND: Final = 26
"""Messages a second while many go out; with what people are answered meanwhile just below Telegram's 30.

31 messages then take 154 ms longer than the second in which Telegram refuses the last of them, which is what the way
there may differ from one to the other.
"""
LONGEST_WAIT: Final = 900.0
"""Seconds after which a message that is still refused is given up."""
QUERY_WAIT: Final = 10.0
_GROUP_SECONDS: Final = 60.0
_MESSAGES: Final = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendPoll", "copyMessage"})
_QUERIES: Final = frozenset({"answerCallbackQuery", "answerInlineQuery"})
_DROPPED: Final = frozenset({"sendChatAction", "setMessageReaction"})
_IDLE_CHATS: Final = 2_000

_logger = logging.getLogger(__name__)

Callback = Callable[..., Coroutine[Any, Any, Any]]


class Lane(StrEnum):
    """How urgent a message is; `rate_limit_args` of every method of the bot."""

    ANSWER = "answer"
    """Somebody waits for it."""
    BROADCAST = "broadcast"
    """One of many that go out at once."""


@dataclass
class _Chat:
    """What is known of one chat's limits. `turn` keeps its messages in order."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    closed_until: float = 0.0
    sent: deque[float] = field(default_factory=deque)


class Pacer(BaseRateLimiter[Lane]):
    """The library's rate limiter of one bot.

    `attendant` is told when a message has to wait, is about to go out, and was not taken.
    """

    def __init__(
        self,
        *,
        broadcast_per_second: float = BROADCAST_PER_SECOND,
        group_seconds: float = _GROUP_SECONDS,
        attendant: Attendant | None = None,
    ) -> None:
        self._chats: dict[int | str, _Chat] = {}
        self._per_second = broadcast_per_second
        self._group_seconds = group_seconds
        self._broadcasting, self._leaving = asyncio.Lock(), asyncio.Lock()
        self._last_broadcast = self._last_left = float("-inf")
        self._recent: deque[float] = deque(maxlen=2 * FloodLimit.MESSAGES_PER_SECOND)
        """When messages went out during the last second."""
        self._attendant = attendant or Attendant()

    @property
    def waiting_chats(self) -> int:
        """Chats whose messages wait for a flood limit just now."""
        now = time.monotonic()
        return sum(chat.closed_until > now for chat in self._chats.values())

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""
        self._chats.clear()

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        """Make a request when its chat allows it, as often as Telegram puts it off."""
        chat_id = data.get("chat_id")
        if chat_id is None:
            return await self._patiently(callback, args, kwargs, endpoint, _Chat())
        chat = self._chat(chat_id)
        if endpoint not in _MESSAGES:
            return await self._patiently(callback, args, kwargs, endpoint, chat)
        lane = rate_limit_args or Lane.ANSWER
        if lane is Lane.BROADCAST:
            await self._broadcast_turn()  # not in the queue of the chat, where an answer may have to go out meanwhile
        if chat.turn.locked():
            self._attendant.waiting()
        async with chat.turn:
            if _is_group(chat_id):
                await self._group_turn(chat)
            result = await self._patiently(callback, args, kwargs, endpoint, chat, lane)
            if _is_group(chat_id):
                chat.sent.append(time.monotonic())
            return result

    async def _patiently(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        chat: _Chat,
        lane: Lane = Lane.ANSWER,
    ) -> Any:
        give_up = time.monotonic() + (QUERY_WAIT if endpoint in _QUERIES else LONGEST_WAIT)
        is_message = endpoint in _MESSAGES
        while True:
            if is_message:
                if (wait := chat.closed_until - time.monotonic()) > 0:
                    self._attendant.waiting()
                    await asyncio.sleep(wait)
                await self._attendant.about_to_send()
                if lane is Lane.ANSWER:
                    self._recent.append(time.monotonic())
                else:
                    await self._leave()
            try:
                return await callback(*args, **kwargs)
            except MaybeSentError:
                raise
            except RetryAfter as refusal:
                seconds = _seconds(refusal)
                if is_message:
                    await self._attendant.not_sent()
                if endpoint in _DROPPED or time.monotonic() + seconds > give_up:
                    raise
                _logger.info("flood limit", extra={"endpoint": endpoint, "seconds": seconds})
                self._attendant.put_off(endpoint)
                chat.closed_until = max(chat.closed_until, time.monotonic() + seconds)
                await asyncio.sleep(seconds)
                if lane is Lane.BROADCAST:
                    await self._broadcast_turn()
            except TelegramError:
                if is_message:
                    await self._attendant.not_sent()
                raise

    async def _broadcast_turn(self) -> None:
        """Wait for the next place in the stream of messages that nobody asked for: they keep their distance.

        What was late does not catch up, or more than Telegram takes would go out within a second.
        """
        self._attendant.waiting()
        async with self._broadcasting:
            while (wait := self._until_room(time.monotonic())) > 0:  # noqa: ASYNC110 - time has to pass
                await asyncio.sleep(wait)
            self._last_broadcast = time.monotonic()
            self._recent.append(self._last_broadcast)

    async def _leave(self) -> None:
        """Keep the distance once more, just before it goes out.

        Many may have their turn while the database notes them as going out, and would leave in one moment.
        """
        async with self._leaving:
            wait = self._last_left + 1 / self._per_second - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._last_left = time.monotonic()

    def _until_room(self, now: float) -> float:
        """Seconds until one more message nobody asked for may go out, after the last and beside the answers."""
        while self._recent and now - self._recent[0] >= 1.0:
            self._recent.popleft()
        spaced = self._last_broadcast + 1 / self._per_second - now
        full = len(self._recent) >= self._per_second
        return max(spaced, self._recent[-int(self._per_second)] + 1.0 - now if full else 0.0)

    async def _group_turn(self, chat: _Chat) -> None:
        """Wait until a group may have one more message."""
        while True:
            now = time.monotonic()
            while chat.sent and now - chat.sent[0] >= self._group_seconds:
                chat.sent.popleft()
            if len(chat.sent) < FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP:
                return
            self._attendant.waiting()
            await asyncio.sleep(chat.sent[0] + self._group_seconds - now)

    def _chat(self, chat_id: int | str) -> _Chat:
        chat = self._chats.pop(chat_id, None) or _Chat()
        self._chats[chat_id] = chat  # the most recently used last
        if len(self._chats) > _IDLE_CHATS:
            self._forget_idle()
        return chat

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for chat_id, chat in list(self._chats.items())[: _IDLE_CHATS // 2]:
            recent = chat.sent and now - chat.sent[-1] < self._group_seconds
            if not chat.turn.locked() and chat.closed_until < now and not recent:
                del self._chats[chat_id]


def _is_group(chat_id: int | str) -> bool:
    return isinstance(chat_id, str) or chat_id < 0


def _seconds(refusal: RetryAfter) -> float:
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
