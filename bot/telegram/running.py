"""Running on Telegram: opening everything, receiving updates, stopping cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable
from typing import Final

from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.assistant import Assistant
from bot.errors import SettingsError
from bot.logs import configure_logging
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram.application import UPDATE_KINDS, App, build
from bot.telegram.handling import Handling
from bot.telegram.polling import Polling
from bot.telegram.receiving import Payload, Receiving
from bot.telegram.surface import Surface
from bot.telegram.transport import UpdatesRequest

FINISH_SECONDS: Final = 3.0
"""How long answers that are under way may take when the process is told to stop."""
_RETRY_SECONDS: Final = 5.0

_logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    configure_logging(settings.log_level, secrets=settings.secrets())
    asyncio.run(_until_told(settings))


async def _until_told(settings: Settings) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stopping.set)
    await serve(settings, stopping)


async def serve(settings: Settings, stopping: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until `stopping` is set. `ready` is called once updates are received."""
    async with Database(settings.database_url.get_secret_value()) as database:
        assistant = Assistant()
        request = UpdatesRequest()
        application = build(settings, lambda bot: Surface(assistant, database, bot), request)
        try:
            if not await _initialized(application, stopping):
                return
            await _receive(application, request, database, stopping, ready)
        finally:
            await application.shutdown()


async def _initialized(application: App, stopping: asyncio.Event) -> bool:
    """Ask Telegram who we are, as long as it takes; False where the process is told to stop meanwhile."""
    stopped = asyncio.create_task(stopping.wait())
    try:
        while not stopped.done():
            asking = asyncio.create_task(application.initialize())
            await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)
                return False
            try:
                await asking
            except InvalidToken:
                raise SettingsError("TELEGRAM_BOT_TOKEN", "token-refused") from None
            except (NetworkError, RetryAfter) as error:
                _logger.warning("Telegram cannot be reached", extra={"reason": error.message})
                await asyncio.wait({stopped}, timeout=_RETRY_SECONDS)
            else:
                return True
        return False
    finally:
        stopped.cancel()


async def _receive(
    application: App, request: UpdatesRequest, database: Database, stopping: asyncio.Event, ready: Callable[[], None]
) -> None:
    """Receive updates until told to stop, then finish what is under way."""
    bot = application.bot
    handling = Handling(database, application.process_update)
    receiving = Receiving(bot, database, handling)

    async def take(payloads: list[Payload]) -> None:
        await receiving.take(payloads)
        await handling.room()

    polling = Polling(bot, request, UPDATE_KINDS, take)
    await receiving.start(alone=True)
    await polling.start()
    _logger.info("serving", extra={"bot": bot.username, "process": os.getpid()})
    ready()
    try:
        await stopping.wait()
    finally:
        await polling.stop()
        await receiving.stop()
        await handling.finish(FINISH_SECONDS)
        _logger.info("stopped")
