"""Large blocks are mapped by themselves and given back, as glibc's own count of them tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import ctypes
from bot.telegram.heap import LARGE, return_large_blocks

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Counts
print(return_large_blocks())
for _ in range(3):
    block = bytearray(256 * LARGE)
    del block
before = mallinfo().hblks
block = bytearray(128 * LARGE)  # more than there may be room for in the heap
print(mallinfo().hblks - before)
del block
print(mallinfo().hblks - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's")
def test_what_is_large_is_mapped_by_itself_even_after_larger_blocks() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    if "mallinfo2" in done.stderr:
        pytest.skip("an older library, or another one")
    assert done.stdout.split() == ["True", "1", "0"], done.stderr
