"""Taking updates on: on file first, then to be handled; and what others left unfinished."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection
from telegram import Bot, Update

from bot.errors import StorageError
from bot.storage import inbox, retention
from bot.storage.database import Database
from bot.storage.times import now
from bot.storage.times import steadily as _steadily
from bot.telegram.handling import MOST_UNDER_WAY, Handling
from bot.telegram.journal import Journal
from bot.telegram.parsing import update_of

LOOK_SECONDS: Final = 5.0
"""How often signs of life are given and unfinished updates looked for; well below `inbox.LEASE`."""

PRUNE_SECONDS: Final = 24 * 3600.0
PAUSE_SECONDS: Final = 0.05
"""Between two portions of what is deleted."""
LARGEST_JUMP: Final = timedelta(hours=6)
"""By how much the clock may go another way than time does; beyond it nobody knows what is old."""

_logger = logging.getLogger(__name__)

Payload = dict[str, Any]


class Receiving:
    """Where updates come in, whichever way they came."""

    def __init__(self, bot: Bot, database: Database, handling: Handling, journal: Journal | None = None) -> None:
        """`journal` is where answers on their way are noted; without one, in the database."""
        self._bot = bot
        self._database = database
        self._handling = handling
        self._journal = journal
        self._task: asyncio.Task[None] | None = None
        self._pruning: asyncio.Task[None] | None = None
        self._next_pruning = 0.0
        self._alone = True
        self._clock: datetime | None = None
        """What the clock showed when this computer's steady one began."""
        self._leases_hold_from = 0.0
        """From when on a lease that has run out means that its holder is dead."""

    async def start(self, *, alone: bool) -> None:
        """Take over what was left unfinished. `alone`: no other process receives this bot's updates."""
        self._alone = alone
        await self._take_over(inbox.ALL if alone else inbox.LEASE)
        if alone and self._journal is not None:
            self._journal.clear()
        self._task = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Take nothing over any more."""
        tasks = [task for task in (self._task, self._pruning) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def take(self, payloads: Sequence[Payload]) -> list[asyncio.Event]:
        """Put updates on file and begin with those that are new. Once this returns they are safe.

        The events are set as the new ones are done. Raises StorageError where they could not be put on file.
        """
        arrived = {number: payload for payload in payloads if (number := number_of(payload)) is not None}
        if len(arrived) < len(payloads):
            _logger.warning("malformed update", extra={"updates": len(payloads) - len(arrived)})
        if not arrived:
            return []
        try:
            return await self._take(arrived)
        except StorageError as error:
            if error.may_pass:
                raise
        # One of them holds what the database cannot: it must not keep the others from being handled.
        done = []
        for number, payload in arrived.items():
            try:
                done += await self._take({number: payload})
            except StorageError as error:
                if error.may_pass:
                    raise
                _logger.error("malformed update", extra={"update": number, "reason": error.code})  # noqa: TRY400
        return done

    async def _take(self, arrived: dict[int, Payload]) -> list[asyncio.Event]:
        if self._alone:
            new = await self._database.run_brief(inbox.take, arrived)
            return [self._begin(number, arrived[number]) for number in sorted(new)]
        chats = {number: chat for number, payload in arrived.items() if (chat := chat_of(payload)) is not None}
        new, before = await self._database.run_brief(_take_in_order, arrived, chats)
        return [
            self._begin(
                number,
                arrived[number],
                behind=None if before[number] <= self._handling.in_order else chats[number],
            )
            for number in sorted(new)
        ]

    def _begin(self, number: int, payload: Payload, claim: int = 1, *, behind: int | None = None) -> asyncio.Event:
        try:
            update = update_of(payload, self._bot)
        except Exception as error:  # whatever a malformed update may cause
            _logger.warning("malformed update", extra={"update": number, "reason": type(error).__name__})
            update = Update(number)
        return self._handling.take(update, claim, behind=behind)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._database.go_by_its_clock()
                await self._database.run(inbox.hold, self._handling.under_way)
                if time.monotonic() >= self._leases_hold_from:
                    await self._take_over(inbox.LEASE)
                if self._pruning is None or self._pruning.done():
                    self._pruning = asyncio.create_task(self._prune())
                if self._journal is not None and self._journal.has_grown:
                    unfinished = await self._database.run(inbox.unfinished)
                    self._journal.tidy({*unfinished, *self._handling.under_way})
            except StorageError as error:
                _logger.warning("storage failed", extra={"reason": error.code})
                # Nobody could give a sign of life meanwhile: all have the time of a lease for it first.
                self._leases_hold_from = time.monotonic() + inbox.LEASE.total_seconds()
            except Exception:
                _logger.exception("looking after updates failed")

    async def _prune(self) -> None:
        """Once a day, delete what is older than /privacy says."""
        since = _steadily()
        if since >= self._next_pruning:
            self._next_pruning = since + PRUNE_SECONDS
            clock, self._clock = self._clock, now() - timedelta(seconds=since)
            if clock is not None and abs(self._clock - clock) > LARGEST_JUMP:
                _logger.warning("the clock jumped: nothing is deleted until tomorrow")
                return
            try:
                gone = await self._prune_all()
            except StorageError as error:
                _logger.warning("storage failed", extra={"reason": error.code})
            except Exception:
                _logger.exception("deleting what is old failed")
            else:
                if gone:
                    _logger.info("deleted what is old", extra={"rows": dict(gone)})

    async def _prune_all(self) -> Counter[str]:
        """Portion by portion, with pauses in which others come to the database."""
        gone: Counter[str] = Counter()
        while portion := await self._database.run(retention.prune):
            gone.update(portion)
            await asyncio.sleep(PAUSE_SECONDS)
        return gone

    async def _take_over(self, lease: timedelta) -> None:
        noted = self._journal.noted() if self._journal is not None else frozenset()
        left = await self._database.run(inbox.take_over, lease=lease, most=MOST_UNDER_WAY, on_their_way=noted)
        if left:
            _logger.info("taken over", extra={"updates": len(left)})
        for waiting in left:
            chat = None if self._alone else chat_of(waiting.payload)
            self._begin(waiting.id, waiting.payload, waiting.claim, behind=chat)


def number_of(payload: Payload) -> int | None:
    """The id of an update; None where it has none that could be one."""
    number = payload.get("update_id")
    return number if type(number) is int and 0 < number < 2**63 else None


def chat_of(payload: Payload) -> int | None:
    """The chat in which an update happened, whose updates are to be handled in their order."""
    for kind in ("message", "edited_message", "callback_query", "my_chat_member"):
        found: Any = payload.get(kind)
        if kind == "callback_query" and isinstance(found, dict):
            found = found.get("message")
        chat = found.get("chat") if isinstance(found, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if type(number) is int and -(2**63) <= number < 2**63:
            return number
    return None


def _take_in_order(
    connection: Connection, arrived: dict[int, Payload], chats: dict[int, int]
) -> tuple[set[int], dict[int, set[int]]]:
    """Which updates are new, and which unfinished ones of their chat come before each."""
    new = inbox.take(connection, arrived, chats=chats)
    return new, {
        number: set(inbox.before(connection, number, chats[number])) if number in chats else set() for number in new
    }
