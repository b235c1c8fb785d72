"""What the quantities of a message tell, as features."""

from __future__ import annotations

from bot.reading.message import Message
from bot.reading.slots.conditions import speed_of_tokens
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

CONVERTIBLE = frozenset(
    {SpanKind.ENERGY, SpanKind.POWER, SpanKind.DURATION, SpanKind.MASS, SpanKind.VOLUME, SpanKind.COMPUTE,
     SpanKind.COMPUTE_RATE, SpanKind.MEMORY}
)  # fmt: skip
"""Kinds of quantities that can be told in another unit."""
_TOLD = CONVERTIBLE - {SpanKind.DURATION, SpanKind.MEMORY}
"""Kinds of quantities that everyday things give the scale of."""
_BOUNDED = CONVERTIBLE - {SpanKind.VOLUME} | {SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.MONEY, SpanKind.NUMBER}
"""Kinds of quantities that a list can be limited by."""
_MIXED_UP = frozenset({SpanKind.POWER, SpanKind.ENERGY})
"""Kinds that people take for one another: "5 kWh in kW"."""
_BUDGET_PERIODS = frozenset({"", "day", "week", "month", "quarter", "semester", "year"})
_LONG_PERIODS = _BUDGET_PERIODS - {""}
_SMALLEST_MODEL = 1e6

_BY_KIND = {
    SpanKind.DURATION: "duration",
    SpanKind.HOURS_PER_DAY: "hours per day",
    SpanKind.UTILIZATION: "utilization",
    SpanKind.PUE: "pue",
    SpanKind.POWER: "power given",
    SpanKind.ENERGY: "energy given",
    SpanKind.REQUESTS: "requests",
    SpanKind.TIMES: "times",
    SpanKind.PEOPLE: "people",
    SpanKind.ACCELERATOR_HOURS: "accelerator hours",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.TOKENS: "tokens",
    SpanKind.COMPUTE: "compute",
    SpanKind.MACHINES: "machines",
    SpanKind.RANGE: "range",
    SpanKind.OTHER: "other quantity",
}


def is_budget(span: Span) -> bool:
    """A sum that is there to be spent: no price of one thing."""
    return span.kind is SpanKind.MONEY and not span.each and span.per in _BUDGET_PERIODS


def features_of_quantities(message: Message) -> set[str]:
    """What is given, and as what."""
    found = {feature for kind, feature in _BY_KIND.items() if message.by_kind.get(kind)}
    of_things = message.has("models", "accelerators")
    for span in message.spans:
        if span.bound and span.kind in _BOUNDED and (span.kind is not SpanKind.DURATION or of_things):
            found.add("bound")
        if span.kind in CONVERTIBLE and not span.per and span.quantity is not None:
            found |= {"quantity", "quantity to tell"} if span.kind in _TOLD else {"quantity"}
        if span.kind is SpanKind.MONEY and not (span.bound and not message.named(NameKind.ACCELERATOR)):
            found.add("budget" if is_budget(span) else "price given")
        if span.kind is SpanKind.NUMBER:
            found |= _numbers(message, span)
            if span.suffix == "t" and any(other.suffix == "b" for other in message.kind(SpanKind.NUMBER)):
                found.add("tokens")  # "7B on 2T"
        if span.kind is SpanKind.PARAMETERS and span.per == "token":
            found.add("tokens")
        if span.kind is SpanKind.PER and span.per in _LONG_PERIODS:
            found.add("period")
        if span.kind is SpanKind.PER:
            found |= {"speed of tokens"} if speed_of_tokens(message, span) else _rates(message, span)
    found -= _no_conditions(message, of_things)
    return found | _between_units(message)


def _between_units(message: Message) -> set[str]:
    """Whether a quantity stands beside a unit that it may be told in."""
    found = set()
    units = {span.of for span in message.kind(SpanKind.UNIT)}
    energies = [span for span in message.kind(SpanKind.ENERGY) if span.quantity is not None and not span.per]
    if len(energies) == 1 and SpanKind.MASS in units and not message.has("train", "use", "serve", "models"):
        found.add("energy and a mass")
    timed = message.by_kind.get(SpanKind.POWER) and message.by_kind.get(SpanKind.DURATION)
    if timed and (SpanKind.ENERGY in units or message.has("energy", "consume")) and not message.names:
        found.add("power over a time")
    if any(span.kind in units for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None):
        found.add("quantity and unit")
    told = {span.kind for span in message.spans if span.kind in _MIXED_UP and span.quantity is not None}
    if len(told) == 1 and not message.names and (units & _MIXED_UP) - told:
        found.add("power and energy")
    return found


def _no_conditions(message: Message, of_things: bool) -> set[str]:
    """What sets no scenario: the time of "models that took over a month", the load of what is drawn "flat out"."""
    idle = set()
    if of_things and not message.names and all(span.bound for span in message.kind(SpanKind.DURATION)):
        idle.add("duration")
    if all(span.value == 1 for span in message.kind(SpanKind.UTILIZATION)):
        idle.add("utilization")
    return idle


def _numbers(message: Message, span: Span) -> set[str]:
    """What a number without a noun tells: a model's size, a price of an hour, tokens before "in" and "out"."""
    found = set()
    large = span.value is not None and span.value >= _SMALLEST_MODEL and not span.per and not span.bound
    described = large and message.has("models", "train") and bool(message.kind(SpanKind.TOKENS))
    if span.suffix == "b" or described:
        found.add("parameters")
    if span.per == "hour":
        found.add("price given")
    if message.has("after_input") and any(cue.start == span.end for cue in message.group("after_output")):
        found |= {"tokens", "output word"}
    return found


def _rates(message: Message, span: Span) -> set[str]:
    """What "per prompt" and "per 1k tokens" tell."""
    if "request" in (span.per, span.each):
        return {"requests"}
    return {"tokens"} if span.per == "token" and not message.has("cost", "price", "api_price") else set()
