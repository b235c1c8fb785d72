"""The real bot over HTTP, beside bare echo bots that do nothing but send back what they are told."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import HERE as PEERS
from tests.benchmarks.processes import environment, processor_seconds, resident_mib, running, serving
from tests.ports import free_port

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
SECRET = "benchmark-secret"
STUDENTS = 300
START_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot to be measured: its name and how it is started, in polling or webhook mode.

    `texts` is how many different questions it is asked, where not all that there are.
    """

    name: str
    command: tuple[str, ...]
    texts: int | None = None

    def arguments(self, way: str) -> Sequence[str]:
        """The command for "polling" or "webhook"."""
        return self.command if self.command[-1] == "telegram" else (*self.command, way)


@dataclass(frozen=True, slots=True)
class Load:
    """What one bot did within some seconds."""

    answered: int
    seconds: float
    median: float
    p99: float
    unasked: int
    processor_ms: float | None
    """Processor time for each answer."""
    first_answer: float
    """Seconds from the start of the process to its first answer."""
    resident_mib: float | None

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


CUESTA = Bot("Cuesta", (sys.executable, "-m", "bot", "telegram"))
CUESTA_IN_CLASS = replace(CUESTA, name="Cuesta, asked 100 different questions", texts=100)


def echo_bots(interpreter: str) -> list[Bot]:
    """The others, started with the Python that has their libraries."""
    return [
        Bot("python-telegram-bot echo", (interpreter, str(PEERS / "ptb_echo.py"))),
        Bot("aiogram echo", (interpreter, str(PEERS / "aiogram_echo.py"))),
    ]


def load(
    bot: Bot,
    *,
    way: str = "polling",
    latency: float = 0.0,
    seconds: float = 3.0,
    warm_up: float = 1.0,
    messages: int = 0,
    students: int = STUDENTS,
    database_url: str | None = None,
) -> Load:
    """Let a class write to a bot for some seconds, or until so many messages are answered."""
    api = [sys.executable, "-m", "tests.benchmarks.bot_api", "--students", str(students), "--latency", str(latency)]
    if bot.texts is not None:
        api += ["--texts", str(bot.texts)]
    with tempfile.TemporaryDirectory() as folder, serving(api) as port:
        log = Path(folder) / "log"
        settings = _environment(port, Path(folder), way, database_url)
        begun = time.perf_counter()
        with running(bot.arguments(way), settings, log) as process, _explained(bot, process, log):
            _count(port, seconds=START_SECONDS, messages=1)
            first = time.perf_counter() - begun
            if warm_up:
                _count(port, seconds=warm_up)
            before = processor_seconds(process.pid)
            counted = _count(port, seconds=seconds, messages=messages)
            after = processor_seconds(process.pid)
            memory = resident_mib(process.pid)
        used = None if before is None or after is None else 1e3 * (after - before) / counted["answered"]
        return Load(
            counted["answered"],
            counted["seconds"],
            counted["median"],
            counted["p99"],
            counted["unasked"],
            used,
            first,
            memory,
        )


def _environment(port: int, folder: Path, way: str, database_url: str | None) -> dict[str, str]:
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url or f"sqlite:///{(folder / 'cuesta.sqlite3').as_posix()}",
        "LOG_LEVEL": "INFO",
    }
    if way == "webhook":
        listening = free_port()
        settings |= {
            "WEBHOOK_URL": f"http://127.0.0.1:{listening}/updates",
            "WEBHOOK_PORT": str(listening),
            "WEBHOOK_SECRET": SECRET,
        }
    return environment(**settings)


def _count(port: int, *, seconds: float, messages: int = 0) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}/count?seconds={seconds}&messages={messages}"
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=seconds + 30) as answer:
        counted: dict[str, Any] = json.load(answer)
    if not counted["answered"]:
        raise RuntimeError("no message was answered")
    return counted


@contextlib.contextmanager
def _explained(bot: Bot, process: subprocess.Popen[str], log: Path) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, KeyError) as error:
        end = log.read_text(encoding="utf-8")[-2000:]
        raise RuntimeError(f"{bot.name}: {error} (exit status {process.poll()})\n{end}") from error
