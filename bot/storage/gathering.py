"""Units of work on the way to the database: those that come in one moment go together, in one transaction.

To begin and to commit a transaction takes longer than what most units do in it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

COMPANY_SECONDS = 0.02
"""How long units that are not urgent wait for others."""
CROWD = 8
"""So many units within `COMPANY_SECONDS`, as when a class writes at once, and urgent ones wait for company too."""

Unit = Callable[[Connection], Any]
Outcome = tuple[asyncio.Future[Any], Any, BaseException | None]
"""Whoever waits for a unit, what it returned, what it raised."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit and whoever waits for it."""

    unit: Unit
    outcome: asyncio.Future[Any]
    is_brief: bool


class Gathering:
    """Gathers units in one event loop and hands them to `take_up`: urgent ones in the loop's next turn."""

    def __init__(self, take_up: Callable[[list[Waiting]], None]) -> None:
        self._take_up = take_up
        self._loop = asyncio.get_running_loop()
        self._gathered: list[Waiting] = []
        self._latest: deque[float] = deque(maxlen=CROWD)
        """When the latest units came."""
        self._is_called = self._is_called_soon = False
        """Whether `_call` will be called, at all or in the next turn of the event loop."""

    def add(self, unit: Unit, *, is_brief: bool, is_urgent: bool) -> asyncio.Future[Any]:
        """Let a unit go with the next batch; what becomes of it."""
        outcome: asyncio.Future[Any] = self._loop.create_future()
        self._gathered.append(Waiting(unit, outcome, is_brief))
        is_urgent = is_urgent and not self._is_crowded(self._loop.time())
        if not is_urgent and not self._is_called:
            self._is_called = True
            self._loop.call_later(COMPANY_SECONDS, self._call)
        elif is_urgent and not self._is_called_soon:
            self._is_called_soon = True
            self._loop.call_soon(self._call)
        return outcome

    def taken(self) -> list[Waiting]:
        """All that wait; they wait no longer."""
        gathered, self._gathered = self._gathered, []
        return gathered

    def _call(self) -> None:
        self._is_called = self._is_called_soon = False
        if batch := self.taken():
            self._take_up(batch)

    def _is_crowded(self, now: float) -> bool:
        """Whether so many units come that one more waits for company."""
        self._latest.append(now)
        return len(self._latest) == CROWD and now - self._latest[0] < COMPANY_SECONDS


def tell(outcomes: Iterable[Outcome]) -> None:
    """Tell whoever waits for them, but not who has given up."""
    for future, result, error in outcomes:
        if future.done():
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(_for_who_waits(error))


def _for_who_waits(error: BaseException) -> BaseException:
    """What a future takes: StopIteration would end whoever awaits it; a coroutine that raises it fails like this."""
    if not isinstance(error, StopIteration):
        return error
    failure = RuntimeError("a unit of work raised StopIteration")
    failure.__cause__ = error
    return failure
