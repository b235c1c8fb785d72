"""Fetching updates by long polling."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import StorageError
from bot.telegram.raw import CuestaBot
from bot.telegram.receiving import Payload, number_of

WAIT_SECONDS: Final = 25
"""How long Telegram keeps a request open when nothing happens."""
BATCH: Final = 100
"""Updates that Telegram gives out at once; fewer are all there are."""
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_CONFLICT_WAIT: Final = 5.0

_logger = logging.getLogger(__name__)


class Polling:
    """Fetches updates and hands each batch to `take`, which returns when Telegram may forget the batch."""

    def __init__(self, bot: CuestaBot, kinds: list[str], take: Callable[[list[Payload]], Awaitable[None]]) -> None:
        self._bot = bot
        self._kinds = kinds
        self._take = take
        self._offset: int | None = None
        self._task: asyncio.Task[None] | None = None
        self._caught_up = asyncio.Event()

    async def start(self) -> None:
        """Take over from a webhook if there is one, and begin."""
        await self._bot.delete_webhook()
        self._task = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Fetch nothing any more, and tell Telegram what has been taken."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self._offset is not None:
            try:
                async with asyncio.timeout(1):
                    await self._bot.fetch(self._offset, 0, self._kinds)
            except (TelegramError, TimeoutError):
                # What was taken comes again at the next start and is known to be done.
                _logger.warning("the last updates could not be confirmed")

    async def caught_up(self) -> None:
        """Return once the updates that waited at Telegram are taken on."""
        await self._caught_up.wait()

    async def close(self) -> None:
        """Nothing is left open."""

    async def _poll(self) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                patience = WAIT_SECONDS if self._caught_up.is_set() else 0
                updates = await self._bot.fetch(self._offset, patience, self._kinds)
                if updates:
                    await self._take(updates)
                    self._offset = max([number_of(update) or 0 for update in updates]) + 1
                if len(updates) < BATCH:
                    self._caught_up.set()
                wait = _FIRST_WAIT
            except StorageError as error:
                # They are not confirmed, so Telegram gives them out again.
                _logger.warning("updates cannot be put on file", extra={"reason": error.code, "seconds": wait})
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            except InvalidToken:
                _logger.critical("Telegram does not know this token any more")
                await asyncio.sleep(_CONFLICT_WAIT)
            except Conflict as error:
                _logger.critical("somebody else fetches this bot's updates", extra={"reason": error.message})
                await asyncio.sleep(_CONFLICT_WAIT)
            except RetryAfter as error:
                seconds = error.retry_after
                await asyncio.sleep(seconds if isinstance(seconds, int) else seconds.total_seconds())
            except TelegramError as error:
                _logger.warning("updates cannot be fetched", extra={"reason": error.message, "seconds": wait})
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            except Exception:  # whatever happens, the next updates are fetched
                _logger.exception("updates cannot be fetched")
                await asyncio.sleep(_LONGEST_WAIT)
