"""Taking updates on: on file first, then to be handled; and what others left unfinished."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from telegram import Bot, Update

from bot.errors import StorageError
from bot.storage import inbox, retention
from bot.storage.database import Database
from bot.telegram.handling import MOST_UNDER_WAY, Handling
from bot.telegram.journal import Journal

LOOK_SECONDS: Final = 5.0
"""How often signs of life are given and unfinished updates looked for; well below `inbox.LEASE`."""

PRUNE_SECONDS: Final = 24 * 3600.0

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
        self._next_pruning = 0.0

    async def start(self, *, alone: bool) -> None:
        """Take over what was left unfinished. `alone`: no other process receives this bot's updates."""
        await self._take_over(timedelta(0) if alone else inbox.LEASE)
        if alone and self._journal is not None:
            self._journal.clear()
        self._task = asyncio.create_task(self._look(alone=alone))

    async def stop(self) -> None:
        """Take nothing over any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def take(self, payloads: Sequence[Payload]) -> list[asyncio.Event]:
        """Put updates on file and begin with those that are new. Once this returns they are safe.

        The events are set as the new ones are done. Raises StorageError where they could not be put on file.
        """
        arrived = {number: payload for payload in payloads if isinstance(number := payload.get("update_id"), int)}
        if not arrived:
            return []
        new = await self._database.run_brief(inbox.take, arrived)
        return [self._begin(number, arrived[number]) for number in sorted(new)]

    def _begin(self, number: int, payload: Payload) -> asyncio.Event:
        try:
            update = Update.de_json(payload, self._bot)
        except Exception as error:  # whatever a malformed update may cause
            _logger.warning("malformed update", extra={"update": number, "reason": type(error).__name__})
            update = Update(number)
        return self._handling.take(update)

    async def _look(self, *, alone: bool) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._database.run(inbox.hold, self._handling.under_way)
                await self._take_over(inbox.LEASE)
                await self._prune()
                if alone and self._journal is not None:
                    self._journal.tidy(self._handling.under_way)
            except StorageError as error:
                _logger.warning("storage failed", extra={"reason": error.code})

    async def _prune(self) -> None:
        """Once a day, delete what is older than /privacy says."""
        now = time.monotonic()
        if now >= self._next_pruning:
            self._next_pruning = now + PRUNE_SECONDS
            if gone := await self._database.run(retention.prune):
                _logger.info("deleted what is old", extra={"rows": gone})

    async def _take_over(self, lease: timedelta) -> None:
        noted = self._journal.noted() if self._journal is not None else frozenset()
        left = await self._database.run(inbox.take_over, lease=lease, most=MOST_UNDER_WAY, on_their_way=noted)
        if left:
            _logger.info("taken over", extra={"updates": len(left)})
        for waiting in left:
            self._begin(waiting.id, waiting.payload)
