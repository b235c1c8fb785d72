"""The conditions of a scenario: time, money, prices, load, PUE, power limit, place."""

from __future__ import annotations

from bot.question import Problem
from bot.reading.message import Message
from bot.reading.metrics import Wants
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

HOURS_OF = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "fortnight": 336.0,
    "half-month": 360.0,
    "month": 730.0,
    "bimester": 1460.0,
    "quarter": 2190.0,
    "four-months": 2920.0,
    "semester": 4380.0,
    "year": 8760.0,
}
"""Hours of each period that something can be "per"."""

_DAYS_A_WEEK = 7
_DOLLARS = "USD"
_REACH = 2
_DEAREST_KWH = 2.0
"""Dollars beyond which no price is one of a kilowatt hour."""
_DEAREST_HOUR = 150.0
"""Dollars an hour beyond which a bare price is that of an accelerator itself and not of renting it."""
_PERIODS = ("day", "week", "fortnight", "half-month", "month", "bimester", "quarter", "four-months", "semester", "year")

Slots = dict[str, object]


def fill_time(message: Message, slots: Slots, problems: list[Problem]) -> None:
    """`hours` and `hours_per_day`."""
    for span in message.kind(SpanKind.RANGE):
        if span.of is SpanKind.DURATION:
            problems.append(Problem(code="range", slot="hours", text=message.text.source(span.start, span.end)))
            return
    durations = [span for span in message.kind(SpanKind.DURATION) if span.value is not None]
    if durations:
        slots["hours"] = _longest(durations).value
    else:
        hours = _hours_by_rate(message)
        if hours is not None:
            slots["hours"] = hours
    daily = [span for span in message.kind(SpanKind.HOURS_PER_DAY) if span.value is not None]
    if daily and daily[0].value is not None:
        weekly = [span.value for span in message.kind(SpanKind.DAYS_PER_WEEK) if span.value]
        value = daily[0].value * (weekly[0] / _DAYS_A_WEEK if weekly else 1)
        if value < HOURS_OF["day"] or weekly:
            slots["hours_per_day"] = value


def _longest(durations: list[Span]) -> Span:
    return max(durations, key=lambda span: abs(span.value or 0)) if len(durations) > 1 else durations[0]


def _hours_by_rate(message: Message) -> float | None:
    """The time of a cost or an energy "a month", "annual", "per week"."""
    for span in message.spans:
        if span.kind is SpanKind.PER and span.per in HOURS_OF and not span.each:
            return HOURS_OF[span.per] * span.per_quantity
        if span.kind is SpanKind.MONEY and span.per in _PERIODS and not span.each:
            return HOURS_OF[span.per] * span.per_quantity
    return None


def fill_money(message: Message, wants: Wants, slots: Slots, problems: list[Problem]) -> None:
    """`budget`, `unit_price`, `hourly_price`, `power_price`, `currency`."""
    for span in message.kind(SpanKind.RANGE):
        if span.of is SpanKind.MONEY:
            problems.append(Problem(code="range", slot="budget", text=message.text.source(span.start, span.end)))
    for span in message.kind(SpanKind.MONEY, SpanKind.NUMBER):
        if span.value is None:
            continue
        slot = _money_slot(message, span, wants)
        if slot is None or slot in slots:
            continue
        if span.kind is SpanKind.MONEY and span.unit not in (_DOLLARS, ""):
            slots["currency"] = span.unit
            problems.append(Problem(code="other-currency", slot=slot, text=message.text.source(span.start, span.end)))
        slots[slot] = span.value / span.per_quantity if slot != "budget" else span.value


def _money_slot(message: Message, span: Span, wants: Wants) -> str | None:
    if span.kind is SpanKind.NUMBER:
        return "hourly_price" if span.per == "hour" and span.bound == "" else None
    if span.per == "kWh":
        return "power_price"
    if span.per == "hour":
        return "hourly_price"
    if span.per in ("token", "request"):
        return None
    if span.each:
        return "unit_price"
    if span.per == "" and _is_price(message, span):
        if span.value is not None and span.value < _DEAREST_KWH and _of_electricity(message, span):
            return "power_price"
        return (
            "hourly_price"
            if span.value is not None and span.value < _DEAREST_HOUR and not wants.has("buy", "purchase")
            else "unit_price"
        )
    return "budget"


def _of_electricity(message: Message, span: Span) -> bool:
    """Whether a price stands right after a word for electricity: "electricity at 12 cents"."""
    cues = message.group("electricity", "energy", "power", "bill")
    return any(0 <= span.start - cue.end <= _REACH for cue in cues)


def _is_price(message: Message, span: Span) -> bool:
    """Whether a sum without "each" is still a price of one: "at $31,000", "if an H100 costs $25,000"."""
    if any(0 <= cue.start - span.end <= 2 for cue in message.group("have")):
        return False
    for cue in message.group("price_at"):
        if cue.end == span.start:
            return not any(
                have.end <= cue.start and cue.start - have.end < 2 for have in message.group("have", "enough")
            )
    return False


def fill_ratios(message: Message, slots: Slots, problems: list[Problem]) -> None:
    """`pue` and `utilization`; a bare percentage of a scenario is its load."""
    for span in message.kind(SpanKind.PUE):
        slots.setdefault("pue", span.value)
    for span in message.kind(SpanKind.UTILIZATION):
        slots.setdefault("utilization", span.value)
    for span in message.kind(SpanKind.PERCENT):
        slots.setdefault("utilization", span.value)
    for span in message.kind(SpanKind.RANGE):
        if span.of in (SpanKind.PERCENT, SpanKind.UTILIZATION, SpanKind.PUE):
            problems.append(Problem(code="range", slot="utilization", text=message.text.source(span.start, span.end)))


def fill_power_limit(message: Message, wants: Wants, slots: Slots) -> None:
    """`power_limit`, where a power is given and a number of accelerators asked for, or a limit is said to be one."""
    powers = [span for span in message.kind(SpanKind.POWER) if span.value is not None]
    if powers and (wants.has("count") or powers[0].bound == "below" or message.has("limit", "enough")):
        slots["power_limit"] = powers[0].value


def fill_region(message: Message, slots: Slots, problems: list[Problem]) -> None:
    """`region`, where one place is named."""
    places = message.ids(NameKind.PLACE)
    if len(places) == 1:
        slots["region"] = places[0]
    elif places:
        problems.append(Problem(code="several-places", slot="region", text=", ".join(places)))


def fill_accelerator_hours(message: Message, slots: Slots) -> None:
    """`accelerator_hours`."""
    for span in message.kind(SpanKind.ACCELERATOR_HOURS):
        if span.value is not None:
            slots["accelerator_hours"] = span.value
