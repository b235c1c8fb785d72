"""Conducting quizzes: looking at those that are due, and doing what is to be done next.

Every process has a conductor; a quiz is one's at a time (`bot.storage.classroom.timers`). Handlers only put answers and
wishes on file and ring the bell (`Classroom.due`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.classroom.flow import Kind, Quiz
from bot.errors import StorageError
from bot.storage import times
from bot.storage.classroom import flow, timers
from bot.storage.clock import KeptClock
from bot.storage.times import now
from bot.telegram.classroom.outgoing import Broadcast
from bot.telegram.classroom.screens import close_round, update_screens
from bot.telegram.classroom.showing import Showing
from bot.telegram.surface import Surface

LOOK_SECONDS: Final = 1.0
"""How often timers are looked at that another process may have changed."""
_RETRY: Final = timedelta(seconds=2)

_logger = logging.getLogger(__name__)


class Conductor:
    """Conducts the quizzes of one process."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._room = surface.classroom
        self._database = surface.database
        self._me = secrets.randbits(62)
        self._at_work: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        file = surface.database.file
        self._clock = None if file is None else KeptClock(file)

    async def keep_time(self) -> None:
        """Go by one clock while quizzes are going on, whoever sets the computer's. Replicas have their database's."""
        if self._clock is not None:
            if await self._database.run(timers.any_running):
                self._clock.resume()
            else:
                self._clock.follow()

    async def _follow_the_clock(self) -> None:
        """Go by the computer's clock once it has been set and no quiz is going on."""
        if self._clock is not None and times.has_been_set() and not await self._database.run(timers.any_running):
            self._clock.follow()

    def start(self, *, alone: bool, once: Callable[[], Awaitable[None]] | None = None) -> None:
        """Begin to look, `once` something has come about. `alone`: no other process conducts; all timers are free."""
        self._looking = asyncio.create_task(self._look(once, alone=alone))

    async def stop(self) -> None:
        """Stop where it may be taken up again; what is on its way arrives first."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        at_work = list(self._at_work)
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)

    async def _look(self, once: Callable[[], Awaitable[None]] | None, *, alone: bool) -> None:
        if once is not None:
            await once()
        freed = not alone
        while True:
            self._room.due.clear()
            wait = LOOK_SECONDS
            try:
                await self._follow_the_clock()
                if not freed:
                    await self._database.run(timers.free_all)
                    freed = True
                for quiz_id in await self._database.run(timers.claim, self._me):
                    task = asyncio.create_task(self._conduct(quiz_id))
                    self._at_work.add(task)
                    task.add_done_callback(self._at_work.discard)
                due = await self._database.run(timers.next_due)
                if due is not None:
                    wait = min(wait, max(0.0, (due - now()).total_seconds()))
            except StorageError as error:
                _logger.warning("storage failed", extra={"reason": error.code})
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):  # wait_for would lose a cancellation that comes with the bell
                    await self._room.due.wait()

    async def _conduct(self, quiz_id: int) -> None:
        """Do all that is to be done for a quiz now, then let go of it."""
        due = now() + _RETRY
        try:
            async with self._held(quiz_id):
                until = await self._steps(quiz_id)
                if until is None:
                    return
                due = until
        except StorageError as error:
            _logger.warning("storage failed", extra={"reason": error.code, "quiz": quiz_id})
        except asyncio.CancelledError:
            due = now()
            raise
        except Exception:
            _logger.exception("a quiz failed", extra={"quiz": quiz_id})
        finally:
            with contextlib.suppress(StorageError):  # then the lease runs out
                await self._database.run(timers.release, quiz_id, self._me, due)
            self._room.due.set()

    async def _steps(self, quiz_id: int) -> datetime | None:
        """Step by step; until when to wait, None where the quiz is over."""
        while True:
            step = await self._database.run(flow.advance, quiz_id, self._room.pace)
            if step is None:
                return None
            if step.send:
                showing = await Showing.of(self._surface, step.quiz)
                async with self._screens_kept(step.quiz):
                    await Broadcast(self._database, showing.send).run(step.send)
            elif step.closing:
                await close_round(self._surface, step.quiz)
                await self._database.run(flow.closed, quiz_id, self._room.pace)
            else:
                if step.tick:
                    await update_screens(self._surface, step.quiz)
                return step.until

    @contextlib.asynccontextmanager
    async def _held(self, quiz_id: int) -> AsyncIterator[None]:
        """Give signs of life while at work."""
        beating = asyncio.create_task(self._beat(quiz_id))
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def _screens_kept(self, quiz: Quiz) -> AsyncIterator[None]:
        """Keep screens up to date while a question goes out, which takes a while where many get it."""
        keeping = asyncio.create_task(self._keep_screens(quiz))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep_screens(self, quiz: Quiz) -> None:
        while quiz.is_round and quiz.kind is not Kind.CHAT:
            await asyncio.sleep(self._room.pace.tick.total_seconds())
            with contextlib.suppress(StorageError):
                await update_screens(self._surface, quiz)

    async def _beat(self, quiz_id: int) -> None:
        while True:
            await asyncio.sleep(timers.LEASE.total_seconds() / 3)
            with contextlib.suppress(StorageError):
                await self._database.run(timers.renew, quiz_id, self._me)
