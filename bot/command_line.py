"""The commands: `cuesta chat`, `ask` and `telegram`. Their texts are the catalogue's, in the system's language."""

# No postponed annotations here: typer evaluates them, and the help in them is known only inside a function.
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

import bot
from bot.cli import serve_telegram
from bot.loading import loading
from bot.replying.catalogue import languages
from bot.replying.localizer import localizer

_LanguageCode = StrEnum("_LanguageCode", {code: code for code in languages()})  # type: ignore[misc]


def command_line(language: str) -> typer.Typer:
    """The commands and their help, in one language."""
    text = localizer(language).text
    app = typer.Typer(
        help=text("cli-help"),
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    _add_default(app, text)
    _add_chat_and_ask(app, text)
    _add_telegram(app, text, language)
    return app


def _add_default(app: typer.Typer, text: Callable[[str], str]) -> None:
    @app.callback(invoke_without_command=True)
    def start(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=text("cli-version"), is_eager=True)] = False,
    ) -> None:
        if version:
            print(f"cuesta {bot.__version__}")  # noqa: T201 - what was asked for
            raise typer.Exit
        if context.invoked_subcommand is None:
            _default_command()


def _add_chat_and_ask(app: typer.Typer, text: Callable[[str], str]) -> None:
    @app.command("chat", help=text("cli-chat"))
    def chat(
        language_code: Annotated[
            _LanguageCode | None, typer.Option("--language", help=text("cli-chat-language"))
        ] = None,
    ) -> None:
        _chat(language_code)

    @app.command("ask", help=text("cli-ask"))
    def ask(
        question: Annotated[str | None, typer.Argument(help=text("cli-ask-question"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli-ask-json"))] = False,
        conversation: Annotated[bool, typer.Option("--conversation", help=text("cli-ask-conversation"))] = False,
        language_code: Annotated[
            _LanguageCode | None, typer.Option("--language", help=text("cli-ask-language"))
        ] = None,
        explain: Annotated[bool, typer.Option("--explain", help=text("cli-ask-explain"))] = False,
    ) -> None:
        if question is None and sys.stdin.isatty():
            raise typer.BadParameter(text("cli-ask-nothing"))
        _ask(question, as_json=as_json, conversation=conversation, language=language_code, explain=explain)


def _add_telegram(app: typer.Typer, text: Callable[[str], str], language: str) -> None:
    @app.command("telegram", help=text("cli-telegram"))
    def telegram(
        check: Annotated[bool, typer.Option("--check", help=text("cli-telegram-check"))] = False,
    ) -> None:
        if check:
            _check_telegram(language)
        else:
            serve_telegram()


def _default_command() -> None:
    """Telegram where a token is set, else the terminal chat."""
    from bot.settings import load_settings

    if load_settings().telegram_bot_token is None:
        _chat(None)
    else:
        serve_telegram()


def _chat(language: str | None) -> None:
    with loading():
        from bot.settings import load_settings
        from bot.terminal.chat import chat

    chat(load_settings(), language=language and str(language))


def _ask(question: str | None, *, language: str | None, **options: bool) -> None:
    with loading():
        from bot.assistant import Assistant, Conversation
        from bot.terminal.ask import Asker, answer_lines

        asker = Asker(
            assistant=Assistant(),
            language=language and str(language),
            as_json=options["as_json"],
            explain=options["explain"],
            conversation=Conversation() if options["conversation"] else None,
        )
        if question is not None:
            print(asker.answer(question))  # noqa: T201 - the answer
    if question is None:
        answer_lines(asker, sys.stdin.buffer, sys.stdout)


def _check_telegram(language: str) -> None:
    """Say what is as it should be and what is not; exit status 1 where something is not."""
    from bot.settings import telegram_settings
    from bot.telegram import check

    settings = telegram_settings()
    if not check(settings, language):
        sys.exit(1)
