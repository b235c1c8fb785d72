"""Numbers, units, money, durations, dates and texts, as a reader of one language writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import (
    format_compact_decimal,
    get_currency_symbol,
)
from babel.units import format_unit

from bot.replying.catalogue import languages, locale_of, translations
from bot.replying.decimals import Decimals
from bot.replying.sizes import DURATIONS, NO_BREAK_SPACE, SYMBOLS, from_to, rough_unit, size_of
from knowledge.figures import Figure, Kind

_WORDED_UNITS = frozenset({"day", "week", "month", "quarter", "year", "gallon"})
_FINEST_SHARE = {"year": 2, "month": 2, "week": 1, "day": 1}
"""In how many parts a duration may be said of a unit: "a year and a half", but 36 hours."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDED_FROM = 1_000_000
_POWERS_FROM = 1e15
_WHOLE_FROM = 100
_CENTS_BELOW = 1000
_WHOLE_CENTS_FROM = 10
"""Dollars from which on nobody reads parts of a cent."""
_MONEY_DECIMALS, _SMALL_MONEY_DIGITS = 4, 3
"""Decimals of an amount with cents, and the digits that one of less than a cent still shows."""
_FINEST_DECIMALS = 12
_LONGEST_CONJUNCTION = 4
_UNDATED = "undated"
_LEAST_OF_A_UNIT, _MOST_OF_A_UNIT = 0.5, 48
"""Between which amounts both ends of an interval of times are said in the unit of its centre."""
_REMEMBERED = 4096
"""Amounts in words that are remembered: rounded ones recur."""


_FILED_DIGITS = 4
"""Digits that are shown of a figure on file which has decimals."""


class Localizer:
    """Formats for one language. Values are rounded here, once, to the digits that their interval deserves."""

    def __init__(self, language: str, number_style: str | None = None) -> None:
        """`number_style` is one of `decimals.STYLES`; None: as the language writes numbers."""
        self.language = language
        self.locale = locale_of(language)
        self._translations = translations(language)
        self._patterns: dict[str, str] = {}
        self._decimals = Decimals(self.locale, number_style)
        self._in_words = lru_cache(maxsize=_REMEMBERED)(self._compact)
        self._worded = lru_cache(maxsize=_REMEMBERED)(self._unit_in_words)
        self._conjunctions = languages()[language].conjunctions
        self._smaller_words = languages()[language].smaller_words
        self._dollar = get_currency_symbol("USD", self.locale)
        self._dollar_first = self.locale.currency_formats["standard"].pattern.startswith("¤")

    def text(self, key: str, **data: object) -> str:
        """The catalogue's text for a key, filled in. Raises KeyError where the catalogue has none."""
        return self.pattern(key) % data

    def pattern(self, key: str) -> str:
        """The catalogue's text for a key, not yet filled in. Raises KeyError where the catalogue has none."""
        text = self._patterns.get(key)
        if text is None:
            text = self._translations.gettext(key)
            if text == key:
                raise KeyError(key)
            self._patterns[key] = text
        return text

    def plural_pattern(self, key: str, number: int) -> str:
        """The catalogue's text for a key in the plural form that a number asks for, not yet filled in."""
        text = self._translations.ngettext(key, key, number)
        if text == key:
            raise KeyError(key)
        return text

    def number(self, value: float, digits: int | None = None) -> str:
        """A number, rounded to significant digits where that is asked; large ones in words, vast ones as powers."""
        value = _rounded(value, digits)
        if abs(value) >= _POWERS_FROM:
            return self._power_of_ten(value)
        if abs(value) >= _WORDED_FROM:
            return self._in_words(value)
        return self._decimals.write(value, _most_decimals(value))

    def number_of(self, value: float) -> str:
        """A number before what it counts: "25,000" tokens, "2 million" tokens, in Spanish "2 millones de" tokens."""
        whole = float(round(value)) if abs(value) >= _WHOLE_FROM else value
        number = self.number(whole)
        return self.text("many-of", number=number) if _WORDED_FROM <= abs(whole) < _POWERS_FROM else number

    def percent(self, fraction: float) -> str:
        """A fraction as a percentage."""
        return f"{self._decimals.write(_rounded(100 * fraction, 3), 1)}%"

    def money(self, value: float, digits: int | None = None) -> str:
        """An amount of US dollars: cents only where they matter, millions in words."""
        value = _rounded(value, digits)
        if 0 < abs(value) < _CENTS_BELOW and value != int(value):
            finest = _MONEY_DECIMALS if abs(value) < _WHOLE_CENTS_FROM else 2
            decimals = max(finest, _SMALL_MONEY_DIGITS - 1 - math.floor(math.log10(abs(value))))
            number = self._decimals.write(value, min(decimals, _FINEST_DECIMALS), 2)
        else:
            number = self.number(value)
        return f"{self._dollar}{number}" if self._dollar_first else f"{number}{NO_BREAK_SPACE}{self._dollar}"

    def value(self, value: float, unit: str, digits: int | None = 3, *, beside: float | None = None) -> str:
        """A value with its unit, in the size of unit that reads best; `beside` gives the size that others are in."""
        return self._scaled((value,), unit, value if beside is None else beside, digits)[0]

    def size(self, value: float, unit: str) -> float:
        """How much of a unit one of the size is that suits a value: a MWh is a thousand kWh."""
        return size_of(value, unit)[0]

    def amount(self, value: float, unit: str) -> str:
        """A value in exactly the unit named, already rounded."""
        if unit in {"", "tokens", "parameters", "requests"}:
            return self.number(value)
        if unit == "%":
            return self.percent(value / 100)
        if unit.startswith("USD"):
            return self.money(value) + unit.removeprefix("USD")
        if unit in _WORDED_UNITS:
            return self._worded(value, unit)
        return f"{self.number(value)}{NO_BREAK_SPACE}{SYMBOLS.get(unit, unit)}"

    def figure(self, figure: Figure, *, beside: float | None = None) -> str:
        """The central value of a figure with its unit: three digits of a computed one, what is on file to the fourth.

        Beyond that only a whole number is written out: "433.196 MWh" on file reads as 433 thousand in half the world.
        What the person has said stays as they said it.
        """
        if figure.kind is Kind.GIVEN:
            return self.value(figure.central, figure.unit, None, beside=beside)
        if figure.kind is Kind.COMPUTED and not figure.is_exact:
            return self.value(figure.central, figure.unit, 3, beside=beside)
        shown = figure.central / self.size(figure.central if beside is None else beside, figure.unit)
        while shown >= _WORDED_FROM:
            shown /= _WORDED_FROM
        digits = None if shown.is_integer() else max(_FILED_DIGITS, len(str(int(shown))))
        return self.value(figure.central, figure.unit, digits, beside=beside)

    def interval(self, figure: Figure, digits: int | None = 2, *, beside: float | None = None) -> str:
        """The 90 % interval of a figure, with one unit for both ends; empty where both round to the same."""
        if digits and not _rounded(figure.low, digits) <= figure.central <= _rounded(figure.high, digits):
            digits += 1  # A bound near the value must not be rounded past it.
        if _rounded(figure.low, digits) == _rounded(figure.high, digits):
            return ""
        reference = figure.central if beside is None else beside
        return from_to(*self._scaled((figure.low, figure.high), figure.unit, reference, digits))

    def duration(self, hours: float) -> str:
        """A time in the unit that divides it evenly ("1 month", "2 weeks"), else in hours or the nearest size."""
        for unit, length in DURATIONS:
            if hours >= length and (hours / length * _FINEST_SHARE[unit]).is_integer():
                return self._worded(hours / length, unit)
        return self.value(hours, "h", None)

    def rough_duration(self, hours: float) -> str:
        """A computed time, rounded to a unit that a person would use."""
        unit, length = rough_unit(hours)
        return self._worded(_rounded(hours / length, 2), unit)

    def rough_interval(self, low: float, central: float, high: float) -> str:
        """Two computed times with one unit for both ends, where that reads well; empty where they read the same."""
        ends = self.rough_duration(low), self.rough_duration(high)
        if ends[0] == ends[1]:
            return ""
        unit, length = rough_unit(central)
        if low >= length * _LEAST_OF_A_UNIT and high < length * _MOST_OF_A_UNIT:
            ends = self.number(low / length, 2), self._worded(_rounded(high / length, 2), unit)
        return from_to(*ends)

    def place(self, territory: str) -> str:
        """The name of a country from its two-letter code."""
        return str(self.locale.territories[territory])

    def as_of(self, as_of: str) -> str:
        """An ISO date, month, year or span of years as this language writes it; "undated" in its words."""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
            return format_date(date.fromisoformat(as_of), format="medium", locale=self.locale)
        if re.fullmatch(r"\d{4}-\d{2}", as_of):
            return format_date(date.fromisoformat(f"{as_of}-01"), format="MMM y", locale=self.locale)
        if as_of == _UNDATED:
            return self.text("as-of-undated")
        return re.sub(r"(?<=\d{4})-(?=\d{4})", "\N{EN DASH}", as_of)

    def join(self, parts: Sequence[str], *, either: bool = False) -> str:
        """A list in words: "a, b and c", or "a, b or c"."""
        style: Literal["or", "standard"] = "or" if either else "standard"
        listed = format_list(list(parts), style=style, locale=self.locale)
        if not parts:
            return listed
        # Only what stands before the last part is a conjunction; the parts themselves stay as they are.
        start = len(listed) - len(parts[-1]) - _LONGEST_CONJUNCTION
        head, tail = listed[: max(start, 0)], listed[max(start, 0) :]
        for pattern, becomes in self._conjunctions:
            tail = pattern.sub(becomes, tail, count=1)
        return head + tail

    def _scaled(
        self,
        values: Sequence[float],
        unit: str,
        reference: float,
        digits: int | None,
    ) -> list[str]:
        """Several values of one unit, in the scale that suits the reference value."""
        if unit == "USD":
            return [self.money(value, digits) for value in values]
        if unit == "USD/million tokens":
            return [self.text("price-per-million-tokens", price=self.money(value, digits)) for value in values]
        if unit in {"USD/h", "USD/kWh"}:
            return [f"{self.money(value, digits)}/{unit.split('/')[1]}" for value in values]
        if unit == "%":
            return [self.percent(_rounded(value, digits) / 100) for value in values]
        if unit == "year":
            return [self._worded(_rounded(value, digits), unit) for value in values]
        divisor, symbol = size_of(reference, unit)
        return [self._with_unit(value / divisor, digits, symbol) for value in values]

    def _with_unit(self, value: float, digits: int | None, symbol: str) -> str:
        number = self.number(value, digits)
        if not symbol:
            return number
        if _WORDED_FROM <= abs(value) < _POWERS_FROM:
            number = self.text("many-of", number=number)
        return f"{number}{NO_BREAK_SPACE}{symbol}"

    def _compact(self, value: float) -> str:
        for size, of in self._smaller_words:
            if size <= abs(value) < size * 1000 and (abs(value) == size or not (value / size).is_integer()):
                one = format_compact_decimal(2 * of, format_type="long", locale=self.locale)
                return str(one).replace(self._decimals.write(2), self._decimals.write(value / of))
        text = format_compact_decimal(value, format_type="long", locale=self.locale, fraction_digits=3)
        return self._decimals.restyled(str(text))

    def _unit_in_words(self, value: float, unit: str) -> str:
        if value < _WORDED_FROM:
            return self._decimals.restyled(str(format_unit(value, unit, length="long", locale=self.locale)))
        two = self._decimals.write(2)
        return str(format_unit(2, unit, length="long", locale=self.locale)).replace(two, self.number(value))

    def _power_of_ten(self, value: float) -> str:
        exponent = math.floor(math.log10(abs(value)))
        mantissa = self._decimals.write(value / 10**exponent, 2)
        power = f"10{str(exponent).translate(_SUPERSCRIPTS)}"
        return power if mantissa == "1" else f"{mantissa}{NO_BREAK_SPACE}×{NO_BREAK_SPACE}{power}"


@cache
def localizer(language: str, number_style: str | None = None) -> Localizer:
    """The formats of one language and way to write numbers, built once."""
    return Localizer(language, number_style)


def _rounded(value: float, digits: int | None) -> float:
    if not digits or value == 0:
        return value
    return float(f"{value:.{digits}g}")


def _most_decimals(value: float) -> int:
    """As many decimals as a number below one needs to show two digits, three for the others."""
    if value == 0 or abs(value) >= 0.01:
        return 3
    return min(_FINEST_DECIMALS, 2 - math.floor(math.log10(abs(value))))
