"""/formula and /sources: another side of the last answer."""

from __future__ import annotations

from bot.question import Show
from bot.telegram.questions import show_exchange
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed


async def formula(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Show the calculation behind the last answer."""
    del typed
    await _show(surface, scene, Show.FORMULA)


async def sources(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Show where the figures of the last answer come from."""
    del typed
    await _show(surface, scene, Show.SOURCES)


async def _show(surface: Surface, scene: Scene, side: Show) -> None:
    question = scene.conversation.question
    if question is None:
        await surface.send(scene, surface.say(scene, "nothing-to-explain"))
        return
    exchange = surface.assistant.ask_question(
        question.model_copy(update={"show": side}),
        language=surface.language_of(scene),
        conversation=scene.conversation,
        wishes=scene.wishes,
    )
    await show_exchange(surface, scene, exchange)
