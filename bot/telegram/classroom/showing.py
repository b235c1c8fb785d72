"""The messages of a quiz: what is sent to whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from telegram import Message
from telegram.constants import ParseMode

from bot.classroom.flow import Delivery, Kind, Quiz, Role
from bot.classroom.played import PlayedItem
from bot.classroom.results import Results
from bot.classroom.rolls import Class, Member
from bot.reply import Reply
from bot.storage.classroom import classes, quizzes, results
from bot.telegram.classroom import announcing
from bot.telegram.classroom.polls import poll
from bot.telegram.classroom.reporting import class_summary
from bot.telegram.classroom.screens import screen
from bot.telegram.pacing import Lane
from bot.telegram.surface import NO_PREVIEW, Surface, keyboard


@dataclass(frozen=True)
class _Material:
    """What the messages of one position need: read once, however many they are."""

    item: PlayedItem | None
    results: Results | None
    found: Class | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Showing:
    """One position of a quiz."""

    surface: Surface
    quiz: Quiz
    material: _Material

    @classmethod
    async def of(cls, surface: Surface, quiz: Quiz) -> Showing:
        """Read what the messages of the quiz's position need."""
        return cls(surface, quiz, await surface.database.run(_read, quiz))

    async def send(self, message: Delivery) -> Message:
        """Send one message."""
        if message.ordering and self.material.item is not None:
            return await self._send_poll(message, self.material.item)
        return await self._send_reply(message, await self._reply(message))

    async def _send_poll(self, message: Delivery, item: PlayedItem) -> Message:
        return await self.surface.bot.send_poll(
            message.chat_id,
            message_thread_id=self._thread(message),
            rate_limit_args=self._lane,
            **poll(self.quiz, message, item),
        )

    async def _send_reply(self, message: Delivery, reply: Reply) -> Message:
        sent = await self.surface.bot.send_message(
            message.chat_id,
            reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            message_thread_id=self._thread(message),
            reply_markup=keyboard(reply.buttons),
            rate_limit_args=self._lane,
        )
        self.surface.remember(message.chat_id, sent.message_id, reply)
        return sent

    async def _reply(self, message: Delivery) -> Reply:
        surface, quiz, there = self.surface, self.quiz, self.material
        if message.position == 0:
            return announcing.opening(surface, quiz, message.language, there.found)
        if message.position < quiz.last:
            if quiz.kind is Kind.TEST and message.role is not Role.TEACHER:
                return announcing.invitation(surface, quiz, message, there.found)
            return await screen(surface, quiz, message)
        assert there.results is not None  # noqa: S101 - read for the last position
        if message.role is not Role.PLAYER and there.found is not None:
            return class_summary(surface, there.results, there.found, there.members, message)
        if quiz.kind is Kind.CHAT:
            return announcing.chat_summary(surface, there.results, message.language)
        return announcing.own_summary(surface, there.results, message, there.found)

    def _thread(self, message: Delivery) -> int | None:
        """The topic, in the chat where the quiz was begun."""
        return self.quiz.topic_id or None if message.chat_id == self.quiz.chat_id else None

    @property
    def _lane(self) -> Lane:
        return Lane.ANSWER if self.quiz.kind is Kind.CHAT else Lane.BROADCAST


def _read(connection: Connection, quiz: Quiz) -> _Material:
    at_end = quiz.position == quiz.last
    has_question = quiz.is_round and quiz.kind is not Kind.TEST
    return _Material(
        item=quizzes.item(connection, quiz.id, quiz.position) if has_question else None,
        results=results.of_quiz(connection, quiz) if at_end else None,
        found=None if quiz.class_id is None else classes.get(connection, quiz.class_id),
        members=tuple(classes.members(connection, quiz.class_id)) if at_end and quiz.class_id is not None else (),
    )
