"""Handling updates: those of one chat one after the other, those of different chats at the same time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.errors import StorageError
from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.journal import Journal
from bot.telegram.metrics import Metrics
from bot.telegram.turns import Turn, current

MOST_UNDER_WAY: Final = 5_000
"""Updates taken on and not done; above it no more are fetched for a while."""
TRIES: Final = 6
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 10.0

_logger = logging.getLogger(__name__)


class Handling:
    """Hands updates to `handle`, in order within a chat."""

    def __init__(
        self,
        database: Database,
        handle: Callable[[Update], Awaitable[None]],
        journal: Journal | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        """`journal` is where it is noted that an answer goes out; without one, in the database."""
        self.metrics = metrics or Metrics()
        self._database = database
        self._handle = handle
        self._journal = journal
        self._floor, self._door = asyncio.Lock(), asyncio.Lock()
        self._queues: dict[object, deque[tuple[Update, float]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: dict[int, asyncio.Event] = {}
        self._room = asyncio.Event()
        self._room.set()

    @property
    def under_way(self) -> tuple[int, ...]:
        """The ids of updates that wait or are being handled."""
        return tuple(self._under_way)

    def take(self, update: Update) -> asyncio.Event:
        """Take an update on; the event is set once it is handled, or given back."""
        done = self._under_way[update.update_id] = asyncio.Event()
        if len(self._under_way) >= MOST_UNDER_WAY:
            self._room.clear()
        key = _key(update)
        queue = self._queues.get(key)
        taken = (update, time.monotonic())
        if queue is not None:
            queue.append(taken)
            return done
        self._queues[key] = deque([taken])
        task = asyncio.create_task(self._drain(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return done

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way; give back what takes longer, to be handled at the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = [task for task in self._tasks if not task.done()]
        if not left:
            return
        unfinished = self.under_way
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        _logger.warning("given back for the next start", extra={"updates": len(unfinished)})
        await self._database.run(inbox.give_back, unfinished)

    async def _drain(self, key: object) -> None:
        queue = self._queues[key]
        try:
            while queue:
                update, taken_at = queue[0]
                await self._one(update, len(queue) - 1)
                queue.popleft()
                self._leave(update)
                self.metrics.handled(update, time.monotonic() - taken_at)
        finally:
            for update, _ in queue:
                self._leave(update)
            del self._queues[key]

    async def _one(self, update: Update, waiting: int) -> None:
        """Handle an update, again and again where only the database is not there just now."""
        wait = _FIRST_WAIT
        for attempt in range(1, TRIES + 1):
            turn = Turn(
                self._database,
                update.update_id,
                self._floor,
                self._journal,
                self._door,
                self.metrics,
                waiting,
                is_last_try=attempt == TRIES,
            )
            current.set(turn)
            try:
                await self._handle(update)
                if not turn.put_off:
                    await turn.finish()
                    return
            except StorageError as error:
                _logger.warning("storage failed", extra={"update": update.update_id, "reason": error.code})
                if turn.has_sent:
                    return  # answered; that it was will be known as its answer was on its way
            except Exception as error:  # the application's own error handler has failed
                self.metrics.failed(type(error).__name__)
                _logger.exception("update failed", extra={"update": update.update_id})
                return
            finally:
                turn.leave_the_floor()
                turn.leave_the_door()
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _leave(self, update: Update) -> None:
        done = self._under_way.pop(update.update_id, None)
        if done is not None:
            done.set()
        if len(self._under_way) < MOST_UNDER_WAY:
            self._room.set()


def _key(update: Update) -> object:
    """What must stay in order: what happens in a chat; outside of chats, what one person does."""
    chat, person = update.effective_chat, update.effective_user
    if chat is not None:
        return chat.id
    return ("person", person.id) if person is not None else ("update", update.update_id)
