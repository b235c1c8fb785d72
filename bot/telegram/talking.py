"""Commands that just say something: /start, /help, and a command that there is not."""

from __future__ import annotations

from telegram import Update

from bot.telegram.surface import Surface


async def start(surface: Surface, update: Update, argument: str) -> None:
    """Greet, and say what can be asked."""
    del argument
    await _say(surface, update, "start")


async def help_(surface: Surface, update: Update, argument: str) -> None:
    """Say what can be asked and how."""
    del argument
    await _say(surface, update, "talk-help")


async def unknown_command(surface: Surface, update: Update, argument: str) -> None:
    """Say that there is no such command."""
    del argument
    await _say(surface, update, "telegram-unknown-command")


async def cannot_read(surface: Surface, update: Update) -> None:
    """Say that only text is read here."""
    await _say(surface, update, "telegram-text-only")


async def _say(surface: Surface, update: Update, key: str) -> None:
    scene = await surface.enter(update)
    if scene is not None:
        await surface.send(scene, surface.say(scene, key))
