"""/ask, /compare, /define and /audit: questions with a command before them, as one asks in a group."""

from __future__ import annotations

from bot.question import AuditQuestion
from bot.telegram.lists import send_list
from bot.telegram.questions import answer_text, show_exchange
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed

QUESTION_COMMANDS = frozenset({"ask", "compare", "define", "audit"})
"""Commands that are followed by a question."""


async def ask(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Answer what follows the command; without anything, say how it is used."""
    if typed.argument:
        await answer_text(surface, scene, typed.as_question(surface.language_of(scene)))
    else:
        await surface.send(scene, surface.say(scene, f"command-usage-{typed.command.id}"))


async def define(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Say what a term means; without one, list the terms."""
    if typed.argument:
        await ask(surface, scene, typed)
    else:
        await send_list(surface, scene, "terms")


async def audit(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Check a claim; without one, the class tables."""
    if typed.argument:
        await ask(surface, scene, typed)
        return
    exchange = surface.assistant.ask_question(
        AuditQuestion(),
        language=surface.language_of(scene),
        conversation=scene.conversation,
        wishes=scene.wishes,
    )
    await show_exchange(surface, scene, exchange)
