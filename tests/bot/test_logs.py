"""Logs: a line a record, no secret, no personal text, quiet libraries."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import logs
from bot.errors import StorageError
from bot.logs import REDACTED, Redactor, configure_logging

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"
PERSONAL = "mi vecina Inés gasta 3000 dólares"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave the process's logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture
def written() -> Callable[..., io.StringIO]:
    """Configures logging and hands out what is written."""

    def configure(level: str = "DEBUG", *, as_json: bool | None = True, secrets: tuple[str, ...] = ()) -> io.StringIO:
        stream = io.StringIO()
        configure_logging(level, as_json=as_json, secrets=secrets, stream=stream)
        return stream

    return configure


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_record_is_a_line_of_json(written: Callable[..., io.StringIO]) -> None:
    stream = written()
    logging.getLogger("bot.test").info("handled %d updates\nin %.1f s", 3, 0.25, extra={"reference": "a1", "count": 3})
    [line] = _lines(stream)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "bot.test",
        "message": "handled 3 updates\nin 0.2 s",
        "reference": "a1",
        "count": 3,
    }


def test_plain_text_for_a_terminal(written: Callable[..., io.StringIO]) -> None:
    stream = written(as_json=False)
    logging.getLogger("bot.test").warning("slow", extra={"seconds": 2})
    assert stream.getvalue().split(" ", 1)[1] == "WARNING  bot.test: slow seconds=2\n"


def test_json_unless_a_terminal_listens(written: Callable[..., io.StringIO]) -> None:
    stream = written(as_json=None)
    logging.getLogger("bot.test").info("hello")
    assert _lines(stream)[0]["message"] == "hello"


def test_the_level(written: Callable[..., io.StringIO]) -> None:
    stream = written("WARNING")
    logging.getLogger("bot.test").info("no")
    logging.getLogger("bot.test").warning("yes")
    assert [line["message"] for line in _lines(stream)] == ["yes"]


def test_configuring_twice_does_not_write_twice(written: Callable[..., io.StringIO]) -> None:
    first, second = written(), written()
    logging.getLogger("bot.test").info("once")
    assert (first.getvalue(), len(_lines(second))) == ("", 1)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_token_is_in_no_line_however_it_gets_there(written: Callable[..., io.StringIO], as_json: bool) -> None:
    stream = written(as_json=as_json, secrets=(TOKEN,))
    logger = logging.getLogger("bot.test")
    address = f"https://api.telegram.org/bot{TOKEN}/getMe"
    logger.info("token %s", TOKEN)
    logger.info(f"token {TOKEN}")
    logger.info("address %s and %r", address, {"url": address})
    logger.info("extra", extra={"address": address, "deep": [{"token": TOKEN}]})
    logger.info("escaped https://api.telegram.org/bot%s/getMe", TOKEN.replace(":", "%3A"))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"about {TOKEN}", UserWarning, stacklevel=1)
    failure = StorageError("unreachable", TOKEN)
    failure.__cause__ = ConnectionError(f"cannot reach {address}")
    logger.error("failed with %s", address, exc_info=failure)
    text = stream.getvalue()
    assert text.count(REDACTED) >= 10
    assert "AAF" not in text
    assert len(text.splitlines()) >= 7


def test_a_record_that_cannot_be_put_together_costs_no_more_than_itself() -> None:
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%d updates", (TOKEN,), None)
    line = json.loads(logs.JsonFormatter(Redactor()).format(record))
    assert line["message"] == "%d updates (arguments do not fit)"


@pytest.mark.parametrize(
    "text",
    [
        "https://api.telegram.org/bot42:short/getMe",
        "https://api.telegram.org/file/bot42:short/documents/file.pdf",
        "http://127.0.0.1:8081/bot42%3Ashort/sendMessage",
        "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345",
        "bot123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345",
        "'987654:AbCdEfGhIjKlMnOpQrStUvWxYz012345678'",
    ],
)
def test_what_looks_like_a_token_without_being_named(text: str) -> None:
    redacted = Redactor()(text)
    assert REDACTED in redacted
    assert not any(part in redacted for part in ("short", "AAF", "AbCd"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T12:00:00.123456+00:00",
        "bot/telegram/running.py:42 run",
        "sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "update 123456789: handled",
        "listening on 127.0.0.1:8443",
    ],
)
def test_what_only_resembles_one_is_left(text: str) -> None:
    assert Redactor()(text) == text


@given(
    secret=st.text(st.characters(codec="utf-8", exclude_characters="[]"), min_size=4, max_size=30),
    before=st.text(max_size=10),
    after=st.text(max_size=10),
)
def test_a_secret_that_is_named_is_in_no_line(secret: str, before: str, after: str) -> None:
    assume(secret not in REDACTED)
    text = f"{before}{secret}{after}"
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%s, %r and %s", (text, text, json.dumps(text)), None)
    record.extra = {"list": [text], text: 1}
    line = json.loads(logs.JsonFormatter(Redactor([secret])).format(record))
    assert all(form not in line["message"] for form in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]))
    assert secret not in line["extra"]["list"][0]
    assert not any(secret in key for key in line["extra"])


def test_of_an_exception_type_and_places_but_not_what_somebody_wrote(written: Callable[..., io.StringIO]) -> None:
    stream = written()
    try:
        try:
            int(PERSONAL)
        except ValueError as error:
            raise RuntimeError(PERSONAL) from error
    except RuntimeError:
        logging.getLogger("bot.test").exception("an update failed", extra={"reference": "a1"})
    [line] = _lines(stream)
    error = line["error"]
    assert error["type"] == "RuntimeError"
    assert error["after"]["type"] == "ValueError"
    assert error["places"][0].startswith("tests/bot/test_logs.py:")
    assert "Inés" not in stream.getvalue()


def test_errors_that_speak_of_the_program_are_told(written: Callable[..., io.StringIO]) -> None:
    from telegram.error import NetworkError

    stream = written()
    for error in (StorageError("locked", "SQLITE_BUSY"), ConnectionRefusedError(111, "refused"), NetworkError("reset")):
        try:
            raise error
        except (StorageError, OSError, NetworkError):
            logging.getLogger("bot.test").exception("failed")
    messages = [line["error"]["message"] for line in _lines(stream)]
    assert messages == ["locked: SQLITE_BUSY", "[Errno 111] refused", "reset"]


def test_errors_of_several_tasks(written: Callable[..., io.StringIO]) -> None:
    stream = written()
    errors = ExceptionGroup(PERSONAL, [KeyError(PERSONAL), OSError("disk")])
    logging.getLogger("bot.test").error("failed", exc_info=errors)
    [line] = _lines(stream)
    assert [error["type"] for error in line["error"]["errors"]] == ["KeyError", "OSError"]
    assert "Inés" not in stream.getvalue()
    plain = written(as_json=False)
    logging.getLogger("bot.test").error("failed", exc_info=errors)
    assert "OSError: disk" in plain.getvalue()


def test_libraries_that_log_addresses_and_updates_are_quiet(written: Callable[..., io.StringIO]) -> None:
    stream = written("DEBUG")
    for name in ("httpx", "httpcore.connection", "telegram.ext.Application", "sqlalchemy.engine.Engine", "asyncio"):
        logging.getLogger(name).info("POST %s", PERSONAL)
        logging.getLogger(name).warning("careful")
    assert [line["message"] for line in _lines(stream)] == ["careful"] * 5


def test_uncaught_errors_are_logged(written: Callable[..., io.StringIO]) -> None:
    stream = written()
    error = RuntimeError(PERSONAL)
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    lines = _lines(stream)
    assert [(line["level"], line["error"]["type"]) for line in lines] == [
        ("CRITICAL", "RuntimeError"),
        ("CRITICAL", "ZeroDivisionError"),
    ]
    assert "Inés" not in stream.getvalue()


def test_ecologits_can_warn_although_logging_was_configured_first() -> None:
    """Its logger has a class of its own; had we asked for the logger before, its first warning would crash."""
    program = (
        "from bot.logs import configure_logging\n"
        "configure_logging('DEBUG', as_json=True)\n"
        "from ecologits.tracers.utils import llm_impacts\n"
        "impacts = llm_impacts('openai', 'gpt-4o', 400, None, 'ECU')\n"
        "print(len(impacts.warnings) > 0, impacts.has_errors)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (["True", "False"], "")
