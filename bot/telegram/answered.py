"""Pressed buttons under answers: the answer changes in place, for whoever asked."""

from __future__ import annotations

import dataclasses

from telegram.constants import ChatID

from bot.assistant import Conversation, Exchange
from bot.question import Question, Show, UnknownQuestion
from bot.storage import answers, conversations
from bot.storage.records import SentAnswer
from bot.telegram.answer_buttons import EXAMPLES, answer_buttons, step_at
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn
from bot.telegram.wording import wording


async def answer_behind(surface: Surface, press: Press) -> SentAnswer | None:
    """The answer whose button was pressed; None, and the press answered, where it is gone or somebody else's."""
    assert press.scene.message is not None  # noqa: S101 - presses without one are answered before
    kept = await surface.database.run_brief(answers.get, press.scene.chat.id, press.scene.message.message_id)
    if kept is None:
        await press.answer(press.say("telegram-button-old"))
    elif not await _asked(surface, press, kept):
        await press.answer(press.say("telegram-button-not-yours"))
        return None
    return kept


async def _asked(surface: Surface, press: Press, kept: SentAnswer) -> bool:
    """Whether who presses may have asked: an administrator who asked in the group's name presses in their own."""
    if kept.person_id == press.scene.person.id:
        return True
    return kept.person_id == ChatID.ANONYMOUS_ADMIN and await may_decide(surface, press.scene)


async def show_side(surface: Surface, press: Press) -> None:
    """The formula, the sources, or the answer again."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    if press.argument not in set(Show):
        await press.answer(press.say("telegram-button-old"))
        return
    await show_question(surface, press, kept, kept.question.model_copy(update={"show": Show(press.argument)}))


async def take_step(surface: Surface, press: Press) -> None:
    """One of the questions that usually come next."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    code, _, number = press.argument.rpartition(":")
    now = exchange_of(surface, press, kept, kept.question)
    step = step_at(now.answer.next_steps, code, int(number)) if number.isdecimal() else None
    if step is None:
        await press.answer(press.say("telegram-button-old"))
        return
    await show_question(surface, press, kept, step.question)


async def choose_reading(surface: Surface, press: Press) -> None:
    """What somebody meant, of several readings of what they wrote."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    offered = kept.question.alternatives if isinstance(kept.question, UnknownQuestion) else ()
    if not press.argument.isdecimal() or int(press.argument) >= len(offered):
        await press.answer(press.say("telegram-button-old"))
        return
    await show_question(surface, press, kept, offered[int(press.argument)])


async def ask_example(surface: Surface, press: Press) -> None:
    """One of the questions that show what can be asked."""
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    if press.argument not in EXAMPLES:
        await press.answer(press.say("telegram-button-old"))
        return
    language = press.scene.language or kept.language
    exchange = surface.assistant.ask(wording(press.argument, language), language=language, wishes=press.scene.wishes)
    await show_exchange(surface, press, kept, exchange)


async def show_question(surface: Surface, press: Press, kept: SentAnswer, question: Question) -> None:
    """Answer another question in place of the answer whose button was pressed."""
    if question == kept.question:
        return  # pressed twice: it is there already
    await show_exchange(surface, press, kept, exchange_of(surface, press, kept, question))


async def show_exchange(surface: Surface, press: Press, kept: SentAnswer, exchange: Exchange) -> None:
    """Show an answer in place of the answer whose button was pressed."""
    await press.show(dataclasses.replace(exchange.reply, buttons=answer_buttons(surface.assistant, exchange)))
    turn = this_turn()
    turn.keep(answers.keep, dataclasses.replace(kept, question=exchange.question, language=exchange.language))
    stands = exchange.conversation
    if stands.question is not None and stands.language is not None:
        turn.keep(conversations.keep, press.scene.place, stands.question, stands.language)


def exchange_of(surface: Surface, press: Press, kept: SentAnswer, question: Question) -> Exchange:
    """The answer to a question that comes from a button."""
    return surface.assistant.ask_question(
        question,
        language=press.scene.language or kept.language,
        conversation=Conversation(kept.question, kept.language),
        wishes=press.scene.wishes,
    )
