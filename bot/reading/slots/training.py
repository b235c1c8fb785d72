"""The described model of a training or serving question: parameters, training tokens, compute."""

from __future__ import annotations

from bot.question import Problem
from bot.reading.message import Message
from bot.reading.slots.conditions import Slots
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

_SMALLEST_MODEL = 1e6
"""A bare number from here on is a number of parameters where a model is described, never one of accelerators."""


def fill_model(message: Message, slots: Slots, problems: list[Problem]) -> None:
    """`parameters`, `tokens` and `compute`."""
    for span in message.kind(SpanKind.RANGE):
        if span.of in (SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.COMPUTE):
            problems.append(Problem(code="range", slot=span.of.value, text=message.text.source(span.start, span.end)))
    for span in message.kind(SpanKind.COMPUTE):
        _set(slots, "compute", span)
    for span in message.kind(SpanKind.PARAMETERS):
        _set(slots, "parameters", span)
        if span.per == "token" and span.per_quantity > 1:
            slots.setdefault("tokens", span.per_quantity)  # "1.5B parameters / 300B tokens"
    for span in message.kind(SpanKind.TOKENS):
        _set(slots, "tokens", span)
    named = message.ids(NameKind.MODEL)
    for span in () if named else _bare(message):
        if "parameters" not in slots and span.suffix != "t":
            slots["parameters"] = span.value
        elif "tokens" not in slots:
            slots["tokens"] = span.value


def _set(slots: Slots, slot: str, span: Span) -> None:
    if span.value is not None and slot not in slots:
        slots[slot] = span.value


def _bare(message: Message) -> list[Span]:
    """Numbers with a magnitude and no noun: "7B on 2T", "un modelo de 2 mil millones"."""
    return [
        span
        for span in message.kind(SpanKind.NUMBER)
        if span.value is not None and (span.suffix in ("b", "t") or span.value >= _SMALLEST_MODEL) and not span.per
    ]
