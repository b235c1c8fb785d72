"""Numbers in digits, as one locale writes them, many times faster than by a pattern that is parsed anew each time.

The symbols are CLDR's, from Babel; a test compares every result with Babel's own.
"""

from __future__ import annotations

from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

_THREE_DIGITS = "#,##0.###"

_UNGROUPED = 3
"""A number of so few digits has no thousands."""

STYLES = {"comma": (".", ","), "point": (",", "."), "space": ("\N{NARROW NO-BREAK SPACE}", ",")}
"""Ways to write numbers that a person may prefer to those of their language: what stands between thousands, and before
the decimals."""


class Decimals:
    """Writes numbers of one locale, grouped by thousands; in a style of `STYLES` instead, where one is named."""

    def __init__(self, locale: Locale, style: str | None = None) -> None:
        usual = (get_group_symbol(locale), get_decimal_symbol(locale))
        group, decimal = STYLES[style] if style else usual
        self._symbols = str.maketrans({",": group, ".": decimal})
        self._restyled = str.maketrans({usual[0]: group, usual[1]: decimal}) if (group, decimal) != usual else None
        self._minus = format_decimal(-1, locale=locale, format=_THREE_DIGITS).removesuffix("1")

    def restyled(self, text: str) -> str:
        """A number in words, as the locale writes it, in the style asked for."""
        return text if self._restyled is None else text.translate(self._restyled)

    def write(self, value: float, most: int = 3, least: int = 0) -> str:
        """A number with at most `most` decimals, of which no more than `least` are shown where they are zeros."""
        whole, decimals = _digits(abs(value), most)
        decimals = decimals.rstrip("0").ljust(least, "0")
        written = f"{whole}.{decimals}" if decimals else whole
        if len(written) > 1:
            written = written.translate(self._symbols)
        if value >= 0:
            return written
        is_zero = not decimals.strip("0") and not whole.strip("0,")
        return written if is_zero else self._minus + written


def _digits(value: float, most: int) -> tuple[str, str]:
    """The digits of a positive number before and after the point, thousands grouped, rounded to `most` decimals."""
    whole, _, decimals = repr(value).partition(".")
    if (len(decimals) > most and decimals != "0") or not whole.isdecimal() or not (decimals or "0").isdecimal():
        # More decimals than are wanted, or a power of ten.
        whole, _, decimals = format(Decimal(repr(value)), f",.{most}f").partition(".")
        return whole, decimals
    return whole if len(whole) <= _UNGROUPED else f"{int(whole):,}", decimals
