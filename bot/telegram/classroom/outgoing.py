"""Sending the messages of quizzes: each once, whatever happens to this process meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram import Message
from telegram.error import Forbidden, TelegramError

from bot.classroom.flow import Delivery
from bot.errors import StorageError
from bot.storage.classroom import messages
from bot.storage.database import Database
from bot.telegram.transport import MaybeSentError
from bot.telegram.turns import Turn, current

AT_ONCE: Final = 64
"""Messages under way at the same time, with those that wait for their turn or are put off."""
STRAGGLERS_SECONDS: Final = 20.0
"""How long a quiz waits for chats in which Telegram puts us off, once all others have the question."""
SCREENS_SECONDS: Final = 3.0
"""The same where only screens are left: those who play do not wait for what is projected."""

_logger = logging.getLogger(__name__)

Send = Callable[[Delivery], Awaitable[Message]]


class GoneOnError(Exception):
    """The message is not wanted any more: it is there, or the quiz has gone on."""


class _Outgoing(Turn):
    """A message of a quiz on its way, as the pacer sees it: marked just before it goes out, unmarked if refused."""

    def __init__(self, database: Database, message: Delivery) -> None:
        super().__init__(database, 0)
        self.message = message
        self.is_out = False
        """Whether it has gone out, as opposed to being marked as going out."""

    async def about_to_send(self) -> None:
        """Raises GoneOnError where it must not go out."""
        self._sending = True  # whoever stops us from here on does not know whether it is marked
        try:
            is_marked = await self.database.run(messages.sending, self.message)
        except StorageError:
            self._sending = False
            raise
        if not is_marked:
            self._sending = False
            raise GoneOnError

    async def ready_for_the_wire(self) -> None:
        """It is marked already."""

    def on_the_wire(self) -> None:
        """It is marked already, and goes out."""
        self.is_out = True

    async def off_the_wire(self) -> None:
        """It stays marked: nobody else is to send it."""

    async def not_sent(self) -> None:
        """It did not go out."""
        await self.database.run(messages.not_sent, self.message)
        self._sending = self.is_out = False


class Broadcast:
    """Sends messages, many at a time; one chat's trouble is nobody else's."""

    def __init__(self, database: Database, send: Send) -> None:
        self._database = database
        self._send = send
        self._places = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[asyncio.Task[None], _Outgoing] = {}

    async def run(self, deliveries: Sequence[Delivery]) -> None:
        """Send them all. What Telegram puts off for long is given up, so that the others need not wait."""
        for message in deliveries:
            turn = _Outgoing(self._database, message)
            task = asyncio.create_task(self._one(turn))
            self._under_way[task] = turn
        try:
            await self._all_but_stragglers(len(deliveries))
        finally:
            await self._give_up()

    async def _all_but_stragglers(self, number: int) -> None:
        tasks = set(self._under_way)
        most_behind = max(1, number // 20) if number > 1 else 0
        while len(left := {task for task in tasks if not task.done()}) > most_behind:
            await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
        if left:
            plays = any(self._under_way[task].message.role.plays for task in left)
            await asyncio.wait(left, timeout=STRAGGLERS_SECONDS if plays else SCREENS_SECONDS)
        for task in tasks:
            if not task.done():
                await self._database.run(messages.failed, self._under_way[task].message)
        for task in tasks:
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def _give_up(self) -> None:
        """Stop what waits for its turn; what is on its way may arrive."""
        waiting = [task for task, turn in self._under_way.items() if not task.done() and not turn.has_sent]
        for task in waiting:
            task.cancel()
        flying = [task for task in self._under_way if not task.done()]
        if flying:
            await asyncio.wait(flying, timeout=2)
        for task in flying:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._under_way.clear()

    async def _one(self, turn: _Outgoing) -> None:
        current.set(turn)
        message = turn.message
        async with self._places:
            try:
                sent = await self._send(message)
            except GoneOnError:
                return
            except asyncio.CancelledError:
                if turn.has_sent and not turn.is_out:  # so that the next sends it
                    await turn.not_sent()
                raise
            except MaybeSentError:
                # If it arrived, the first vote tells which poll it is.
                _logger.warning("a question may or may not have arrived")
                await self._database.run(messages.presumed, message)
                return
            except TelegramError as error:
                level = logging.INFO if isinstance(error, Forbidden) else logging.WARNING
                _logger.log(level, "a message of a quiz was refused", extra={"reason": error.message})
                await self._database.run(messages.failed, message)
                return
            except StorageError:
                raise
            except Exception:  # one message that cannot be made stops no quiz
                _logger.exception("a message of a quiz cannot be made", extra={"quiz": message.quiz_id})
                await self._database.run(messages.failed, message)
                return
        poll_id = sent.poll.id if sent.poll is not None else None
        await self._database.run(messages.sent, message, sent.message_id, poll_id)
