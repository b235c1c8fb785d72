"""Which numbers of a question can be computed with: the last guard, for questions that no reader has checked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from bot.question import Problem, Question

LEAST, MOST = 1e-15, 1e30
"""Outside these no number is of anything in our subject, and products of several could be no numbers at all."""

_NOT_POSITIVE: Mapping[str, str] = {
    "count": "count-not-positive",
    "hours": "hours-not-positive",
    "hours_per_day": "hours-per-day-out-of-range",
    "accelerator_hours": "hours-not-positive",
    "unit_price": "price-not-positive",
    "hourly_price": "price-not-positive",
    "power_price": "price-not-positive",
    "budget": "budget-not-positive",
    "power_limit": "power-limit-not-positive",
    "parameters": "parameters-not-positive",
    "tokens": "tokens-not-positive",
    "input_tokens": "tokens-not-positive",
    "output_tokens": "tokens-not-positive",
    "requests": "requests-not-positive",
    "requests_per_day": "requests-not-positive",
    "compute": "compute-not-positive",
    "utilization": "utilization-not-positive",
}
"""Slot -> what is wrong with it where it is zero or less."""

_SEVERAL = {"counts": "count"}
"""Slots with several numbers -> the slot that each is like."""
_MOST_OF_A_DAY = 24
_MOST_PUE = 1e3


def problems_of(question: Question) -> tuple[Problem, ...]:
    """What is wrong with the numbers of a question; empty where all can be computed with."""
    return tuple(_problems(question))


def _problems(question: Question) -> Iterator[Problem]:
    for slot, value in vars(question).items():
        for number in value if slot in _SEVERAL else (value,):
            if type(number) is not float and type(number) is not int:
                continue
            code = _problem(_SEVERAL.get(slot, slot), float(number))
            if code:
                yield Problem(code=code, slot=slot, text=f"{number:g}")


def _problem(slot: str, value: float) -> str:
    most = _MOST_PUE if slot == "pue" else MOST
    if not math.isfinite(value) or abs(value) > most:
        return "number-too-large"
    if slot in _NOT_POSITIVE and value < LEAST:
        return _NOT_POSITIVE[slot]
    if slot == "pue" and value < 1:
        return "pue-below-one"
    if slot == "utilization" and value > 1:
        return "utilization-above-one"
    return "hours-per-day-out-of-range" if slot == "hours_per_day" and value > _MOST_OF_A_DAY else ""
