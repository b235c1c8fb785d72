"""/settings: everything that can be chosen, with buttons."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import cast

from bot.reply import Button, Reply
from bot.replying.catalogue import languages
from bot.replying.decimals import STYLES
from bot.replying.localizer import localizer
from bot.storage.records import Choices, Preferences
from bot.telegram.answer_buttons import Rows, pairs
from bot.telegram.choosing import choose
from bot.telegram.naming import name_of
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.scene import PERIODS, Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed
from bot.telegram.wording import wording

NONE = "-"

OPTIONS: dict[str, tuple[str, ...]] = {
    "language": tuple(languages()),
    "number_style": (NONE, *STYLES),
    "default_period": (NONE, *PERIODS),
}
"""What can be chosen from a few; countries have a list of their own. `NONE` takes a choice back."""
_SAMPLE = 12345.6


async def settings(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Show what is chosen, with a button for each setting."""
    del typed
    await surface.send(scene, _overview(surface, scene, scene.preferences))


async def pressed(surface: Surface, press: Press) -> None:
    """Show the options of a setting, take one, or go back."""
    setting, _, option = press.argument.partition(":")
    if not await may_decide(surface, press.scene):
        await press.answer(press.say("telegram-administrators-only"), alert=True)
    elif not setting:
        await press.show(_overview(surface, press.scene, press.scene.preferences))
    elif setting not in OPTIONS or (option and option not in (*OPTIONS[setting], NONE)):
        await press.answer(press.say("telegram-button-old"))
    elif not option:
        await press.show(_options(surface, press.scene, setting))
    else:
        change = cast("Choices", {setting: None if option == NONE else option})
        chosen = await choose(surface, press.scene, **change)
        scene = _as_chosen(press.scene, chosen)
        await press.show(_overview(surface, scene, chosen))


def _overview(surface: Surface, scene: Scene, chosen: Preferences) -> Reply:
    language = surface.language_of(scene)
    assistant = surface.assistant
    place = name_of(assistant, "places", chosen.country or assistant.knowledge.default_place, language)
    shown = {
        "spoken": languages()[language].own_name,
        "place": place,
        "numbers": _label("number_style", chosen.number_style or NONE, language),
        "period": _label("default_period", chosen.default_period or NONE, language),
    }
    reply = assistant.say("settings-group" if scene.in_group else "settings", language, **shown)
    buttons = [
        Button(wording("settings-language", language), "settings:language"),
        Button(wording("settings-country", language), "places:mine:0"),
        Button(wording("settings-number_style", language), "settings:number_style"),
        Button(wording("settings-default_period", language), "settings:default_period"),
    ]
    return dataclasses.replace(reply, buttons=tuple(pairs(buttons)))


def _options(surface: Surface, scene: Scene, setting: str) -> Reply:
    language = surface.language_of(scene)
    reply = surface.assistant.say(f"settings-choose-{setting}", language)
    return dataclasses.replace(reply, buttons=_option_rows(setting, language))


def _option_rows(setting: str, language: str) -> Rows:
    rows = [*pairs(list(_option_buttons(setting, language)))]
    return (*rows, (Button(wording("button-back", language), "settings:"),))


def _option_buttons(setting: str, language: str) -> Iterator[Button]:
    for option in OPTIONS[setting]:
        yield Button(_label(setting, option, language), f"settings:{setting}:{option}")


def _label(setting: str, option: str, language: str) -> str:
    """An option in words, or shown by an example. One of an earlier version is shown as none."""
    if option not in OPTIONS[setting]:
        option = NONE
    if setting == "language":
        return languages()[option].own_name
    if setting == "default_period":
        return wording(f"period-{'usual' if option == NONE else option}", language)
    sample = localizer(language, None if option == NONE else option).number(_SAMPLE)
    return wording("numbers-usual", language) % {"sample": sample} if option == NONE else sample


def _as_chosen(scene: Scene, chosen: Preferences) -> Scene:
    return dataclasses.replace(scene, preferences=chosen, language=chosen.language or scene.language)
