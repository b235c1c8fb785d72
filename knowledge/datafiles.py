"""Reading YAML data files: a parsed copy is kept as JSON in the user's cache folder, since YAML is slow to parse."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.kept import change, kept, state_of

_FORMAT = "yaml 2"


def read_yaml(path: Path) -> Any:
    """The parsed content of one YAML file. Dates stay text. Raises KnowledgeError naming the file and the line."""
    return kept(f"{_FORMAT}|{path.resolve()}", state_of(path), lambda: _as_json(_parsed(path)), json.loads)


def read_folder(folder: Path) -> dict[str, Any]:
    """The parsed content of every YAML file of a folder, by file name without its suffix, in order of name.

    One copy is kept of all of them, which is faster to read than many. Raises KnowledgeError as `read_yaml` does.
    """
    try:
        with os.scandir(folder) as found:
            files = sorted((file.name, file.stat()) for file in found if file.name.endswith(".yaml"))
    except OSError as error:
        raise KnowledgeError(folder.name, "", "", f"cannot be read ({error.strerror})") from error
    state = "|".join(f"{name}|{change(status)}" for name, status in files)
    contents = {Path(name).stem: folder / name for name, _ in files}
    content = kept(
        f"{_FORMAT}|{folder.resolve()}",
        state,
        lambda: _as_json({stem: _parsed(path) for stem, path in contents.items()}),
        json.loads,
    )
    return dict(content)


def _parsed(path: Path) -> Any:
    from knowledge.yaml_files import parse  # most starts find copies and need no parser

    return parse(path)


def _as_json(content: Any) -> bytes:
    return json.dumps(content).encode()
