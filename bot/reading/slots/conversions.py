"""The slots of a conversion: a quantity, its unit and the unit wanted."""

from __future__ import annotations

from bot.question import Metric
from bot.reading.features.given import CONVERTIBLE
from bot.reading.message import Message
from bot.reading.slots.conditions import Slots
from bot.reading.slots.lists import METRIC_OF
from bot.reading.slots.usage import fill_requests
from bot.reading.spans import Span, SpanKind

_SYMBOLS = {
    "hour": "h",
    "minute": "min",
    "second": "s",
    "t": "tCO2e",
    "kg": "kgCO2e",
    "g": "gCO2e",
    "FLOPS": "FLOP/s",
    "KFLOPS": "kFLOP/s",
    "MFLOPS": "MFLOP/s",
    "GFLOPS": "GFLOP/s",
    "TFLOPS": "TFLOP/s",
    "PFLOPS": "PFLOP/s",
    "EFLOPS": "EFLOP/s",
}
"""Symbols that questions carry, where reading names the unit otherwise; a mass is one of CO2e."""


_USED = {"request": "requests", "token": "tokens"}
"""What a claimed figure may be for so many of: the unit of its rate -> the slot."""

_MIXED_UP = {SpanKind.POWER: SpanKind.ENERGY, SpanKind.ENERGY: SpanKind.POWER}
"""What a quantity may be asked in although it measures something else, so that the reply can say so."""
_SUMS = ("budget", "unit_price", "hourly_price")
"""Slots that a claimed sum would fill, were it given."""
_CLAIMED = CONVERTIBLE - {SpanKind.DURATION} | {SpanKind.MONEY}


def fill_conversion(message: Message, slots: Slots) -> None:
    """`quantity`, `unit`, and `to` where another unit is named."""
    quantities = [span for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None]
    if not quantities:
        return
    powers = [span for span in quantities if span.kind is SpanKind.POWER]
    times = [span.value for span in quantities if span.kind is SpanKind.DURATION]
    given = powers[0] if powers and times else quantities[0]
    if given.kind is SpanKind.POWER and times:
        slots["hours"] = times[0]
    slots["quantity"] = given.quantity
    slots["unit"] = symbol(given.unit)
    to = _wanted(message, given)
    if to is not None:
        slots["to"] = symbol(to.unit)
    else:
        slots["things"] = message.things


def fill_claim(message: Message, slots: Slots) -> None:
    """`quantity` and `unit` of the figure that is to be checked; a time stands in `hours` already."""
    quantities = [span for span in message.spans if span.kind in _CLAIMED and span.quantity is not None]
    if quantities:
        slots["quantity"] = quantities[0].quantity
        slots["unit"] = symbol(quantities[0].unit)
        if quantities[0].per in _USED:
            slots[_USED[quantities[0].per]] = quantities[0].per_quantity
        elif quantities[0].each == "request":
            slots["requests"] = 1.0
        else:
            fill_requests(message, slots)
            slots.pop("requests_per_day", None)
        if quantities[0].kind is SpanKind.MONEY:
            for slot in _SUMS:
                slots.pop(slot, None)


def claimed_metrics(message: Message, slots: Slots) -> tuple[Metric, ...]:
    """What the claimed figure is one of: "is it true that GPT-4 used 50 GWh?" checks an energy."""
    if "quantity" not in slots and slots.get("models") and slots.get("accelerators"):
        return (Metric.HARDWARE,)
    if "quantity" not in slots and "hours" in slots and "count" not in slots:
        return (Metric.TIME,)
    units = {symbol(span.unit): span.kind for span in message.spans if span.kind in _CLAIMED}
    kind = units.get(str(slots.get("unit", "")))
    return (METRIC_OF[kind],) if kind is not None and kind in METRIC_OF else ()


def _wanted(message: Message, given: Span) -> Span | None:
    units = [span for span in message.kind(SpanKind.UNIT) if span.of is given.kind and span.unit != given.unit]
    units += [span for span in message.spans if span.kind is given.kind and span is not given and span.quantity is None]
    if not units and given.kind in _MIXED_UP:
        units = [span for span in message.kind(SpanKind.UNIT) if span.of is _MIXED_UP[given.kind]]
    if not units and given.kind is SpanKind.ENERGY:
        units = [span for span in message.kind(SpanKind.UNIT) if span.of is SpanKind.MASS]
    return units[0] if units else None


def symbol(unit: str) -> str:
    """The contract's symbol of a unit."""
    return _SYMBOLS.get(unit, unit)
