"""Small for months: a bot that polls and keeps SQLite loads nothing of what only others need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOR_OTHERS = (
    "aiohttp.web",  # webhooks
    "prometheus_client",
    "sqlalchemy.dialects.postgresql",
    "asyncpg",
    "alembic",  # a database of an earlier version
    "multiprocessing",  # drawing
    "matplotlib",
    "numpy",
    "openpyxl",  # downloads
    "segno",
    "rich",  # the terminal
    "prompt_toolkit",
    "tornado",
    "yaml",  # data files that have changed
)


def test_what_polling_with_sqlite_does_not_load(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from bot import telegram\n"
        "telegram._do_without(*telegram._UNUSED)\n"
        "from bot.telegram import running\n"
        "from bot.storage.database import Database\n"
        "async def main():\n"
        "    async with Database('sqlite:///a.sqlite3') as database:\n"
        "        await database.check()\n"
        "running._load()\n"
        f"before = [name for name in {FOR_OTHERS!r} if sys.modules.get(name)]\n"
        "asyncio.run(main())\n"
        f"print(before, [name for name in {FOR_OTHERS!r} if sys.modules.get(name)])\n"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(Path.home())}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    second = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert second.stdout.strip() == "[] []"
