"""Groups: one short hello when Cuesta is added, and a new id when a group becomes a supergroup."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatMemberStatus

from bot.storage import preferences
from bot.storage.classroom import moving
from bot.telegram.surface import Surface
from bot.telegram.talking import introduce
from bot.telegram.turns import this_turn

_THERE = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR})
_AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def on_membership(surface: Surface, update: Update) -> None:
    """Say hello in a group that Cuesta was added to for the first time; otherwise nothing."""
    change = update.my_chat_member
    if change is None or change.old_chat_member.status not in _AWAY or change.new_chat_member.status not in _THERE:
        return
    scene = await surface.enter(update)
    if scene is not None and scene.in_group and scene.chat_is_new:
        await introduce(surface, scene)


def on_migration(message: Message) -> None:
    """What was chosen for a group goes with it when it becomes a supergroup."""
    if message.migrate_to_chat_id is not None:
        this_turn().keep(preferences.move_chat, message.chat.id, message.migrate_to_chat_id)
        this_turn().keep(moving.move_chat, message.chat.id, message.migrate_to_chat_id)
