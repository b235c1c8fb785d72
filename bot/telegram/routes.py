"""Which command, button and message goes to whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Message, Update
from telegram.constants import ChatType

from bot.storage.classroom import dialogues
from bot.telegram import (
    answered,
    asking,
    charting,
    explaining,
    language,
    lists,
    places,
    preferring,
    privacy,
    speaking,
    starting,
    talking,
)
from bot.telegram.addressing import is_unreadable, question_in
from bot.telegram.busy import busy
from bot.telegram.classroom import importing, joining
from bot.telegram.classroom import routes as classroom
from bot.telegram.groups import on_migration
from bot.telegram.presses import Handler, press
from bot.telegram.questions import answer_text
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed, typed

CommandFunction = Callable[[Surface, Scene, Typed], Awaitable[None]]

COMMANDS: dict[str, CommandFunction] = {
    "start": starting.start,
    "help": talking.help_,
    "ask": asking.ask,
    "compare": asking.ask,
    "define": asking.define,
    "models": lists.models,
    "accelerators": lists.accelerators,
    "audit": asking.audit,
    "formula": explaining.formula,
    "sources": explaining.sources,
    "language": language.language,
    "country": places.country,
    "settings": preferring.settings,
    "privacy": privacy.privacy,
    "forget": privacy.forget,
    **classroom.COMMANDS,
}
"""What each command of the registry does."""

PRESSES: dict[str, Handler] = {
    "show": answered.show_side,
    "step": answered.take_step,
    "chart": charting.show_chart,
    "reading": answered.choose_reading,
    "example": answered.ask_example,
    "list": lists.turn_page,
    "item": lists.show_item,
    "places": places.turn_page,
    "place": places.pick,
    "language": language.pressed,
    "speak": speaking.pressed,
    "settings": preferring.pressed,
    "forget": privacy.pressed,
    **classroom.PRESSES,
}
"""What each kind of button does, by what its data begins with."""


async def on_command(surface: Surface, update: Update) -> None:
    """A command of ours, also as the caption of a picture or file."""
    message = update.message
    command = typed(message.text or message.caption or "") if message is not None else None
    if command is not None:
        await _obey(surface, update, command)


async def _obey(surface: Surface, update: Update, command: Typed) -> None:
    if (scene := await surface.enter(update)) is None:
        return
    if scene.dialogue is not None:  # whoever types a command does not answer what they were asked
        await surface.database.run(dialogues.end, scene.person.id)
    async with busy(surface.bot, scene.chat.id, scene.thread_id):
        await COMMANDS[command.command.id](surface, scene, command)


async def on_message(surface: Surface, update: Update) -> None:
    """Any other new message: a question if it is for us, else nothing."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        on_migration(message)
    text = question_in(message)
    if text is None:
        return
    is_private = message.chat.type == ChatType.PRIVATE
    if is_private and message.document is not None:
        scene = await surface.enter(update)
        if scene is not None and await importing.take_file(surface, scene, message):
            return
    if text.startswith("/"):
        await _on_slash(surface, update, message, text)
    elif text:
        if (scene := await surface.enter(update)) is not None:
            async with busy(surface.bot, scene.chat.id, scene.thread_id):
                if not await joining.go_on(surface, scene, text):
                    await answer_text(surface, scene, text)
    elif is_private and is_unreadable(message) and (scene := await surface.enter(update)) is not None:
        await talking.cannot_read(surface, scene)
    elif not is_private and (message.text or message.caption) and (scene := await surface.enter(update)) is not None:
        await talking.introduce(surface, scene)  # nothing but our name


async def _on_slash(surface: Surface, update: Update, message: Message, text: str) -> None:
    """What looks like a command and is none for Telegram: in a caption, after our name, with accents, or unknown."""
    addressee = text.split(maxsplit=1)[0].partition("@")[2].casefold()
    if addressee and addressee != message.get_bot().username.casefold():
        return
    if (command := typed(text)) is not None:
        await _obey(surface, update, command)
        return
    certainly_ours = addressee or message.chat.type == ChatType.PRIVATE  # else it may be for another bot of the group
    if certainly_ours and (scene := await surface.enter(update)) is not None:
        await talking.unknown_command(surface, scene)


async def on_press(surface: Surface, update: Update) -> None:
    """A pressed button."""
    await press(surface, update, PRESSES)
