"""The handling of one update, as the database sees it: begun, answer on its way, finished.

What a handler wants kept is gathered here and written together: before the first message goes out what must not be
lost with it, at the end the rest. So an update costs two or three transactions, however much is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from sqlalchemy import Connection

from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.journal import Journal
from bot.telegram.metrics import Metrics

if TYPE_CHECKING:
    from bot.storage.notes import Place

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
    claim: int = 1
    """Which attempt at the update this is: another process that has taken it over has a later one."""
    metrics: Metrics = field(default_factory=Metrics)
    waiting: int = 0
    """Updates of the same chat that wait for this one."""
    is_last_try: bool = True
    put_off: bool = False
    """Whether it could not be handled now and is to be handled again later."""
    is_lost: bool = False
    """Whether another process has taken the update over."""
    _sending: bool = False
    _has_the_floor: bool = False
    _place: Place | None = None
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

        Raises TakenOverError where another process has taken over and sends it.
        """
        if self.journal is not None:
            return  # the only process
        self.leave_the_floor()  # the database takes its time
        if not await self.database.run_brief(_all_if_ours, list(self._before), self.update_id, self.claim):
            self.is_lost = True
            raise TakenOverError
        self._before.clear()
        if self.database.notes is None:
            self._sending = True
            await self.database.run_brief(inbox.showing, self.update_id)

    async def ready_for_the_wire(self) -> None:
        """A message goes out as soon as there is a connection: have a place for the note that it does."""
        if self.journal is None and self._place is None and (notes := self.database.notes) is not None:
            self._place = await notes.place()

    def on_the_wire(self) -> None:
        """A message goes out now, in this moment: note it.

        If the process dies later the message is there and is not sent again; if it has died before, nobody knows of
        it and another sends it. So nothing may come in between.
        """
        self._sending = True
        if self.journal is not None:
            self.journal.note(self.update_id)
        elif self._place is not None:
            place, self._place = self._place, None
            place.write(inbox.SHOWING_NOW.format(id=self.update_id))
        self.leave_the_floor()

    async def off_the_wire(self) -> None:
        """The message was not taken, and is to be tried again in a while: if the process dies meanwhile, by another."""
        await self.not_sent()

    async def not_sent(self) -> None:
        """The message certainly did not go out."""
        self._leave_the_place()
        if self._sending:
            self._sending = False
            if self.journal is not None:
                self.journal.take_back(self.update_id)
            else:
                await self.database.run_brief(inbox.not_showing, self.update_id)

    def leave(self) -> None:
        """It is over, in whatever way."""
        self.leave_the_floor()
        self._leave_the_place()

    def _leave_the_place(self) -> None:
        if self._place is not None:
            self._place.leave()
            self._place = None

    async def finish(self) -> None:
        """Write what is left, and that the update is handled."""
        await self.database.run_last(_all, [*self._before, *self._after, _bound(inbox.finish, self.update_id)])


current: ContextVar[Turn | None] = ContextVar("current", default=None)
"""The turn of the update that this task handles."""


def this_turn() -> Turn:
    """The turn of the update that is being handled."""
    turn = current.get()
    if turn is None:
        raise RuntimeError("no update is being handled")
    return turn


class TakenOverError(Exception):
    """Another process has taken an update over: nothing more is to be sent for it here."""


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

    async def ready_for_the_wire(self) -> None:
        """A message goes out as soon as there is a connection."""
        if (turn := current.get()) is not None:
            await turn.ready_for_the_wire()

    def on_the_wire(self) -> None:
        """A message goes out, in this moment."""
        if (turn := current.get()) is not None:
            turn.on_the_wire()

    async def off_the_wire(self) -> None:
        """A message was not taken, and is tried again."""
        if (turn := current.get()) is not None:
            await turn.off_the_wire()

    async def not_sent(self) -> None:
        """Telegram did not take a message."""
        if (turn := current.get()) is not None:
            await turn.not_sent()


def _bound(work: Callable[..., Any], *args: Any, **kwargs: Any) -> _Work:
    return lambda connection: work(connection, *args, **kwargs)


def _all_if_ours(connection: Connection, works: list[_Work], update_id: int, claim: int) -> bool:
    is_ours = inbox.still_ours(connection, update_id, claim)
    if is_ours:
        _all(connection, works)
    return is_ours


def _all(connection: Connection, works: list[_Work]) -> None:
    for work in works:
        work(connection)
