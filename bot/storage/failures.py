"""What drivers raise, told as a `StorageError`: a kind of problem and a code, never the values of a statement."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

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
# PostgreSQL's codes, or their classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLSTATES = {
    "08": "unreachable",
    "25006": "refused",  # read-only
    "28": "refused",
    "3D": "refused",
    "42501": "refused",  # insufficient privilege
    "53100": "full",
    "53300": "unreachable",  # too many connections
    "55P03": "locked",
    "57": "unreachable",
    "58": "unreachable",
    "XX": "damaged",
}
_CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock: the same unit may succeed now


def storage_error(error: Exception) -> StorageError:
    """The error to raise for one that a driver raised."""
    if isinstance(error, StorageError):
        return error
    original = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        problem = "failed" if code is None else _SQLITE_CODES.get(code & 0xFF, "failed")
        return StorageError(problem, getattr(original, "sqlite_errorname", type(original).__name__))
    if (state := _state_of(error)) is not None:
        return StorageError(_SQLSTATES.get(state) or _SQLSTATES.get(state[:2], "failed"), f"SQLSTATE {state}")
    if _is_asyncpg(error) and isinstance(error, ValueError):
        return StorageError("url", type(error).__name__)  # the address asks for what the driver does not know
    gone = (OSError, TimeoutError, PoolTimeoutError, OperationalError, InterfaceError)
    problem = "unreachable" if isinstance(error, gone) or _is_asyncpg(error) else "failed"
    return StorageError(problem, _name_of(original))


def told(error: Exception) -> Exception:
    """The error for whoever waits for a unit: a StorageError for a driver's, else the unit's own."""
    if not is_driver_error(error) or isinstance(error, StorageError):
        return error
    failure = storage_error(error)
    failure.__cause__ = error
    return failure


def is_driver_error(error: Exception) -> bool:
    """Whether an error comes from the database rather than from the unit of work itself."""
    ours = (StorageError, SQLAlchemyError, sqlite3.Error, OSError, TimeoutError)
    return isinstance(error, ours) or _state_of(error) is not None or _is_asyncpg(error)


def is_conflict(error: Exception) -> bool:
    """Whether two transactions got into each other's way, so that running the unit again may succeed."""
    return _state_of(error) in _CONFLICTS


def is_disconnection(error: Exception) -> bool:
    """Whether the connection was lost, so that a new one may succeed."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _state_of(error: BaseException | None) -> str | None:
    """PostgreSQL's five-character error code, where there is one."""
    for _ in range(8):  # the driver's error is a few wrappings deep
        if error is None:
            return None
        state = getattr(error, "sqlstate", None)
        if isinstance(state, str) and len(state) == 5:
            return state
        error = getattr(error, "orig", None) or error.__cause__
    return None


def _is_asyncpg(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] == "asyncpg"


def _name_of(error: BaseException) -> str:
    """The driver's own name for it, beneath SQLAlchemy's imitation of a driver."""
    return type(error.__cause__ or error).__name__
