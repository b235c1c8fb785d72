"""/formula and /sources: another side of the last answer."""

from __future__ import annotations

from telegram import Update

from bot.question import Show
from bot.telegram.questions import show_exchange
from bot.telegram.surface import Surface


async def formula(surface: Surface, update: Update, argument: str) -> None:
    """Show the calculation behind the last answer."""
    del argument
    await _show(surface, update, Show.FORMULA)


async def sources(surface: Surface, update: Update, argument: str) -> None:
    """Show where the figures of the last answer come from."""
    del argument
    await _show(surface, update, Show.SOURCES)


async def _show(surface: Surface, update: Update, side: Show) -> None:
    scene = await surface.enter(update)
    if scene is None:
        return
    question = scene.conversation.question
    if question is None:
        await surface.send(scene, surface.say(scene, "nothing-to-explain"))
        return
    exchange = surface.assistant.ask_question(
        question.model_copy(update={"show": side}),
        language=surface.language_of(scene),
        conversation=scene.conversation,
        region=scene.preferences.country,
    )
    await show_exchange(surface, scene, exchange)
