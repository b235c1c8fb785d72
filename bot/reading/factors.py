"""What "double that", "half the GPUs" and "twice the tokens" do to the question before."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reading.cues import Cue
from bot.reading.message import Message
from bot.reading.slots.conditions import Slots
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants

_DOUBLED = ("count", "requests", "requests_per_day", "tokens", "input_tokens", "output_tokens", "budget", "quantity",
            "accelerator_hours", "limit")  # fmt: skip
"""What a factor alone means: the first that the question before has; tokens of both directions go together."""
_NAMED: Mapping[str, tuple[str, ...]] = {
    "input": ("input_tokens",),
    "output": ("output_tokens",),
    "tokens": ("tokens", "input_tokens"),
    "parameters": ("parameters",),
    "size": ("parameters",),
    "time": ("hours",),
    "request": ("requests", "requests_per_day"),
    "accelerators": ("count",),
    "count": ("count",),
    "money": ("budget",),
    "budget_is": ("budget",),
}
"""What a word right behind a factor says is multiplied."""
_REACH = 2


def factors(message: Message) -> list[float]:
    """What to multiply by: "double", "la mitad", "10 times more", "diez veces eso"."""
    found = [span.value for span in message.kind(SpanKind.FACTOR) if span.value]
    after = {cue.start for cue in message.group("more")}
    after |= {cue.start for cue in message.scope if "pronoun" in cue.groups}
    times = [span.value for span in message.kind(SpanKind.TIMES) if span.value and span.end in after]
    return found or times


def multiplied_word(message: Message) -> Cue | None:
    """The word that says what a factor multiplies: "tokens" of "double the tokens"."""
    for span in message.kind(SpanKind.FACTOR):
        for cue in message.cues:
            if span.start <= cue.start <= span.end + _REACH and not _NAMED.keys().isdisjoint(cue.groups):
                return cue
    return None


def multiply(message: Message, wants: Wants, slots: Slots) -> None:
    """Multiply what is meant, if there is a factor."""
    found = factors(message)
    if not found:
        return
    cue = multiplied_word(message)
    named = [slot for group in cue.groups for slot in _NAMED.get(group, ())] if cue is not None else []
    if wants.has("time") and "hours" in slots:
        named.append("hours")
    for slot in (*named, *_DOUBLED):
        value = slots.get(slot)
        if isinstance(value, (int, float)):
            slots[slot] = value * found[0]
            output = slots.get("output_tokens")
            both = slot == "input_tokens" and (cue is None or "input" not in cue.groups)
            if both and isinstance(output, (int, float)):
                slots["output_tokens"] = output * found[0]
            return
