"""Addresses of databases, as people and providers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.address import file_of, parsed, seconds, server_settings


@pytest.mark.parametrize(
    ("url", "driver", "file"),
    [
        ("sqlite:///cuesta.sqlite3", "sqlite+pysqlite", Path("cuesta.sqlite3")),
        ("sqlite:////var/lib/cuesta/cuesta.sqlite3", "sqlite+pysqlite", Path("/var/lib/cuesta/cuesta.sqlite3")),
        ("sqlite+aiosqlite:///cuesta.sqlite3", "sqlite+pysqlite", Path("cuesta.sqlite3")),
        ("sqlite:///C:/Users/Ana/cuesta.sqlite3", "sqlite+pysqlite", Path("C:/Users/Ana/cuesta.sqlite3")),
        ("sqlite:///carpeta con espacios/año.sqlite3", "sqlite+pysqlite", Path("carpeta con espacios/año.sqlite3")),
        ("sqlite://", "sqlite+pysqlite", None),
        ("sqlite:///:memory:", "sqlite+pysqlite", None),
        ("postgresql://ana:word@db.example.com/cuesta", "postgresql+asyncpg", Path("cuesta")),
        ("postgres://ana:word@db.example.com:5433/cuesta", "postgresql+asyncpg", Path("cuesta")),
        ("postgresql+asyncpg://ana:word@db.example.com/cuesta", "postgresql+asyncpg", Path("cuesta")),
        ("postgresql://ana@/cuesta?host=/var/run/postgresql", "postgresql+asyncpg", Path("cuesta")),
    ],
)
def test_addresses_that_are_understood(url: str, driver: str, file: Path | None) -> None:
    address = parsed(url)
    assert address.drivername == driver
    assert file_of(address) == file


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cuesta.sqlite3",
        "sqlite",
        "sqlite://cuesta.sqlite3",
        "sqlite://folder/cuesta.sqlite3",
        "sqlite:///file:cuesta.sqlite3?mode=ro&uri=true",
        "mysql://ana:word@db.example.com/cuesta",
        "postgresql+psycopg://ana:word@db.example.com/cuesta",
        "postgresql://ana:word@db.example.com:word/cuesta",
        "postgresql://ana:word@db.example.com/cuesta?channel_binding=require",
        "postgresql://ana:word@db.example.com/cuesta?connect_timeout=soon",
    ],
)
def test_addresses_that_are_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        parsed(url)
    assert caught.value.problem == "url"
    assert "word" not in caught.value.detail


def test_what_libpq_calls_otherwise() -> None:
    address = parsed("postgres://ana:word@db.example.com/cuesta?sslmode=require&connect_timeout=3&application_name=x")
    assert address.query == {"ssl": "require", "timeout": "3"}
    assert seconds(address) == {"timeout": 3.0, "command_timeout": 60.0}


def test_what_is_said_to_the_server() -> None:
    url = "postgresql://ana@db.example.com/cuesta?application_name=course&search_path=cuesta&sslmode=require"
    assert server_settings(url) == {"application_name": "course", "search_path": "cuesta"}


def test_a_password_with_signs_in_it() -> None:
    assert parsed("postgresql://ana:p%40ss%2Fword@db.example.com/cuesta").password == "p@ss/word"
