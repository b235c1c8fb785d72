"""Charts as pictures: drawn in a process of their own, each once, and sent again by Telegram's id of the file."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from bot.reply import Chart
from bot.replying.charts import draw

REMEMBERED: Final = 500
IDLE_SECONDS: Final = 120.0
"""After which the process that draws is let go; the drawing library takes as much memory as all the rest."""


class Pictures:
    """Draws charts, and remembers under which id Telegram holds them."""

    def __init__(self) -> None:
        self._file_ids: OrderedDict[str, str] = OrderedDict()
        self._pool: ProcessPoolExecutor | None = None
        self._closing: asyncio.TimerHandle | None = None

    def file_id(self, chart: Chart) -> str | None:
        """Telegram's id of this chart, where it has been sent before."""
        return self._file_ids.get(_digest(chart))

    def remember(self, chart: Chart, file_id: str) -> None:
        """Telegram holds this chart under this id."""
        self._file_ids[_digest(chart)] = file_id
        if len(self._file_ids) > REMEMBERED:
            self._file_ids.popitem(last=False)

    def forget(self, chart: Chart) -> None:
        """Telegram does not hold this chart any more."""
        self._file_ids.pop(_digest(chart), None)

    async def drawn(self, chart: Chart) -> bytes:
        """The chart as a PNG picture, without holding up anything else."""
        if self._closing is not None:
            self._closing.cancel()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._drawing(), draw, chart)
        except BrokenProcessPool:  # the process was ended from outside: once more with another
            self.close()
            return await loop.run_in_executor(self._drawing(), draw, chart)
        finally:
            self._closing = loop.call_later(IDLE_SECONDS, self.close)

    def close(self) -> None:
        """Let go of the process that draws."""
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _drawing(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))
        return self._pool


def _digest(chart: Chart) -> str:
    return hashlib.sha256(repr(chart).encode()).hexdigest()
