"""The handling of one update, as the database sees it: begun, answer on its way, finished.

What a handler wants kept is gathered here and written together: before the first message goes out what must not be
lost with it, at the end the rest. So an update costs three transactions, however much is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import Connection

from bot.storage import inbox
from bot.storage.database import Database

_P = ParamSpec("_P")
_Work = Callable[[Connection], Any]


@dataclass
class Turn:
    """One update being handled."""

    database: Database
    update_id: int
    is_last_try: bool = True
    put_off: bool = False
    """Whether it could not be handled now and is to be handled again later."""
    _sending: bool = False
    _before: list[_Work] = field(default_factory=list)
    _after: list[_Work] = field(default_factory=list)

    @property
    def has_sent(self) -> bool:
        """Whether a message has gone out, or may have."""
        return self._sending

    def keep_before_sending(
        self, work: Callable[Concatenate[Connection, _P], Any], *args: _P.args, **kwargs: _P.kwargs
    ) -> None:
        """Write this before the next message goes out; at the end, if none does."""
        self._before.append(_bound(work, *args, **kwargs))

    def keep(self, work: Callable[Concatenate[Connection, _P], Any], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Write this at the end."""
        self._after.append(_bound(work, *args, **kwargs))

    async def about_to_send(self) -> None:
        """Note that a message goes out now."""
        if self._sending and not self._before:
            return
        self._sending = True
        works = [*self._before, _bound(inbox.showing, self.update_id)]
        await self.database.run(_all, works)
        self._before.clear()

    async def not_sent(self) -> None:
        """Note that the message certainly did not go out."""
        if self._sending:
            await self.database.run(inbox.not_showing, self.update_id)
            self._sending = False

    async def finish(self) -> None:
        """Write what is left, and that the update is handled."""
        await self.database.run(_all, [*self._before, *self._after, _bound(inbox.finish, self.update_id)])


current: ContextVar[Turn | None] = ContextVar("current", default=None)
"""The turn of the update that this task handles."""


def this_turn() -> Turn:
    """The turn of the update that is being handled."""
    turn = current.get()
    if turn is None:
        raise RuntimeError("no update is being handled")
    return turn


async def before_sending() -> None:
    """For the pacer: a message goes out."""
    if (turn := current.get()) is not None:
        await turn.about_to_send()


async def after_refusal() -> None:
    """For the pacer: Telegram did not take the message."""
    if (turn := current.get()) is not None:
        await turn.not_sent()


def _bound(work: Callable[..., Any], *args: Any, **kwargs: Any) -> _Work:
    return lambda connection: work(connection, *args, **kwargs)


def _all(connection: Connection, works: list[_Work]) -> None:
    for work in works:
        work(connection)
