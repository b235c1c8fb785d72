"""What drivers raise, told in our own words."""

from __future__ import annotations

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StorageError
from bot.storage.failures import is_conflict, is_disconnection, is_driver_error, storage_error, told


def _sqlite(code: int) -> Exception:
    original = sqlite3.OperationalError("what it says")
    original.sqlite_errorcode = code
    original.sqlite_errorname = "SQLITE_TEST"
    return OperationalError("SELECT 1", {}, original)


def _postgresql(state: str) -> Exception:
    return asyncpg.PostgresError.new({"C": state, "M": "what it says", "D": "Key (id)=(987) exists"})


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (_sqlite(sqlite3.SQLITE_BUSY), "locked"),
        (_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), "locked"),
        (_sqlite(sqlite3.SQLITE_FULL), "full"),
        (_sqlite(sqlite3.SQLITE_CORRUPT_INDEX), "damaged"),
        (_sqlite(sqlite3.SQLITE_NOTADB), "damaged"),
        (_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), "folder"),
        (_sqlite(sqlite3.SQLITE_CANTOPEN_ISDIR), "folder"),
        (_sqlite(sqlite3.SQLITE_IOERR_WRITE), "unreachable"),
        (_sqlite(sqlite3.SQLITE_CONSTRAINT_NOTNULL), "failed"),
        (_postgresql("08006"), "unreachable"),
        (_postgresql("25006"), "refused"),
        (_postgresql("28P01"), "refused"),
        (_postgresql("3D000"), "refused"),
        (_postgresql("42501"), "refused"),
        (_postgresql("42P01"), "failed"),
        (_postgresql("23505"), "failed"),
        (_postgresql("53100"), "full"),
        (_postgresql("53300"), "unreachable"),
        (_postgresql("55P03"), "locked"),
        (_postgresql("57P01"), "unreachable"),
        (_postgresql("57P03"), "unreachable"),
        (_postgresql("XX001"), "damaged"),
        (ConnectionRefusedError(111, "refused"), "unreachable"),
        (TimeoutError(), "unreachable"),
        (PoolTimeoutError("no connection is free"), "unreachable"),
        (asyncpg.ConnectionDoesNotExistError("closed"), "unreachable"),
        (asyncpg.InterfaceError("closed"), "unreachable"),
        (asyncpg.ClientConfigurationError("what is sslmode=maybe"), "url"),
        (ProgrammingError("SELECT 1", {}, Exception("what it says")), "failed"),
    ],
    ids=lambda value: getattr(value, "sqlstate", None) or str(getattr(value, "orig", value))[:20],
)
def test_problems(error: Exception, problem: str) -> None:
    assert is_driver_error(error)
    failure = told(error)
    assert isinstance(failure, StorageError)
    assert failure.problem == problem
    assert failure.__cause__ is error
    assert "what it says" not in failure.detail
    assert "987" not in failure.detail


def test_what_is_told_already_stays_as_it_is() -> None:
    failure = StorageError("folder", "PermissionError")
    assert told(failure) is failure
    assert storage_error(failure) is failure


def test_an_error_of_the_unit_is_its_own() -> None:
    error = KeyError("terms")
    assert not is_driver_error(error)
    assert told(error) is error


def test_conflicts_may_be_tried_again_and_nothing_else() -> None:
    assert is_conflict(_postgresql("40001"))
    assert is_conflict(_postgresql("40P01"))
    imitation = Exception()  # SQLAlchemy's own error, in between
    imitation.__cause__ = _postgresql("40P01")
    assert is_conflict(DBAPIError("UPDATE", {}, imitation))
    assert not is_conflict(_postgresql("23505"))
    assert not is_conflict(_sqlite(sqlite3.SQLITE_BUSY))


def test_a_lost_connection() -> None:
    assert is_disconnection(DBAPIError("SELECT 1", {}, Exception(), connection_invalidated=True))
    assert not is_disconnection(DBAPIError("SELECT 1", {}, Exception()))
    assert not is_disconnection(ConnectionResetError())
