"""Where an update comes from and what is known there: who, in which chat and topic, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from telegram import Chat, Message, Update, User
from telegram.constants import ChatType

from bot.assistant import Conversation, Wishes
from bot.replying.catalogue import closest_language
from bot.replying.decimals import STYLES
from bot.storage.records import Dialogue, Place, Preferences, Visit
from knowledge.units import UNITS

PERIODS: Final = {"hour": 1.0} | {period: UNITS[period].times for period in ("day", "week", "month", "year")}
"""Times, in hours, for which prices may be told where a question names none."""
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


@dataclass(frozen=True, slots=True)
class Scene:
    """What a handler needs to know of the place where something happened.

    `language` is the one to speak: what the group or the person chose, else that of the person's Telegram; None where
    neither is one of ours, then each message is answered in its own. `message` is the one that asks, or the one whose
    button was pressed.
    """

    place: Place
    chat: Chat
    person: User
    message: Message | None
    preferences: Preferences
    conversation: Conversation
    language: str | None
    chat_is_new: bool = False
    dialogue: Dialogue | None = None
    """What the person was asked just before, and what they write next answers."""

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.chat.type in GROUPS

    @property
    def thread_id(self) -> int | None:
        """The topic to write to, where the chat has topics."""
        return self.place.topic_id or None

    @property
    def wishes(self) -> Wishes:
        """What was chosen that goes for every answer."""
        return wishes_of(self.preferences)

    @property
    def spoken(self) -> str | None:
        """The language of fixed texts: the settled one, else the one last spoken here."""
        return self.language or self.conversation.language


def wishes_of(chosen: Preferences) -> Wishes:
    """What was chosen that goes for every answer; what this version does not know counts as not chosen."""
    style = chosen.number_style if chosen.number_style in STYLES else None
    return Wishes(chosen.country, PERIODS.get(chosen.default_period or ""), style)


def place_of(update: Update) -> Place | None:
    """Where something happened; None where it did not happen in a chat, or nobody did it."""
    chat, person = update.effective_chat, update.effective_user
    if chat is None or person is None:
        return None
    return Place(chat_id=chat.id, person_id=person.id, topic_id=topic_of(update.effective_message))


def topic_of(message: object) -> int:
    """The topic of a message; 0 where there is none. Threads of plain replies are not topics."""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        return message.message_thread_id
    return 0


def scene_of(update: Update, place: Place, visit: Visit) -> Scene:
    """The scene of an update, with what the database keeps of the place."""
    chat, person = update.effective_chat, update.effective_user
    assert chat is not None  # noqa: S101 - there is a place
    assert person is not None  # noqa: S101
    preferences = visit.chat.over(visit.person)
    kept = visit.conversation
    message = update.effective_message
    return Scene(
        place=place,
        chat=chat,
        person=person,
        message=message if isinstance(message, Message) else None,
        preferences=preferences,
        conversation=Conversation() if kept is None else Conversation(kept.question, kept.language),
        language=closest_language(preferences.language) or closest_language(person.language_code),
        chat_is_new=visit.chat_is_new,
        dialogue=visit.dialogue,
    )
