"""Several processes on one database: they start at once, share the work, and die without losing anything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import Connection, select

from bot.storage import preferences
from bot.storage.database import Database
from bot.storage.records import Preferences
from bot.storage.tables import people

ROOT = Path(__file__).parents[3]

CLAIMING = """
import asyncio, json, sys
from bot.storage import inbox
from bot.storage.database import Database

async def main():
    async with Database(sys.argv[1]) as database:
        taken = await asyncio.gather(*(database.run(inbox.take, {n: {}}) for n in range(150)))
    print(json.dumps([n for some in taken for n in some]))

asyncio.run(main())
"""

WRITING = """
import asyncio, sys
from bot.storage import preferences
from bot.storage.database import Database

async def main():
    async with Database(sys.argv[1]) as database:
        for n in range(1, 1_000_000):
            await database.run(preferences.choose_for_person, n, language="es")
            print(n, flush=True)

asyncio.run(main())
"""


def _start(program: str, url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", program, url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )


def test_several_processes_start_at_once_on_an_empty_database(empty_url: str) -> None:
    """One makes the tables; each update is new to exactly one of them."""
    processes = [_start(CLAIMING, empty_url) for _ in range(4)]
    outputs = [process.communicate(timeout=600) for process in processes]
    assert [(process.returncode, error) for process, (_, error) in zip(processes, outputs, strict=True)] == [
        (0, "")
    ] * 4
    claimed = Counter(n for output, _ in outputs for n in json.loads(output))
    assert claimed == Counter(range(150))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
async def test_what_was_acknowledged_survives_a_kill(url: str) -> None:
    process = _start(WRITING, url)
    assert process.stdout is not None
    acknowledged = _read_until(process.stdout, 40)
    process.send_signal(signal.SIGKILL)
    with process:  # what was read ahead is in the same stream, which `communicate` would pass over
        acknowledged += [int(line) for line in process.stdout]
    async with Database(url) as database:
        kept = await database.run(_people)
        assert set(acknowledged) <= set(kept)
        assert len(kept) - len(acknowledged) in {0, 1}  # the one that was on its way
        assert await database.run(preferences.choose_for_person, 0, country="peru") == Preferences(country="peru")


def _read_until(output: IO[str], count: int) -> list[int]:
    return [int(output.readline()) for _ in range(count)]


def _people(connection: Connection) -> list[int]:
    return list(connection.execute(select(people.c.id)).scalars())
