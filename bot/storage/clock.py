"""The clock that quizzes go by on one computer, while somebody sets the computer's and over restarts.

Within a process time goes on evenly (`bot.storage.times`). Between two processes, the moment at which the computer's
steady clock began, by the clock of the first, is kept in a file beside the database: while the computer has not been
started anew, the second goes on by the same clock. Once no quiz is going on, the computer's clock counts again.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.storage import times

SUFFIX: Final = "-clock"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class KeptClock:
    """The clock of who works with one SQLite file."""

    def __init__(self, database_file: Path) -> None:
        self._file = database_file.with_name(database_file.name + SUFFIX)
        self._run = _this_run()

    def resume(self) -> None:
        """Go by the clock by which the last process went, where that can be known, else by the computer's."""
        with contextlib.suppress(OSError, ValueError):
            run, _, began = self._file.read_text().partition(" ")
            if self._run and run == self._run:
                times.go_by(datetime.fromisoformat(began) + timedelta(seconds=times.steadily()))
        self._keep()

    def follow(self) -> None:
        """Go by the computer's clock."""
        times.go_by_the_computers()
        self._keep()

    def _keep(self) -> None:
        with contextlib.suppress(OSError):  # a full disk: then a restart knows only the computer's clock
            self._file.write_text(f"{self._run} {times.began().isoformat()}")


def _this_run() -> str:
    """What tells this run of the computer from others; nothing where it cannot be told."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""
