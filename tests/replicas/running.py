"""Replicas as processes, a load balancer before them, PostgreSQL behind them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp

from tests.ports import free_port
from tests.replicas.proxy import RoundRobin
from tests.telegram_server import TelegramServer

PROJECT = Path(__file__).parents[2]
SECRET = "s3cret-of_ours"
BOT = ("-m", "bot", "telegram")


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

    async def readiness(self) -> int:
        """What it says of itself at /readyz: 200, 503, or 0 where nobody answers."""
        address = f"http://127.0.0.1:{self.port}/readyz"
        async with aiohttp.ClientSession() as session:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(address) as answer:
                    return answer.status
        return 0

    async def says(self, status: int) -> None:
        """Wait until it says that it is ready (200), or that it is not (503)."""
        for _ in range(3000):
            if await self.readiness() == status:
                return
            assert self.process.returncode is None, self.log.read_text()[-2000:]
            await asyncio.sleep(0.1)
        raise AssertionError(f"not {status} within five minutes")


Start = Callable[[], Awaitable[Replica]]


@contextlib.asynccontextmanager
async def replicas(
    server: TelegramServer, balancer: RoundRobin, database_url: str, folder: Path, program: tuple[str, ...] = BOT
) -> AsyncIterator[Start]:
    """`await start()` gives one more replica that is ready, behind the load balancer. All are killed at the end."""
    started: list[Replica] = []

    async def start() -> Replica:
        port = free_port()
        log = folder / f"replica-{len(started)}.log"
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
        with log.open("w") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *program, env=environment, stdout=output, stderr=output, cwd=PROJECT
            )
        replica = Replica(process, port, log)
        started.append(replica)
        await replica.says(200)
        balancer.ports.append(port)
        return replica

    try:
        yield start
    finally:
        for replica in started:
            await replica.kill()
