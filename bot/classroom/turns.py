"""Taking turns: whom a question waits for, and when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

PATIENCE = 2
"""Questions in a row that somebody may leave unanswered before a quiz no longer waits for them."""


@dataclass(frozen=True, slots=True)
class Round:
    """A question that is open. `answered` says who answered each question so far, by position, this one included.

    `invited` are those who were shown the question in private; None in a group, where nobody knows who will take part.
    """

    position: int
    closes_at: datetime
    answered: Mapping[int, Set[int]]
    invited: frozenset[int] | None = None


def waited_for(question: Round) -> frozenset[int] | None:
    """Who has yet to answer; None where that cannot be known, so that the time must run out.

    In a group those take part who have answered before. Who left the last questions unanswered is not waited for,
    unless nobody else is there.
    """
    seen = frozenset[int]().union(*question.answered.values())
    before = [question.answered.get(position, frozenset()) for position in range(1, question.position)]
    if question.invited is None and not any(before):
        return None
    everybody = seen if question.invited is None else question.invited
    recent = before[-PATIENCE:]
    if len(everybody) > 1 and len(recent) == PATIENCE:
        everybody &= frozenset[int]().union(*recent, question.answered.get(question.position, frozenset()))
    return everybody - question.answered.get(question.position, frozenset())


def is_over(question: Round, now: datetime) -> bool:
    """Whether time is up, or everybody who takes part has answered."""
    if now >= question.closes_at:
        return True
    left = waited_for(question)
    # Nobody left to wait for, but only once somebody has answered: an empty room runs out its time.
    return left is not None and not left and bool(question.answered.get(question.position))
