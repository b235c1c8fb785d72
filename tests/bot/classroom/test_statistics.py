"""Item statistics, recomputed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given as with_examples
from hypothesis import strategies as st

from bot.classroom.scoring import points
from bot.classroom.statistics import ENOUGH, Given, correlation, of_items


@pytest.mark.parametrize(
    ("right", "seconds", "speed", "worth"),
    [
        (True, 0, False, 1),
        (True, 29.9, False, 1),
        (False, 0, False, 0),
        (False, 0, True, 0),
        (True, 0, True, 1),
        (True, 15, True, 0.75),  # half of the time: half of the way from 1 to 1/2
        (True, 30, True, 0.5),
        (True, 31, True, 0.5),
        (True, -1, True, 1),
        (True, 10, True, 0.8333),
    ],
)
def test_points(right: bool, seconds: float, speed: bool, worth: float) -> None:
    assert points(is_right=right, seconds=seconds, allowed=30, speed_counts=speed) == worth


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((1, 2, 3), (2, 4, 6), 1.0),
        ((1, 2, 3), (6, 4, 2), -1.0),
        ((1, 0, 1, 0), (3, 3, 1, 1), 0.0),
        # Means 2 and 3; products of deviations 2 + 0 + 1 = 3; squares 2 and 6: 3 / sqrt(12).
        ((1, 2, 3), (1, 4, 4), 3 / math.sqrt(12)),
        ((1, 1, 1), (1, 2, 3), None),
        ((1,), (2,), None),
        ((), (), None),
    ],
)
def test_correlation(first: tuple[float, ...], second: tuple[float, ...], expected: float | None) -> None:
    found = correlation(first, second)
    assert found == expected if expected is None else found == pytest.approx(expected)


def answers(*rows: tuple[int, str, int | None, bool]) -> list[Given]:
    return [Given(person, item, option, right) for person, item, option, right in rows]


def test_counts_without_indices_below_enough_answers() -> None:
    given = answers((1, "a", 0, True), (2, "a", 2, False), (3, "a", None, False), (1, "b", 1, False))
    a, b = of_items(given, {"a": 3, "b": 2}, {"a": 0, "b": 0})
    assert (a.answers, a.right, a.left_open, a.chosen) == (2, 1, 1, (1, 0, 1))
    assert (a.facility, a.discrimination, a.idle) == (None, None, ())
    assert (b.answers, b.right, b.chosen) == (1, 0, (0, 1))


def test_indices_of_a_class() -> None:
    """Thirty students, three items. 10 know everything, 10 only item a, 10 nothing; c is answered the wrong way round.

    Item a: 20 of 30 right. Rest (b + c): strong 1 + 0 = 1, middle 0 + 1 = 1, weak 0 + 1 = 1: no variation.
    Item b: 10 of 30 right; rest (a + c): strong 1 + 0 = 1, middle 1 + 1 = 2, weak 0 + 1 = 1. Mean 4/3.
      Products: strong (2/3)(-1/3) = -2/9, middle (-1/3)(2/3) = -2/9, weak (-1/3)(-1/3) = 1/9; sum -3/9 each ten.
      Squares: b 4/9 + 1/9 + 1/9 = 6/9, rest 1/9 + 4/9 + 1/9 = 6/9; correlation -3/9 / 6/9 = -1/2.
    Item c: 20 of 30 right; rest (a + b): strong 2, middle 1, weak 0. Mean 1.
      Products: strong (-2/3)(1), middle 0, weak (1/3)(-1): sum -1. Squares: 6/9 and 2: -1 / sqrt(4/3).
    """
    rows: list[tuple[int, str, int | None, bool]] = []
    for person in range(30):
        strong, middle = person < 10, 10 <= person < 20
        rows.append((person, "a", 0 if strong or middle else 1, strong or middle))
        rows.append((person, "b", 0 if strong else 2, strong))
        rows.append((person, "c", 1 if strong else 0, not strong))
    a, b, c = of_items(answers(*rows), {"a": 3, "b": 3, "c": 3}, {"a": 0, "b": 0, "c": 0})
    assert a.facility == pytest.approx(20 / 30)
    assert a.discrimination is None
    assert b.facility == pytest.approx(10 / 30)
    assert b.discrimination == pytest.approx(-0.5)
    assert c.discrimination == pytest.approx(-1 / math.sqrt(4 / 3))
    assert (a.chosen, a.idle) == ((20, 10, 0), (2,))
    assert (b.chosen, b.idle) == ((10, 0, 20), (1,))


def test_a_distractor_that_one_in_twenty_chooses_is_not_idle() -> None:
    rows = [(person, "a", 1 if person < 2 else 0, person >= 2) for person in range(40)]
    (a,) = of_items(answers(*rows), {"a": 3}, {"a": 0})
    assert ENOUGH == 30
    assert a.idle == (2,)
    rows = [(person, "a", 1 if person < 1 else 0, person >= 1) for person in range(40)]
    (a,) = of_items(answers(*rows), {"a": 3}, {"a": 0})
    assert a.idle == (1, 2)


def test_left_open_counts_as_wrong_but_not_as_an_answer() -> None:
    """Of forty who were asked thirty answered, twenty of them rightly: 20 / 40; with one answer less, no index."""
    rows = [(person, "a", None if person < 10 else int(person < 20), person >= 20) for person in range(40)]
    (a,) = of_items(answers(*rows), {"a": 2}, {"a": 0})
    assert (a.answers, a.left_open, a.right, a.facility) == (30, 10, 20, 0.5)
    (a,) = of_items(answers(*rows[:-1]), {"a": 2}, {"a": 0})
    assert (a.answers, a.facility, a.discrimination) == (29, None, None)


def test_items_with_variants_have_no_options_in_common() -> None:
    (a,) = of_items(answers(*[(person, "a", person % 3, person % 3 == 0) for person in range(30)]), {"a": 0}, {"a": 2})
    assert (a.answers, a.right, a.chosen, a.idle) == (30, 10, (), ())
    assert a.facility == pytest.approx(1 / 3)


@with_examples(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=30, max_size=60))
def test_indices_are_those_of_numpy(right: list[list[bool]]) -> None:
    names = {"a": 2, "b": 2, "c": 2, "d": 2}
    rows = [
        (person, name, 0 if is_right else 1, is_right)
        for person, sheet in enumerate(right)
        for name, is_right in zip(names, sheet, strict=True)
    ]
    table = np.array(right, dtype=float)
    for column, found in enumerate(of_items(answers(*rows), names, dict.fromkeys(names, 0))):
        item = table[:, column]
        rest = table.sum(axis=1) - item
        assert found.facility == pytest.approx(item.mean())
        assert found.chosen == (item.sum(), len(right) - item.sum())
        if item.std() == 0 or rest.std() == 0:
            assert found.discrimination is None
        else:
            assert found.discrimination == pytest.approx(np.corrcoef(item, rest)[0, 1])
