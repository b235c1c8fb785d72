"""Replicas for tests."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from tests.bot.storage.conftest import postgresql_server  # noqa: F401 - a fixture
from tests.replicas.proxy import RoundRobin
from tests.replicas.running import Start, replicas
from tests.telegram_server import TelegramServer

_numbers = itertools.count(1)


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
) -> AsyncIterator[Start]:
    """`await start()` gives one more replica that is ready, behind the load balancer."""
    async with replicas(server, balancer, database_url, tmp_path) as start_one:
        yield start_one
