"""How items did: facility, discrimination, what was chosen. Counts always, indices only from enough answers.

Terms as in Moodle's quiz statistics: https://docs.moodle.org/dev/Quiz_statistics_calculations
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

ENOUGH: Final = 30
"""Answers below which an index says more about chance than about the item."""
NON_FUNCTIONAL: Final = 0.05
"""A distractor that fewer choose misleads nobody. Source: BMC Med Educ 2024;24:445."""


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer to one item. `option` None: left open, which counts as wrong where the person took part."""

    person_id: int
    item: str
    option: int | None
    is_right: bool


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How an item did. Being right counts alone, also where quick answers were worth more points.

    `chosen` counts answers by option, in the item's own order. `facility` is the share that was right of those who were
    asked; `discrimination` the point-biserial correlation of being right here with the number right in the rest of the
    test; both None below `ENOUGH` answers, and the latter also where all did equally well. `idle` are wrong options
    that next to nobody chose.
    """

    item: str
    answers: int
    right: int
    left_open: int
    chosen: tuple[int, ...]
    facility: float | None
    discrimination: float | None
    idle: tuple[int, ...]


def of_items(given: Sequence[Given], options: Mapping[str, int], keys: Mapping[str, int]) -> list[ItemStatistics]:
    """The statistics of each item of a test, in the order of `options`, which says how many options each has.

    An item of which people had different variants has no options in common: none, then nothing is counted by option.
    """
    totals = Counter(answer.person_id for answer in given if answer.is_right)
    return [
        _of_item(item, [answer for answer in given if answer.item == item], size, keys[item], totals)
        for item, size in options.items()
    ]


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's correlation of two equally long samples; None where one of them does not vary."""
    count = len(first)
    if count < 2:
        return None
    mean_first, mean_second = sum(first) / count, sum(second) / count
    deviations = [(a - mean_first, b - mean_second) for a, b in zip(first, second, strict=True)]
    spread = sqrt(sum(a * a for a, _ in deviations) * sum(b * b for _, b in deviations))
    return None if spread < 1e-12 else sum(a * b for a, b in deviations) / spread


def _of_item(item: str, given: list[Given], size: int, key: int, totals: Mapping[int, int]) -> ItemStatistics:
    chosen = Counter(answer.option for answer in given)
    answers = sum(count for option, count in chosen.items() if option is not None)
    enough = answers >= ENOUGH
    right = [int(answer.is_right) for answer in given]
    rest = [totals[answer.person_id] - answer.is_right for answer in given]
    return ItemStatistics(
        item=item,
        answers=answers,
        right=sum(right),
        left_open=chosen[None],
        chosen=tuple(chosen[option] for option in range(size)),
        facility=sum(right) / len(right) if enough else None,
        discrimination=correlation(right, rest) if enough else None,
        idle=tuple(o for o in range(size) if o != key and chosen[o] < NON_FUNCTIONAL * answers) if enough else (),
    )
