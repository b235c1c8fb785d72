"""The commands: one registry, from which handlers, menus, help and documentation are made.

Names under which a command can be typed are data, `locales/<language>/commands.yaml`; its line in the menu is the
catalogue's `command-<id>`. What it does is in `bot.telegram.routes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.folding import folded
from bot.replying.catalogue import LOCALES_FOLDER, languages
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError

_NAME = re.compile(r"[a-z0-9_]{1,32}")  # Bot API, BotCommand


class Menu(StrEnum):
    """Where Telegram offers commands. A menu hides a command, it forbids nothing: handlers look at rights."""

    PRIVATE = "private"
    GROUP = "group"
    ADMINISTRATORS = "administrators"


_EVERYWHERE = frozenset(Menu)
_FOR_ONESELF = frozenset({Menu.PRIVATE})
_FOR_THOSE_WHO_DECIDE = frozenset({Menu.PRIVATE, Menu.ADMINISTRATORS})
_MENUS = {
    "start": _FOR_ONESELF,
    "language": _FOR_THOSE_WHO_DECIDE,
    "country": _FOR_THOSE_WHO_DECIDE,
    "settings": _FOR_THOSE_WHO_DECIDE,
    "forget": _FOR_ONESELF,
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `names` are those of each language, the one shown in menus first; `leads` what makes a question."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, str]

    @property
    def all_names(self) -> frozenset[str]:
        """Every name in any language; the id is one too."""
        return frozenset({self.id, *(name for names in self.names.values() for name in names)})

    @property
    def menus(self) -> frozenset[Menu]:
        """Where it is offered."""
        return _MENUS.get(self.id, _EVERYWHERE)

    def shown_name(self, language: str) -> str:
        """The name that a menu in this language shows."""
        return self.names[language][0]


@cache
def commands(folder: Path = LOCALES_FOLDER) -> dict[str, Command]:
    """Every command by its id, in the order of the menus.

    Raises KnowledgeError where a language lacks a command, or a name is not one that Telegram takes or is taken twice.
    """
    entries = {code: _entries(folder / code / "commands.yaml") for code in languages(folder)}
    first = next(iter(entries.values()))
    taken: dict[str, str] = {command: command for command in first}
    for code, of_language in entries.items():
        for command in first.keys() ^ of_language.keys():
            raise KnowledgeError(f"{code}/commands.yaml", command, "", "is not in every language")
        for command, entry in of_language.items():
            for name in entry["names"]:
                if taken.setdefault(name, command) != command:
                    raise KnowledgeError(f"{code}/commands.yaml", command, name, f"is also a name of {taken[name]}")
    return {
        command: Command(
            command,
            {code: tuple(entries[code][command]["names"]) for code in entries},
            {code: entries[code][command].get("lead", "") for code in entries},
        )
        for command in first
    }


def command_named(name: str) -> Command | None:
    """The command that is typed so in some language; with accents too, which Telegram allows no command to have."""
    return _by_name().get(folded(name))


def language_named_in(name: str) -> str | None:
    """The one language in which a command is typed so; None where several call it that."""
    command = command_named(name)
    of = [code for code, names in command.names.items() if folded(name) in names] if command else []
    return of[0] if len(of) == 1 else None


@cache
def _by_name() -> dict[str, Command]:
    return {name: command for command in commands().values() for name in command.all_names}


def _entries(file: Path) -> dict[str, dict[str, Any]]:
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise KnowledgeError(file.name, "", "", "is not a mapping of ids to names")
    for command, entry in content.items():
        if not isinstance(entry, dict) or not entry.keys() <= {"names", "lead"}:
            raise KnowledgeError(file.name, str(command), "", "takes names and a lead")
        names = entry.get("names")
        if not isinstance(names, list) or not names or not all(_NAME.fullmatch(str(name)) for name in names):
            raise KnowledgeError(file.name, str(command), "names", "needs a list of names of a to z, 0 to 9 and _")
    return content
