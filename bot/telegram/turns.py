"""The handling of one update, as the database sees it: begun, answer on its way, finished.

What a handler wants kept is gathered here and written together: before the first message goes out what must not be
lost with it, at the end the rest. So an update costs two or three transactions, however much is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, Final, ParamSpec

from sqlalchemy import Connection

from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.journal import Journal
from bot.telegram.metrics import Metrics

DOOR_SECONDS: Final = 0.5
"""How long an answer that does not get out may keep others from getting out."""

_P = ParamSpec("_P")
_Work = Callable[[Connection], Any]


@dataclass
class Turn:
    """One update being handled."""

    database: Database
    update_id: int
    floor: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while an answer is worked out, see `take_the_floor`."""
    journal: Journal | None = None
    """Where it is noted that an answer goes out; without one, in the database."""
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from noting in the database that an answer goes out until it goes, see `about_to_send`."""
    metrics: Metrics = field(default_factory=Metrics)
    waiting: int = 0
    """Updates of the same chat that wait for this one."""
    is_last_try: bool = True
    put_off: bool = False
    """Whether it could not be handled now and is to be handled again later."""
    _sending: bool = False
    _has_the_floor: bool = False
    _is_at_the_door: bool = False
    _before: list[_Work] = field(default_factory=list)
    _after: list[_Work] = field(default_factory=list)

    @property
    def has_sent(self) -> bool:
        """Whether a message has gone out, or may have."""
        return self._sending

    async def take_the_floor(self) -> None:
        """Before work that keeps the processor busy: wait until nobody else does such work.

        The floor is left once the answer has gone out. So it goes out as soon as it is worked out, not after those of
        everybody who wrote in the same moment, and there is next to no time in which it is noted as going out and has
        not gone: a process that ends in that time loses it.
        """
        await self.floor.acquire()
        self._has_the_floor = True

    def leave_the_floor(self) -> None:
        """Let others work, after what is about to be written to the network is written."""
        if self._has_the_floor:
            self._has_the_floor = False
            asyncio.get_running_loop().call_soon(self.floor.release)

    def keep_before_sending(
        self, work: Callable[Concatenate[Connection, _P], Any], *args: _P.args, **kwargs: _P.kwargs
    ) -> None:
        """Write this before the next message goes out; at the end, if none does."""
        self._before.append(_bound(work, *args, **kwargs))

    def keep(self, work: Callable[Concatenate[Connection, _P], Any], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Write this at the end."""
        self._after.append(_bound(work, *args, **kwargs))

    async def about_to_send(self) -> None:
        """A message is to go out: write down what must not be lost with it.

        What is noted in the database as going out when the process is killed is not sent again. So only one answer at
        a time is noted and has not gone: many would be in a burst, and all of them be lost.
        """
        self._sending = True
        if self.journal is None:
            self.leave_the_floor()  # the database takes its time
            self.leave_the_door()
            await self.door.acquire()
            self._is_at_the_door = True
            # Without a connection to Telegram nothing goes out; the others need not wait for that to be found out here.
            asyncio.get_running_loop().call_later(DOOR_SECONDS, self.leave_the_door)
            works = [*self._before, _bound(inbox.showing, self.update_id)]
            self._before.clear()
            await self.database.run_brief(_all, works)

    def leave_the_door(self) -> None:
        """Let the next answer go out, after what is about to be written to the network is written."""
        if self._is_at_the_door:
            self._is_at_the_door = False
            asyncio.get_running_loop().call_soon(self.door.release)

    def on_the_wire(self) -> None:
        """A message goes out now: there is a connection for it."""
        if self.journal is not None and self._sending:
            self.journal.note(self.update_id)
        self.leave_the_floor()
        self.leave_the_door()

    async def not_sent(self) -> None:
        """The message certainly did not go out."""
        self.leave_the_door()
        if self._sending:
            self._sending = False
            if self.journal is not None:
                self.journal.take_back(self.update_id)
            else:
                await self.database.run_brief(inbox.not_showing, self.update_id)

    async def finish(self) -> None:
        """Write what is left, and that the update is handled."""
        await self.database.run_brief(_all, [*self._before, *self._after, _bound(inbox.finish, self.update_id)])


current: ContextVar[Turn | None] = ContextVar("current", default=None)
"""The turn of the update that this task handles."""


def this_turn() -> Turn:
    """The turn of the update that is being handled."""
    turn = current.get()
    if turn is None:
        raise RuntimeError("no update is being handled")
    return turn


class Attendant:
    """Tells the turn of the update that this task handles what becomes of its messages."""

    def waiting(self) -> None:
        """A message has to wait for a flood limit."""
        if (turn := current.get()) is not None:
            turn.leave_the_floor()

    def put_off(self, method: str) -> None:
        """Telegram wants a request to wait."""
        if (turn := current.get()) is not None:
            turn.metrics.waited(method)

    async def about_to_send(self) -> None:
        """A message is to go out."""
        if (turn := current.get()) is not None:
            await turn.about_to_send()

    def on_the_wire(self) -> None:
        """A message goes out."""
        if (turn := current.get()) is not None:
            turn.on_the_wire()

    async def not_sent(self) -> None:
        """Telegram did not take a message."""
        if (turn := current.get()) is not None:
            await turn.not_sent()


def _bound(work: Callable[..., Any], *args: Any, **kwargs: Any) -> _Work:
    return lambda connection: work(connection, *args, **kwargs)


def _all(connection: Connection, works: list[_Work]) -> None:
    for work in works:
        work(connection)
