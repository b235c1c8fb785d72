"""Notes on answers that go out: they survive the process, whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.journal import LARGEST, Journal


def test_notes_survive_the_process(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "cuesta.sqlite3")
    journal.note(5)
    journal.note(2**52)
    journal.note(7)
    journal.take_back(5)
    journal.close()
    again = Journal(tmp_path / "cuesta.sqlite3")
    assert again.noted() == {7, 2**52}
    again.clear()
    assert again.noted() == frozenset()
    again.close()


def test_two_processes_share_it(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "cuesta.sqlite3"), Journal(tmp_path / "cuesta.sqlite3")
    one.note(1)
    other.note(2)
    one.note(3)
    assert one.noted() == other.noted() == {1, 2, 3}
    one.close()
    other.close()


@given(st.integers(0, 40))
def test_a_note_cut_off_is_no_note(length: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "x")
        for number in range(1, 6):
            journal.note(number)
        os.truncate(journal.file, length)
        assert journal.noted() == frozenset(range(1, length // 8 + 1))
        journal.close()


def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "cuesta.sqlite3")
    for number in range(1, LARGEST // 8 + 2):
        journal.note(number)
    assert journal.has_grown
    journal.tidy(unfinished=(3, 5, 10**9))
    assert not journal.has_grown
    assert journal.noted() == {3, 5}
    assert journal.file.stat().st_size == 16
    journal.close()


def test_a_full_disk_costs_the_note_and_not_those_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(tmp_path / "cuesta.sqlite3")
    journal.note(1)
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:3]))
        journal.note(2)
    assert journal.noted() == {1}

    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "write", no_room)
        journal.note(3)
        journal.take_back(1)
    journal.note(4)
    assert journal.noted() == {1, 4}
    assert [record.message for record in caplog.records] == ["a note was lost"] * 3
    journal.close()
