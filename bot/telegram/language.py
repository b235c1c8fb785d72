"""/language: in which language Cuesta answers a person, or a whole group."""

from __future__ import annotations

import dataclasses
from functools import cache

from bot.folding import folded
from bot.reply import Button, Reply
from bot.replying.catalogue import closest_language, languages, locale_of
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
        reply = surface.say(scene, "language-ask")
        await surface.send(scene, dataclasses.replace(reply, buttons=(language_buttons(),)))
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


def language_buttons() -> tuple[Button, ...]:
    """A button for each language, by its own name."""
    return tuple(Button(item.own_name, f"{ACTION}:{code}") for code, item in languages().items())


def _named(text: str) -> str | None:
    """The language that is called so in any of our languages, or has this code."""
    return _by_name().get(folded(text.strip())) or closest_language(text.strip())


@cache
def _by_name() -> dict[str, str]:
    named = {folded(item.own_name): code for code, item in languages().items()}
    for speaking in languages():
        in_words = locale_of(speaking).languages
        named |= {folded(in_words[code]): code for code in languages() if code in in_words}
    return named


async def _choose(surface: Surface, scene: Scene, code: str) -> Reply:
    await choose(surface, scene, language=code)
    return surface.assistant.say("language-set-group" if scene.in_group else "language-set", code)
