"""Units: exact factors, and what the spans carry beside a value."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.reading.lexicon import default_lexicon
from bot.reading.quantities import read_quantities
from bot.reading.quantities.measures import measures
from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text


def only(message: str) -> Span:
    """The one quantity of a message."""
    spans = read_quantities(Text.of(message), default_lexicon())
    assert len(spans) == 1, spans
    return spans[0]


# Message, kind, value in the unit of the kind (hours, kW, kWh, kg, L, GB, FLOP), quantity and unit as written.
# Energies: 1 kWh = 3.6 MJ by definition; 1 BTU (IT) = 1055.05585262 J; 1 kcal = 4184 J. Durations: the contract's.
VALUES = [
    ("36 h", SpanKind.DURATION, 36, 36, "hour"),
    ("90 min", SpanKind.DURATION, 1.5, 90, "minute"),
    ("3 days", SpanKind.DURATION, 72, 3, "day"),
    ("2 weeks", SpanKind.DURATION, 336, 2, "week"),
    ("a fortnight", SpanKind.DURATION, 336, 1, "fortnight"),
    ("1 month", SpanKind.DURATION, 730, 1, "month"),
    ("un bimestre", SpanKind.DURATION, 1460, 1, "bimester"),
    ("1 quarter", SpanKind.DURATION, 2190, 1, "quarter"),
    ("1 semestre", SpanKind.DURATION, 4380, 1, "semester"),
    ("1 year", SpanKind.DURATION, 8760, 1, "year"),
    ("tres semanas y dos días", SpanKind.DURATION, 552, 552, "hour"),
    ("700 W", SpanKind.POWER, 0.7, 700, "W"),
    ("24 MW", SpanKind.POWER, 24000, 24, "MW"),
    ("1,21 gigavatios", SpanKind.POWER, 1210000, 1.21, "GW"),
    ("500 Wh", SpanKind.ENERGY, 0.5, 500, "Wh"),
    ("1.2 GWh", SpanKind.ENERGY, 1200000, 1.2, "GWh"),
    ("2 TWh", SpanKind.ENERGY, 2e9, 2, "TWh"),
    ("3.6 MJ", SpanKind.ENERGY, 1, 3.6, "MJ"),
    ("3600 kJ", SpanKind.ENERGY, 1, 3600, "kJ"),
    ("10000 BTU", SpanKind.ENERGY, 2.930710702, 10000, "BTU"),
    ("1000 kcal", SpanKind.ENERGY, 1.162222222, 1000, "kcal"),
    ("80 GB", SpanKind.MEMORY, 80, 80, "GB"),
    ("1 TB", SpanKind.MEMORY, 1000, 1, "TB"),
    ("80 GiB", SpanKind.MEMORY, 85.89934592, 80, "GiB"),
    ("2 toneladas de CO2", SpanKind.MASS, 2000, 2, "t"),
    ("300 g CO2", SpanKind.MASS, 0.3, 300, "g"),
    ("3 m3", SpanKind.VOLUME, 3000, 3, "m3"),
    ("3e23 FLOP", SpanKind.COMPUTE, 3e23, 3e23, "FLOP"),
    ("312 TFLOPS", SpanKind.COMPUTE_RATE, 312e12, 312, "TFLOPS"),
    ("80%", SpanKind.PERCENT, 0.8, 80, "%"),
    ("9 centavos", SpanKind.MONEY, 0.09, 0.09, "USD"),
    ("20 grand", SpanKind.MONEY, 20000, 20000, "USD"),
    ("500 euros", SpanKind.MONEY, 500, 500, "EUR"),
    ("12 tokens", SpanKind.TOKENS, 12, 12, "token"),
    ("8 GPUs", SpanKind.ACCELERATORS, 8, 8, "accelerator"),
]


@pytest.mark.parametrize(("message", "kind", "value", "quantity", "unit"), VALUES, ids=[case[0] for case in VALUES])
def test_value(message: str, kind: SpanKind, value: float, quantity: float, unit: str) -> None:
    span = only(message)
    assert (span.kind, span.unit) == (kind, unit)
    assert span.value == pytest.approx(value, rel=1e-9)
    assert span.quantity == pytest.approx(quantity, rel=1e-12)


def test_units_are_known_by_id() -> None:
    units = measures().units
    assert units["kWh"].factor == 1
    assert units["GWh"].factor == 1e6
    assert units["MJ"].factor * 3.6 == pytest.approx(1)
    assert all(unit.factor > 0 for unit in units.values())


@pytest.mark.parametrize(
    ("message", "per", "per_quantity", "each"),
    [
        ("$2.50 per GPU-hour", "hour", 1, "accelerator"),
        ("$8,000 c/u", "", 1, "each"),
        ("2 dólares la hora cada una", "hour", 1, "each"),
        ("$3 per million tokens", "token", 1e6, ""),
        ("9 centavos el kWh", "kWh", 1, ""),
        ("$15 per 1000 queries", "request", 1000, ""),
        ("$15 per query", "", 1, "request"),
        ("$50 every 2 weeks", "week", 2, ""),
        ("10 prompts per user per day", "day", 1, "user"),
    ],
)
def test_rates(message: str, per: str, per_quantity: float, each: str) -> None:
    span = only(message)
    assert (span.per, span.per_quantity, span.each) == (per, per_quantity, each)


@pytest.mark.parametrize(
    ("message", "per", "hours"),
    [("monthly cost of", "month", 730), ("costo cada 2 semanas", "week", 336), ("costo al día", "day", 24)],
)
def test_a_rate_alone_says_how_long_it_is(message: str, per: str, hours: float) -> None:
    span = only(message)
    assert (span.kind, span.per, span.value) == (SpanKind.PER, per, hours)


def read(message: str) -> tuple[Span, ...]:
    """The quantities of a message."""
    return read_quantities(Text.of(message), default_lexicon())


def test_all_day_is_one_day_where_nothing_else_is_said() -> None:
    day, always = only("all day"), only("24/7")
    assert (day.kind, day.value, day.quantity, day.unit) == (SpanKind.HOURS_PER_DAY, 24, 1, "day")
    assert (always.kind, always.value, always.quantity, always.unit) == (SpanKind.HOURS_PER_DAY, 24, 24, "hour")


def test_hours_a_week_are_spread_over_its_days() -> None:
    span = only("40 hours a week")
    assert (span.kind, span.quantity, span.per) == (SpanKind.HOURS_PER_DAY, 40, "week")
    assert span.value == pytest.approx(40 / 7)


def test_bounds_and_approximation() -> None:
    assert only("más de 100 GPU").bound == "above"
    assert only("no more than 5 kW").bound == "below"
    assert only("100+ GPUs").bound == "above"
    assert only("unas 500 GPU").approximate
    assert only("mil y pico").approximate
    assert not only("500 GPU").approximate


def test_a_span_says_what_made_it() -> None:
    span = only("treinta y cinco kilovatios hora")
    assert span.evidence == (
        "es:numbers.cardinals:treinta",
        "es:numbers.cardinals:cinco",
        "es:units.units:kilovatios hora",
    )
    assert (span.start, span.end) == (0, 5)


def test_ranges_carry_both_ends_and_no_value() -> None:
    span = only("between 2 and 3 months")
    assert (span.kind, span.of, span.low, span.high, span.value) == (
        SpanKind.RANGE,
        SpanKind.DURATION,
        1460,
        2190,
        None,
    )
    assert (span.start, span.end) == (0, 5)


def test_spans_are_in_order_and_apart() -> None:
    spans = read("8 H100 y 4 L4 de 9 a 5 todos los días por un mes a $2 la hora, entre 5 y 10 kW")
    assert [first.end <= second.start for first, second in pairwise(spans)] == [True] * (len(spans) - 1)
    assert all(span.covers(span.start) and not span.covers(span.end) for span in spans)
    assert all(not first.overlaps(second.start, second.end) for first, second in pairwise(spans))
