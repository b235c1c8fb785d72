"""Who may decide for others."""

from __future__ import annotations

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.telegram.scene import Scene
from bot.telegram.surface import Surface

_DECIDING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


async def may_decide(surface: Surface, scene: Scene) -> bool:
    """Whether this person may change what holds for the chat: in a group its administrators, in private anybody."""
    if not scene.in_group:
        return True
    message = scene.message
    if message is not None and message.sender_chat is not None and message.from_user == scene.person:
        # In the group's own name only its administrators can write; in a channel's name anybody who has one.
        return message.sender_chat.id == scene.chat.id
    try:
        member = await surface.bot.get_chat_member(scene.chat.id, scene.person.id)
    except TelegramError:
        return False
    return member.status in _DECIDING
