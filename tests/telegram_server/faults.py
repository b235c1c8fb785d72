"""Faults that a test may inject: what networks and servers do on a bad day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.telegram_server.refusals import Refusal, too_many_requests


class Kind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    """Answered with an error, not carried out."""
    DROPPED = "dropped"
    """The connection is closed before anything was carried out."""
    LOST = "lost"
    """Carried out, but the connection is closed before the answer."""
    TRUNCATED = "truncated"
    """Carried out, but half of the answer is missing."""
    SLOW = "slow"
    """Carried out after a wait."""
    HELD = "held"
    """Carried out once the test lets it go (`Fault.let_go`)."""
    GARBLED = "garbled"
    """Not carried out; a gateway's HTML page comes back with status 502."""


@dataclass
class Fault:
    """A fault of the next `times` requests of `method` (None: of any but getUpdates) for which `when` holds."""

    kind: Kind
    method: str | None = None
    times: int = 1
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 1
    seconds: float = 1.0
    when: Callable[[dict[str, Any]], bool] = field(default=lambda _: True)
    hits: int = 0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, parameters: dict[str, Any]) -> bool:
        """Whether it strikes this request; if so it is used up by one."""
        fits = self.method == method if self.method else method != "getUpdates"
        if self.times <= 0 or not fits or not self.when(parameters):
            return False
        self.times -= 1
        self.hits += 1
        return True

    async def before(self) -> None:
        """What happens before a request is carried out."""
        if self.kind is Kind.SLOW:
            await asyncio.sleep(self.seconds)
        elif self.kind is Kind.HELD:
            await self.let_go.wait()
        elif self.kind is Kind.STATUS:
            if self.status == 429:
                raise too_many_requests(self.retry_after)
            raise Refusal(self.status, self.description)


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, kind: Kind | str, method: str | None = None, times: int = 1, **details: Any) -> Fault:
        """Plans a fault. `details` are the further fields of `Fault`."""
        fault = Fault(Kind(kind), method, times, **details)
        self._waiting.append(fault)
        return fault

    def strike(self, method: str, parameters: dict[str, Any]) -> Fault | None:
        """The fault that this request meets, if any."""
        self._waiting = [fault for fault in self._waiting if fault.times > 0]
        return next((fault for fault in self._waiting if fault.meets(method, parameters)), None)
