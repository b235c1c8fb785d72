"""What the messages of a quiz say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from telegram import Message
from telegram.constants import ParseMode

from bot.classroom.flow import Delivery, Kind, Quiz
from bot.classroom.played import PlayedItem
from bot.classroom.results import Results
from bot.reply import Reply
from bot.storage.classroom import quizzes, results
from bot.telegram.classroom import announcing
from bot.telegram.classroom.polls import poll
from bot.telegram.pacing import Lane
from bot.telegram.surface import NO_PREVIEW, Surface, keyboard


@dataclass(frozen=True)
class Showing:
    """One position of a quiz, with what its messages need: read once, however many they are."""

    surface: Surface
    quiz: Quiz
    item: PlayedItem | None
    results: Results | None

    @classmethod
    async def of(cls, surface: Surface, quiz: Quiz) -> Showing:
        """Read what the messages of the quiz's position need."""
        return cls(surface, quiz, *await surface.database.run(_read, quiz))

    async def send(self, message: Delivery) -> Message:
        """Send one message."""
        if message.ordering and self.item is not None:
            return await self._send_poll(message, self.item)
        return await self._send_reply(message, self._reply(message))

    async def _send_poll(self, message: Delivery, item: PlayedItem) -> Message:
        return await self.surface.bot.send_poll(
            message.chat_id,
            message_thread_id=self._thread(message),
            rate_limit_args=self._lane,
            **poll(self.quiz, message, item),
        )

    async def _send_reply(self, message: Delivery, reply: Reply) -> Message:
        return await self.surface.bot.send_message(
            message.chat_id,
            reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            message_thread_id=self._thread(message),
            reply_markup=keyboard(reply.buttons),
            rate_limit_args=self._lane,
        )

    def _reply(self, message: Delivery) -> Reply:
        if message.position == 0:
            return announcing.opening(self.surface, self.quiz, message.language)
        assert self.results is not None  # noqa: S101 - read for the last position
        return announcing.chat_summary(self.surface, self.results, message.language)

    def _thread(self, message: Delivery) -> int | None:
        """The topic, in the chat where the quiz was begun."""
        return self.quiz.topic_id or None if message.chat_id == self.quiz.chat_id else None

    @property
    def _lane(self) -> Lane:
        return Lane.ANSWER if self.quiz.kind is Kind.CHAT else Lane.BROADCAST


def _read(connection: Connection, quiz: Quiz) -> tuple[PlayedItem | None, Results | None]:
    item = quizzes.item(connection, quiz.id, quiz.position) if quiz.is_round else None
    return item, results.of_quiz(connection, quiz) if quiz.position == quiz.last else None
