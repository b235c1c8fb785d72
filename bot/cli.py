"""`cuesta`, from the command line to the exit status: an error is one line. The commands are in `command_line`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from bot.errors import SettingsError, StorageError
from bot.loading import loading
from bot.replying.localizer import localizer
from bot.terminal.surroundings import system_language
from knowledge.errors import CuestaError

USAGE_ERROR = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status 2 with one clear line where a setting, data file or option is wrong."""
    _use_utf8()
    language = system_language()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if given == ["telegram"]:
            serve_telegram()  # for months: without what reads other command lines
        else:
            from bot.command_line import command_line

            command_line(language)(args=given, prog_name="cuesta")
    except CuestaError as error:
        _refuse(_explained(error, language))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone; let the interpreter's own flush at exit find an open file.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def serve_telegram() -> None:
    """`cuesta telegram`: serve until told to stop. Raises SettingsError where there is no token."""
    with loading():
        from bot.settings import telegram_settings
        from bot.telegram import run

        settings = telegram_settings()
    run(settings)


def _explained(error: CuestaError, language: str) -> str:
    """An error in one line, in the words of a language."""
    text = localizer(language).text
    if isinstance(error, SettingsError):
        return text("error-settings", setting=error.setting, problem=text(f"error-settings-{error.problem}"))
    if isinstance(error, StorageError):
        return text(f"error-storage-{error.problem}")
    data: dict[str, Any] = {name: str(value) for name, value in vars(error).items()}
    return " ".join(text(f"error-{error.code}", **data).split())


def _refuse(line: str) -> NoReturn:
    print(line, file=sys.stderr)  # noqa: T201 - the one line that says what is wrong
    sys.exit(USAGE_ERROR)


def _use_utf8() -> None:
    """Print UTF-8 wherever the terminal's own encoding is something else (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
