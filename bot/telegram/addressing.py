"""Whether a message is for Cuesta, and what it says."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType, MessageEntityType

from bot.telegram.scene import GROUPS

UNREADABLE = (
    "voice",
    "audio",
    "video_note",
    "video",
    "animation",
    "photo",
    "document",
    "location",
    "contact",
    "poll",
)
"""Attachments to which a word that only text is read is a sensible answer. Stickers and the like get silence."""


def question_in(message: Message) -> str | None:
    """What the message asks of us: its text or caption without our name; None where it is not for us."""
    if message.via_bot is not None or _is_of_a_bot(message):
        return None
    text = _text_of(message)
    if message.chat.type == ChatType.PRIVATE:
        return text
    if message.chat.type not in GROUPS:
        return None
    without = _without_mention(message)
    if without == "" and message.reply_to_message is not None and not _is_reply_to_us(message):
        return _text_of(message.reply_to_message)  # "@CuestaBot" under somebody's question: that question is meant
    if without is not None:
        return without
    return text if _is_reply_to_us(message) else None


def is_unreadable(message: Message) -> bool:
    """Whether there is nothing but an attachment that we cannot read."""
    return not (message.text or message.caption) and any(getattr(message, kind) for kind in UNREADABLE)


def _is_of_a_bot(message: Message) -> bool:
    """Whether another bot wrote it. Who writes as a group or a channel is shown as one, and is a person."""
    return bool(message.from_user and message.from_user.is_bot) and message.sender_chat is None


def _text_of(message: Message) -> str:
    return (message.text or message.caption or "").strip()


def _is_reply_to_us(message: Message) -> bool:
    earlier = message.reply_to_message
    return bool(earlier and earlier.from_user and earlier.from_user.id == message.get_bot().id)


def _without_mention(message: Message) -> str | None:
    """The text without our name in it; None where we are not named."""
    ours = f"@{message.get_bot().username}".casefold()
    entities = {**message.parse_entities([MessageEntityType.MENTION])}
    entities |= message.parse_caption_entities([MessageEntityType.MENTION])
    names = [name for name in entities.values() if name.casefold() == ours]
    if not names:
        return None
    text = message.text or message.caption or ""
    for name in names:
        text = text.replace(name, " ", 1)
    return " ".join(text.split()).strip(" ,:;")
