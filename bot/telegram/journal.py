"""Which answers were on their way when the process ended, noted in a file in the moment they go out.

A note in the database would take a trip to its thread and back, in which a dense burst of answers would be noted and
not gone; a process that ends there loses them. Eight bytes appended to a file take a few microseconds and survive the
process. Only processes on the same computer see the file, so it goes with SQLite, whose file they share anyway.
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Collection
from pathlib import Path
from typing import Final

SUFFIX: Final = "-sending"
LARGEST: Final = 64 * 1024
_NOTE = struct.Struct("<q")

_logger = logging.getLogger(__name__)


class Journal:
    """The notes beside one SQLite file. A note is the id of an update; a negative one takes it back."""

    def __init__(self, database_file: Path) -> None:
        self.file = database_file.with_name(database_file.name + SUFFIX)
        self._descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, update_id: int) -> None:
        """The answer to this update goes out now, noted or not: on a full disk it cannot be, which is in the log."""
        self._write(update_id)

    def take_back(self, update_id: int) -> None:
        """It certainly did not go out."""
        self._write(-update_id)

    def noted(self) -> frozenset[int]:
        """The updates whose answers were on their way, handled since or not."""
        content = self.file.read_bytes()
        whole = len(content) - len(content) % _NOTE.size  # the process may have ended within a note
        noted: set[int] = set()
        for (update_id,) in _NOTE.iter_unpack(content[:whole]):
            if update_id < 0:
                noted.discard(-update_id)
            else:
                noted.add(update_id)
        return frozenset(noted)

    @property
    def has_grown(self) -> bool:
        """Whether it is time to tidy up."""
        return os.fstat(self._descriptor).st_size > LARGEST

    def tidy(self, unfinished: Collection[int]) -> None:
        """Keep only the notes on these. What another process notes in this very moment is lost."""
        kept = self.noted() & frozenset(unfinished)
        self.clear()
        for update_id in kept:
            self.note(update_id)

    def clear(self) -> None:
        """Forget all notes."""
        os.ftruncate(self._descriptor, 0)

    def _write(self, number: int) -> None:
        try:
            is_whole = os.write(self._descriptor, _NOTE.pack(number)) == _NOTE.size
            if not is_whole:  # those after it would not be read as what they are
                os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size // _NOTE.size * _NOTE.size)
        except OSError:
            is_whole = False
        if not is_whole:
            _logger.warning("a note was lost", extra={"reason": "no room on the disk"})

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)
