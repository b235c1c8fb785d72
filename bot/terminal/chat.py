"""`cuesta chat`: a conversation in the terminal, with history, kept settings and both languages.

Where standard input is no terminal (a pipe, a test) each line is a message and replies are plain text.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable

from rich.console import Console

from bot.assistant import Assistant, Conversation
from bot.errors import InputError
from bot.limits import MESSAGE_TEXT
from bot.question import Show
from bot.reply import Reply
from bot.replying.catalogue import closest_language, languages
from bot.settings import Settings
from bot.terminal.memory import Memory
from bot.terminal.quizzing import Quizzing
from bot.terminal.styled import styled
from bot.terminal.surroundings import system_language

_PROMPT = "> "
_COMMANDS = {
    "help": "help",
    "ayuda": "help",
    "formula": "formula",
    "sources": "sources",
    "fuentes": "sources",
    "language": "language",
    "idioma": "language",
    "quiz": "quiz",
    "cuestionario": "quiz",
    "practice": "practice",
    "practicar": "practice",
    "stop": "stop",
    "detener": "stop",
    "quit": "quit",
    "exit": "quit",
    "salir": "quit",
}
_SHOWN = {"formula": Show.FORMULA, "sources": Show.SOURCES}


def chat(settings: Settings, language: str | None = None) -> None:
    """Converse until the person leaves (Ctrl-D, /quit). Raises StorageError where the database cannot be opened."""
    from bot.logs import configure_logging

    # What an operator is told in passing has no place between a person's questions and the answers.
    level = "WARNING" if settings.log_level == "INFO" else settings.log_level
    configure_logging(level, as_json=False, secrets=settings.secrets())
    asyncio.run(_converse(settings, language))


async def _converse(settings: Settings, language: str | None) -> None:
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    console = Console(highlight=False, soft_wrap=not interactive)

    def show(reply: Reply) -> None:
        if interactive:
            console.print(styled(reply.html))
            console.print()
        else:
            print(reply.plain, end="\n\n", flush=True)  # noqa: T201 - the reply

    async with Memory(settings.database_url.get_secret_value()) as memory:
        talk = Talk(Assistant(), memory, language=language)
        await talk.begin()
        show(talk.say("chat-welcome"))
        async for line in _typed_lines() if interactive else _piped_lines():
            reply = await talk.answer(line)
            if reply is None:
                break
            show(reply)
        show(talk.say("chat-goodbye"))


class Talk:
    """The conversation with the one person at the terminal."""

    def __init__(self, assistant: Assistant, memory: Memory, language: str | None = None) -> None:
        self._assistant = assistant
        self._memory = memory
        self._chosen = language
        self._conversation = Conversation()
        self._quizzing = Quizzing(assistant, memory)

    async def begin(self) -> None:
        """Take up what was chosen and said the last time."""
        self._chosen = self._chosen or await self._memory.language()
        self._conversation = await self._memory.conversation()

    def say(self, key: str, **data: object) -> Reply:
        """A fixed text, in the language spoken."""
        return self._assistant.say(key, self._language, **data)

    async def answer(self, line: str) -> Reply | None:
        """The reply to what was typed; None where the person leaves."""
        text = line.strip()
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return await self._command(name.casefold(), argument.strip())
        return await self._quizzing.answer(text, self._language) or await self._ask(text)

    async def _ask(self, text: str) -> Reply:
        try:
            exchange = self._assistant.ask(text, language=self._chosen, conversation=self._conversation)
        except InputError as error:
            return self.say(f"error-input-{error.problem}", limit=MESSAGE_TEXT)
        await self._keep(exchange.conversation)
        if exchange.question.intent == "quiz":
            return await self._quizzing.quiz(text, exchange.language, strict=False)
        return exchange.reply

    async def _command(self, name: str, argument: str) -> Reply | None:
        match _COMMANDS.get(name):
            case "quit":
                return None
            case "help":
                return self.say("talk-help")
            case "language":
                return await self._choose_language(argument)
            case "quiz":
                return await self._quizzing.quiz(argument, self._language)
            case "practice":
                return await self._quizzing.practice(argument, self._language)
            case "stop":
                return await self._quizzing.stop(self._language)
            case "formula" | "sources" as side:
                return await self._show(_SHOWN[side])
            case _:
                return self.say("chat-unknown-command", command=f"/{name}")

    async def _choose_language(self, wanted: str) -> Reply:
        """Set the language named; without a name, the other one of two or a list of what there is."""
        named = {language.own_name.casefold(): code for code, language in languages().items()}
        code = named.get(wanted.casefold()) or closest_language(wanted)
        if not wanted:
            others = [code for code in languages() if code != self._language]
            code = others[0] if len(others) == 1 else None
        if code is None:
            return self.say("language-unknown", languages=", ".join(item.own_name for item in languages().values()))
        self._chosen = code
        await self._memory.choose_language(code)
        return self.say("language-set")

    async def _show(self, side: Show) -> Reply:
        """Another side of the last answer."""
        question = self._conversation.question
        if question is None:
            return self.say("nothing-to-explain")
        exchange = self._assistant.ask_question(
            question.model_copy(update={"show": side}), language=self._language, conversation=self._conversation
        )
        return exchange.reply

    async def _keep(self, conversation: Conversation) -> None:
        self._conversation = conversation
        await self._memory.keep(conversation)

    @property
    def _language(self) -> str:
        return self._chosen or self._conversation.language or system_language()


async def _typed_lines() -> AsyncIterator[str]:
    """What a person types, with history over sessions. Ctrl-D ends it, Ctrl-C drops the line."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    from bot.terminal.memory import history_file

    session: PromptSession[str] = PromptSession(_PROMPT, history=FileHistory(str(history_file())))
    while True:
        try:
            line = await session.prompt_async()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if line.strip():
            yield line


async def _piped_lines(read: Callable[[], str] | None = None) -> AsyncIterator[str]:
    """The lines of a pipe, without blocking the event loop."""
    read = read or sys.stdin.readline
    while line := await asyncio.to_thread(read):
        if line.strip():
            yield line
