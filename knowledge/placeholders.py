"""Numbers inside texts for people: written as placeholders, worked out from data, formatted late and per language.

A placeholder stands in braces and has up to three parts:

    {expression | unit | digits}

    {accelerators/h100/tdp | W}                           a figure on file, shown in watts
    {accelerators/h100/rental_price:low | USD/h}          the lower bound of its interval
    {8 * accelerators/h100/tdp * 24 h | kWh}              a product; a number may carry a unit
    {models/llama-3-8b/parameters}                        a plain number needs no unit
    {accelerators/h100/peak_flops | PFLOP/s | 2}          two significant digits (see `rounded` where none are said)

An expression is a chain of factors joined by ` * ` and ` / ` (with spaces, read from left to right). A factor is a path
of a figure (`collection/id/quantity`, or shorter) or a number of the example's own scenario. The unit shown must have
the dimension of the expression, so that a text cannot show kilowatts as kilowatt-hours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from knowledge.errors import KnowledgeError
from knowledge.figures import Figure
from knowledge.units import UNITS, canonical

FigureAt = Callable[[str], Figure]
"""Finds the figure that a path names; raises UnknownIdError where there is none."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"(?P<path>[a-z][a-z_-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+)(?::(?P<bound>low|high))?")
_NUMBER = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?)(?: (?P<unit>.+))?")
_SIGN = re.compile(r" ([*/]) ")
_DIGITS = 3
_MILLION = 6
_CENTS, _CENTS_BELOW = 2, 100
"""Decimals of dollars, and the amount below which they matter: $66.72 is not to be shown as $66.70."""
_EXACT = 12
"""Significant digits to which calculations are taken to be exact: 262.49999999999994 is 262.5."""

_Dimension = tuple[tuple[str, int], ...]
_NO_DIMENSION: _Dimension = ()

_COMPOUND: Mapping[str, tuple[float, Mapping[str, int]]] = {
    "kW": (1, {"kWh": 1, "h": -1}),
    "s": (1 / 3600, {"h": 1}),
    "month": (730, {"h": 1}),
}
"""Parts of canonical units that are made of others: their size in those, and the powers of those."""


class Factor(NamedTuple):
    """One factor of an expression: a path with the bound wanted, or a number with its unit. `power` is 1 or -1."""

    power: int
    path: str = ""
    bound: Literal["low", "central", "high"] = "central"
    number: float = 1.0
    unit: str = ""


class Placeholder(NamedTuple):
    """A placeholder of a text: as written between the braces, and its parts."""

    written: str
    factors: tuple[Factor, ...]
    unit: str
    digits: int | None


class Amount(NamedTuple):
    """A number ready to be formatted: its value in `unit`, already rounded to the digits that are shown."""

    value: float
    unit: str


@lru_cache(maxsize=4096)
def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a text, each once, in order. Raises ValueError where one does not follow the grammar."""
    found = _PLACEHOLDER.findall(text)
    if not text.count("{") == text.count("}") == len(found):
        raise ValueError("a brace is not closed or not opened")
    return tuple(_parse(written) for written in dict.fromkeys(found))


def amount(placeholder: Placeholder, figure_at: FigureAt) -> Amount:
    """Work a placeholder out.

    Raises UnknownIdError where a path names nothing and KnowledgeError where the unit shown has another dimension.
    """
    value, dimension = 1.0, _NO_DIMENSION
    for factor in placeholder.factors:
        factor_value, unit = factor.number, factor.unit
        if factor.path:
            figure = figure_at(factor.path)
            factor_value, unit = getattr(figure, factor.bound), figure.unit
        size, of = _unit(unit)
        value *= (factor_value * size) ** factor.power
        dimension = _combined(dimension, of, factor.power)
    size, of = _unit(placeholder.unit)
    if of != dimension:
        problem = f"is shown in {placeholder.unit or 'no unit'}, which has another dimension"
        raise KnowledgeError("texts", placeholder.written, "", problem)
    return shown_amount(value / size, placeholder.unit, placeholder.digits)


def amounts(text: str, figure_at: FigureAt) -> Mapping[str, Amount]:
    """Every number that a text shows, keyed by its placeholder as written."""
    return {placeholder.written: amount(placeholder, figure_at) for placeholder in placeholders(text)}


def paths(text: str) -> tuple[str, ...]:
    """The paths of the figures that a text shows, each once: what it rests on beside its own sources."""
    factors = (factor for placeholder in placeholders(text) for factor in placeholder.factors)
    return tuple(dict.fromkeys(factor.path for factor in factors if factor.path))


def fill(text: str, shown: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its formatted number. Raises KeyError where one is missing."""
    return _PLACEHOLDER.sub(lambda match: shown[match[1]], text)


def shown_amount(value: float, unit: str, digits: int | None = None) -> Amount:
    """A value as it is shown: to so many significant digits, but money that has cents to the cent."""
    if unit == "USD" and 1 <= abs(value) < _CENTS_BELOW:
        return Amount(_half_up(value, -_CENTS), unit)
    return Amount(rounded(value, digits), unit)


def rounded(value: float, digits: int | None = None) -> float:
    """The value to so many significant digits.

    Where none are said: three, but a value from 1,000 to a million keeps all its whole digits, so that a student who
    checks 512 x 24 finds the same 12,288 and not 12,300. A half is rounded up, as one learns it at school.
    """
    if value == 0:
        return 0.0
    magnitude = math.floor(math.log10(abs(value)))
    wanted = digits or (_DIGITS if magnitude >= _MILLION else max(_DIGITS, magnitude + 1))
    return _half_up(value, magnitude + 1 - wanted)


def _half_up(value: float, power: int) -> float:
    """The value rounded to this power of ten."""
    return float(Decimal(f"{value:.{_EXACT}g}").quantize(Decimal(1).scaleb(power), ROUND_HALF_UP))


@lru_cache(maxsize=4096)
def _parse(written: str) -> Placeholder:
    expression, *rest = (part.strip() for part in written.split("|"))
    if len(rest) > 2:
        raise ValueError(f"{{{written}}} has more than three parts")
    unit = rest[0] if rest else ""
    digits = rest[1] if len(rest) > 1 else ""
    if digits and not re.fullmatch("[1-9]", digits):
        raise ValueError(f"{{{written}}} needs 1 to 9 significant digits")
    _unit(unit)
    first, *others = _SIGN.split(expression)
    factors = [_factor(first, 1, written)]
    for sign, factor in zip(others[::2], others[1::2], strict=True):
        factors.append(_factor(factor, 1 if sign == "*" else -1, written))
    return Placeholder(written, tuple(factors), unit, int(digits) if digits else None)


def _factor(text: str, power: int, written: str) -> Factor:
    if match := _PATH.fullmatch(text):
        bound: Literal["low", "central", "high"] = match["bound"] or "central"  # type: ignore[assignment]
        return Factor(power, path=match["path"], bound=bound)
    if match := _NUMBER.fullmatch(text):
        unit = match["unit"] or ""
        _unit(unit)
        return Factor(power, number=float(match["number"]), unit=unit)
    raise ValueError(f"{{{written}}}: {text!r} is neither a path nor a number")


@lru_cache(maxsize=256)
def _unit(unit: str) -> tuple[float, _Dimension]:
    """Size and dimension of a unit such as "gCO2e/kWh", in kWh, h, USD, kgCO2e, L, GB and FLOP."""
    if unit not in UNITS:
        raise ValueError(f"{unit!r} is no unit known here")
    size, dimension = canonical(1, unit), _NO_DIMENSION
    for position, part in enumerate(UNITS[unit].canonical.split("/")):
        part_size, of = _COMPOUND.get(part, (1, {part: 1} if part else {}))
        power = -1 if position else 1
        size *= part_size**power
        dimension = _combined(dimension, tuple(of.items()), power)
    return size, dimension


def _combined(left: _Dimension, right: _Dimension, power: int) -> _Dimension:
    powers = dict(left)
    for name, exponent in right:
        powers[name] = powers.get(name, 0) + power * exponent
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
