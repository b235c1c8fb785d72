"""What the repositories take and hand out. Light to import: no database library."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypedDict

from bot.question import Question

TERMINAL_PERSON = 0
"""The one person of the terminal chat, who has no Telegram id. Telegram's are positive."""


KEPT = {
    "conversations": timedelta(days=30),
    "answers": timedelta(days=180),
    "updates": timedelta(days=2),  # Telegram itself offers an update for 24 hours
    "albums": timedelta(days=1),
    "charts": timedelta(days=180),
    "sending_turns": timedelta(days=1),
    "people": timedelta(days=730),
    "chats": timedelta(days=730),
    "classes": timedelta(days=365),  # unless the teacher wants it shorter
    "class_members": timedelta(days=365),
    "own_items": timedelta(days=365),
    "quizzes": timedelta(days=180),  # those of a class for as long as the class
    "quiz_places": timedelta(days=180),
    "quiz_timers": timedelta(days=180),
    "quiz_items": timedelta(days=180),
    "quiz_messages": timedelta(days=180),
    "quiz_answers": timedelta(days=180),
    "quiz_papers": timedelta(days=180),
    "practice_cards": timedelta(days=730),
    "practice_questions": timedelta(days=180),
    "dialogues": timedelta(days=1),
}
"""How long each table keeps a row after it was last used; what is part of a class or a quiz, as long as that."""


class Choices(TypedDict, total=False):
    """Preferences to change; None takes a choice back."""

    language: str | None
    country: str | None
    number_style: str | None
    default_period: str | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person, or a group, has chosen. None: nothing chosen.

    `language` is a code such as "es", `country` the id of a place whose electricity counts, `number_style` and
    `default_period` ids that the settings offer.
    """

    language: str | None = None
    country: str | None = None
    number_style: str | None = None
    default_period: str | None = None

    def over(self, other: Preferences) -> Preferences:
        """These choices, and the other's where nothing is chosen here."""
        if self == _NOTHING_CHOSEN:
            return other
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in chosen.items() if value is not None})


_NOTHING_CHOSEN = Preferences()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation goes on: one person in one chat and, where the chat has topics, in one topic (else 0)."""

    chat_id: int
    person_id: int
    topic_id: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last question of a conversation, which a follow-up refers to."""

    question: Question
    language: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a person was asked in private and is to write next: `kind` says what, `content` what it is about."""

    kind: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of a place when somebody writes there.

    `chat` is what a group's administrators chose (nothing, in a private chat), `chat_is_new` whether this is the first
    that we see of the group: exactly one visit says so. `dialogue` is what the person was asked in private just before.
    """

    person: Preferences
    chat: Preferences
    chat_is_new: bool
    conversation: Conversation | None
    dialogue: Dialogue | None = None


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer that was sent, so that its buttons work and its question can be edited, also after a restart.

    `message_id` is the answer's own message, `asked_message_id` the one that asked (None: nobody's message, such as a
    button). `person_id` is who asked: in a group only they may press.
    """

    chat_id: int
    message_id: int
    person_id: int
    question: Question
    language: str
    asked_message_id: int | None = None
