"""Edited questions: their answer is edited too."""

from __future__ import annotations

import dataclasses

from telegram import Message, Update

from bot.errors import InputError
from bot.storage import answers
from bot.telegram.addressing import question_in
from bot.telegram.answer_buttons import answer_buttons
from bot.telegram.asking import QUESTION_COMMANDS
from bot.telegram.questions import answer_text, keep_conversation, read
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn
from bot.telegram.typed import typed


async def on_edit(surface: Surface, update: Update) -> None:
    """Answer what the message says now, in place of the answer it had. An edited command does nothing a second time."""
    message = update.edited_message
    if message is None or not _may_ask(message):
        return
    scene = await surface.enter(update)
    text = _question(surface, scene, message) if scene is not None else None
    if scene is None or not text:
        return
    given = await surface.database.run(answers.to_message, scene.chat.id, message.message_id)
    if not given:
        await answer_text(surface, scene, text)  # it was not a question before, or not for us
        return
    try:
        exchange = read(surface, scene, text)
    except InputError:
        return
    last = given[-1]
    if exchange.question == last.question:
        return  # a misspelling was mended: the answer is the same
    keep_conversation(scene, exchange)
    reply = dataclasses.replace(exchange.reply, buttons=answer_buttons(surface.assistant, exchange))
    if await surface.edit(scene.chat.id, last.message_id, reply):
        row = dataclasses.replace(last, question=exchange.question, language=exchange.language)
        this_turn().keep(answers.keep, row)
    else:  # the answer was deleted meanwhile
        await answer_text(surface, scene, text)


def _may_ask(message: Message) -> bool:
    """Whether the message is for us: what is said, or a command that asks something."""
    command = typed(message.text or message.caption or "")
    if command is not None:
        return command.command.id in QUESTION_COMMANDS and bool(command.argument)
    text = question_in(message)
    return text is not None and text != "" and not text.startswith("/")


def _question(surface: Surface, scene: Scene, message: Message) -> str | None:
    """The question in an edited message, also after a command that asks one."""
    command = typed(message.text or message.caption or "")
    return question_in(message) if command is None else command.as_question(surface.language_of(scene))
