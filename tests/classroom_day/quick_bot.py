"""The bot as a process of its own, at a quick pace: `python -m` this module.

Token, address of the stand-in and database come from the environment, as always.
"""

from __future__ import annotations

import asyncio

from bot.classroom.bank import default_bank
from bot.logs import configure_logging
from bot.settings import Settings
from bot.telegram.classroom.room import Classroom
from bot.telegram.running import serve
from tests.bot.telegram.classroom.conftest import QUICK


def main() -> None:
    """Serve until killed."""
    settings = Settings(_env_file=None)
    configure_logging("INFO", secrets=settings.secrets())
    asyncio.run(serve(settings, asyncio.Event(), classroom=Classroom(default_bank(), QUICK)))


if __name__ == "__main__":
    main()
