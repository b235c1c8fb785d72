"""Choosing the wrong options of an item so that only the calculation tells which one is right.

Who guesses by looks takes the middle value, the longest one, or the one whose digits come up twice. None may pay: the
place of the right option among the others is drawn first, it is the longest about as often as another, and a slipped
prefix is as often that of a wrong result as of the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from bot.classroom.items.drawing import Chance
from knowledge.placeholders import Amount

_APART = 1.09
"""Two options of one unit must differ by this factor at least, so that rounding on the way cannot decide."""

_WRONG = (2, 3, 3)
"""How many wrong options an item has: mostly three."""


@dataclass(frozen=True)
class Option:
    """A value on offer; `misconception` is None where it is the right one.

    `twin_of` is the option whose digits this one has, by its own misconception: a prefix that slipped, another unit.
    `besides` is what a second misconception at work is called, by language.
    """

    amount: Amount
    misconception: str | None = None
    twin_of: Option | None = field(default=None, compare=False, repr=False)
    besides: Mapping[str, str] = field(default_factory=dict)


class Target(NamedTuple):
    """How many wrong options an item is to have, and how many of them below the right one."""

    wrong: int
    below: int

    def fewer(self) -> Target:
        """The same end of the row, or its middle, among as few options as there may be."""
        few = min(_WRONG)
        return Target(few, round(self.below / self.wrong * few))


class _Twins(StrEnum):
    """Which options have digits in common."""

    NONE = "none"
    KEY = "key"
    OTHERS = "others"


_WEIGHTS: Mapping[int, Mapping[_Twins, float]] = {
    2: {_Twins.NONE: 0.4, _Twins.KEY: 0.4, _Twins.OTHERS: 0.2},
    3: {_Twins.NONE: 0.4, _Twins.KEY: 0.3, _Twins.OTHERS: 0.3},
}
"""How often twins are wanted, by the number of wrong options: so that to guess among twins pays as little as chance."""

_LONGEST = 0.8
"""How often the key is to be among the longest options: it often shares that place."""

_WORDED_FROM = 1e6
"""From here on numbers are written with a word: "2 million"."""


def target(chance: Chance) -> Target:
    """A size and a place of the key, each place as likely as any other."""
    wrong = chance.one_of(*_WRONG)
    return Target(wrong, chance.one_of(*range(wrong + 1)))


def choose(
    key: Option, plain: Sequence[Option], twins: Sequence[Option], wanted: Target | None, chance: Chance
) -> tuple[Option, ...] | None:
    """The key among wrong options, in order of size; None where they cannot be had as wanted.

    `plain` are wrong options that share no digits with another by their making, `twins` those that do. Each option
    reveals another misconception. Where nothing is `wanted`, any place of the key will do.
    """
    for wrong in (wanted.wrong,) if wanted else sorted(set(_WRONG), reverse=True):
        found: dict[tuple[_Twins, bool], list[tuple[Option, ...]]] = {}
        for options in _sets(key, plain, twins, wrong):
            below = sum(_order(option) < _order(key) for option in options)
            if wanted is None or below == wanted.below:
                longest = all(_length(key.amount) >= _length(option.amount) for option in options)
                found.setdefault((_twins(key, options), longest), []).append(options)
        if found:
            weights = [_WEIGHTS[wrong][shared] * (_LONGEST if longest else 1 - _LONGEST) for shared, longest in found]
            cell = chance.weighted(list(found), weights)
            return tuple(sorted((key, *chance.one_of(*found[cell])), key=_order))
    return None


def _sets(key: Option, plain: Sequence[Option], twins: Sequence[Option], size: int) -> Iterator[tuple[Option, ...]]:
    """Every set of so many wrong options that goes together, with one twin at most."""
    for options in combinations(plain, size):
        if _go_together(key, *options):
            yield options
    for options in combinations(plain, size - 1):
        for twin in twins:
            if (twin.twin_of is key or twin.twin_of in options) and _go_together(key, *options, twin):
                yield (*options, twin)


def _go_together(*options: Option) -> bool:
    named = [option.misconception for option in options]
    return len(set(named)) == len(named) and all(
        are_apart(one.amount, other.amount) for one, other in combinations(options, 2)
    )


def _twins(key: Option, options: Sequence[Option]) -> _Twins:
    twin = next((option for option in options if option.twin_of is not None), None)
    if twin is None:
        return _Twins.NONE
    return _Twins.KEY if twin.twin_of is key else _Twins.OTHERS


def _order(option: Option) -> tuple[float, str, bool]:
    return (option.amount.value, option.amount.unit, option.misconception is not None)


def _length(amount: Amount) -> int:
    """About how many characters a value takes, in any language."""
    value, unit = amount
    if value >= _WORDED_FROM and unit in {"", "USD"}:
        return len(f"{value / _WORDED_FROM:,g} million{unit}")
    return len(f"{value:.1e}" if unit == "FLOP" else f"{value:,.10g} {unit}")


def are_apart(one: Amount, other: Amount) -> bool:
    """Whether two values differ so much that nobody who calculates well can take one for the other."""
    smaller, larger = sorted((one.value, other.value))
    return one.unit != other.unit or larger / smaller >= _APART
