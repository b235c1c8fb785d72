"""Logging: one line a record on stderr, as JSON or, on a terminal, as plain text.

Three rules are kept here, once, for every logger of the process:

- No secret: whatever looks like a bot token is blotted out of the finished line, wherever it came from (message,
  arguments, exception, address), and so is every secret that the caller names.
- No personal text: of an exception the type and the places in the code are logged; its message only where the class is
  known to speak of the program and not of what a person wrote.
- Quiet libraries: what they log below WARNING are addresses with the token in them and whole updates.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from knowledge.errors import CuestaError

REDACTED = "[redacted]"
"""What stands in a log where a secret stood."""

_TOKEN = re.compile(r"(?<![0-9A-Za-z])(bot)?[0-9]{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
_QUOTED = re.compile(r"\"[^\"]*\"")
_IN_ADDRESS = re.compile(r"(/(?:file/)?bot)[^/\s\"'?#]+(?=/)")
_SHORTEST_SECRET = 4  # blotting out every "a" would hide the log and protect nothing
_DEEPEST_CAUSE = 8
_QUIET = {
    "telegram": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp": logging.WARNING,
    "tornado": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "matplotlib": logging.WARNING,
    "PIL": logging.WARNING,
    # Never ask logging for this logger: were it made before ecologits is imported, ecologits' first warning would crash
    # (it needs a logger of its own class). A level by name, here, is enough.
    "ecologits": logging.ERROR,
}
_SPEAK_OF_THE_PROGRAM = ("telegram.error", "httpx", "httpcore", "aiohttp.client_exceptions", "aiohttp.http_exceptions")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def configure_logging(
    level: str,
    *,
    as_json: bool | None = None,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send the log of this process to stderr from `level` ("INFO", ...) up. May be called again.

    `as_json` left out means: plain text on a terminal, JSON lines elsewhere. `secrets` are blotted out wherever they
    appear, besides all that looks like a bot token. Warnings and uncaught exceptions are logged too.
    """
    output = stream or sys.stderr
    wants_json = not output.isatty() if as_json is None else as_json
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(output)
    handler.setFormatter(JsonFormatter(redactor) if wants_json else PlainFormatter(redactor))
    handler.addFilter(_is_wanted)
    root = logging.getLogger()
    for former in [kept for kept in root.handlers if isinstance(kept.formatter, _Formatter)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


class Redactor:
    """Blots secrets out of text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms_of(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        """The text without anything that looks like a bot token, and without the secrets named."""
        text = _TOKEN.sub(REDACTED, _IN_ADDRESS.sub(rf"\1{REDACTED}", text))
        return self._secrets.sub(REDACTED, text) if self._secrets else text

    def within(self, value: object) -> object:
        """The same for text within lists and mappings; what is none of these becomes text."""
        if isinstance(value, Mapping):
            return {self(str(key)): self.within(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.within(inner) for inner in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return self(str(value))


def _forms_of(secret: str) -> set[str]:
    """How a secret may stand in a text: as it is, as in JSON, as Python shows it."""
    written = (json.dumps(secret), json.dumps(secret, ensure_ascii=False), repr(secret))
    return {secret, *(form[1:-1] for form in written)}


class _Formatter(logging.Formatter):
    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redact = redactor


class JsonFormatter(_Formatter):
    """One JSON object a line: time, level, logger, message, what was passed as `extra`, the error."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, object] = {
            "time": _time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message_of(record),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD and name not in line}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _described(record.exc_info[1])
        return json.dumps(self._redact.within(line), ensure_ascii=False)


class PlainFormatter(_Formatter):
    """A line to be read by eye; an error follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        text = f"{_time_of(record)} {record.levelname:<8} {record.name}: {_message_of(record)}"
        extra = [f"{name}={value}" for name, value in vars(record).items() if name not in _STANDARD]
        text = " ".join([text, *extra])
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + "\n".join(_lines_of(_described(record.exc_info[1])))
        return self._redact(text)


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= _QUIET.get(record.name.partition(".")[0], logging.NOTSET)


def _time_of(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        return f"{record.msg} (arguments do not fit)"


def _described(error: BaseException, depth: int = 0) -> dict[str, object]:
    described: dict[str, object] = {"type": _type_of(error), "places": _places_of(error)}
    if _says_nothing_personal(error):
        # Telegram quotes what it cannot read: `Unsupported start tag "..."`.
        described["message"] = _QUOTED.sub('"…"', str(error))
    if depth < _DEEPEST_CAUSE:
        if (earlier := _earlier(error)) is not None:
            described["after"] = _described(earlier, depth + 1)
        if isinstance(error, BaseExceptionGroup):
            described["errors"] = [_described(one, depth + 1) for one in error.exceptions]
    return described


def _lines_of(described: dict[str, Any], indent: str = "  ") -> list[str]:
    message = f": {described['message']}" if "message" in described else ""
    lines = [f"{indent}{described['type']}{message}", *(f"{indent}  {place}" for place in described["places"])]
    for one in described.get("errors", []):
        lines += _lines_of(one, indent + "  ")
    if "after" in described:
        lines += [f"{indent}after", *_lines_of(described["after"], indent)]
    return lines


def _earlier(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _type_of(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _places_of(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_in_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _in_short(path: str) -> str:
    """The file within its package: whose computer this is does not matter."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])


def _says_nothing_personal(error: BaseException) -> bool:
    module = type(error).__module__
    ours = isinstance(error, (CuestaError, OSError))
    return ours or any(module == known or module.startswith(f"{known}.") for known in _SPEAK_OF_THE_PROGRAM)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("uncaught error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is not None:
        _log_uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)
