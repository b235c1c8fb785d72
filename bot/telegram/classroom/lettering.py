"""Buttons with letters, one for each option: options themselves are too long for buttons."""

from __future__ import annotations

from string import ascii_uppercase

from bot.reply import Button
from bot.replying.sheets import CHOSEN


def letters(number: int, action: str, chosen: int | None = None) -> tuple[Button, ...]:
    """A row of lettered buttons; pressing one carries its place. `chosen` marks the place chosen."""
    return tuple(
        Button(f"{CHOSEN} {letter}" if place == chosen else letter, f"{action}:{place}")
        for place, letter in enumerate(ascii_uppercase[:number])
    )
