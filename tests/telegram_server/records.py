"""Every request that came in, in order, and waiting for what a request changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

SHOWN = ("send", "copy", "edit", "delete", "answer", "stopPoll", "pin")

T = TypeVar("T")


@dataclass(eq=False)
class Call:
    """One request of the bot and what it was answered."""

    method: str
    parameters: dict[str, Any]
    at: float
    """Seconds on the clock of `time.monotonic`."""
    status: int = 0
    description: str = ""
    result: Any = None
    ended: float = 0.0
    lost: bool = False
    """Carried out, but the answer did not reach the bot."""
    port: int = 0
    """From which port of the bot's computer it came."""

    @property
    def chat_id(self) -> Any:
        """The chat it is for, where it is for one."""
        return self.parameters.get("chat_id")

    def __repr__(self) -> str:
        shown = {name: value for name, value in self.parameters.items() if name != "reply_markup"}
        return f"<{self.method} {shown} → {self.status} {self.description}>"


@dataclass
class Record:
    """The calls of one bot."""

    calls: list[Call] = field(default_factory=list)
    kept: int | None = None
    """How many calls to remember; None for all. Benchmarks remember none."""
    asked: int = 0
    """How many requests came in, or ended, that were not for updates."""
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def begin(self, method: str, parameters: dict[str, Any]) -> Call:
        """Notes a request that came in."""
        call = Call(method, parameters, time.monotonic())
        self.calls.append(call)
        self.asked += method != "getUpdates"
        if self.kept is not None:
            del self.calls[: max(0, len(self.calls) - self.kept)]
        return call

    def changed(self) -> None:
        """Wakes everything that waits."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    async def until(self, found: Callable[[], T | None], *, within: float = 120.0, what: str) -> T:
        """Waits until `found` finds something. AssertionError after `within` seconds, with the latest calls."""
        deadline = time.monotonic() + within
        while True:
            value = found()
            if value:
                return value
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, deadline - time.monotonic())
            except TimeoutError:
                latest = "\n  ".join(map(repr, [call for call in self.calls if call.method != "getUpdates"][-12:]))
                raise AssertionError(f"{what}: not within {within} s. Latest calls:\n  {latest}") from None
            finally:
                self._waiting.discard(future)

    @property
    def sent(self) -> list[Call]:
        """What people got to see, in order: successful sends, edits, deletions and answers."""
        return [call for call in self.calls if call.status == 200 and call.method.startswith(SHOWN)]

    @property
    def refused(self) -> list[Call]:
        """Requests that were refused for their own fault: 4xx but for flood limits."""
        return [call for call in self.calls if 400 <= call.status < 500 and call.status != 429]

    def of(self, *methods: str) -> list[Call]:
        """The successful calls of some methods."""
        return [call for call in self.calls if call.method in methods and call.status == 200]
