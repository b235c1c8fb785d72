"""Memory that is used for a moment goes back to the system at once."""

from __future__ import annotations

import ctypes
from typing import Final

_MMAP_THRESHOLD: Final = -3
"""Which of its options `mallopt` is to set: M_MMAP_THRESHOLD in glibc's malloc.h."""
LARGE: Final = 64 * 1024
"""Bytes from which on a block is mapped by itself. asyncio takes 256 KiB for whatever it receives."""


def return_large_blocks() -> bool:
    """Have glibc map large blocks by themselves, however often they come and go; False where it is not glibc's heap.

    Left alone, it learns to put them into the heap, where small ones that stay break up the room that they leave: the
    heap would grow by a megabyte with every 10,000 messages.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # another system's library, which does not do so
        return False
    return bool(mallopt(_MMAP_THRESHOLD, LARGE))
