"""The address of a database, as people write it, made into what the drivers need."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageError

_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_POSTGRESQL = {"postgres", "postgresql", "postgresql+asyncpg"}
# What libpq calls them in an address, and what asyncpg does.
_RENAMED = {"sslmode": "ssl", "connect_timeout": "timeout"}
_SECONDS = {"timeout": 10.0, "command_timeout": 60.0}  # a server that says nothing for so long is gone
_KNOWN = {"ssl", "host", "port", "prepared_statement_cache_size", "passfile", *_SECONDS}
_SETTINGS = {"application_name", "search_path"}  # of the server's session, not of the driver


def parsed(url: str) -> URL:
    """The address with the driver that Cuesta uses. Raises StorageError("url") without showing the password."""
    try:
        address = make_url(url)
        _ = address.port, address.query
    except (ArgumentError, ValueError) as error:
        raise StorageError("url") from error
    if address.drivername in _SQLITE:
        return _sqlite(address)
    if address.drivername in _POSTGRESQL:
        return _postgresql(address)
    raise StorageError("url", address.drivername)


def file_of(address: URL) -> Path | None:
    """The file of an SQLite database; None where it lives in memory."""
    return None if address.database in (None, "", ":memory:") else Path(str(address.database))


def seconds(address: URL) -> dict[str, float]:
    """How long to wait for a connection and for an answer, as the address says or as is usual."""
    return {name: float(str(address.query.get(name, usual))) for name, usual in _SECONDS.items()}


def server_settings(url: str) -> dict[str, str]:
    """What an address asks of the server's session, such as an application name."""
    query = make_url(url).query
    return {name: str(value) for name, value in query.items() if name in _SETTINGS}


def _sqlite(address: URL) -> URL:
    if address.host or address.username or address.password or (address.database or "").startswith("file:"):
        # sqlite://folder/file: the first part would be a host, three slashes were meant. A URI hides which file it is.
        raise StorageError("url", address.drivername)
    return address.set(drivername="sqlite+pysqlite")


def _postgresql(address: URL) -> URL:
    query = {_RENAMED.get(name, name): value for name, value in address.query.items() if name not in _SETTINGS}
    if unknown := sorted(set(query) - _KNOWN):
        raise StorageError("url", ", ".join(unknown))
    address = address.set(drivername="postgresql+asyncpg", query=query)
    try:
        seconds(address)
    except ValueError as error:
        raise StorageError("url", ", ".join(_SECONDS)) from error
    return address
