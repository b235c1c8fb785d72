"""A command as it was typed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.commands import Command, command_named, language_named_in


@dataclass(frozen=True, slots=True)
class Typed:
    """A command: which one, the name by which it was called, and what follows it."""

    command: Command
    name: str
    argument: str

    @property
    def language(self) -> str | None:
        """The language that the name belongs to, where it belongs to only one."""
        return language_named_in(self.name)

    def as_question(self, language: str) -> str:
        """What follows the command, with the words before it that make it a question."""
        lead = self.command.leads[self.language or language]
        return f"{lead} {self.argument}".strip()


def typed(text: str) -> Typed | None:
    """The command that a message is; None where it is none of ours."""
    if not text.startswith("/"):
        return None
    first, *rest = text[1:].split(maxsplit=1) or [""]
    name = first.partition("@")[0]
    command = command_named(name)
    return None if command is None else Typed(command, name, rest[0].strip() if rest else "")
