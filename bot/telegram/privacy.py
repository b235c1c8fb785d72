"""/privacy and /forget: what is kept, for how long, and deleting all of it."""

from __future__ import annotations

import dataclasses
from typing import Final

from sqlalchemy import Connection

from bot.reply import Button
from bot.replying.localizer import localizer
from bot.storage import privacy as kept
from bot.storage.records import KEPT
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.talking import joined
from bot.telegram.typed import Typed
from bot.telegram.wording import wording

_HOURS_PER_DAY: Final = 24


async def privacy(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Say what is kept and for how long; in private, also how much of the person just now."""
    del typed
    language = surface.language_of(scene)
    reply = surface.assistant.say("privacy", language, **times(language))
    if not scene.in_group:
        everything = await surface.database.run(kept.everything_about, scene.person.id)
        number = sum(map(len, everything.values()))
        reply = joined(reply, surface.assistant.say("privacy-now", language, number=number))
    await surface.send(scene, reply)


def times(language: str) -> dict[str, str]:
    """How long each table keeps a row, in words."""
    return {name: localizer(language).duration(age.days * _HOURS_PER_DAY) for name, age in KEPT.items()}


async def forget(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Ask whether really everything is to be deleted."""
    del typed
    person = scene.person.id
    buttons = (
        Button(wording("button-forget", surface.language_of(scene)), f"forget:yes:{person}"),
        Button(wording("button-keep", surface.language_of(scene)), f"forget:no:{person}"),
    )
    await surface.send(scene, dataclasses.replace(surface.say(scene, "forget-ask"), buttons=(buttons,)))


async def pressed(surface: Surface, press: Press) -> None:
    """Delete everything, and show that nothing is left; or leave it."""
    decision, _, person = press.argument.partition(":")
    if person != str(press.scene.person.id):
        await press.answer(press.say("telegram-button-not-yours"))
        return
    language = surface.language_of(press.scene)
    if decision != "yes":
        await press.show(surface.assistant.say("forget-kept", language))
        return
    gone, left = await surface.database.run(_forget, press.scene.person.id)
    await press.show(surface.assistant.say("forgotten", language, gone=gone, left=left))


def _forget(connection: Connection, person_id: int) -> tuple[int, int]:
    """Rows deleted, and rows of the person that are still there afterwards."""
    gone = kept.forget(connection, person_id)
    return sum(gone.values()), sum(map(len, kept.everything_about(connection, person_id).values()))
