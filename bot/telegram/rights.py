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
    sender = scene.message.sender_chat if scene.message else None
    if sender is not None and sender.id == scene.chat.id and scene.message and scene.message.from_user == scene.person:
        return True  # an administrator who writes in the group's own name
    try:
        member = await surface.bot.get_chat_member(scene.chat.id, scene.person.id)
    except TelegramError:
        return False
    return member.status in _DECIDING
