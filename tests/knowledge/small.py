"""Writes the smallest data folder that loads, whole or with one thing changed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from knowledge.datafiles import read_yaml

_FILES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "small.yaml").read_text(encoding="utf-8"))


def cases(name: str) -> Any:
    """The content of a YAML file of cases beside the tests."""
    return read_yaml(Path(__file__).parent / name)


def write_small(folder: Path, file: str = "", at: list[str | int] | None = None, **change: Any) -> Path:
    """The small data folder below `folder`; with `to` given, that value stands at the path `at`, else it is removed."""
    files = {name: copy.deepcopy(content) for name, content in _FILES.items()}
    if at is not None:
        if at:
            _change(files[file], at, change)
        else:
            files[file] = change["to"]
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "differences").mkdir()
    return folder


def _change(content: Any, at: list[str | int], change: dict[str, Any]) -> None:
    *parents, last = at
    for key in parents:
        content = content[key]
    if "to" in change:
        content[last] = change["to"]
    else:
        del content[last]
