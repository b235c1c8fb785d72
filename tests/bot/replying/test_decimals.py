from __future__ import annotations

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.replying.decimals import Decimals

LOCALES = ["es_EC", "en_US", "de_DE", "fr_FR"]
FINITE = st.floats(min_value=-1e15, max_value=1e15, allow_nan=False)


@given(value=FINITE, most=st.integers(0, 12), least=st.integers(0, 3), code=st.sampled_from(LOCALES))
def test_numbers_are_written_as_babel_writes_them(value: float, most: int, least: int, code: str) -> None:
    least = min(least, most)
    locale = Locale.parse(code)
    pattern = "#,##0" + ("." + "0" * least + "#" * (most - least) if most else "")
    expected = format_decimal(value, locale=locale, format=pattern)
    minus_zero = format_decimal(-1, locale=locale, format="0").removesuffix("1") + format_decimal(
        0, locale=locale, format=pattern
    )
    assert Decimals(locale).write(value, most, least) == expected or expected == minus_zero


@pytest.mark.parametrize(
    ("value", "most", "least", "written"),
    [
        (1234567.891, 2, 0, "1.234.567,89"),
        (0.5, 4, 2, "0,50"),
        (12.0, 3, 0, "12"),
        (-0.004, 2, 0, "0"),
        (-3, 0, 0, "-3"),
    ],
)
def test_numbers_in_ecuador(value: float, most: int, least: int, written: str) -> None:
    assert Decimals(Locale.parse("es_EC")).write(value, most, least) == written
