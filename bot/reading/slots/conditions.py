"""The conditions of a scenario: time, money, prices, load, PUE, power limit, place."""

from __future__ import annotations

from collections.abc import Mapping

from bot.question import Problem
from bot.reading.message import Message
from bot.reading.spans import Span, SpanKind
from bot.reading.wants import Wants
from knowledge.names import NameKind

HOURS_OF: Mapping[str, float] = {
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
"""Hours of each period that something can be "per"; a month is 730, a twelfth of a year."""
_SHORTER_THAN_A_DAY = frozenset({"second", "minute", "hour"})
_DAYS_A_WEEK = 7
_DOLLARS = "USD"
_NEAR = 2
"""Tokens within which words belong together."""
DEAREST_KWH = 2.0
"""Dollars beyond which no price is one of a kilowatt hour."""
_DEAREST_HOUR = 150.0
"""Dollars beyond which a bare price is that of an accelerator and not of renting it for an hour."""

Slots = dict[str, object]


def fill_time(message: Message, slots: Slots) -> None:
    """`hours` and `hours_per_day`."""
    if any(span.of is SpanKind.DURATION for span in message.kind(SpanKind.RANGE)):
        return
    durations = [span.value for span in message.kind(SpanKind.DURATION) if span.value is not None]
    hours = max(durations, key=abs) if durations else _hours_by_rate(message)
    if hours is not None:
        slots["hours"] = hours
    daily = [span.value for span in message.kind(SpanKind.HOURS_PER_DAY) if span.value is not None]
    if daily:
        weekly = [span.value for span in message.kind(SpanKind.DAYS_PER_WEEK) if span.value]
        value = daily[0] * weekly[0] / _DAYS_A_WEEK if weekly else daily[0]
        if value != HOURS_OF["day"]:
            slots["hours_per_day"] = value


def _hours_by_rate(message: Message) -> float | None:
    """The time of a cost or an energy "a month", "annual", "per week"; of a sum only from a day on."""
    found = []
    for span in message.spans:
        if span.per not in HOURS_OF or span.each:
            continue
        if speed_of_tokens(message, span):
            continue
        of_sum = span.kind is SpanKind.MONEY and span.per not in _SHORTER_THAN_A_DAY
        if span.kind is SpanKind.PER or of_sum:
            found.append(HOURS_OF[span.per] * span.per_quantity)
    return max(found, default=None)  # "12 things a day, how much a month?"


def speed_of_tokens(message: Message, span: Span) -> bool:
    """Whether a rate is that at which tokens come: "tokens per second" asks for no second of work."""
    units = [unit.end for unit in message.kind(SpanKind.UNIT) if unit.of is SpanKind.TOKENS]
    words = [cue.end for cue in message.group("tokens")]
    return span.kind is SpanKind.PER and span.per in _SHORTER_THAN_A_DAY and span.start in (*units, *words)


def fill_money(message: Message, wants: Wants, slots: Slots, problems: list[Problem]) -> None:
    """`budget`, `unit_price`, `hourly_price`, `power_price`, `currency`."""
    for span in message.kind(SpanKind.MONEY, SpanKind.NUMBER):
        slot = _money_slot(message, span, wants) if span.value is not None else ""
        if not slot or slot in slots or span.value is None:
            continue
        if span.kind is SpanKind.MONEY and span.unit not in (_DOLLARS, ""):
            slots["currency"] = span.unit
            problems.append(Problem(code="other-currency", slot=slot, text=message.text.source(span.start, span.end)))
        slots[slot] = span.value if slot == "budget" else span.value / span.per_quantity


def _money_slot(message: Message, span: Span, wants: Wants) -> str:
    """What a sum is: a budget, or the price of something. A number is a price where it is "per hour"."""
    if span.kind is SpanKind.NUMBER:
        return "hourly_price" if span.per == "hour" and not span.bound else ""
    if span.per in ("kWh", "hour"):
        return "power_price" if span.per == "kWh" else "hourly_price"
    if span.per in ("token", "request"):
        return ""
    if span.each:
        return "unit_price"
    if span.per or not _is_price(message, span):
        return "budget"
    value = span.value or 0.0
    if value < DEAREST_KWH and _of_electricity(message, span):
        return "power_price"
    return "hourly_price" if value < _DEAREST_HOUR and not wants.has("buy", "purchase") else "unit_price"


def _of_electricity(message: Message, span: Span) -> bool:
    """Whether a price stands right after a word for electricity: "electricity at 12 cents"."""
    cues = message.group("electricity", "energy", "power", "bill")
    return any(0 <= span.start - cue.end <= _NEAR for cue in cues)


def _is_price(message: Message, span: Span) -> bool:
    """Whether a sum without "each" is still a price of one: "at $31,000", "if an H100 costs $25,000"."""
    if any(0 <= cue.start - span.end <= _NEAR for cue in message.group("have")):
        return False
    for cue in message.group("price_at"):
        if cue.end == span.start:
            return not any(0 <= cue.start - have.end < _NEAR for have in message.group("have", "enough"))
    return False


def fill_ratios(message: Message, slots: Slots) -> None:
    """`pue` and `utilization`; a bare percentage of a scenario is its load."""
    for slot, kind in (
        ("pue", SpanKind.PUE),
        ("utilization", SpanKind.UTILIZATION),
        ("utilization", SpanKind.PERCENT),
    ):
        for span in message.kind(kind):
            slots.setdefault(slot, span.value)


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
        named = message.named(NameKind.PLACE)
        text = ", ".join(message.text.source(name.start, name.end) for name in named)
        problems.append(Problem(code="several-places", slot="region", text=text))


def fill_accelerator_hours(message: Message, slots: Slots) -> None:
    """`accelerator_hours`."""
    for span in message.kind(SpanKind.ACCELERATOR_HOURS):
        if span.value is not None:
            slots["accelerator_hours"] = span.value
