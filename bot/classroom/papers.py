"""A student's sheet of a graded test: the same questions for all, in another order, with other numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.classroom.ordering import picked, shuffled

VARIANTS: Final = 6
"""Of each generated question, so that neighbours seldom have the same numbers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question on a sheet: its number in the test, its variant, and in which order its options stand."""

    number: int
    variant: int
    ordering: tuple[int, ...]


def paper(
    variants: Mapping[int, int], options: Callable[[int, int], int], seed: int, person_id: int
) -> tuple[Line, ...]:
    """The sheet of one student; the same for the same seed.

    `variants` says how many there are of each question, by its number; `options` how many options a variant has.
    """
    numbers = sorted(variants)
    lines = []
    for index in shuffled(len(numbers), seed, person_id):
        number = numbers[index]
        variant = picked(variants[number], seed, person_id, number)
        lines.append(Line(number, variant, shuffled(options(number, variant), seed, person_id, number)))
    return tuple(lines)


def kept(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """A sheet ready for JSON."""
    return [{"number": one.number, "variant": one.variant, "ordering": list(one.ordering)} for one in lines]


def restored(kept: list[dict[str, Any]]) -> tuple[Line, ...]:
    """The sheet that `kept` wrote."""
    return tuple(Line(one["number"], one["variant"], tuple(one["ordering"])) for one in kept)
