from __future__ import annotations

import gc
import os
import pickle
import sys
from pathlib import Path

import pytest

from knowledge.kept import cache_folder, kept, snapshot


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("knowledge.kept.user_cache_path", lambda *_, **__: folder)
    return folder


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A folder with a file of code and one of data in a folder of its own."""
    folder = tmp_path / "code"
    (folder / "data").mkdir(parents=True)
    (folder / "module.py").write_text("a = 1\n", encoding="utf-8")
    (folder / "data" / "words.yaml").write_text("a: 1\n", encoding="utf-8")
    (folder / "notes.txt").write_text("nothing\n", encoding="utf-8")
    return folder


class Maker:
    """Makes a new value each time and counts how often it had to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"made": self.times}


def test_what_was_made_is_made_once(code: Path) -> None:
    make = Maker()
    assert [snapshot("numbers", [code], "1", make) for _ in range(3)] == [{"made": 1}] * 3
    assert make.times == 1


@pytest.mark.parametrize("changed", ["module.py", "data/words.yaml"])
def test_it_is_made_anew_once_a_file_was_changed(code: Path, changed: str) -> None:
    make = Maker()
    snapshot("numbers", [code], "1", make)
    status = (code / changed).stat()
    (code / changed).write_text("b = 2\n"[: status.st_size], encoding="utf-8")
    # A package that is installed brings its own times of change: the new file looks as old and as large as the former.
    os.utime(code / changed, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert snapshot("numbers", [code], "1", make) == {"made": 2}


def test_it_is_made_anew_for_other_libraries_and_other_names(code: Path) -> None:
    make = Maker()
    for name, versions in (("a", "1"), ("a", "2"), ("b", "2")):
        snapshot(name, [code], versions, make)
    assert make.times == 3


def test_other_files_do_not_matter(code: Path) -> None:
    make = Maker()
    snapshot("numbers", [code], "1", make)
    (code / "notes.txt").write_text("something\n", encoding="utf-8")
    snapshot("numbers", [code], "1", make)
    assert make.times == 1


def test_one_file_by_itself(code: Path) -> None:
    make = Maker()
    snapshot("numbers", [code / "module.py"], "1", make)
    (code / "data" / "words.yaml").write_text("a: 2\n", encoding="utf-8")
    snapshot("numbers", [code / "module.py"], "1", make)
    assert make.times == 1


def test_damage_is_noticed(code: Path, cache: Path) -> None:
    make = Maker()
    snapshot("numbers", [code], "1", make)
    (copy,) = (cache / "data").iterdir()
    whole = copy.read_bytes()
    for number, damaged in enumerate((b"", whole[:20], whole[:-1], whole[:32] + b"rubbish"), start=2):
        copy.write_bytes(damaged)
        assert snapshot("numbers", [code], "1", make) == {"made": number}


def test_what_cannot_be_pickled_is_made_each_time(code: Path) -> None:
    for _ in range(2):
        assert snapshot("functions", [code], "1", lambda: lambda: 5)() == 5


def test_a_copy_takes_the_place_of_the_former(cache: Path) -> None:
    for state in ("1", "2", "3"):
        assert kept("numbers", state, state.encode, bytes.decode) == state
    assert len(list((cache / "data").iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the permissions of folders are others there")
def test_a_folder_that_others_can_write_to_is_not_used(code: Path, cache: Path) -> None:
    (cache / "data").mkdir(parents=True)
    (cache / "data").chmod(0o777)
    assert cache_folder("data") is None
    make = Maker()
    snapshot("numbers", [code], "1", make)
    assert list((cache / "data").iterdir()) == []


def test_the_collector_rests_meanwhile_and_errors_come_through(code: Path) -> None:
    def fail() -> None:
        assert not gc.isenabled()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        snapshot("numbers", [code], "1", fail)
    assert gc.isenabled()


def test_a_reader_from_a_copy_reads_as_one_just_made() -> None:
    from bot.reading.reader import _built

    made = _built()
    loaded = pickle.loads(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    for text in (
        "costo de 512 A100 por un mes",
        "how much enrgy do 64 H100 use in two weeks in France?",
        "que es el PUE",
    ):
        assert loaded.read(text).question == made.read(text).question


def test_of_too_many_copies_the_oldest_go(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.kept.MOST_COPIES", 10)
    for number in range(10):
        kept(f"file {number}", "state", lambda: b"content", bytes)
    copies = sorted((cache / "data").iterdir())
    assert len(copies) == 10
    for age, copy in enumerate(copies):
        os.utime(copy, (1_000_000 - age, 1_000_000 - age))
    kept("one more", "state", lambda: b"content", bytes)
    left = set((cache / "data").iterdir())
    assert len(left) == 5
    assert set(copies[:4]) < left
