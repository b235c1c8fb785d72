"""Short fixed texts: labels of buttons, lines of menus. Straight from the catalogue, without a template."""

from __future__ import annotations

from functools import cache

from bot.replying.localizer import localizer


@cache
def wording(key: str, language: str) -> str:
    """A text of the catalogue without markup, its data not yet filled in. Raises KeyError where there is none."""
    return localizer(language).pattern(key)
