"""A plain load balancer: each request goes to the next replica, and to another one where that is gone."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Self

import aiohttp
from aiohttp import web


class RoundRobin:
    """Forwards to ports of this computer, in turn. `url` is where it listens; `served` counts by port."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.url = ""
        self.served: Counter[int] = Counter()
        self._next = itertools.count()
        self._runner = web.ServerRunner(web.Server(self._forward))
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        assert self._session is not None
        await self._session.close()

    async def _forward(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")
        }
        headers["X-Forwarded-For"] = request.remote or ""
        assert self._session is not None
        for _ in range(max(1, len(self.ports))):
            if not self.ports:
                break
            port = self.ports[next(self._next) % len(self.ports)]
            address = f"http://127.0.0.1:{port}{request.path_qs}"
            try:
                async with self._session.request(request.method, address, data=body, headers=headers) as answer:
                    self.served[port] += 1
                    return web.Response(status=answer.status, body=await answer.read())
            except aiohttp.ClientConnectorError:
                continue  # gone: the next one
            except (TimeoutError, aiohttp.ClientError):
                return web.Response(status=502)  # whether it was taken is not known: Telegram sends it again
        return web.Response(status=503)
