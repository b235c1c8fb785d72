"""Copies, in the user's cache folder, of what takes long to make from files.

Each copy begins with a digest of the state of its files (path, size, times of change), so what is made of edited files
takes its place. Where the cache folder cannot be written to, things are simply made each time.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from knowledge.errors import KnowledgeError

_T = TypeVar("_T")
_DIGEST = 32
MOST_COPIES = 5_000
"""Some ten times what one installation has; beyond it the oldest half goes, such as those of what was deleted."""


def cache_folder(name: str) -> Path | None:
    """A folder of the cache, made if need be; None where nothing can be written there, or where others can too."""
    folder = user_cache_path("cuesta", appauthor=False) / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    if not os.access(folder, os.W_OK):
        return None
    return folder if sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022) else None


def kept(name: str, state: str, make: Callable[[], bytes], read: Callable[[bytes], _T]) -> _T:
    """What `read` reads from the copy of this name, which `make` makes where there is none of this state.

    `read` raises ValueError for what it cannot read.
    """
    folder = cache_folder("data")
    if folder is None:
        return read(make())
    copy = folder / hashlib.sha256(name.encode()).hexdigest()[:32]
    digest = hashlib.sha256(state.encode()).digest()
    try:
        with copy.open("rb") as file:
            if file.read(_DIGEST) == digest:
                return read(file.read())
    except (OSError, ValueError):
        pass  # no copy yet, or a damaged one
    made = make()
    _write(copy, digest + made)
    return read(made)


def snapshot(name: str, paths: Iterable[Path], versions: str, make: Callable[[], _T]) -> _T:
    """What `make` makes of the code and the data in some folders and files; a copy where nothing there has changed.

    A pickle, which only this user can have written: to load it takes a fifth of the time. `versions` are those of the
    libraries whose objects are in it.
    """
    state = "|".join([sys.version, versions, *(one for path in paths for one in _states(path))])
    made: list[_T] = []

    def pickled() -> bytes:
        made.append(make())
        try:
            return pickle.dumps(made[0], pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, AttributeError, TypeError, RecursionError):
            return b""  # which cannot be loaded, so that it is made each time

    def load(content: bytes) -> _T:
        if made:
            return made[0]
        try:
            loaded: _T = pickle.loads(content)  # noqa: S301 - from our own folder, see `cache_folder`
        except Exception as error:  # whatever a damaged pickle may cause
            raise ValueError("no snapshot") from error
        return loaded

    with collection_paused():
        return kept(f"snapshot|{name}|{Path(__file__)}", state, pickled, load)


def state_of(path: Path) -> str:
    """A file as it is now, the same as before where nobody changed it. Raises KnowledgeError if it is not there."""
    try:
        return change(path.stat())
    except OSError as error:
        raise KnowledgeError(path.name, "", "", f"cannot be read ({error.strerror})") from error


def change(status: os.stat_result) -> str:
    """What is different once a file was changed, or put in the place of another: packages bring their own times."""
    return f"{status.st_size}|{status.st_mtime_ns}|{status.st_ctime_ns}"


@contextmanager
def collection_paused() -> Iterator[None]:
    """Thousands of small objects are made that all stay: looking for garbage among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _states(path: Path) -> list[str]:
    """A file with its state, or every file of code or data in a folder and the folders in it."""
    if path.is_file():
        return [f"{path}|{state_of(path)}"]
    states = []
    folders = [str(path)]
    for folder in folders:
        with os.scandir(folder) as found:
            for entry in found:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith((".py", ".yaml")):
                    states.append(f"{entry.path}|{change(entry.stat())}")
    return sorted(states)


def _write(copy: Path, content: bytes) -> None:
    """Write the copy whole or not at all: several processes may start at once."""
    unfinished = copy.with_suffix(f".{os.getpid()}.tmp")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(copy)
        _thin_out(copy.parent)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _thin_out(folder: Path) -> None:
    """Delete the oldest copies where there are too many. Whoever still needs one makes it again."""
    copies = list(folder.iterdir())
    if len(copies) <= MOST_COPIES:
        return
    for copy in sorted(copies, key=_written)[: -MOST_COPIES // 2]:
        with contextlib.suppress(OSError):
            copy.unlink()


def _written(copy: Path) -> float:
    try:
        return copy.stat().st_mtime
    except OSError:  # another process was quicker
        return 0.0
