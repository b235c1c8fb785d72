"""What the terminal chat keeps between sessions, in the same database as everything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from platformdirs import user_data_path

from bot.assistant import Conversation
from bot.storage.records import TERMINAL_PERSON, Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

_P = ParamSpec("_P")
_T = TypeVar("_T")
_PLACE = Place(chat_id=TERMINAL_PERSON, person_id=TERMINAL_PERSON)


class Memory:
    """The settings and the conversation of the one person at the terminal. Raises StorageError when entered."""

    def __init__(self, database_url: str) -> None:
        from bot.storage.database import Database

        self._database = Database(database_url)

    async def __aenter__(self) -> Self:
        await self._database.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._database.close()

    async def run(self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a unit of work on the database."""
        return await self._database.run(work, *args, **kwargs)

    async def language(self) -> str | None:
        """The language chosen; None where none was."""
        from bot.storage import preferences

        return (await self._database.run(preferences.of_person, TERMINAL_PERSON)).language

    async def choose_language(self, language: str) -> None:
        """Keep the language chosen."""
        from bot.storage import preferences

        await self._database.run(preferences.choose_for_person, TERMINAL_PERSON, language=language)

    async def conversation(self) -> Conversation:
        """The conversation of the last session, if there was one."""
        from bot.storage import conversations

        kept = await self._database.run(conversations.get, _PLACE)
        return Conversation() if kept is None else Conversation(question=kept.question, language=kept.language)

    async def keep(self, conversation: Conversation) -> None:
        """Keep the last question, if there is one to follow up."""
        from bot.storage import conversations

        if conversation.question is not None and conversation.language is not None:
            await self._database.run(conversations.keep, _PLACE, conversation.question, conversation.language)


def history_file() -> Path:
    """Where typed lines are kept for the arrow keys."""
    folder = user_data_path("cuesta", appauthor=False, ensure_exists=True)
    return folder / "chat_history"
