"""Copies, in the user's cache folder, of what takes long to make from a file.

A copy's name is made from the file's path, size and time of change, so an edited file gives a new one. Where the cache
folder cannot be written to, things are simply made each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from knowledge.errors import KnowledgeError

_T = TypeVar("_T")


def cache_folder(name: str) -> Path | None:
    """A folder of the cache, made if need be; None where nothing can be written there."""
    folder = user_cache_path("cuesta", appauthor=False) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def kept(key: str, make: Callable[[], bytes], read: Callable[[bytes], _T]) -> _T:
    """What `read` reads from the copy of this key, which `make` makes where there is none or it cannot be read.

    `read` raises ValueError for what it cannot read.
    """
    folder = cache_folder("data")
    if folder is None:
        return read(make())
    copy = folder / hashlib.sha256(key.encode()).hexdigest()[:32]
    try:
        return read(copy.read_bytes())
    except (OSError, ValueError):
        content = make()
        _write(copy, content)
        return read(content)


def state_of(path: Path) -> str:
    """A file as it is now, the same as before where nobody changed it. Raises KnowledgeError if it is not there."""
    try:
        status = path.stat()
    except OSError as error:
        raise KnowledgeError(path.name, "", "", f"cannot be read ({error.strerror})") from error
    return f"{path.resolve()}|{change(status)}"


def change(status: os.stat_result) -> str:
    """What is different once a file was changed."""
    return f"{status.st_size}|{status.st_mtime_ns}"


def _write(copy: Path, content: bytes) -> None:
    """Write the copy whole or not at all: several processes may start at once."""
    unfinished = copy.with_suffix(f".{os.getpid()}.tmp")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(copy)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
