"""/start: a greeting, or what a deep link leads to."""

from __future__ import annotations

import dataclasses

from bot.question import DefinitionQuestion, FactQuestion, Question
from bot.telegram.classroom import joining
from bot.telegram.language import language_buttons
from bot.telegram.links import LinkKind, read_payload
from bot.telegram.questions import answer_text, show_exchange
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed


async def start(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Greet, and say what can be asked; with a link's payload, go where it leads."""
    target = read_payload(typed.argument)
    if target is None or not await _follow(surface, scene, *target):
        reply = surface.say(scene, "start")
        if scene.language is None:  # their Telegram speaks none of ours
            reply = dataclasses.replace(reply, buttons=(language_buttons(),))
        await surface.send(scene, reply)


async def _follow(surface: Surface, scene: Scene, kind: LinkKind, what: str) -> bool:
    """Go where a link leads; False where there is nothing (any more)."""
    if kind is LinkKind.QUESTION:
        await answer_text(surface, scene, what)
        return True
    if (question := _question_about(surface, kind, what)) is not None:
        exchange = surface.assistant.ask_question(
            question,
            language=surface.language_of(scene),
            conversation=scene.conversation,
            wishes=scene.wishes,
        )
        await show_exchange(surface, scene, exchange)
        return True
    if kind is LinkKind.CLASS and not scene.in_group:
        await joining.follow_link(surface, scene, what)
        return True
    return False


def _question_about(surface: Surface, kind: LinkKind, what: str) -> Question | None:
    """The question what a thing is; None where there is no such thing (any more)."""
    knowledge = surface.assistant.knowledge
    if kind is LinkKind.DEFINITION and what in knowledge.terms:
        return DefinitionQuestion(terms=(what,))
    if kind is LinkKind.MODEL and what in knowledge.models:
        return FactQuestion(models=(what,))
    if kind is LinkKind.ACCELERATOR and what in knowledge.accelerators:
        return FactQuestion(accelerators=(what,))
    return None
