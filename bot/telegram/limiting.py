"""Keeping one person from taking up what is there for all.

Somebody who writes as people do is never limited. Whoever sends more than `BURST` messages at once is still answered
one a second, which is what Telegram lets us write into a chat anyway; what goes beyond that while `WAITING` of their
messages have no answer yet is not read. They are told so once in a while.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from telegram import Update
from telegram.constants import ChatType

from bot.limits import CALLBACK_ANSWER
from bot.replying.catalogue import closest_language
from bot.telegram.scene import topic_of
from bot.telegram.surface import Surface
from bot.telegram.turns import this_turn

BURST: Final = 60
PER_SECOND: Final = 1.0
WAITING: Final = 30
TOLD_SECONDS: Final = 60.0
"""How long until somebody is told again."""
_KEPT: Final = 20_000


@dataclass(slots=True)
class _Allowance:
    left: float
    at: float
    told_at: float = float("-inf")


class Limiter:
    """How much each person may still send just now. Forgotten with the process: it protects only that."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND, waiting: int = WAITING) -> None:
        self._burst = burst
        self._per_second = per_second
        self._waiting = waiting
        self._people: dict[int, _Allowance] = {}

    def allows(self, person_id: int, waiting: int) -> bool:
        """Whether to read one more message of a person; `waiting` messages of theirs have no answer yet."""
        now = time.monotonic()
        person = self._people.pop(person_id, None) or _Allowance(self._burst, now)
        self._people[person_id] = person  # the most recently seen last
        if len(self._people) > _KEPT:
            del self._people[next(iter(self._people))]
        person.left = min(self._burst, person.left + (now - person.at) * self._per_second)
        person.at = now
        if person.left >= 1:
            person.left -= 1
            return True
        return waiting < self._waiting

    def is_to_be_told(self, person_id: int) -> bool:
        """Whether to tell a person that they were not answered: not again within a minute."""
        now = time.monotonic()
        person = self._people.get(person_id)
        if person is None or now - person.told_at < TOLD_SECONDS:
            return False
        person.told_at = now
        return True


async def is_too_much(surface: Surface, limiter: Limiter, update: Update) -> bool:
    """Whether an update is not to be handled, since its sender sends too many. They are told so, but not in groups."""
    person = update.effective_user
    turn = this_turn()
    if person is None or limiter.allows(person.id, turn.waiting):
        return False
    turn.metrics.limited()
    if limiter.is_to_be_told(person.id):
        await _tell(surface, update)
    elif update.callback_query is not None:
        await update.callback_query.answer()
    return True


async def _tell(surface: Surface, update: Update) -> None:
    person, message = update.effective_user, update.message
    language = closest_language(person.language_code if person else None) or surface.assistant.default_language
    text = surface.assistant.say("too-fast", language).plain
    if update.callback_query is not None:
        await update.callback_query.answer(text[:CALLBACK_ANSWER])
    elif message is not None and message.chat.type == ChatType.PRIVATE:
        await surface.bot.show(message.chat.id, text, thread_id=topic_of(message) or None)
