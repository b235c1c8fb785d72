"""Parsing YAML, strictly. `datafiles` keeps copies of what comes out, so that this is needed after a change only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from knowledge.errors import KnowledgeError


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


def parse(path: Path) -> Any:
    """The content of a file. Raises KnowledgeError naming the file and the line."""
    try:
        with path.open("rb") as file:
            return yaml.load(file, _Loader)  # noqa: S506 - a safe loader with stricter rules
    except OSError as error:
        raise KnowledgeError(path.name, "", "", f"cannot be read ({error.strerror})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise KnowledgeError(path.name, "", f"line {line}", str(error.problem)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(path.name, "", "", f"is not valid YAML ({error})") from error
