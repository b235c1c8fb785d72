"""Updates on their way to the bot: by long polling or to its webhook."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.refusals import conflict

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
}


@dataclass(eq=False)
class Update:
    """One update; `key` says which updates must stay in order (those of a chat, or of a person)."""

    id: int
    kind: str
    payload: dict[str, Any]
    key: int
    at: float = field(default_factory=time.monotonic)

    def json(self) -> dict[str, Any]:
        """The Bot API's Update object."""
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """The queue of one bot. `to_webhook` is set while a webhook is."""

    def __init__(self) -> None:
        self.pending: deque[Update] = deque()
        self.delivered: list[Update] = []
        self.allowed: set[str] | None = None
        self.to_webhook: Callable[[Update], None] | None = None
        self.on_change: Callable[[], None] = lambda: None
        self._numbers = itertools.count(700_000_001)
        self._arrived = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._held: list[Update] | None = None
        self._again: list[Update] = []

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed is not None else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str] | None) -> None:
        """Takes over `allowed_updates`: None leaves it as it is, an empty list means the default."""
        if kinds is not None:
            self.allowed = set(kinds) or None

    def add(self, kind: str, payload: dict[str, Any], key: int) -> Update | None:
        """Something happened. None where the bot did not ask for updates of this kind."""
        if not self.wants(kind):
            return None
        update = Update(next(self._numbers), kind, payload, key)
        if self._held is not None:
            self._held.append(update)
        else:
            self._queue(update)
        return update

    def _queue(self, update: Update) -> None:
        if self.to_webhook is not None:
            self.delivered.append(update)
            self.to_webhook(update)
        else:
            self.pending.append(update)
            self._arrived.set()

    @contextmanager
    def held(self, *, reverse: bool = False) -> Iterator[None]:
        """Holds back what happens meanwhile and delivers it all at once, in reverse if asked."""
        self._held = []
        yield
        held, self._held = self._held, None
        ordered = held[::-1] if reverse else held
        if self.to_webhook is None:
            # getUpdates always gives ascending ids; what is out of order is what happened.
            for update, number in zip(ordered, sorted(update.id for update in held), strict=True):
                update.id = number
        for update in ordered:
            self._queue(update)

    def repeat(self, *updates: Update) -> None:
        """Delivers updates once more, as happens when a confirmation is lost."""
        if self.to_webhook is not None:
            for update in updates:
                self.to_webhook(update)
        else:
            self._again.extend(updates)
            self._arrived.set()

    def drop_pending(self) -> None:
        """Forgets what was not fetched yet."""
        self.pending.clear()

    async def fetch(self, offset: int | None, limit: int, seconds: float) -> list[Update]:
        """What getUpdates returns: unconfirmed updates, the oldest first, after at most `seconds`."""
        if self._poll is not None:
            self._poll.set()
        ended = self._poll = asyncio.Event()
        try:
            self._confirm(offset)
            await self._wait_for_one(seconds, ended)
            fetched = list(itertools.islice(itertools.chain(self._again, self.pending), limit))
            self._again = [update for update in self._again if update not in fetched]
            return fetched
        finally:
            if self._poll is ended:
                self._poll = None

    def _confirm(self, offset: int | None) -> None:
        if offset is None or offset == 0:
            return
        first = offset
        if offset < 0:
            first = self.pending[max(0, len(self.pending) + offset)].id if self.pending else 0
        while self.pending and self.pending[0].id < first:
            self.delivered.append(self.pending.popleft())
        self.on_change()

    async def _wait_for_one(self, seconds: float, ended: asyncio.Event) -> None:
        deadline = time.monotonic() + seconds
        while not self.pending and not self._again:
            self._arrived.clear()
            waits = [asyncio.ensure_future(self._arrived.wait()), asyncio.ensure_future(ended.wait())]
            try:
                left = max(0.0, deadline - time.monotonic())
                done, _ = await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
            if ended.is_set():
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            if not done:
                return
