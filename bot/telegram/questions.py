"""Messages that ask something: from reading them to the answer on the screen."""

from __future__ import annotations

import dataclasses

from bot.assistant import Exchange
from bot.errors import InputError
from bot.limits import MESSAGE_TEXT
from bot.storage import answers, conversations
from bot.storage.records import SentAnswer
from bot.telegram.answer_buttons import answer_buttons
from bot.telegram.classroom.quizzing import quiz_in_words
from bot.telegram.scene import Scene
from bot.telegram.speaking import offer
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn


async def answer_text(surface: Surface, scene: Scene, text: str) -> None:
    """Answer what a person wrote."""
    try:
        await this_turn().take_the_floor()
        exchange = read(surface, scene, text)
    except InputError as error:
        await surface.send(scene, surface.say(scene, f"error-input-{error.problem}", limit=MESSAGE_TEXT))
        return
    if exchange.question.intent == "quiz":
        await quiz_in_words(surface, scene, text)
        return
    await show_exchange(surface, scene, exchange)


def read(surface: Surface, scene: Scene, text: str) -> Exchange:
    """The exchange that a text makes at this point of the conversation. Raises InputError."""
    return surface.assistant.ask(
        text,
        language=scene.language,
        conversation=scene.conversation,
        wishes=scene.wishes,
    )


async def show_exchange(surface: Surface, scene: Scene, exchange: Exchange) -> None:
    """Show an answer, and keep what its buttons and a follow-up need."""
    this_turn().metrics.answered(exchange.question.intent)
    keep_conversation(scene, exchange)
    buttons = (*answer_buttons(surface.assistant, exchange), *offer(scene, exchange))
    sent = await surface.send(scene, dataclasses.replace(exchange.reply, buttons=buttons))
    if sent is not None:
        this_turn().keep(answers.keep, _sent_answer(scene, exchange, sent))


def keep_conversation(scene: Scene, exchange: Exchange) -> None:
    """Make this the last question of the conversation, before its answer goes out."""
    kept = exchange.conversation
    if kept.question is not None and kept.language is not None:
        this_turn().keep_before_sending(conversations.keep, scene.place, kept.question, kept.language)


def _sent_answer(scene: Scene, exchange: Exchange, message_id: int) -> SentAnswer:
    return SentAnswer(
        chat_id=scene.chat.id,
        message_id=message_id,
        person_id=scene.person.id,
        question=exchange.question,
        language=exchange.language,
        asked_message_id=scene.message.message_id if scene.message else None,
    )
