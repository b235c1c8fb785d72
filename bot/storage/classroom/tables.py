"""The tables of the classroom: classes, quizzes with what was asked and answered, timers, practice.

Everything in a class belongs to its teacher and goes with it. Answers are keyed by quiz, person and question, so that
one that is delivered twice counts once; what was asked is a copy made when the quiz began.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from bot.storage.metadata import PERSON, Id, metadata
from bot.storage.times import UtcTime


def _of_class(*, key: bool) -> Column[Any]:
    return Column(
        "class_id",
        BigInteger,
        ForeignKey("classes.id", ondelete="CASCADE"),
        primary_key=key,
        autoincrement=False,
        index=not key,
        nullable=not key,
    )


def _of_quiz() -> Column[Any]:
    return Column("quiz_id", Id, ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


def _key(name: str, **details: Any) -> Column[Any]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False, **details)


classes = Table(
    "classes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, nullable=False, info=PERSON, index=True),
    Column("title", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("asks_number", Boolean, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("shows_ranking", Boolean, nullable=False),
    Column("screen_chat_id", BigInteger),
    Column("screen_topic_id", BigInteger),
    Column("keep_days", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("keep_until", UtcTime, nullable=False, index=True),
)
"""Classes of a teacher (`person_id`). The id is the number that the class's code stands for.

`screen_chat_id` is a group in which questions and results are projected; None: the teacher's own chat."""

class_members = Table(
    "class_members",
    metadata,
    _of_class(key=True),
    _key("person_id", info=PERSON, index=True),
    Column("name", String(64), nullable=False),
    Column("number", String(32)),
    Column("nickname", String(32)),
    Column("language", String(16), nullable=False),
    Column("joined_at", UtcTime, nullable=False),
)
"""Students who joined. `nickname` is set by those who want to stand in the ranking."""

own_items = Table(
    "own_items",
    metadata,
    Column("id", Id, primary_key=True),
    _of_class(key=False),
    Column("person_id", BigInteger, nullable=False, info=PERSON, index=True),
    Column("content", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)
"""Questions that a teacher brought along."""

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False),
    _of_class(key=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("person_id", BigInteger, nullable=False, info=PERSON, index=True),
    Column("asked_message_id", BigInteger),
    Column("language", String(16), nullable=False),
    Column("topic", String(32)),
    Column("seconds", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("speed_counts", Boolean, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("phase", String(8), nullable=False),
    Column("position", Integer, nullable=False),
    Column("ends_at", UtcTime),
    Column("waits_for", Integer),
    Column("created_at", UtcTime, nullable=False),
    Column("over_at", UtcTime),
    Column("keep_until", UtcTime, nullable=False, index=True),
    Index(None, "chat_id", "state"),
)
"""Quizzes in a chat, live ones of a class, graded tests; `person_id` started it. `bot.classroom.flow` says what its
states are."""

quiz_places = Table(
    "quiz_places",
    metadata,
    _key("in_class"),
    _key("place_id"),
    Column("quiz_id", Id, ForeignKey("quizzes.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Where a quiz is going on: at most one in a chat (`in_class` 0) and in a class (1)."""

quiz_timers = Table(
    "quiz_timers",
    metadata,
    _of_quiz(),
    Column("due_at", UtcTime, nullable=False, index=True),
    Column("lease_until", UtcTime),
    Column("holder", BigInteger),
    Column("hurried", Boolean, nullable=False),
)
"""When each running quiz is to be looked at next, and which process does so until when.

`hurried`: somebody asked for it sooner, perhaps while a process was at it."""

quiz_items = Table(
    "quiz_items",
    metadata,
    _of_quiz(),
    _key("number"),
    _key("variant"),
    Column("item_id", String(96), nullable=False),
    Column("key", Integer, nullable=False),
    Column("content", JSON, nullable=False),
)
"""What was asked, word for word. Variants of a question differ in their numbers."""

quiz_messages = Table(
    "quiz_messages",
    metadata,
    _of_quiz(),
    _key("position"),
    _key("chat_id", info=PERSON),  # a private chat's id is the person's
    _key("role"),
    Column("language", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("ordering", JSON, nullable=False),
    Column("sending_at", UtcTime),
    Column("sent_at", UtcTime),
    Column("message_id", BigInteger),
    Column("poll_id", String(32), index=True),
    Column("failed", Boolean, nullable=False),
    Index(None, "chat_id"),
)
"""What is to be shown to whom, and whether it was. `ordering` is the order in which options stand there."""

quiz_answers = Table(
    "quiz_answers",
    metadata,
    _of_quiz(),
    _key("person_id", info=PERSON, index=True),
    _key("number"),
    Column("position", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("option", Integer, nullable=False),
    Column("is_right", Boolean, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("language", String(16), nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    Column("changes", Integer, nullable=False),
    Index(None, "quiz_id", "position"),
)
"""Who answered what. `option` counts in the item's own order, whatever the order shown."""

quiz_papers = Table(
    "quiz_papers",
    metadata,
    _of_quiz(),
    _key("person_id", info=PERSON, index=True),
    Column("language", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("message_id", BigInteger),
    Column("begun_at", UtcTime, nullable=False),
)
"""Each student's sheet of a graded test: which questions in which order, with which variant and order of options."""

practice_cards = Table(
    "practice_cards",
    metadata,
    _key("person_id", info=PERSON),
    Column("item_id", String(96), primary_key=True),
    Column("topic", String(32), nullable=False),
    Column("state", Integer, nullable=False),
    Column("step", Integer),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("reviewed_at", UtcTime, nullable=False, index=True),
    Column("reviews", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
)
"""What each person remembers of each item, as FSRS has it."""

practice_questions = Table(
    "practice_questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", BigInteger, nullable=False, info=PERSON),
    Column("item_id", String(96), nullable=False),
    Column("content", JSON, nullable=False),
    Column("ordering", JSON, nullable=False),
    Column("asked_at", UtcTime, nullable=False, index=True),
    Column("option", Integer),
    Column("is_right", Boolean),
    Column("answered_at", UtcTime),
    Index(None, "person_id", "answered_at"),
)
"""Questions asked in practice, and how they were answered: once each."""

dialogues = Table(
    "dialogues",
    metadata,
    _key("person_id", info=PERSON),
    Column("kind", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("asked_at", UtcTime, nullable=False, index=True),
)
"""What a person was asked in private and is to write next: a name, a student number, a title."""
