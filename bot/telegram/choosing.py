"""Keeping what a person chose for themselves, or an administrator for a group."""

from __future__ import annotations

from typing import Unpack

from bot.storage import preferences
from bot.storage.records import Choices, Preferences
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface


async def choose(surface: Surface, scene: Scene, **choices: Unpack[Choices]) -> Preferences:
    """Keep choices: in a group for the group, in private for the person. Hands back all that is chosen there."""
    if scene.in_group:
        return await surface.database.run(preferences.choose_for_chat, scene.chat.id, **choices)
    return await surface.database.run(preferences.choose_for_person, scene.person.id, **choices)
