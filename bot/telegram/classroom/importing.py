"""Questions that teachers bring along: a GIFT or Aiken file, sent or pasted; and the same way out."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses

from sqlalchemy import Connection
from telegram import Message
from telegram.error import Forbidden

from bot.classroom import aiken, gift
from bot.classroom.played import PlayedItem
from bot.classroom.questions_file import MOST_BYTES, MOST_QUESTIONS, Fault, QuestionsFileError, read
from bot.classroom.rolls import Class
from bot.reply import Button, Reply
from bot.storage.classroom import classes, dialogues, own_items
from bot.telegram.classroom.panels import back_row
from bot.telegram.presses import Press
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.transport import MaybeSentError
from bot.telegram.wording import wording

DIALOGUE = "import"
MOST_FAULTS = 10
"""Faults that are named at once; more are mended file by file."""


async def own(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """The class's own questions: bring some, take them along, delete them."""
    language = surface.language_of(press.scene)
    what, _, sure = argument.partition(":")
    if what == "add":
        await surface.database.run(dialogues.ask, press.scene.person.id, DIALOGUE, {"class": found.id})
        await press.show(surface.assistant.say("own-send", language, most=MOST_QUESTIONS))
    elif what in ("gift", "aiken"):
        await press.answer()
        items = await surface.database.run(own_items.of_class, found.id)
        await send_items(surface, press.scene, items, what, f"cuesta-{found.code}-questions", language)
    elif what == "clear" and sure != "yes":
        button = Button(wording("button-clear-sure", language), f"class:{found.code}:own:clear:yes")
        reply = surface.assistant.say("own-clear-ask", language, title=found.title)
        await press.show(dataclasses.replace(reply, buttons=((button,), back_row(found, language))))
    else:
        if what == "clear":
            await surface.database.run(own_items.clear, found.id)
        await press.show(await _overview(surface, found, language))


async def _overview(surface: Surface, found: Class, language: str) -> Reply:
    number = await surface.database.run(own_items.count, found.id)

    def button(what: str, key: str) -> Button:
        return Button(wording(key, language), f"class:{found.code}:own:{what}")

    rows: list[tuple[Button, ...]] = [(button("add", "button-own-add"),)]
    if number:
        rows += [(button("gift", "button-gift"), button("aiken", "button-aiken"), button("clear", "button-own-clear"))]
    reply = surface.assistant.say("own-overview", language, title=found.title, number=number)
    return dataclasses.replace(reply, buttons=(*rows, back_row(found, language)))


async def send_items(
    surface: Surface, scene: Scene, items: list[PlayedItem], form: str, name: str, language: str
) -> None:
    """Send questions as a file."""
    text = gift.write(items, language) if form == "gift" else aiken.write(items, language)
    ending = "gift.txt" if form == "gift" else "aiken.txt"
    with contextlib.suppress(MaybeSentError, Forbidden):
        await surface.bot.send_document(scene.chat.id, text.encode(), filename=f"{name}.{ending}")


async def take_file(surface: Surface, scene: Scene, message: Message) -> bool:
    """Take a file, where one was asked for; whether it was."""
    document = message.document
    if document is None or scene.dialogue is None or scene.dialogue.kind != DIALOGUE:
        return False
    if document.file_size is None or document.file_size > MOST_BYTES:
        await surface.send(scene, _refusal(surface, scene, [Fault(1, "too-large")]))
        return True
    file = await document.get_file()
    await _take(surface, scene, bytes(await file.download_as_bytearray()))
    return True


async def text_given(surface: Surface, scene: Scene, text: str) -> None:
    """Take questions that were pasted."""
    await _take(surface, scene, text.encode())


async def _take(surface: Surface, scene: Scene, content: bytes) -> None:
    """All questions of a file, or none and what is wrong with it."""
    assert scene.dialogue is not None  # noqa: S101 - a file was asked for
    person, class_id = scene.person.id, int(scene.dialogue.content["class"])
    found = await surface.database.run(classes.of_teacher, class_id, person)
    if found is None:
        await surface.database.run(dialogues.end, person)
        await surface.send(scene, surface.say(scene, "class-gone"))
        return
    try:
        items = await asyncio.to_thread(read, content, found.language)  # a large file takes a while
    except QuestionsFileError as refused:
        await surface.send(scene, _refusal(surface, scene, refused.faults))
        return
    number = await surface.database.run(own_items.count, found.id)
    if number + len(items) > own_items.MOST:
        await surface.send(scene, surface.say(scene, "own-too-many", most=own_items.MOST, number=number))
        return
    await surface.database.run(_keep, found.id, person, items)
    language = surface.language_of(scene)
    overview = await _overview(surface, found, language)
    said = surface.assistant.say("own-taken", language, number=len(items))
    html, plain = f"{said.html}\n\n{overview.html}", f"{said.plain}\n\n{overview.plain}"
    await surface.send(scene, Reply(html, plain, language, buttons=overview.buttons))


def _keep(connection: Connection, class_id: int, person_id: int, items: list[PlayedItem]) -> None:
    """Together: a process that ended in between would take the same file twice."""
    own_items.add(connection, class_id, person_id, items)
    dialogues.end(connection, person_id)


def _refusal(surface: Surface, scene: Scene, faults: list[Fault] | tuple[Fault, ...]) -> Reply:
    """What is wrong, line by line."""
    language = surface.language_of(scene)
    head = surface.assistant.say("file-refused", language, number=len(faults))
    lines = [
        surface.assistant.say(
            "file-fault",
            language,
            line=fault.line,
            problem=wording(f"file-{fault.problem}", language),
            found=fault.found,
        )
        for fault in faults[:MOST_FAULTS]
    ]
    told = [head, *lines]
    return Reply("\n".join(one.html for one in told), "\n".join(one.plain for one in told), language)
