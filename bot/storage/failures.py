"""What drivers raise, told as a `StorageError`. Their messages are kept without the values of a statement."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from bot.errors import StorageError

_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "folder",
    sqlite3.SQLITE_CANTOPEN: "folder",
    sqlite3.SQLITE_PERM: "folder",
    sqlite3.SQLITE_IOERR: "unreachable",
}
# Classes of PostgreSQL's error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_CLASSES = {
    "08": "unreachable",
    "28": "refused",
    "3D": "refused",
    "42": "failed",
    "53": "full",
    "55": "locked",
    "57": "unreachable",
    "58": "unreachable",
    "XX": "damaged",
}
_CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock: the same unit may succeed now


def storage_error(error: Exception) -> StorageError:
    """The error to raise for one that a driver raised."""
    if isinstance(error, StorageError):
        return error
    if isinstance(error, (OSError, TimeoutError)):
        return StorageError("unreachable", type(error).__name__)
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        problem = _SQLITE_CODES.get(code & 0xFF, "failed") if code is not None else "failed"
        return StorageError(problem, getattr(original, "sqlite_errorname", type(original).__name__))
    state = _state_of(error)
    if state is not None:
        return StorageError(_POSTGRESQL_CLASSES.get(state[:2], "failed"), f"SQLSTATE {state}")
    problem = "unreachable" if isinstance(error, (OperationalError, InterfaceError)) else "failed"
    return StorageError(problem, type(original).__name__)


def told(error: Exception) -> Exception:
    """The error for whoever waits for a unit: a StorageError for a driver's, else the unit's own."""
    if not is_driver_error(error):
        return error
    failure = storage_error(error)
    failure.__cause__ = error
    return failure


def is_driver_error(error: Exception) -> bool:
    """Whether an error comes from the database rather than from the unit of work itself."""
    return isinstance(error, (SQLAlchemyError, sqlite3.Error, OSError, TimeoutError)) or _state_of(error) is not None


def is_conflict(error: Exception) -> bool:
    """Whether two transactions got into each other's way, so that running the unit again may succeed."""
    return _state_of(error) in _CONFLICTS


def is_disconnection(error: Exception) -> bool:
    """Whether the connection was lost, so that a new one may succeed."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _state_of(error: BaseException | None) -> str | None:
    """PostgreSQL's five-character error code, where there is one."""
    while error is not None:
        state = getattr(error, "sqlstate", None)
        if isinstance(state, str) and len(state) == 5:
            return state
        error = getattr(error, "orig", None) or error.__cause__
    return None
