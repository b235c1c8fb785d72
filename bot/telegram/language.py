"""/language: in which language Cuesta answers a person, or a whole group."""

from __future__ import annotations

import dataclasses

from bot.reply import Button, Reply
from bot.replying.catalogue import closest_language, languages
from bot.telegram.choosing import choose
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed

ACTION = "language"


async def language(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Set the language named, or offer all there are as buttons."""
    if not typed.argument:
        await surface.send(scene, _offer(surface, scene))
        return
    code = _named(typed.argument)
    if code is None:
        names = ", ".join(item.own_name for item in languages().values())
        await surface.send(scene, surface.say(scene, "language-unknown", languages=names))
    elif not await may_decide(surface, scene):
        await surface.send(scene, surface.say(scene, "telegram-administrators-only"))
    else:
        await surface.send(scene, await _choose(surface, scene, code))


async def pressed(surface: Surface, press: Press) -> None:
    """The button of a language was pressed."""
    code = closest_language(press.argument)
    if code is None:
        await press.answer(press.say("telegram-button-old"))
    elif not await may_decide(surface, press.scene):
        await press.answer(press.say("telegram-administrators-only"), alert=True)
    else:
        await press.show(await _choose(surface, press.scene, code))


def _offer(surface: Surface, scene: Scene) -> Reply:
    buttons = tuple(Button(item.own_name, f"{ACTION}:{code}") for code, item in languages().items())
    return dataclasses.replace(surface.say(scene, "language-ask"), buttons=(buttons,))


def _named(text: str) -> str | None:
    by_name = {item.own_name.casefold(): code for code, item in languages().items()}
    return by_name.get(text.strip().casefold()) or closest_language(text.strip())


async def _choose(surface: Surface, scene: Scene, code: str) -> Reply:
    await choose(surface, scene, language=code)
    return surface.assistant.say("language-set-group" if scene.in_group else "language-set", code)
