"""Commands that just say something: /start, /help, and a command that there is not."""

from __future__ import annotations

from bot.reply import Reply
from bot.storage import albums
from bot.telegram.commands import Menu, commands
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed
from bot.telegram.wording import wording


async def help_(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Say what can be asked and how, and list the commands."""
    del typed
    language = surface.language_of(scene)
    examples = surface.assistant.say("talk-help", language)
    listed = surface.assistant.say("help-commands", language, commands=_listed(scene, language))
    await surface.send(scene, joined(examples, listed))


async def introduce(surface: Surface, scene: Scene) -> None:
    """Say to a group who one is and how to ask."""
    await surface.send(scene, surface.say(scene, "group-hello", name=surface.bot.username))


async def unknown_command(surface: Surface, scene: Scene) -> None:
    """Say that there is no such command."""
    await surface.send(scene, surface.say(scene, "telegram-unknown-command"))


async def cannot_read(surface: Surface, scene: Scene) -> None:
    """Say that only text is read here; of an album, whose pictures come one by one, once."""
    message = scene.message
    if message is not None and (album := message.media_group_id) is not None:
        is_first = await surface.database.run_brief(albums.is_first, scene.chat.id, album, message.message_id)
        if not is_first:
            return
    await surface.send(scene, surface.say(scene, "telegram-text-only"))


def joined(*replies: Reply) -> Reply:
    """Several texts as one."""
    return Reply(
        html="\n\n".join(reply.html for reply in replies),
        plain="\n\n".join(reply.plain for reply in replies),
        language=replies[0].language,
    )


def _listed(scene: Scene, language: str) -> str:
    menu = Menu.GROUP if scene.in_group else Menu.PRIVATE
    return "\n".join(
        f"/{command.shown_name(language)} — {wording(f'command-{command.id}', language)}"
        for command in commands().values()
        if menu in command.menus
    )
