from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.datafiles import read_folder, read_yaml
from knowledge.errors import KnowledgeError


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("knowledge.kept.user_cache_path", lambda *_, **__: folder)
    return folder


def written(folder: Path, text: str, name: str = "data.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_scalars_are_what_they_look_like(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "norway: NO\nswitch: on\ntokens: 7e9\nday: 2020-11-21\nclock: 12:30\nyes: true\nempty:\nhalf: .5\n"
        "minus: -3\n1: one\n",
    )
    expected = {
        "norway": "NO",
        "switch": "on",
        "tokens": 7e9,
        "day": "2020-11-21",
        "clock": "12:30",
        "yes": True,
        "empty": None,
        "half": 0.5,
        "minus": -3,
        "1": "one",
    }
    assert read_yaml(file) == expected
    assert read_yaml(file) == expected  # from the copy


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    file = written(tmp_path, "a: 1\n")
    assert read_yaml(file) == {"a": 1}
    written(tmp_path, "a: 2\n")
    os.utime(file, ns=(1, 1))
    assert read_yaml(file) == {"a": 2}


def test_a_damaged_copy_is_not_trusted(tmp_path: Path, cache: Path) -> None:
    file = written(tmp_path, "a: 1\n")
    read_yaml(file)
    (copy,) = (cache / "data").iterdir()
    copy.write_text("{", encoding="utf-8")
    assert read_yaml(file) == {"a": 1}


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert read_yaml(written(tmp_path, "a: 1\n")) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2\n", "data.yaml: line 2: the key 'a' stands twice"),
        ("a: [1\n", "data.yaml: line 2"),
        ("a: !!python/object:os.system {}\n", "data.yaml: line 1"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        read_yaml(written(tmp_path, text))
    assert str(refused.value).startswith(problem)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"missing\.yaml"):
        read_yaml(tmp_path / "missing.yaml")


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.yaml", "a.yaml", "c.txt"):
        written(folder, f"file: {name}\n", name)
    for _ in range(2):
        assert list(read_folder(folder).items()) == [("a", {"file": "a.yaml"}), ("b", {"file": "b.yaml"})]
