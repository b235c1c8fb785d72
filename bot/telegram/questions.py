"""Messages that ask something: from reading them to the answer on the screen."""

from __future__ import annotations

from telegram import Message, Update

from bot.assistant import Exchange
from bot.errors import InputError
from bot.limits import MESSAGE_TEXT
from bot.storage import answers, conversations
from bot.storage.records import SentAnswer
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn


async def answer_message(surface: Surface, update: Update, text: str) -> None:
    """Answer what a person wrote."""
    scene = await surface.enter(update)
    if scene is None:
        return
    try:
        exchange = surface.assistant.ask(
            text,
            language=scene.language,
            conversation=scene.conversation,
            region=scene.preferences.country,
        )
    except InputError as error:
        await surface.send(scene, surface.say(scene, f"error-input-{error.problem}", limit=MESSAGE_TEXT))
        return
    await show_exchange(surface, scene, exchange)


async def show_exchange(surface: Surface, scene: Scene, exchange: Exchange) -> None:
    """Show an answer, then keep what its buttons and a follow-up need."""
    turn = this_turn()
    kept = exchange.conversation
    if kept.question is not None and kept.language is not None:
        turn.keep_before_sending(conversations.keep, scene.place, kept.question, kept.language)
    sent = await surface.send(scene, exchange.reply)
    if sent is not None:
        turn.keep(answers.keep, _sent_answer(scene, exchange, sent))


def _sent_answer(scene: Scene, exchange: Exchange, sent: Message) -> SentAnswer:
    return SentAnswer(
        chat_id=scene.chat.id,
        message_id=sent.message_id,
        person_id=scene.person.id,
        question=exchange.question,
        language=exchange.language,
        asked_message_id=scene.message.message_id if scene.message else None,
    )
