"""Cuesta on Telegram. `run` is the whole of it for others; heavy imports happen when it is called."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot.loading import loading

if TYPE_CHECKING:
    from bot.settings import Settings


_UNUSED = ("httpx._main", "tornado")
"""What python-telegram-bot loads where it finds it and does without where not: the command line of httpx (60 ms, 5 MB)
and a web server (3 MB)."""

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot's way to durations as the next version has them


def run(settings: Settings) -> None:
    """Serve on Telegram until the process is told to stop (SIGINT, SIGTERM).

    Raises SettingsError where there is no token or Telegram refuses it, StorageError where the database cannot be
    opened.
    """
    with loading():
        from bot.assistant import Assistant

        Assistant()  # first: what only its loading needs leaves room that the modules then take
        _do_without(*_UNUSED)
        from bot.telegram.running import run as run_it

    run_it(settings)


def _do_without(*modules: str) -> None:
    """As if these modules were not installed, unless somebody has loaded them already."""
    for name in modules:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def check(settings: Settings, language: str) -> bool:
    """Print whether token, database, rights, webhook and menus are as they should be, and what to do where not."""
    from bot.telegram.checking import check as check_it

    return check_it(settings, language)
