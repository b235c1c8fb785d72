"""Charts as pictures, drawn in a process of their own."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from typing import Final, TypeVar

from bot import __version__
from bot.reply import Chart
from bot.replying.charts import draw

_Thing = TypeVar("_Thing")

IDLE_SECONDS: Final = 120.0
"""After which the process that draws is let go; the drawing library takes as much memory as all the rest."""


class Pictures:
    """Draws charts."""

    def __init__(self) -> None:
        self._pool: Executor | None = None
        self._closing: asyncio.TimerHandle | None = None

    async def drawn(self, chart: Chart) -> bytes:
        """The chart as a PNG picture, without holding up anything else."""
        return await self.made(draw, chart)

    async def made(self, draw: Callable[[_Thing], bytes], thing: _Thing) -> bytes:
        """Any picture, made by a function that another process can import."""
        if self._closing is not None:
            self._closing.cancel()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._drawing(), draw, thing)
        except BrokenExecutor:  # the process was ended from outside: once more with another
            self.close()
            return await loop.run_in_executor(self._drawing(), draw, thing)
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

    def _drawing(self) -> Executor:
        if self._pool is None:
            import multiprocessing  # takes 1 MB, as long as nobody wants a picture
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))
        return self._pool


def digest(chart: Chart) -> str:
    """What tells a chart from every other, also from the same one as another version of Cuesta draws it."""
    return hashlib.sha256(f"{__version__} {chart!r}".encode()).hexdigest()
