"""Running on Telegram: opening everything, receiving updates, stopping cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from typing import Final, Protocol

from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.assistant import Assistant
from bot.classroom.bank import default_bank
from bot.errors import SettingsError
from bot.loading import loading
from bot.logs import configure_logging
from bot.replying.catalogue import languages
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram.application import UPDATE_KINDS, App, add_handlers, build
from bot.telegram.classroom.conducting import Conductor
from bot.telegram.classroom.room import Classroom
from bot.telegram.handling import Handling
from bot.telegram.heap import return_large_blocks
from bot.telegram.journal import Journal
from bot.telegram.metrics import PrometheusMetrics
from bot.telegram.polling import Polling
from bot.telegram.profile import show_profile
from bot.telegram.receiving import Payload, Receiving
from bot.telegram.surface import Surface

SETTLE_SECONDS: Final = 10.0
"""How long quizzes wait at most, after the start, for the updates that waited."""
FINISH_SECONDS: Final = 3.0
"""How long answers that are under way may take when the process is told to stop."""
_RETRY_SECONDS: Final = 5.0
NEW_OBJECTS: Final = 10_000
"""After how many new objects garbage is looked for. An answer makes some thousand, nearly all gone by themselves."""


class Way(Protocol):
    """How updates come in."""

    async def start(self) -> None:
        """Begin to receive."""

    async def caught_up(self) -> None:
        """Return once the updates that waited at Telegram are taken on."""

    async def stop(self) -> None:
        """Receive nothing any more."""

    async def close(self) -> None:
        """Let go of everything, once what was received is handled."""


_logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    configure_logging(settings.log_level, secrets=settings.secrets())
    with loading():
        _load()
    return_large_blocks()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    asyncio.run(_until_told(settings))


def _load() -> None:
    """Load everything that answers need and that is kept once loaded."""
    assistant = Assistant()
    for language in languages():
        assistant.say("apology", language, reference="")
    default_bank()


async def _until_told(settings: Settings) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stopping.set)
    await serve(settings, stopping)


async def serve(
    settings: Settings,
    stopping: asyncio.Event,
    ready: Callable[[], None] = lambda: None,
    classroom: Classroom | None = None,
) -> None:
    """Serve until `stopping` is set. `ready` is called once updates are received.

    `classroom`: another item bank or pace than the usual ones.
    """
    async with Database(settings.database_url.get_secret_value()) as database:
        journal = None if database.file is None else Journal(database.file)
        assistant = Assistant()
        application, bot = build(settings, database)
        room = classroom or Classroom(default_bank())
        surface = Surface(assistant, database, bot, room, alone=not settings.uses_webhook)
        add_handlers(application, surface)
        try:
            if not await _initialized(application, stopping):
                return
            way_of = _way(settings, surface)
            async with _receiving(application, surface, way_of, journal, settings):
                _logger.info("serving", extra={"bot": surface.bot.username, "pid": os.getpid()})
                ready()
                await stopping.wait()
            _logger.info("stopped")
        finally:
            surface.pictures.close()
            await application.shutdown()
            # Where Telegram never told who we are, the application holds itself for not started and closes nothing.
            await bot.close_connections()
            if journal is not None:
                journal.close()


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


@contextlib.asynccontextmanager
async def _receiving(
    application: App,
    surface: Surface,
    way_of: Callable[[Receiving, Handling], Way],
    journal: Journal | None,
    settings: Settings,
) -> AsyncIterator[None]:
    """Receive updates while the context lasts, then finish what is under way."""
    alone = surface.alone
    handling = Handling(surface.database, application.process_update, journal)
    receiving = Receiving(surface.bot, surface.database, handling, journal)
    way = way_of(receiving, handling)
    conductor = Conductor(surface)
    await conductor.keep_time()
    await receiving.start(alone=alone)
    await way.start()
    conductor.start(alone=alone, once=lambda: _settled(way, handling))
    profile = asyncio.create_task(
        show_profile(surface.bot, surface.assistant, menus_only=settings.telegram_profile == "menus")
    )
    try:
        yield
    finally:
        profile.cancel()
        await asyncio.gather(profile, return_exceptions=True)
        await way.stop()
        await receiving.stop()
        await asyncio.gather(handling.finish(FINISH_SECONDS), conductor.stop())
        await way.close()


async def _settled(way: Way, handling: Handling) -> None:
    """Wait until what waited at Telegram is handled: an answer among it to a question that is overdue was in time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SETTLE_SECONDS):
            await way.caught_up()
            await handling.done_so_far()


def _way(settings: Settings, surface: Surface) -> Callable[[Receiving, Handling], Way]:
    """How updates come in: by webhook where one is set, else by long polling."""

    def webhook(receiving: Receiving, handling: Handling) -> Way:
        from bot.telegram.webhook import WebhookServer  # takes 2 MB, which polling need not

        metrics = PrometheusMetrics(lambda: len(handling.under_way))
        handling.metrics = metrics
        url, secret, port = settings.webhook_url, settings.webhook_secret, settings.webhook_port
        if url is None or secret is None or port is None:
            raise SettingsError("WEBHOOK_URL", "webhook-incomplete")
        return WebhookServer(
            surface.bot,
            url=url,
            secret=secret.get_secret_value(),
            host=settings.webhook_host,
            port=port,
            kinds=UPDATE_KINDS,
            take=receiving.take,
            check=surface.database.check,
            metrics=metrics.told,
        )

    def polling(receiving: Receiving, handling: Handling) -> Way:
        async def take(payloads: list[Payload]) -> None:
            await receiving.take(payloads)
            await handling.room()

        return Polling(surface.bot, UPDATE_KINDS, take)

    return webhook if settings.uses_webhook else polling
