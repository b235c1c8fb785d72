"""Numbers in digits by their shape, numbers in words, and numbers as Babel writes them in our locales."""

from __future__ import annotations

import math

import pytest
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent, format_scientific
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.lexicon import default_lexicon
from bot.reading.quantities import read_quantities
from bot.reading.quantities.digits import digits_value
from bot.reading.spans import SpanKind
from bot.reading.text import Text

from .spelling import english, spanish

SHAPES = {
    "8": 8, "8.000": 8000, "8,000": 8000, "1,5": 1.5, "1.5": 1.5, "1.000.000": 1e6, "1,000,000": 1e6, "0,125": 0.125,
    "0.125": 0.125, "12,5": 12.5, "12.50": 12.5, "100.000": 1e5, "1234,5": 1234.5, "1234.567": 1234.567,
    "1.234,56": 1234.56, "1,234.56": 1234.56, "12.345.678,9": 12345678.9, "1,000.000": 1000, "1'000'000": 1e6,
    "1'500.000": 1.5e6, "1,00,000": 1e5, ".5": 0.5, ",5": 0.5, "007": 7,
    "1.2.3": None, "1.5.2": None, "10,20,30": None, "1,2,3": None, "1'5": None, "192.168.0.1": None,
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_digits_follow_their_shape(shape: str) -> None:
    assert digits_value(shape) == SHAPES[shape]


def test_too_many_digits_are_refused() -> None:
    assert digits_value("9" * 40) == float("9" * 40)
    for endless in ("9" * 41, "1," * 40 + "000", "1." + "0" * 50):
        with pytest.raises(OverflowError):
            digits_value(endless)


def only_value(message: str) -> float | None:
    """The value of the one quantity of a message."""
    spans = read_quantities(Text.of(message), default_lexicon())
    assert len(spans) == 1, spans
    return spans[0].value


counts = st.one_of(
    st.integers(0, 2000),
    st.integers(0, 10**12),
    st.builds(lambda a, b: a * 10**b, st.integers(1, 999), st.integers(0, 10)),
)


@given(counts)
def test_any_number_in_spanish_words(number: int) -> None:
    assert only_value(f"cuestan {spanish(number)} H100") == number


@given(counts)
def test_any_number_in_english_words(number: int) -> None:
    assert only_value(f"cost of {english(number)} H100") == number


@given(counts, st.sampled_from(["es_EC", "es_ES", "en_US"]))
def test_any_whole_number_as_babel_writes_it(number: int, locale: str) -> None:
    assert only_value(f"costo: {format_decimal(number, locale=locale)} H100") == number


@given(st.integers(1, 10**9), st.integers(1, 99), st.sampled_from(["es_EC", "es_ES", "en_US"]))
def test_any_decimal_as_babel_writes_it(whole: int, cents: int, locale: str) -> None:
    number = whole + cents / 100
    assert only_value(f"costo {format_decimal(number, '#,##0.00', locale=locale)}") == pytest.approx(number)


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from(["es_EC", "es_ES", "en_US"]))
def test_any_sum_as_babel_writes_it(whole: int, cents: int, locale: str) -> None:
    amount = whole + cents / 100
    spans = read_quantities(Text.of(f"tengo {format_currency(amount, 'USD', locale=locale)}"), default_lexicon())
    assert [(span.kind, span.unit) for span in spans] == [(SpanKind.MONEY, "USD")]
    assert spans[0].value == pytest.approx(amount)


@given(st.integers(0, 1000), st.sampled_from(["es_EC", "es_ES", "en_US"]))
def test_any_percentage_as_babel_writes_it(percent: int, locale: str) -> None:
    spans = read_quantities(Text.of(format_percent(percent / 100, locale=locale)), default_lexicon())
    assert [span.kind for span in spans] == [SpanKind.PERCENT]
    assert spans[0].value == pytest.approx(percent / 100)


@given(st.integers(1, 999), st.integers(0, 4), st.sampled_from(["es_EC", "es_ES", "en_US"]))
def test_any_short_form_as_babel_writes_it(digits: int, thousands: int, locale: str) -> None:
    number = digits * 1000**thousands
    # CLDR's Spanish "1 B" is a billón; among us "7B" is 7e9 in either language, as the published contract has it.
    for style in ("long",) if thousands == 4 and locale != "en_US" else ("short", "long"):
        written = format_compact_decimal(number, format_type=style, locale=locale, fraction_digits=2)
        assert only_value(f"costo {written}") == number


@given(st.floats(1e-6, 1e30), st.sampled_from(["es_EC", "en_US"]))
def test_any_scientific_number_as_babel_writes_it(number: float, locale: str) -> None:
    written = format_scientific(number, "0.###E0", locale=locale)
    value = only_value(f"costo {written}")
    assert value is not None
    assert math.isclose(value, number, rel_tol=1e-3)


@given(st.integers(0, 10**6))
def test_a_minus_makes_it_negative(number: int) -> None:
    for written in (f"-{number}", f"menos {number}", f"minus {number}", f"−{number}"):
        assert only_value(f"costo {written} H100") == -number
