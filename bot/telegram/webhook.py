"""Receiving updates by webhook, and telling load balancers how we are."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.errors import StorageError
from bot.telegram.metrics import CONTENT_TYPE
from bot.telegram.receiving import Payload

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
ANSWER_SECONDS: Final = 10.0
"""How long an update may take before Telegram is told that we have it. Until then it sends no other of this chat."""
CONNECTIONS: Final = 100
_LOOK_SECONDS: Final = 0.2
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers by which a proxy tells for whom it asks."""

_logger = logging.getLogger(__name__)

Take = Callable[[list[Payload]], Awaitable[list[asyncio.Event]]]
Check = Callable[[], Awaitable[None]]


class WebhookServer:
    """Listens for updates. `take` puts them on file; `check` raises StorageError where the database does not answer."""

    def __init__(
        self,
        bot: Bot,
        *,
        url: str,
        secret: str,
        host: str,
        port: int,
        kinds: list[str],
        take: Take,
        check: Check,
        metrics: Callable[[], bytes] | None = None,
    ) -> None:
        """`metrics` gives what /metrics shows."""
        self._metrics = metrics
        self._bot = bot
        self._url = url
        self._secret = secret
        self._host = host
        self._port = port
        self._kinds = kinds
        self._take = take
        self._check = check
        self._runner: web.ServerRunner | None = None
        self._stopping = False

    async def start(self) -> None:
        """Listen, then tell Telegram where."""
        # Without an application's router and middlewares, which take as long as all else that is done with a request.
        server = web.Server(self._answer, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=ANSWER_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port, reuse_address=True).start()
        await self._bot.set_webhook(
            self._url, secret_token=self._secret, max_connections=CONNECTIONS, allowed_updates=self._kinds
        )

    async def stop(self) -> None:
        """Say that we are not ready any more and take nothing on. The webhook stays: other replicas may serve it."""
        self._stopping = True
        if self._runner is not None:
            for site in list(self._runner.sites):
                await site.stop()

    async def caught_up(self) -> None:
        """Return once nothing waits at Telegram any more, or Telegram does not say."""
        with contextlib.suppress(TelegramError):
            while (await self._bot.get_webhook_info()).pending_update_count:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(_LOOK_SECONDS)

    async def close(self) -> None:
        """Let go of the connections that are left."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        """One request."""
        if request.method == "POST":
            return await self._receive(request)
        asked = {"/healthz": self._healthy, "/readyz": self._ready, "/metrics": self._measured}.get(request.path)
        if asked is None or request.method not in ("GET", "HEAD"):
            return web.Response(status=405)
        return await asked(request)

    async def _healthy(self, _: web.BaseRequest) -> web.Response:
        """We run."""
        return web.json_response({"status": "ok"})

    async def _measured(self, request: web.BaseRequest) -> web.Response:
        """What is counted, for who asks directly: not for the public, which comes through a proxy."""
        if self._metrics is None or any(name in request.headers for name in _FORWARDED):
            return web.Response(status=404)
        return web.Response(body=self._metrics(), headers={"Content-Type": CONTENT_TYPE})

    async def _ready(self, _: web.BaseRequest) -> web.Response:
        """We run, and can do our work."""
        if self._stopping:
            return web.json_response({"status": "stopping"}, status=503)
        try:
            await self._check()
        except StorageError as error:
            return web.json_response({"status": "no database", "reason": error.problem}, status=503)
        return web.json_response({"status": "ok"})

    async def _receive(self, request: web.BaseRequest) -> web.Response:
        """An update. 200 once it is handled, or safely on file and taking long."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=403)
        if self._stopping:
            return web.Response(status=503)
        try:
            payload = json.loads(await request.read())
        except (ValueError, RecursionError):
            payload = None
        if not isinstance(payload, dict):
            _logger.warning("malformed update", extra={"bytes": request.content_length})
            return web.Response()  # sent again it would be no better
        try:
            done = await self._take([payload])
        except StorageError as error:
            _logger.warning("updates cannot be put on file", extra={"reason": error.problem})
            return web.Response(status=503)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                for event in done:
                    await event.wait()
        return web.Response()
