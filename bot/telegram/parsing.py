"""Updates as the library's objects.

The library looks for each of the hundred things that a message may have; nearly all messages have six. Those are made
with its own constructors, which takes a third of the time; everything else is left to the library.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from telegram import Bot, Chat, Message, Update, User

_IN_UPDATE: Final = frozenset({"update_id", "message"})
_IN_MESSAGE: Final = frozenset({"message_id", "date", "chat", "from", "text"})
_IN_CHAT: Final = frozenset({"id", "type", "title", "username", "first_name", "last_name"})
_IN_USER: Final = frozenset({"id", "is_bot", "first_name", "last_name", "username", "language_code", "is_premium"})


def update_of(payload: dict[str, Any], bot: Bot) -> Update:
    """An update from what Telegram wrote. Whatever a malformed one may cause is raised."""
    message = payload.get("message")
    if payload.keys() == _IN_UPDATE and isinstance(message, dict) and message.keys() == _IN_MESSAGE:
        chat, sender = message["chat"], message["from"]
        if _has_only(_IN_CHAT, chat) and _has_only(_IN_USER, sender):
            return _plain(payload["update_id"], message, chat, sender, bot)
    return Update.de_json(payload, bot)


def _has_only(names: frozenset[str], value: object) -> bool:
    return isinstance(value, dict) and value.keys() <= names


def _plain(number: int, message: dict[str, Any], chat: dict[str, Any], sender: dict[str, Any], bot: Bot) -> Update:
    parts = Chat(**chat), User(**sender)
    made = Message(
        message["message_id"],
        datetime.fromtimestamp(message["date"], UTC),
        parts[0],
        from_user=parts[1],
        text=message["text"],
    )
    update = Update(number, message=made)
    for part in (*parts, made, update):
        part.set_bot(bot)
    return update
