"""What teachers and students see of a class, with everything that they can do there."""

from __future__ import annotations

import dataclasses

from bot.classroom.codes import class_id_of
from bot.classroom.rolls import TITLE, Class, named
from bot.reply import Button, Reply
from bot.storage.classroom import classes, quizzes
from bot.storage.classroom.papers import is_open
from bot.storage.times import now
from bot.telegram.links import LinkKind, link
from bot.telegram.presses import Press
from bot.telegram.raw import Rows
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.wording import wording

MOST_CLASSES = 30


async def make(surface: Surface, scene: Scene, title: str) -> None:
    """Make a class."""
    title = " ".join(title.split())
    mine = await surface.database.run(classes.all_of_teacher, scene.person.id)
    if not title or len(title) > TITLE:
        await surface.send(scene, surface.say(scene, "class-title-length", most=TITLE))
    elif len(mine) >= MOST_CLASSES:
        await surface.send(scene, surface.say(scene, "class-too-many", most=MOST_CLASSES))
    else:
        language = surface.language_of(scene)
        made = await surface.database.run(classes.make, scene.person.id, title, language)
        await surface.send(scene, await panel(surface, made, language))


async def panel(surface: Surface, found: Class, language: str) -> Reply:
    """All that can be done with a class."""
    number = await surface.database.run(classes.count_members, found.id)
    going_on = await surface.database.run(quizzes.under_way, 0, found.id)
    reply = surface.assistant.say(
        "class-panel",
        language,
        title=found.title,
        code=found.code,
        number=number,
        state=wording("class-open" if found.is_open else "class-closed", language),
        link=link(surface.bot.username, LinkKind.CLASS, found.code),
    )

    def button(what: str, key: str) -> Button:
        return Button(wording(key, language), f"class:{found.code}:{what}")

    first: tuple[Button, ...] = (button("stop", "button-stop-quiz"),)
    if going_on is None:
        first = (
            Button(wording("button-live", language), f"live:{found.code}:show"),
            Button(wording("button-test", language), f"test:{found.code}:show"),
        )
    rows: Rows = (
        first,
        (button("roster:0", "button-roster"), button("results:0", "button-results")),
        (button("qr", "button-qr"), button("own", "button-own-items")),
        (
            button(
                "close" if found.is_open else "open", "button-close-class" if found.is_open else "button-open-class"
            ),
            button("settings", "button-class-settings"),
        ),
    )
    return dataclasses.replace(reply, buttons=rows)


async def mine(surface: Surface, scene: Scene, found: Class) -> Reply:
    """What a student sees of a class: under which name they are in it, and what they can do."""
    language = surface.language_of(scene)
    member = await surface.database.run(classes.member, found.id, scene.person.id)
    if member is None:
        return surface.assistant.say("class-not-in-it", language, title=found.title)
    reply = surface.assistant.say("class-mine", language, title=found.title, name=named(member))

    def button(what: str, key: str) -> Button:
        return Button(wording(key, language), f"mine:{found.code}:{what}")

    going_on = await surface.database.run(quizzes.under_way, 0, found.id)
    rows: list[tuple[Button, ...]] = []
    if going_on is not None and is_open(going_on, now()):  # who came late has no invitation
        rows.append((Button(wording("button-begin-this-test", language), f"begin:{going_on.id}"),))
    rows.append((button("results", "button-my-results"), button("rename", "button-rename")))
    if found.shows_ranking:
        rows.append(
            (button("nonick", "button-no-nickname"),) if member.nickname else (button("nick", "button-nickname"),)
        )
    rows.append((button("leave", "button-leave"),))
    return dataclasses.replace(reply, buttons=tuple(rows))


async def class_behind(surface: Surface, press: Press, code: str) -> Class | None:
    """The presser's own class; None, and the press answered, where it is not theirs or gone."""
    class_id = class_id_of(code)
    found = None
    if class_id is not None:
        found = await surface.database.run(classes.of_teacher, class_id, press.scene.person.id)
    if found is None:
        await press.answer(press.say("class-not-yours"))
    return found


def back_row(found: Class, language: str) -> tuple[Button, ...]:
    """The way back to the panel."""
    return (Button(wording("button-back", language), f"class:{found.code}:panel"),)
