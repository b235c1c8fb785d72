"""A soak: a class writes to the bot until so many messages are answered, while its memory is looked at."""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import environment, resident_mib, running, serving
from tests.benchmarks.telegram import TOKEN


@dataclass(frozen=True, slots=True)
class Look:
    """How it stood after so many answers."""

    answered: int
    resident_mib: float
    unasked: int
    """Messages to people who had not asked: doubled answers."""


def soak(messages: int, looks: int, students: int = 100, seconds_a_look: float = 900.0) -> Iterator[Look]:
    """Look at the bot `looks` times at even distances, until `messages` are answered.

    Raises RuntimeError where fewer are answered than asked: an answer that is lost ends its student's asking, so that
    the rest takes ever longer and in the end never comes.
    """
    command = (sys.executable, "-m", "tests.benchmarks.bot_api", "--students", str(students))
    with tempfile.TemporaryDirectory() as name, serving(command) as port:
        folder = Path(name)
        settings = environment(
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=f"http://127.0.0.1:{port}",
            DATABASE_URL=f"sqlite:///{(folder / 'cuesta.sqlite3').as_posix()}",
        )
        answered = unasked = 0
        with running((sys.executable, "-m", "bot", "telegram"), settings, folder / "log") as process:
            for _ in range(looks):
                wanted = messages // looks
                url = f"http://127.0.0.1:{port}/count?seconds={seconds_a_look}&messages={wanted}"
                request = urllib.request.Request(url, method="POST")
                with urllib.request.urlopen(request, timeout=seconds_a_look + 60) as answer:
                    counted = json.load(answer)
                answered += counted["answered"]
                unasked += counted["unasked"]
                if counted["answered"] < wanted:
                    end = (folder / "log").read_text(encoding="utf-8")[-2000:]
                    raise RuntimeError(f"{counted['answered']} of {wanted} were answered\n{end}")
                yield Look(answered, resident_mib(process.pid) or 0.0, unasked)
        log = (folder / "log").read_text(encoding="utf-8")
        if '"ERROR"' in log or '"CRITICAL"' in log:
            raise RuntimeError(f"errors were logged\n{log[-2000:]}")
