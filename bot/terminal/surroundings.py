"""What the computer's settings say of the person at the terminal."""

from __future__ import annotations

import os

from bot.replying.catalogue import closest_language

_FALLBACK_LANGUAGE = "en"


def system_language() -> str:
    """The language of the computer's settings, where Cuesta speaks it; else English, as command lines have it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if tag := os.environ.get(variable):
            return closest_language(tag.split(".")[0]) or _FALLBACK_LANGUAGE
    return _FALLBACK_LANGUAGE
