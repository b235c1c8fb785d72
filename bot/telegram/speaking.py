"""Somebody who writes in another of our languages than their Telegram speaks: one press, and Cuesta speaks it too."""

from __future__ import annotations

from bot.assistant import Conversation, Exchange
from bot.reply import Button
from bot.replying.catalogue import closest_language
from bot.telegram.answer_buttons import Rows
from bot.telegram.answered import answer_behind, show_exchange
from bot.telegram.choosing import choose
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.wording import wording


def offer(scene: Scene, exchange: Exchange) -> Rows:
    """A button for the language of what was asked, where it was answered in another one that nobody has chosen.

    Not in groups, whose language is for their administrators to choose.
    """
    written = closest_language(exchange.written_in)
    understood = exchange.question.intent != "unknown"
    if written in (None, exchange.language) or scene.in_group or scene.preferences.language or not understood:
        return ()
    return ((Button(wording("button-speak", written), f"speak:{written}"),),)


async def pressed(surface: Surface, press: Press) -> None:
    """Speak this language from now on, and say the answer again in it."""
    code = closest_language(press.argument)
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    if code is None or press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
        return
    await choose(surface, press.scene, language=code)
    exchange = surface.assistant.ask_question(
        kept.question, language=code, conversation=Conversation(kept.question, code), wishes=press.scene.wishes
    )
    await show_exchange(surface, press, kept, exchange)
