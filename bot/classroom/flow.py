"""How a quiz goes on: states, phases, positions. Plain data; `bot.storage.classroom.flow` keeps it.

A quiz has positions: 0 opens it, then come its rounds (a question each; a graded test has one round for all of them),
the last closes it. At each position messages go out, once each:

    showing ──all are out──▶ open ──time is up, or all answered──▶ closing ──shown what was right──▶ pause ──▶ next

Position 0 and the last have nothing to answer: from `showing` they go on at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

DEFAULT_LATENESS: Final = timedelta(seconds=1.5)


class Kind(StrEnum):
    """What sort of quiz."""

    CHAT = "chat"
    """In a chat, with native polls: one person in private, or a group."""
    LIVE = "live"
    """In a class: to each student in private, at the same time."""
    TEST = "test"
    """In a class, graded: each at their own order and pace, within one time limit."""


class State(StrEnum):
    """Whether it goes on."""

    RUNNING = "running"
    STOPPING = "stopping"
    """Somebody stopped it; the last position is still to come."""
    OVER = "over"


class Phase(StrEnum):
    """Where it stands at its position."""

    SHOWING = "showing"
    OPEN = "open"
    CLOSING = "closing"
    PAUSE = "pause"


class Role(IntEnum):
    """What a message of a quiz is for."""

    PLAYER = 0
    SCREEN = 1
    """For all to see: in a group, or on the wall of the classroom."""
    TEACHER = 2
    AGAIN = 3
    """A player's message once more, where nobody knows whether the first arrived."""

    @property
    def plays(self) -> bool:
        """Whether it is for somebody who answers."""
        return self in (Role.PLAYER, Role.AGAIN)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take besides the time to answer.

    `lateness` is how long after its time is up answers that are on their way are waited for; `pauses` follow each
    question, so that people can read the explanation; `tick` is how often a screen is brought up to date. `proof` is
    how long a question that may be lost has for a sign that it arrived (an answer), at most a third of its time.
    """

    lateness: timedelta = DEFAULT_LATENESS
    pause_alone: timedelta = timedelta(seconds=1)
    pause_group: timedelta = timedelta(seconds=4)
    pause_class: timedelta = timedelta(seconds=6)
    tick: timedelta = timedelta(seconds=5)
    proof: timedelta = timedelta(seconds=10)

    def patience(self, quiz: Quiz) -> timedelta:
        """How long after a question went out, as far as anybody knows, it goes out again."""
        return min(self.proof, timedelta(seconds=quiz.seconds / 3))

    def pause(self, quiz: Quiz) -> timedelta:
        """The pause after a question."""
        if quiz.kind is Kind.LIVE:
            return self.pause_class
        return self.pause_alone if quiz.is_private else self.pause_group


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as it stands. `seconds` is the time for a question, in a test that for all of them.

    `ends_at` is when the phase `open` or `pause` ends by itself; fewer answers than `waits_for` do not end it sooner.
    """

    id: int
    kind: Kind
    class_id: int | None
    chat_id: int
    topic_id: int
    person_id: int
    asked_message_id: int | None
    language: str
    topic: str | None
    seconds: int
    questions: int
    speed_counts: bool
    seed: int
    state: State
    phase: Phase
    position: int
    ends_at: datetime | None
    waits_for: int | None
    created_at: datetime
    over_at: datetime | None

    @property
    def rounds(self) -> int:
        """Positions at which people answer."""
        return 1 if self.kind is Kind.TEST else self.questions

    @property
    def last(self) -> int:
        """The position that closes it."""
        return self.rounds + 1

    @property
    def is_round(self) -> bool:
        """Whether people answer at this position."""
        return 1 <= self.position <= self.rounds

    @property
    def is_private(self) -> bool:
        """Whether it is one person's own, in the chat with the bot."""
        return self.kind is Kind.CHAT and self.chat_id == self.person_id


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of a quiz: to which chat, in which role and language, and what it is about.

    `number` and `variant` name the question; `ordering` says which option, in the item's own order, stands where.
    """

    quiz_id: int
    position: int
    chat_id: int
    role: Role
    language: str
    number: int = 0
    variant: int = 0
    ordering: tuple[int, ...] = ()
    message_id: int | None = None
    poll_id: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done for a quiz now: messages to send, a round to close (`closing`), or to wait `until` a time.

    Nothing of these: the quiz is over. `tick`: screens are to be brought up to date on the way.
    """

    quiz: Quiz
    send: tuple[Delivery, ...] = ()
    closing: bool = False
    until: datetime | None = None
    tick: bool = False
