"""Bringing the tables up to date by Alembic's migrations, which are in the package; new ones are made at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError
from bot.storage.migrations import LATEST

MIGRATING = threading.Lock()
"""Held while migrating, from before the database's own lock: Alembic keeps what it works on in global variables."""

_FOLDER = Path(__file__).with_name("migrations")


def version(connection: Connection) -> str | None:
    """The migration that the database has reached; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    reached: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return reached


def upgrade(connection: Connection, to: str = LATEST) -> None:
    """Run what migrations are missing, inside the transaction of the connection, which must hold the lock for it.

    Raises StorageError("newer") for a database that a later version of Cuesta has written.
    """
    reached = version(connection)
    if reached == to:
        return  # without importing Alembic, which takes 150 ms and 7 MB
    if to == LATEST and not inspect(connection).get_table_names():
        _make(connection)
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    configuration = _configuration(connection)
    known = {script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()}
    if reached is not None and reached not in known:
        raise StorageError("newer", reached)
    command.upgrade(configuration, to)


def _make(connection: Connection) -> None:
    """All tables of the latest version in an empty database, and what Alembic notes of it."""
    from bot.storage.tables import metadata

    metadata.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "CREATE TABLE alembic_version "
            "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:latest)"), {"latest": LATEST})


def downgrade(connection: Connection, to: str) -> None:
    """Take migrations back down to a version ("base": all of them)."""
    from alembic import command

    command.downgrade(_configuration(connection), to)


def _configuration(connection: Connection) -> Any:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
