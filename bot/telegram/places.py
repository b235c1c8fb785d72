"""/country, and another country for an answer: whose electricity counts."""

from __future__ import annotations

import dataclasses

from bot.assistant import Conversation
from bot.folding import folded
from bot.reply import Button, Reply
from bot.telegram.answer_buttons import Rows, answer_buttons, pairs, shortened
from bot.telegram.answered import answer_behind, show_question
from bot.telegram.choosing import choose
from bot.telegram.lists import page_row
from bot.telegram.naming import name_of
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed
from bot.telegram.wording import wording

PAGE = 12
ANSWER, MINE = "answer", "mine"
"""What a country is picked for: one answer, or everything asked from now on."""
NONE = "-"


async def country(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Set the country named, or offer them all as buttons."""
    if not typed.argument:
        await surface.send(scene, offer(surface, scene, 0))
    elif not await may_decide(surface, scene):
        await surface.send(scene, surface.say(scene, "telegram-administrators-only"))
    elif (code := _named(surface, typed.argument)) is None:
        await surface.send(scene, surface.say(scene, "country-unknown", name=typed.argument[:100]))
    else:
        await surface.send(scene, await _set(surface, scene, code))


async def turn_page(surface: Surface, press: Press) -> None:
    """Show another page of countries."""
    purpose, _, number = press.argument.partition(":")
    page = int(number) if number.isdecimal() else 0
    if purpose == MINE:
        await press.show(offer(surface, press.scene, page))
        return
    kept = await answer_behind(surface, press)
    if kept is None:
        return
    language = press.scene.language or kept.language
    if number:
        await press.show_buttons(picker(surface, language, ANSWER, page))
        return
    exchange = surface.assistant.ask_question(
        kept.question,
        language=language,
        conversation=Conversation(kept.question),
        wishes=press.scene.wishes,
    )
    await press.show_buttons(answer_buttons(surface.assistant, exchange))


async def pick(surface: Surface, press: Press) -> None:
    """A country was picked."""
    purpose, _, code = press.argument.partition(":")
    if code not in surface.assistant.knowledge.places and not (code == NONE and purpose == MINE):
        await press.answer(press.say("telegram-button-old"))
    elif purpose == MINE:
        if await may_decide(surface, press.scene):
            await press.show(await _set(surface, press.scene, None if code == NONE else code))
        else:
            await press.answer(press.say("telegram-administrators-only"), alert=True)
    elif (kept := await answer_behind(surface, press)) is not None:
        if "region" in type(kept.question).model_fields:
            await show_question(surface, press, kept, kept.question.model_copy(update={"region": code}))
        else:
            await press.answer(press.say("telegram-button-old"))


def offer(surface: Surface, scene: Scene, page: int) -> Reply:
    """The question which country, with the countries."""
    language = surface.language_of(scene)
    current = scene.preferences.country or surface.assistant.knowledge.default_place
    name = name_of(surface.assistant, "places", current, language)
    reply = surface.assistant.say("country-ask", language, name=name)
    return dataclasses.replace(reply, buttons=picker(surface, language, MINE, page))


def picker(surface: Surface, language: str, purpose: str, page: int) -> Rows:
    """One page of countries, the usual one first, then by name."""
    knowledge = surface.assistant.knowledge
    named = {code: name_of(surface.assistant, "places", code, language) for code in knowledge.places}
    order = sorted(named, key=lambda code: (code != knowledge.default_place, folded(named[code])))
    last = (len(order) - 1) // PAGE
    page = min(page, last)
    shown = order[page * PAGE : (page + 1) * PAGE]
    rows = [*pairs([Button(shortened(named[code]), f"place:{purpose}:{code}") for code in shown])]
    rows += page_row(f"places:{purpose}", page, last)
    back = Button(wording("button-back", language), f"places:{ANSWER}:" if purpose == ANSWER else "settings:")
    none = Button(wording("button-no-country", language), f"place:{MINE}:{NONE}")
    return (*rows, (back,) if purpose == ANSWER else (none, back))


async def _set(surface: Surface, scene: Scene, code: str | None) -> Reply:
    await choose(surface, scene, country=code)
    language = surface.language_of(scene)
    if code is None:
        return surface.assistant.say("country-cleared", language)
    return surface.assistant.say("country-set", language, name=name_of(surface.assistant, "places", code, language))


def _named(surface: Surface, text: str) -> str | None:
    """The country that is called so in any language, or has this code."""
    wanted = folded(text.strip())
    for alias in surface.assistant.knowledge.aliases():
        if alias.kind == "place" and folded(alias.text) == wanted:
            return alias.id
    for code in surface.assistant.knowledge.places:
        if wanted == code.casefold():
            return code
    return None
