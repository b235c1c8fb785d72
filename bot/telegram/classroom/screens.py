"""What all can see while a question is open, and closing it before everybody's eyes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from datetime import timedelta
from html import escape
from typing import Final

from sqlalchemy import Connection
from telegram.error import TelegramError

from bot.classroom.flow import Delivery, Kind, Quiz, Role, State
from bot.classroom.played import PlayedItem
from bot.reply import Button, Reply
from bot.replying.localizer import localizer
from bot.replying.markup import plain_text
from bot.replying.sheets import RIGHT
from bot.storage.classroom import answers, messages, papers, quizzes, results
from bot.storage.times import now
from bot.telegram.classroom.announcing import quoted
from bot.telegram.classroom.testing import time_left
from bot.telegram.surface import Surface
from bot.telegram.wording import wording

_ALMOST_OVER: Final = timedelta(seconds=2)
"""A poll that Telegram closes itself in so short a time is left to it: it would refuse to close it twice."""
_SCREEN_SECONDS: Final = 3.0
"""How long a quiz waits for a screen to change: a flood limit of a group must not hold up the class."""
_CLOSED_AT_ONCE: Final = 16

_showing: set[asyncio.Task[None]] = set()
_logger = logging.getLogger(__name__)


async def close_round(surface: Surface, quiz: Quiz) -> None:
    """The question is over: polls that are still open are closed, screens show what was right."""
    shown = await surface.database.run(messages.at_position, quiz.id, quiz.position)
    places = asyncio.Semaphore(_CLOSED_AT_ONCE)
    await asyncio.gather(
        *(
            _close(surface, message, places)
            for message in shown
            if message.role.plays and message.poll_id is not None and _worth_closing(quiz, message)
        )
    )
    if quiz.kind is Kind.LIVE:
        item, chosen, asked = await surface.database.run(_outcome, quiz)
        for message in shown:
            if message.role is Role.SCREEN and item is not None:
                await _show_soon(surface, message, outcome(quiz, message, item, chosen, asked))


async def update_screens(surface: Surface, quiz: Quiz) -> None:
    """Show how much time is left and how many have answered."""
    shown = await surface.database.run(messages.at_position, quiz.id, quiz.position)
    for message in shown:
        if not message.role.plays and message.message_id is not None:
            reply = await screen(surface, quiz, message)
            with contextlib.suppress(TimeoutError, TelegramError):  # the next look at it brings it up to date
                async with asyncio.timeout(_SCREEN_SECONDS):
                    await surface.edit(message.chat_id, message.message_id, reply)


async def screen(surface: Surface, quiz: Quiz, message: Delivery) -> Reply:
    """What all see while a question, or a test, is open."""
    if quiz.kind is Kind.TEST:
        return await _test_screen(surface, quiz, message)
    item, answered, asked = await surface.database.run(_standing, quiz)
    language = message.language
    head = surface.assistant.say(
        "live-screen",
        language,
        number=quiz.position,
        questions=quiz.questions,
        time=time_left(quiz, now(), language),
        answered=answered,
        asked=asked,
    )
    words = item.wording(language)
    options = "\n".join(f"• {escape(option)}" for option in words.options)
    html = f"{head.html}\n\n<b>{escape(words.stem)}</b>\n\n{options}"
    return Reply(html, plain_text(html), language, buttons=_stop_row(quiz, message))


def outcome(quiz: Quiz, message: Delivery, item: PlayedItem, chosen: Counter[int], asked: int) -> Reply:
    """What was answered and what is right. A count and a share behind each option, the right one said in words."""
    language, words = message.language, item.wording(message.language)
    formats, total = localizer(language), sum(chosen.values())
    lines = []
    for option, text in enumerate(words.options):
        share = f" ({formats.percent(round(chosen[option] / total, 2))})" if total else ""
        right = f" {RIGHT} <b>{wording('answer-is-right', language)}</b>" if option == item.key else ""
        lines.append(f"• {escape(text)}: {chosen[option]}{share}{right}")
    head = formats.text(
        "live-outcome", number=quiz.position, questions=quiz.questions, answered=total, asked=max(asked, total)
    )
    parts = [head, f"<b>{escape(words.stem)}</b>", "\n".join(lines), escape(words.explanation)]
    lure = max((o for o in range(len(words.options)) if o != item.key), key=lambda option: chosen[option])
    if chosen[lure] and words.feedback[lure]:
        mistake = f" ({escape(words.mistake(lure))})" if words.mistake(lure) else ""
        parts.append(f"{escape(quoted(words.options[lure], language))}{mistake}: {escape(words.feedback[lure])}")
    html = "\n\n".join(part for part in parts if part)
    return Reply(html, plain_text(html), language)


async def _test_screen(surface: Surface, quiz: Quiz, message: Delivery) -> Reply:
    begun, complete = await surface.database.run(papers.count, quiz.id)
    reply = surface.assistant.say(
        "test-screen",
        message.language,
        questions=quiz.questions,
        time=time_left(quiz, now(), message.language),
        begun=begun,
        complete=complete,
    )
    return Reply(reply.html, reply.plain, reply.language, buttons=_stop_row(quiz, message))


def _stop_row(quiz: Quiz, message: Delivery) -> tuple[tuple[Button, ...], ...]:
    """The teacher's own screen can end it; on a wall in a group that button is nobody's business."""
    if message.chat_id != quiz.person_id:
        return ()
    return ((Button(wording("button-stop-quiz", message.language), f"endquiz:{quiz.id}"),),)


def _worth_closing(quiz: Quiz, message: Delivery) -> bool:
    if quiz.state is State.RUNNING and (quiz.is_private or quiz.kind is Kind.LIVE):
        return False  # whoever was waited for has answered
    if message.sent_at is None or message.message_id is None:
        return False
    return now() < message.sent_at + timedelta(seconds=quiz.seconds) - _ALMOST_OVER


async def _close(surface: Surface, message: Delivery, places: asyncio.Semaphore) -> None:
    assert message.message_id is not None  # noqa: S101 - asked before
    async with places:
        try:
            await surface.bot.stop_poll(message.chat_id, message.message_id)
        except TelegramError as error:
            _logger.info("a poll could not be closed", extra={"reason": error.message})


async def _show_soon(surface: Surface, message: Delivery, reply: Reply) -> None:
    """Show what was right. Where Telegram puts the screen off, it comes later, and nobody else waits for it."""
    if message.message_id is None:
        return
    showing = asyncio.create_task(_show(surface, message.chat_id, message.message_id, reply))
    _showing.add(showing)
    showing.add_done_callback(_showing.discard)
    await asyncio.wait({showing}, timeout=_SCREEN_SECONDS)


async def _show(surface: Surface, chat_id: int, message_id: int, reply: Reply) -> None:
    try:
        await surface.edit(chat_id, message_id, reply)
    except TelegramError as error:
        _logger.info("a screen could not be changed", extra={"reason": error.message})


def _standing(connection: Connection, quiz: Quiz) -> tuple[PlayedItem, int, int]:
    """The question that is open, how many answered it and how many were asked."""
    item = quizzes.item(connection, quiz.id, quiz.position)
    assert item is not None  # noqa: S101 - a quiz has an item for each round
    asked = messages.count_players(connection, quiz.id, quiz.position)
    return item, answers.count(connection, quiz.id, quiz.position), asked


def _outcome(connection: Connection, quiz: Quiz) -> tuple[PlayedItem | None, Counter[int], int]:
    """The question that was closed, how often each option was chosen, and how many were asked."""
    item = quizzes.item(connection, quiz.id, quiz.position)
    chosen = results.chosen(connection, quiz.id, quiz.position)
    return item, chosen, messages.count_players(connection, quiz.id, quiz.position)
