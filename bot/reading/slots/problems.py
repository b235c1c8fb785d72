"""What can be wrong with a question's numbers and names."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.question import Problem
from bot.reading.message import Message
from bot.reading.spans import SpanKind

PROBLEM_CODES: Mapping[str, str] = {
    "count-not-positive": "a number of accelerators that is zero or negative",
    "count-not-whole": "a number of accelerators that is not whole",
    "hours-not-positive": "a time that is zero or negative",
    "hours-per-day-out-of-range": "more than 24 hours of a day, or none",
    "price-not-positive": "a price that is zero or negative",
    "budget-not-positive": "a budget that is zero or negative",
    "pue-below-one": "a PUE below 1: a data centre cannot draw less than what stands in it",
    "utilization-above-one": "a load or MFU above 1",
    "utilization-not-positive": "a load or MFU that is zero or negative",
    "tokens-not-positive": "a number of tokens that is zero or negative",
    "parameters-not-positive": "a number of parameters that is zero or negative",
    "requests-not-positive": "a number of requests that is zero or negative",
    "power-limit-not-positive": "a power limit that is zero or negative",
    "compute-not-positive": "an amount of compute that is zero or negative",
    "range": "two numbers where one is needed",
    "number-too-large": "a number with more digits than anything that exists",
    "too-much-at-once": "more numbers and names than one question has",
    "other-currency": "money that is not in dollars",
    "unknown-name": "a model or an accelerator that is not on file",
    "ambiguous-name": "a name that several models or accelerators have",
    "another-language": "nothing but another language to be spoken",
    "several-places": "electricity from several countries at once",
}
"""Every code that `Question.problems` may carry, with its meaning. The catalogues say it in each language."""

_POSITIVE: Mapping[str, str] = {
    "count": "count-not-positive",
    "hours": "hours-not-positive",
    "hourly_price": "price-not-positive",
    "unit_price": "price-not-positive",
    "power_price": "price-not-positive",
    "budget": "budget-not-positive",
    "tokens": "tokens-not-positive",
    "input_tokens": "tokens-not-positive",
    "output_tokens": "tokens-not-positive",
    "parameters": "parameters-not-positive",
    "requests": "requests-not-positive",
    "requests_per_day": "requests-not-positive",
    "power_limit": "power-limit-not-positive",
    "accelerator_hours": "hours-not-positive",
    "compute": "compute-not-positive",
    "utilization": "utilization-not-positive",
}
_MOST: Mapping[str, float] = {
    "count": 1e9,
    "hours": 1e8,
    "hours_per_day": 1e9,
    "pue": 1e3,
    "utilization": 1e9,
    "limit": 1e6,
}
"""Beyond these a number is a slip or a joke."""
_HOURS_OF_A_DAY = 24
_LARGEST = 1e30
"""Beyond this no number is of anything in our subject."""


_RANGE_SLOTS: Mapping[SpanKind, str] = {
    SpanKind.NUMBER: "count",
    SpanKind.ACCELERATORS: "count",
    SpanKind.DURATION: "hours",
    SpanKind.MONEY: "budget",
    SpanKind.PERCENT: "utilization",
    SpanKind.UTILIZATION: "utilization",
    SpanKind.PUE: "pue",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.TOKENS: "tokens",
    SpanKind.COMPUTE: "compute",
    SpanKind.REQUESTS: "requests",
    SpanKind.POWER: "power_limit",
}
"""The slot that a range of this kind leaves open."""
_SHOWN = 40
"""Characters of an unusable number that are shown back."""


def unread(message: Message, slots: frozenset[str]) -> list[Problem]:
    """Ranges where a slot needs one number, and numbers too large to be read."""
    problems = []
    for span in message.spans:
        text = message.text.source(span.start, span.end)[:_SHOWN]
        slot = _RANGE_SLOTS.get(span.of, "") if span.kind is SpanKind.RANGE and span.of is not None else ""
        if slot in slots:
            problems.append(Problem(code="range", slot=slot, text=text))
        if span.kind is SpanKind.UNUSABLE:
            problems.append(Problem(code="number-too-large", text=text))
    return problems


def check(slots: dict[str, object]) -> list[Problem]:
    """Take unusable numbers out of the slots; what was wrong with them."""
    problems = []
    for slot, value in list(slots.items()):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            continue
        code = _problem_of(slot, float(value))
        if code:
            problems.append(Problem(code=code, slot=slot, text=f"{value:g}"))
            del slots[slot]
    return problems


def _problem_of(slot: str, value: float) -> str:
    if not math.isfinite(value) or abs(value) > _MOST.get(slot, _LARGEST):
        return "number-too-large"
    if slot in _POSITIVE and value <= 0:
        return _POSITIVE[slot]
    if slot == "pue" and value < 1:
        return "pue-below-one"
    if slot == "utilization" and value > 1:
        return "utilization-above-one"
    if slot == "hours_per_day" and not 0 < value <= _HOURS_OF_A_DAY:
        return "hours-per-day-out-of-range"
    return "count-not-whole" if slot == "count" and value != int(value) else ""
