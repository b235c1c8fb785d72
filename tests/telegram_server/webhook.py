"""Delivering updates to the bot's webhook."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.telegram_server.refusals import bad_request
from tests.telegram_server.updates import Update

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
PORTS = {443, 80, 88, 8443}


@dataclass
class Webhook:
    """The webhook that the bot has set. Updates with the same key are delivered one after the other, others at once."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    retry_seconds: float = 0.2
    statuses: list[int] = field(default_factory=list)
    last_error: str = ""
    _queues: dict[int, deque[Update]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None
    _places: asyncio.Semaphore | None = None

    def __post_init__(self) -> None:
        # Telegram asks for HTTPS; a server of one's own, as this one stands for, takes plain HTTP too.
        if not re.match(r"https?://[^/\s]+", self.url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if self.secret_token and not SECRET.fullmatch(self.secret_token):
            raise bad_request("secret token contains unallowed characters")
        if not 1 <= self.max_connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")

    @property
    def waiting(self) -> int:
        """Updates not delivered yet."""
        return sum(map(len, self._queues.values()))

    def deliver(self, update: Update) -> None:
        """Queues an update for delivery."""
        queue = self._queues.setdefault(update.key, deque())
        queue.append(update)
        if len(queue) == 1:
            task = asyncio.get_running_loop().create_task(self._drain(update.key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: int) -> None:
        queue = self._queues[key]
        while queue:
            if await self._post(queue[0].json()):
                queue.popleft()
            else:
                await asyncio.sleep(self.retry_seconds)
        self._queues.pop(key, None)

    async def _post(self, body: dict[str, Any]) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
            self._places = asyncio.Semaphore(self.max_connections)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret_token} if self.secret_token else {}
        assert self._places is not None
        try:
            async with self._places, self._session.post(self.url, json=body, headers=headers) as response:
                await response.read()
                self.statuses.append(response.status)
                if response.status // 100 == 2:
                    return True
                self.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            self.last_error = f"Connection failed: {error}"
        return False

    async def close(self) -> list[Update]:
        """Stops delivering; hands back what was not delivered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        return sorted((update for queue in self._queues.values() for update in queue), key=lambda update: update.id)
