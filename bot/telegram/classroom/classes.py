"""/class for teachers: making a class, its code and picture, its roster, opening and closing, settings."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import Forbidden

from bot.classroom.codes import class_id_of
from bot.classroom.rolls import Class
from bot.reply import Button, Reply
from bot.storage.classroom import classes, dialogues, quizzes
from bot.storage.classroom.classes import Changes
from bot.telegram.answer_buttons import pairs, shortened
from bot.telegram.busy import busy
from bot.telegram.classroom import class_settings, importing, joining, poster, roster, teaching
from bot.telegram.classroom.class_settings import change
from bot.telegram.classroom.panels import MOST_CLASSES, class_behind, make, panel
from bot.telegram.links import LinkKind, link
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.transport import MaybeSentError
from bot.telegram.typed import Typed
from bot.telegram.wording import wording


async def class_(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Show one's classes; with a code, go to that class; with anything else, make a class of that name."""
    class_id = class_id_of(typed.argument)
    found = None if class_id is None else await surface.database.run(classes.get, class_id)
    if scene.in_group:
        await _in_group(surface, scene, found)
    elif found is not None and found.person_id == scene.person.id:
        await surface.send(scene, await panel(surface, found, surface.language_of(scene)))
    elif found is not None:
        await joining.join(surface, scene, found)
    elif class_id is not None:
        await surface.send(scene, surface.say(scene, "class-unknown", code=typed.argument.upper()))
    elif typed.argument:
        await make(surface, scene, typed.argument)
    else:
        await surface.send(scene, await overview(surface, scene))


async def overview(surface: Surface, scene: Scene) -> Reply:
    """The classes that one teaches and those that one is in."""
    language = surface.language_of(scene)
    mine = await surface.database.run(classes.all_of_teacher, scene.person.id)
    joined = await surface.database.run(classes.joined_by, scene.person.id)
    reply = surface.assistant.say("class-overview" if mine or joined else "class-none", language)
    buttons = [Button(shortened(one.title), f"class:{one.code}:panel") for one in mine]
    buttons += [
        Button(shortened(f"{wording('class-joined', language)} {one.title}"), f"mine:{one.code}:panel")
        for one in joined[:MOST_CLASSES]
    ]
    rows = [*pairs(buttons), (Button(wording("button-new-class", language), "newclass:"),)]
    return dataclasses.replace(reply, buttons=tuple(rows))


async def new_class(surface: Surface, press: Press) -> None:
    """Ask what the class is to be called."""
    if press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
        return
    await surface.database.run(dialogues.ask, press.scene.person.id, "title", {})
    await press.show(surface.say(press.scene, "class-ask-title"))


async def pressed(surface: Surface, press: Press) -> None:
    """A button of a class was pressed: only its teacher's press does anything."""
    code, _, rest = press.argument.partition(":")
    found = await class_behind(surface, press, code)
    if found is None:
        return
    what, _, argument = rest.partition(":")
    action = _ACTIONS.get(what)
    if action is None:
        await press.answer(press.say("telegram-button-old"))
    else:
        await action(surface, press, found, argument)


async def show_panel(surface: Surface, press: Press, found: Class, _: str = "") -> None:
    """Show the panel in place of what is there."""
    await press.show(await panel(surface, found, surface.language_of(press.scene)))


async def _open(surface: Surface, press: Press, found: Class, _: str) -> None:
    if changed := await change(surface, press, found, is_open=True):
        await show_panel(surface, press, changed)


async def _close(surface: Surface, press: Press, found: Class, _: str) -> None:
    if changed := await change(surface, press, found, is_open=False):
        await show_panel(surface, press, changed)


async def _stop(surface: Surface, press: Press, found: Class, _: str) -> None:
    going_on = await surface.database.run(quizzes.under_way, 0, found.id)
    if going_on is None or not await surface.database.run(quizzes.stop, going_on.id):
        await press.answer(press.say("quiz-none-to-stop"))
        return
    surface.classroom.due.set()
    await press.answer(press.say("quiz-stopping"))


async def _qr(surface: Surface, press: Press, found: Class, _: str) -> None:
    """The link as a picture to project."""
    address = link(surface.bot.username, LinkKind.CLASS, found.code)
    assert address is not None  # noqa: S101 - codes are made of what links may hold
    await press.answer()
    scene = press.scene
    async with busy(surface.bot, scene.chat.id, scene.thread_id, ChatAction.UPLOAD_PHOTO):
        picture = await surface.pictures.made(poster.draw, poster.Poster(found.title, found.code, address))
        caption = surface.say(scene, "class-qr", title=found.title, code=found.code, link=address)
        with contextlib.suppress(MaybeSentError, Forbidden):
            await surface.bot.send_photo(scene.chat.id, picture, caption=caption.plain)


async def _in_group(surface: Surface, scene: Scene, found: Class | None) -> None:
    """In a group: its administrator may project their class there; everybody else gets the way into the class."""
    language = surface.language_of(scene)
    if found is None:
        await surface.send(scene, surface.say(scene, "class-private"))
    elif found.person_id == scene.person.id and await may_decide(surface, scene):
        screen = Changes(screen_chat_id=scene.chat.id, screen_topic_id=scene.place.topic_id or None)
        await surface.database.run(classes.change, found.id, found.person_id, **screen)
        await surface.send(scene, surface.say(scene, "class-screen-here", title=found.title))
    else:
        address = link(surface.bot.username, LinkKind.CLASS, found.code)
        reply = surface.assistant.say("class-join-here", language, title=found.title)
        await surface.bot.send_message(
            scene.chat.id,
            reply.html,
            parse_mode="HTML",
            message_thread_id=scene.thread_id,
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(wording("button-join", language), url=address)]]),
        )


_ACTIONS: dict[str, Callable[[Surface, Press, Class, str], Awaitable[None]]] = {
    "panel": show_panel,
    "open": _open,
    "close": _close,
    "stop": _stop,
    "roster": roster.roster,
    "remove": roster.remove,
    "results": teaching.list_results,
    "qr": _qr,
    "own": importing.own,
    "settings": class_settings.settings,
    "delete": class_settings.delete,
}
"""What the buttons of a class do."""
