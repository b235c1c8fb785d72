"""Replicas as processes, a load balancer before them, PostgreSQL behind them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture
from tests.ports import free_port
from tests.replicas.proxy import RoundRobin
from tests.telegram_server import TelegramServer

SECRET = "s3cret-of_ours"
_numbers = itertools.count(1)


class Replica:
    """One process of the bot."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    async def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Tell it to stop; its exit status."""
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 120)

    async def ready(self) -> None:
        """Wait until it says that it is ready."""
        async with aiohttp.ClientSession() as session:
            for _ in range(3000):
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                assert self.process.returncode is None, self.log.read_text()[-2000:]
                await asyncio.sleep(0.1)
        raise AssertionError("not ready within five minutes")


Start = Callable[[], "asyncio.Future[Replica]"]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def balancer() -> AsyncIterator[RoundRobin]:
    async with RoundRobin() as running:
        yield running


@pytest.fixture
async def database_url(postgresql_server: Callable[[str], str]) -> str:  # noqa: F811
    """An empty PostgreSQL database."""
    name = f"replicas_{next(_numbers)}"
    connection = await asyncpg.connect(postgresql_server("postgres"))
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return postgresql_server(name)


@pytest.fixture
async def start(
    server: TelegramServer, balancer: RoundRobin, database_url: str, tmp_path: Path
) -> AsyncIterator[Callable[[], object]]:
    """`await start()` gives one more replica that is ready, behind the load balancer."""
    started: list[Replica] = []

    async def start_one() -> Replica:
        port = free_port()
        log = tmp_path / f"replica-{len(started)}.log"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM", "WEBHOOK"))},
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": database_url,
            "WEBHOOK_URL": f"{balancer.url}/updates",
            "WEBHOOK_SECRET": SECRET,
            "WEBHOOK_PORT": str(port),
            "LANG": "es_EC.UTF-8",
        }
        command = (sys.executable, "-m", "bot", "telegram")
        with log.open("w") as output:
            process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=output, stderr=output)
        replica = Replica(process, port, log)
        started.append(replica)
        await replica.ready()
        balancer.ports.append(port)
        return replica

    yield start_one
    for replica in started:
        await replica.kill()
