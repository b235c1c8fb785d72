"""The described model of a training or serving question: parameters, training tokens, compute."""

from __future__ import annotations

from bot.reading.message import Message
from bot.reading.slots.conditions import Slots
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

_SMALLEST_MODEL = 1e6
"""A bare number from here on is one of parameters where a model is described, never one of accelerators."""
_SLOTS = {SpanKind.COMPUTE: "compute", SpanKind.PARAMETERS: "parameters", SpanKind.TOKENS: "tokens"}


def fill_model(message: Message, slots: Slots) -> None:
    """`parameters`, `tokens` and `compute`."""
    for kind, slot in _SLOTS.items():
        for span in message.kind(kind):
            if span.value is not None:
                slots.setdefault(slot, span.value)
    for span in message.kind(SpanKind.PARAMETERS):
        if span.per == "token" and span.per_quantity > 1:  # "1.5B parameters / 300B tokens"
            slots.setdefault("tokens", span.per_quantity)
    if message.ids(NameKind.MODEL):
        return
    for span in _bare(message):
        slots.setdefault("tokens" if "parameters" in slots or span.suffix == "t" else "parameters", span.value)


def _bare(message: Message) -> list[Span]:
    """Numbers with a magnitude and no noun: "7B on 2T", "un modelo de 2 mil millones"."""
    return [
        span
        for span in message.kind(SpanKind.NUMBER)
        if span.value is not None and (span.suffix in ("b", "t") or span.value >= _SMALLEST_MODEL) and not span.per
    ]
