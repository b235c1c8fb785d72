"""Reading YAML data files, once: a parsed copy is kept as JSON in the user's cache folder, since YAML is slow to parse.

The copy's name is made from the file's path, size and time of change, so an edited file is parsed anew. Where the cache
folder cannot be written to, files are simply parsed each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, ClassVar

import yaml
from platformdirs import user_cache_path

from knowledge.errors import KnowledgeError

_FORMAT = "1"


def read_yaml(path: Path) -> Any:
    """The parsed content of one YAML file. Dates stay text. Raises KnowledgeError naming the file and the line."""
    copy = _copy_of(path)
    try:
        return json.loads(copy.read_bytes())
    except (OSError, ValueError):
        pass  # no copy yet, or a damaged one: parse the file itself
    content = _parse(path)
    _keep(copy, content)
    return content


def read_folder(folder: Path) -> dict[str, Any]:
    """The parsed content of every YAML file of a folder, by file name without its suffix, in order of name.

    One copy is kept of all of them, which is faster to read than many. Raises KnowledgeError as `read_yaml` does.
    """
    try:
        with os.scandir(folder) as found:
            files = sorted((file.name, file.stat()) for file in found if file.name.endswith(".yaml"))
    except OSError as error:
        raise KnowledgeError(folder.name, "", "", f"cannot be read ({error.strerror})") from error
    copy = _copy_named("|".join([str(folder.resolve()), *(f"{name}|{_change(status)}" for name, status in files)]))
    try:
        content = json.loads(copy.read_bytes())
    except (OSError, ValueError):
        content = {Path(name).stem: _parse(folder / name) for name, _ in files}
        _keep(copy, content)
    return dict(content)


class _Loader(yaml.CSafeLoader):
    """YAML without its surprises.

    A key may stand only once. Plain scalars are read as YAML 1.2 reads them: dates stay text, NO is Norway's code and
    not a falsehood, 7e9 is a number.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # type: ignore[misc]

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_SCALARS = (
    ("tag:yaml.org,2002:null", r"~|null|", [*"~n", ""]),
    ("tag:yaml.org,2002:bool", r"true|false", [*"tf"]),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+",
        [*"-+.0123456789"],
    ),
)
for _tag, _pattern, _first_characters in _SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first_characters)


def _parse(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            content = yaml.load(file, _Loader)  # noqa: S506 - a safe loader with stricter rules
        # Through JSON once, so that the first reading gives the very types (text keys) that the copy gives later.
        return json.loads(json.dumps(content))
    except OSError as error:
        raise KnowledgeError(path.name, "", "", f"cannot be read ({error.strerror})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise KnowledgeError(path.name, "", f"line {line}", str(error.problem)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(path.name, "", "", f"is not valid YAML ({error})") from error


def _copy_of(path: Path) -> Path:
    try:
        status = path.stat()
    except OSError as error:
        raise KnowledgeError(path.name, "", "", f"cannot be read ({error.strerror})") from error
    return _copy_named(f"{path.resolve()}|{_change(status)}")


def _change(status: os.stat_result) -> str:
    return f"{status.st_size}|{status.st_mtime_ns}"


def _copy_named(key: str) -> Path:
    name = hashlib.sha256(f"{_FORMAT}|{key}".encode()).hexdigest()[:32]
    return user_cache_path("cuesta", appauthor=False) / "data" / f"{name}.json"


def _keep(copy: Path, content: Any) -> None:
    """Write the copy whole or not at all: several processes may start at once."""
    unfinished = copy.with_suffix(f".{os.getpid()}.tmp")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(content), encoding="utf-8")
        unfinished.replace(copy)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
