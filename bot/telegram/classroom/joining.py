"""Joining a class: a name, perhaps a number and a nickname. What people write answers what they were asked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Awaitable, Callable

from bot.classroom.codes import class_id_of
from bot.classroom.rolls import NAME, NICKNAME, NUMBER, Class
from bot.reply import Button, Reply
from bot.storage.classroom import classes, dialogues
from bot.telegram.answer_buttons import shortened
from bot.telegram.classroom import importing, roster
from bot.telegram.classroom.panels import make, mine, panel
from bot.telegram.pacing import Lane
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface

_NUMBER = re.compile(r"[\w./-]+(?: [\w./-]+)*")
"""Student numbers: letters, digits and what is used between them."""


async def follow_link(surface: Surface, scene: Scene, code: str) -> None:
    """A class's link was opened."""
    class_id = class_id_of(code)
    found = None if class_id is None else await surface.database.run(classes.get, class_id)
    if found is None:
        await _say(surface, scene, surface.say(scene, "class-unknown", code=code))
    elif found.person_id == scene.person.id:
        await _say(surface, scene, await panel(surface, found, surface.language_of(scene)))
    else:
        await join(surface, scene, found)


async def join(surface: Surface, scene: Scene, found: Class) -> None:
    """Ask a student for their name, or tell that they are in the class already."""
    known = await surface.database.run(classes.member, found.id, scene.person.id)
    if known is not None:
        await _say(surface, scene, await mine(surface, scene, found))
    elif not found.is_open:
        await _say(surface, scene, surface.say(scene, "class-is-closed", title=found.title))
    else:
        await surface.database.run(dialogues.ask, scene.person.id, "name", {"class": found.id})
        await _say(surface, scene, _ask_name(surface, scene, found))


def _ask_name(surface: Surface, scene: Scene, found: Class) -> Reply:
    reply = surface.say(scene, "class-ask-name", title=found.title)
    own = Button(shortened(_clean(scene.person.full_name)), f"joinas:{found.code}")
    return dataclasses.replace(reply, buttons=((own,),))


async def join_as(surface: Surface, press: Press) -> None:
    """Join under the name that one has on Telegram."""
    class_id = class_id_of(press.argument)
    waits = press.scene.dialogue
    if waits is None or waits.kind != "name" or waits.content.get("class") != class_id:
        await press.answer(press.say("telegram-button-old"))
        return
    await press.answer()
    await name_given(surface, press.scene, _clean(press.scene.person.full_name)[:NAME])


async def go_on(surface: Surface, scene: Scene, text: str) -> bool:
    """Take what a person wrote as the answer to what they were asked; whether they were asked anything."""
    if scene.dialogue is None or (answer := _ANSWERS.get(scene.dialogue.kind)) is None:
        return False
    await answer(surface, scene, text)
    return True


async def name_given(surface: Surface, scene: Scene, text: str) -> None:
    """The name; then perhaps the student number."""
    name = _clean(text)
    found = await _class_in_dialogue(surface, scene)
    if found is None:
        return
    if not name or len(name) > NAME or "\n" in text.strip():
        await _say(surface, scene, surface.say(scene, "class-name-length", most=NAME))
    elif found.asks_number:
        content = {"class": found.id, "name": name}
        await surface.database.run(dialogues.ask, scene.person.id, "number", content)
        await _say(surface, scene, surface.say(scene, "class-ask-number", name=name))
    else:
        await _enrol(surface, scene, found, name, None)


async def number_given(surface: Surface, scene: Scene, text: str) -> None:
    """The student number."""
    number = _clean(text)
    found = await _class_in_dialogue(surface, scene)
    if found is None or scene.dialogue is None:
        return
    if len(number) > NUMBER or not _NUMBER.fullmatch(number):
        await _say(surface, scene, surface.say(scene, "class-number-shape", most=NUMBER))
    else:
        await _enrol(surface, scene, found, scene.dialogue.content["name"], number)


async def nickname_given(surface: Surface, scene: Scene, text: str) -> None:
    """The nickname for the ranking."""
    nickname = _clean(text)
    found = await _class_in_dialogue(surface, scene)
    if found is None:
        return
    if not nickname or len(nickname) > NICKNAME:
        await _say(surface, scene, surface.say(scene, "class-nickname-length", most=NICKNAME))
        return
    await surface.database.run(classes.nickname, found.id, scene.person.id, nickname)
    await surface.database.run(dialogues.end, scene.person.id)
    await _say(surface, scene, await mine(surface, scene, found))


async def title_given(surface: Surface, scene: Scene, text: str) -> None:
    """The title of a class to make."""
    await surface.database.run(dialogues.end, scene.person.id)
    await make(surface, scene, text)


async def _enrol(surface: Surface, scene: Scene, found: Class, name: str, number: str | None) -> None:
    language = surface.language_of(scene)
    joined = await surface.database.run(classes.join, found.id, scene.person.id, name, number, language)
    await surface.database.run(dialogues.end, scene.person.id)
    if joined:
        await _say(surface, scene, await mine(surface, scene, found))
    else:
        await _say(surface, scene, surface.say(scene, "class-is-closed", title=found.title))


async def _class_in_dialogue(surface: Surface, scene: Scene) -> Class | None:
    """The class that a question was about; None, and that said, where it is gone."""
    assert scene.dialogue is not None  # noqa: S101 - the question was asked
    found = await surface.database.run(classes.get, int(scene.dialogue.content["class"]))
    if found is None:
        await surface.database.run(dialogues.end, scene.person.id)
        await _say(surface, scene, surface.say(scene, "class-gone"))
    return found


async def _say(surface: Surface, scene: Scene, reply: Reply) -> None:
    """Answer one of many: a class joins in one moment."""
    await surface.send(scene, reply, Lane.TOGETHER)


def _clean(text: str) -> str:
    """One line, without what cannot be seen."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


_ANSWERS: dict[str, Callable[[Surface, Scene, str], Awaitable[None]]] = {
    "name": name_given,
    "number": number_given,
    "nickname": nickname_given,
    "title": title_given,
    importing.DIALOGUE: importing.text_given,
    roster.DIALOGUE: roster.number_given,
}
"""Who takes the answer to what was asked."""
