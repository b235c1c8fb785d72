"""Whom a question waits for, and when it is over: cases worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.turns import Round, is_over, waited_for

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(seconds=1), NOON
A, B, C = 1, 2, 3


@pytest.mark.parametrize(
    ("position", "answered", "invited", "left", "over"),
    [
        # Alone: whoever it is for is always waited for.
        (1, {}, {A}, {A}, False),
        (1, {1: {A}}, {A}, set(), True),
        (4, {1: {A}}, {A}, {A}, False),
        (4, {1: {A}, 4: {A}}, {A}, set(), True),
        # A group: at the first question nobody knows who takes part.
        (1, {}, None, None, False),
        (1, {1: {A, B}}, None, None, False),
        (2, {1: {A, B}}, None, {A, B}, False),
        (2, {1: {A, B}, 2: {A}}, None, {B}, False),
        (2, {1: {A, B}, 2: {A, B}}, None, set(), True),
        (2, {1: set(), 2: {C}}, None, None, False),
        # Who joins in later counts from the next question on.
        (2, {1: {A}, 2: {A, C}}, None, set(), True),
        (3, {1: {A}, 2: {A, C}, 3: {A}}, None, {C}, False),
        # Who left two questions unanswered is not waited for any more.
        (3, {1: {A, B}, 2: {A}, 3: {A}}, None, {B}, False),
        (4, {1: {A, B}, 2: {A}, 3: {A}, 4: {A}}, None, set(), True),
        (4, {1: {A, B}, 2: {A}, 3: {A}, 4: {A, B}}, None, set(), True),
        # A class: all who were shown the question, whether they answered before or not.
        (1, {1: {A}}, {A, B}, {B}, False),
        (2, {1: {A}, 2: {A}}, {A, B}, {B}, False),
        (3, {1: {A}, 2: {A}, 3: {A}}, {A, B}, set(), True),
        (3, {1: {A}, 2: {A}, 3: {B}}, {A, B}, {A}, False),
        # Everybody has gone quiet: the time runs out.
        (4, {1: {A, B}}, {A, B}, set(), False),
    ],
)
def test_waiting(
    position: int, answered: dict[int, set[int]], invited: set[int] | None, left: set[int] | None, over: bool
) -> None:
    question = Round(position, NOON, answered, None if invited is None else frozenset(invited))
    assert waited_for(question) == left
    assert is_over(question, BEFORE) is over
    assert is_over(question, AFTER)


@given(
    position=st.integers(1, 6),
    answered=st.dictionaries(st.integers(1, 6), st.frozensets(st.integers(1, 5))),
    invited=st.none() | st.frozensets(st.integers(1, 5), min_size=1),
)
def test_nobody_is_waited_for_who_has_answered_or_was_not_asked(
    position: int, answered: dict[int, frozenset[int]], invited: frozenset[int] | None
) -> None:
    answered = {number: people for number, people in answered.items() if number <= position}
    left = waited_for(Round(position, NOON, answered, invited))
    if left is not None:
        assert not left & answered.get(position, frozenset())
        assert left <= (frozenset().union(*answered.values()) if invited is None else invited)
