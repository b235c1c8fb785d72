"""The commands: one registry, from which handlers, menus, help and documentation are made.

Names under which a command can be typed are data, `locales/<language>/commands.yaml`; its line in the menu is the
catalogue's `command-<id>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.replying.catalogue import LOCALES_FOLDER, languages
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError

_NAME = re.compile(r"[a-z0-9_]{1,32}")  # Bot API, BotCommand


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `names` are those of each language, the one shown in menus first."""

    id: str
    names: Mapping[str, tuple[str, ...]]

    @property
    def all_names(self) -> frozenset[str]:
        """Every name in any language."""
        return frozenset(name for names in self.names.values() for name in names)

    def shown_name(self, language: str) -> str:
        """The name that a menu in this language shows."""
        return self.names[language][0]


@cache
def commands(folder: Path = LOCALES_FOLDER) -> dict[str, Command]:
    """Every command by its id, in the order of the menus.

    Raises KnowledgeError where a language lacks a command, or a name is not one that Telegram takes or is taken twice.
    """
    named = {code: _names(folder / code / "commands.yaml") for code in languages(folder)}
    ids = list(next(iter(named.values())))
    taken: dict[str, str] = {}
    for code, entries in named.items():
        for missing in set(ids) ^ set(entries):
            raise KnowledgeError(f"{code}/commands.yaml", missing, "", "is not in every language")
        for command, names in entries.items():
            for name in names:
                if taken.setdefault(name, command) != command:
                    raise KnowledgeError(f"{code}/commands.yaml", command, name, f"is also a name of {taken[name]}")
    return {command: Command(command, {code: named[code][command] for code in named}) for command in ids}


def command_named(name: str) -> Command | None:
    """The command that is typed so in some language."""
    return _by_name().get(name.casefold())


@cache
def _by_name() -> dict[str, Command]:
    return {name: command for command in commands().values() for name in command.all_names}


def _names(file: Path) -> dict[str, tuple[str, ...]]:
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise KnowledgeError(file.name, "", "", "is not a mapping of ids to names")
    for command, names in content.items():
        if not isinstance(names, list) or not names or not all(_NAME.fullmatch(str(name)) for name in names):
            raise KnowledgeError(file.name, str(command), "", "needs a list of names of a to z, 0 to 9 and _")
    return {command: tuple(names) for command, names in content.items()}
