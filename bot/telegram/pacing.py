"""Keeping to Telegram's flood limits without one chat holding up another.

Telegram allows about one message a second in a chat (with short bursts), 20 a minute in a group and 30 a second
overall. Answers to people go out at once, since they come no faster than people write; what Telegram then refuses with
429 waits as long as it says, in the queue of its chat, and the other chats go on. Groups are kept below their limit
from the start. What nobody asked for just then (a quiz going out to a class) leaves evenly, within what Telegram takes
in a second (`bot.telegram.allowance`). While it does, answers share that second and come first; so do those that a
whole class asks for in one moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from telegram.constants import FloodLimit
from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.errors import StorageError
from bot.telegram.allowance import Allowance
from bot.telegram.transport import MaybeSentError
from bot.telegram.turns import Attendant

BROADCAST_PER_SECOND: Final = 29.5
"""How evenly messages leave while many go out; how many there may be within a second is the allowance's to say."""
CATCH_UP_SECONDS: Final = 0.02
"""What was late by no more than this catches up; more at once would be a burst."""
ANSWERS_FIRST: Final = 2
"""Answers that go before each message of a broadcast while both wait for room."""
BURST: Final = 3
BURST_SECONDS: Final = 3.1
"""So many messages within so many seconds a chat bears."""
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
    TOGETHER = "together"
    """Somebody waits for it, and a whole class for the same just now: never more than Telegram takes."""
    SERIES = "series"
    """One of several that a chat gets for one request."""
    BROADCAST = "broadcast"
    """One of many that go out at once."""


@dataclass
class _Chat:
    """What is known of one chat's limits. `turn` keeps its messages in order."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    closed_until: float = 0.0
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP))


class Pacer(BaseRateLimiter[Lane]):
    """The library's rate limiter of one bot.

    `attendant` is told when a message has to wait, is about to go out, and was not taken. `turn` takes the next turn
    of those that all replicas share: in how many seconds it is.
    """

    def __init__(
        self,
        *,
        broadcast_per_second: float = BROADCAST_PER_SECOND,
        group_seconds: float = _GROUP_SECONDS,
        attendant: Attendant | None = None,
        turn: Callable[[], Awaitable[float]] | None = None,
    ) -> None:
        self._chats: dict[int | str, _Chat] = {}
        self._apart = 1 / broadcast_per_second
        self._group_seconds = group_seconds
        self._attendant = attendant or Attendant()
        self._turn = turn
        self._allowance = Allowance()
        self._turns, self._leaving, self._answers = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._next_turn = self._next_leaving = self._last_left = float("-inf")
        self._broadcasts = self._answers_waiting = self._answers_let_by = 0

    @property
    def waiting_chats(self) -> int:
        """Chats whose messages wait for a flood limit just now."""
        now = time.monotonic()
        return sum(chat.closed_until > now for chat in self._chats.values())

    async def initialize(self) -> None:
        """Begin. What was sent in the second before, nobody here knows."""
        self._allowance.fill(time.monotonic())

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
            await self._chat_turn(chat, BURST, BURST_SECONDS)
            await self._broadcast_turn()  # not in the queue of the chat, where an answer may have to go out meanwhile
        if chat.turn.locked():
            self._attendant.waiting()
        async with chat.turn:
            if _is_group(chat_id):
                await self._chat_turn(chat, FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, self._group_seconds)
            if lane is Lane.SERIES:
                await self._chat_turn(chat, BURST - 1, BURST_SECONDS)  # somebody may ask meanwhile
            result = await self._patiently(callback, args, kwargs, endpoint, chat, lane)
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
            try:
                if not is_message:
                    return await callback(*args, **kwargs)
                return await self._message(callback, args, kwargs, chat, lane)
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

    async def _message(self, callback: Callback, args: Any, kwargs: dict[str, Any], chat: _Chat, lane: Lane) -> Any:
        """Send a message as soon as its chat and the others' messages allow it."""
        if (wait := chat.closed_until - time.monotonic()) > 0:
            self._attendant.waiting()
            await asyncio.sleep(wait)
        place = None if lane is Lane.BROADCAST else await self._answer_turn(lane)
        try:
            await self._attendant.about_to_send()
            if place is None:
                place = await self._leave()
        except BaseException:
            if place is not None:
                self._allowance.give_back(place)
            raise
        left = time.monotonic()
        try:
            return await callback(*args, **kwargs)
        finally:
            self._allowance.answered(place, left, time.monotonic())

    async def _answer_turn(self, lane: Lane) -> int:
        """A place for an answer: at once, but where it shares what Telegram takes with many others."""
        if lane is Lane.TOGETHER:
            await self._shared_turn()
        if not self._until_answer(time.monotonic(), lane) and not self._answers_waiting:
            return self._allowance.take(time.monotonic())
        self._attendant.waiting()
        self._answers_waiting += 1
        try:
            async with self._answers:
                while (wait := self._until_answer(time.monotonic(), lane)) > 0:  # noqa: ASYNC110 - time has to pass
                    await asyncio.sleep(wait)
                self._answers_let_by += 1
                return self._allowance.take(time.monotonic())
        finally:
            self._answers_waiting -= 1

    def _until_answer(self, now: float, lane: Lane) -> float:
        shares = lane is Lane.TOGETHER or self._broadcasts > 0 or now - self._last_left < 1.0
        if not shares:
            return 0.0
        others_turn = self._answers_let_by >= ANSWERS_FIRST and self._leaving.locked()
        return max(self._allowance.wait(now), self._apart / 4 if others_turn else 0.0)

    async def _broadcast_turn(self) -> None:
        """Wait for the next place in the stream of messages that nobody asked for: they keep their distance."""
        self._attendant.waiting()
        self._broadcasts += 1
        try:
            async with self._turns:
                while (wait := self._until_turn(time.monotonic())) > 0:  # noqa: ASYNC110 - time has to pass
                    await asyncio.sleep(wait)
                self._next_turn = self._after(self._next_turn)
                await self._shared_turn()
        finally:
            self._broadcasts -= 1

    async def _shared_turn(self) -> None:
        """Wait for a turn among all replicas. Where the database cannot say, each keeps to its own pace."""
        if self._turn is not None:
            self._attendant.waiting()
            with contextlib.suppress(StorageError):
                await asyncio.sleep(await self._turn())

    async def _leave(self) -> int:
        """Keep the distance once more, just before it goes out; the place that it takes.

        Many may have their turn while the database notes them as going out, and would leave in one moment.
        """
        async with self._leaving:
            while (wait := self._until_leaving(time.monotonic())) > 0:  # noqa: ASYNC110 - time has to pass
                await asyncio.sleep(wait)
            self._next_leaving = self._after(self._next_leaving)
            self._answers_let_by = 0
            self._last_left = time.monotonic()
            return self._allowance.take(self._last_left)

    def _until_turn(self, now: float) -> float:
        """Beside answers that take all the room, one at a time goes to where it takes turns with them."""
        room = self._allowance.wait(now)
        if room and self._answers_waiting and not self._leaving.locked():
            room = 0.0
        return max(self._next_turn - now, room)

    def _until_leaving(self, now: float) -> float:
        answers_first = self._answers_waiting > 0 and self._answers_let_by < ANSWERS_FIRST
        room = max(self._allowance.wait(now), self._apart / 4 if answers_first else 0.0)
        return max(self._next_leaving - now, room)

    def _after(self, moment: float) -> float:
        """When the next one may follow."""
        return max(moment, time.monotonic() - CATCH_UP_SECONDS) + self._apart

    async def _chat_turn(self, chat: _Chat, most: int, seconds: float) -> None:
        """Wait until a chat may have one more message: fewer than `most` within so many seconds before."""
        while len(chat.sent) >= most and (wait := chat.sent[-most] + seconds - time.monotonic()) > 0:
            self._attendant.waiting()
            await asyncio.sleep(wait)

    def _chat(self, chat_id: int | str) -> _Chat:
        chat = self._chats.pop(chat_id, None) or _Chat()
        self._chats[chat_id] = chat  # the most recently used last
        if len(self._chats) > _IDLE_CHATS:
            self._forget_idle()
        return chat

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for chat_id, chat in list(self._chats.items())[: _IDLE_CHATS // 2]:
            recent = _is_group(chat_id) and chat.sent and now - chat.sent[-1] < self._group_seconds
            if not chat.turn.locked() and chat.closed_until < now and not recent:
                del self._chats[chat_id]


def _is_group(chat_id: int | str) -> bool:
    return isinstance(chat_id, str) or chat_id < 0


def _seconds(refusal: RetryAfter) -> float:
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
