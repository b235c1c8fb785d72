"""Loading what a process keeps to its end, without looking for garbage meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """What is made meanwhile stays to the end of the process.

    Modules, knowledge and word tables are some half a million objects, none of which ever becomes garbage. Going
    through them again and again would take a third of the start, a tenth of every answer and all of a quarter of a
    second at the end; so the collector rests meanwhile, and leaves them alone ever after.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
