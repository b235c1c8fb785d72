"""Handling updates: those of one chat one after the other, those of different chats at the same time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Set
from dataclasses import dataclass
from typing import Any, Final

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
BEHIND_SECONDS: Final = 120.0
"""How long an update waits for earlier ones of its chat that other processes handle: longer than a dead one's lease."""
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 10.0
_LOOK_SECONDS: Final = 0.2

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An update taken on: which attempt at it this is, and when it was taken on."""

    update: Update
    claim: int
    at: float


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
        self._floor = asyncio.Lock()
        self._queues: dict[object, deque[_Taken]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: dict[int, asyncio.Event] = {}
        self._behind: set[int] = set()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def under_way(self) -> tuple[int, ...]:
        """The ids of updates that wait or are being handled."""
        return tuple(self._under_way)

    @property
    def in_order(self) -> Set[int]:
        """Those of them that are handled before whatever of their chat is taken on from now on."""
        return self._under_way.keys() - self._behind

    def take(self, update: Update, claim: int = 1, *, behind: int | None = None) -> asyncio.Event:
        """Take an update on; the event is set once it is handled, or given back.

        `claim` is the number of the attempt at it. `behind` names its chat where earlier updates of that chat are in
        other hands: then it waits until they are handled.
        """
        done = self._under_way[update.update_id] = asyncio.Event()
        if len(self._under_way) >= MOST_UNDER_WAY:
            self._room.clear()
        taken = _Taken(update, claim, time.monotonic())
        if behind is None:
            self._queue(taken)
        else:
            self._behind.add(update.update_id)
            self._start(self._once_it_is_first(taken, behind))
        return done

    def _queue(self, taken: _Taken) -> None:
        key = _key(taken.update)
        if (queue := self._queues.get(key)) is not None:
            queue.append(taken)
            return
        self._queues[key] = deque([taken])
        self._start(self._drain(key))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _once_it_is_first(self, taken: _Taken, chat_id: int) -> None:
        """Queue an update once the earlier ones of its chat are handled, by whichever process."""
        number, is_queued = taken.update.update_id, False
        try:
            while time.monotonic() - taken.at < BEHIND_SECONDS:
                with contextlib.suppress(StorageError):
                    if not await self._database.run(inbox.before, number, chat_id):
                        break
                await asyncio.sleep(_LOOK_SECONDS)
            self._queue(taken)
            is_queued = True
        finally:
            self._behind.discard(number)
            if not is_queued:
                self._leave(taken.update)

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    async def done_so_far(self) -> None:
        """Wait until all that is taken on by now is handled."""
        for event in list(self._under_way.values()):
            await event.wait()

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way; give back what takes longer, to be handled at the next start."""
        end = time.monotonic() + seconds
        while self._tasks and (left := end - time.monotonic()) > 0:
            await asyncio.wait(set(self._tasks), timeout=left)
        tasks = [task for task in self._tasks if not task.done()]
        if not tasks:
            return
        unfinished = self.under_way
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _logger.warning("given back for the next start", extra={"updates": len(unfinished)})
        await self._database.run(inbox.give_back, unfinished)

    async def _drain(self, key: object) -> None:
        queue = self._queues[key]
        try:
            while queue:
                taken = queue[0]
                is_lost = await self._one(taken, len(queue) - 1)
                queue.popleft()
                self._leave(taken.update)
                if is_lost:
                    self._put_behind(queue)
                    break
                self.metrics.handled(taken.update, time.monotonic() - taken.at)
        finally:
            for taken in queue:
                self._leave(taken.update)
            del self._queues[key]

    def _put_behind(self, queue: deque[_Taken]) -> None:
        """What is next in a chat waits for what another process has taken over."""
        while queue:
            taken = queue.popleft()
            chat = taken.update.effective_chat
            if chat is None:
                self._leave(taken.update)  # whoever looks next finds it
            else:
                self._behind.add(taken.update.update_id)
                self._start(self._once_it_is_first(taken, chat.id))

    async def _one(self, taken: _Taken, waiting: int) -> bool:
        """Handle an update, again and again where only the database or the network is not there just now.

        True where another process has taken it over.
        """
        wait = _FIRST_WAIT
        for attempt in itertools.count(1):
            turn = Turn(
                self._database,
                taken.update.update_id,
                floor=self._floor,
                journal=self._journal,
                claim=taken.claim,
                metrics=self.metrics,
                waiting=waiting,
                is_last_try=attempt >= TRIES,
            )
            current.set(turn)
            try:
                await self._handle(taken.update)
            except Exception as error:  # the application's own error handler has failed
                self.metrics.failed(type(error).__name__)
                _logger.exception("update failed", extra={"update": taken.update.update_id})
                return False
            finally:
                turn.leave()
            if turn.is_lost or not turn.put_off:
                break
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        if not turn.is_lost:
            await self._finish(turn)
        return turn.is_lost

    async def _finish(self, turn: Turn) -> None:
        """Put on file that an update is handled, and what its handler wants kept: as soon as the database is there."""
        wait = _FIRST_WAIT
        while True:
            try:
                await turn.finish()
            except StorageError as error:
                _logger.warning("storage failed", extra={"update": turn.update_id, "reason": error.code})
                if not error.may_pass:
                    return
            except Exception:  # what the handler wants kept cannot be
                _logger.exception("update failed", extra={"update": turn.update_id})
                return
            else:
                return
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
