"""The roster of a class, and taking somebody off it."""

from __future__ import annotations

import dataclasses

from bot.classroom.rolls import Class, named
from bot.reply import Button, Reply
from bot.storage.classroom import classes, dialogues
from bot.telegram.classroom.panels import back_row
from bot.telegram.lists import page_row
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.wording import wording

PAGE = 30
"""Students on one page."""
DIALOGUE = "remove"


async def roster(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """The students, a page at a time."""
    page = int(argument) if argument.isdecimal() and len(argument) < 6 else 0
    await press.show(await _listed(surface, found, page, surface.language_of(press.scene)))


async def _listed(surface: Surface, found: Class, page: int, language: str) -> Reply:
    members = await surface.database.run(classes.members, found.id)
    last = max(0, (len(members) - 1) // PAGE)
    page = min(page, last)
    lines = [f"{at}. {named(one)}" for at, one in enumerate(members[page * PAGE : (page + 1) * PAGE], page * PAGE + 1)]
    shown = "\n".join(lines) if lines else wording("class-nobody", language)
    reply = surface.assistant.say("class-roster", language, title=found.title, number=len(members), names=shown)
    rows = [*page_row(f"class:{found.code}:roster", page, last)]
    if members:
        rows.append((Button(wording("button-remove", language), f"class:{found.code}:remove"),))
    return dataclasses.replace(reply, buttons=(*rows, back_row(found, language)))


async def remove(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """Ask who is to be taken off the roster; with a person named, do it, with all their answers in the class."""
    language = surface.language_of(press.scene)
    if argument.isdecimal() and len(argument) < 19:
        await surface.database.run(classes.leave, found.id, int(argument))
        await press.show(await _listed(surface, found, 0, language))
    else:
        await surface.database.run(dialogues.ask, press.scene.person.id, DIALOGUE, {"class": found.id})
        await surface.send(press.scene, surface.assistant.say("class-remove-whom", language))


async def number_given(surface: Surface, scene: Scene, text: str) -> None:
    """The place on the roster of who is to be taken off."""
    assert scene.dialogue is not None  # noqa: S101 - it was asked for
    class_id, typed = int(scene.dialogue.content["class"]), text.strip().rstrip(".")
    found = await surface.database.run(classes.of_teacher, class_id, scene.person.id)
    if found is None:
        await surface.database.run(dialogues.end, scene.person.id)
        await surface.send(scene, surface.say(scene, "class-gone"))
        return
    members = await surface.database.run(classes.members, found.id)
    if not typed.isdecimal() or len(typed) > 5 or not 1 <= int(typed) <= len(members):
        await surface.send(scene, surface.say(scene, "class-remove-number", most=len(members)))
        return
    await surface.database.run(dialogues.end, scene.person.id)
    member, language = members[int(typed) - 1], surface.language_of(scene)
    sure = Button(wording("button-remove-sure", language), f"class:{found.code}:remove:{member.person_id}")
    reply = surface.say(scene, "class-remove-ask", name=named(member), title=found.title)
    await surface.send(scene, dataclasses.replace(reply, buttons=((sure,), back_row(found, language))))
