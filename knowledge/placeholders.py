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
from functools import lru_cache
from typing import Literal, NamedTuple

from knowledge.errors import KnowledgeError
from knowledge.figures import Figure

FigureAt = Callable[[str], Figure]
"""Finds the figure that a path names; raises UnknownIdError where there is none."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"(?P<path>[a-z][a-z_-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+)(?::(?P<bound>low|high))?")
_NUMBER = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?)(?: (?P<unit>\S+))?")
_DIGITS = 3
_MILLION = 6

_Dimension = tuple[tuple[str, int], ...]
_NO_DIMENSION: _Dimension = ()

_SYMBOLS: Mapping[str, tuple[float, Mapping[str, int]]] = {
    "": (1, {}),
    "%": (1e-2, {}),
    "tokens": (1, {}),
    "parameters": (1, {}),
    "requests": (1, {}),
    "s": (1 / 3600, {"time": 1}),
    "ms": (1 / 3_600_000, {"time": 1}),
    "min": (1 / 60, {"time": 1}),
    "h": (1, {"time": 1}),
    "day": (24, {"time": 1}),
    "week": (168, {"time": 1}),
    "month": (730, {"time": 1}),
    "year": (8760, {"time": 1}),
    "J": (1 / 3_600_000, {"energy": 1}),
    "Wh": (1e-3, {"energy": 1}),
    "kWh": (1, {"energy": 1}),
    "MWh": (1e3, {"energy": 1}),
    "GWh": (1e6, {"energy": 1}),
    "TWh": (1e9, {"energy": 1}),
    "W": (1e-3, {"energy": 1, "time": -1}),
    "kW": (1, {"energy": 1, "time": -1}),
    "MW": (1e3, {"energy": 1, "time": -1}),
    "GW": (1e6, {"energy": 1, "time": -1}),
    "USD": (1, {"money": 1}),
    "gCO2e": (1e-3, {"carbon": 1}),
    "kgCO2e": (1, {"carbon": 1}),
    "tCO2e": (1e3, {"carbon": 1}),
    "mL": (1e-3, {"water": 1}),
    "L": (1, {"water": 1}),
    "m3": (1e3, {"water": 1}),
    "B": (1e-9, {"bytes": 1}),
    "KB": (1e-6, {"bytes": 1}),
    "MB": (1e-3, {"bytes": 1}),
    "GB": (1, {"bytes": 1}),
    "TB": (1e3, {"bytes": 1}),
    "FLOP": (1, {"operations": 1}),
    "GFLOP": (1e9, {"operations": 1}),
    "TFLOP": (1e12, {"operations": 1}),
    "PFLOP": (1e15, {"operations": 1}),
}
"""Each unit in canonical ones (kWh, h, USD, kgCO2e, L, GB, FLOP): its size, and of what. SI prefixes are decimal; a
month is 730 h and a year 8,760 h, as everywhere in Cuesta."""


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
    found = dict.fromkeys(_PLACEHOLDER.findall(text))
    if text.count("{") != len(_PLACEHOLDER.findall(text)) or text.count("}") != text.count("{"):
        raise ValueError("a brace is not closed or not opened")
    return tuple(_parse(written) for written in found)


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
        size, of = _unit(unit, placeholder.written)
        value *= (factor_value * size) ** factor.power
        dimension = _combined(dimension, of, factor.power)
    size, of = _unit(placeholder.unit, placeholder.written)
    if of != dimension:
        problem = f"is shown in {placeholder.unit or 'no unit'}, which has another dimension"
        raise KnowledgeError("texts", placeholder.written, "", problem)
    return Amount(rounded(value / size, placeholder.digits), placeholder.unit)


def amounts(text: str, figure_at: FigureAt) -> Mapping[str, Amount]:
    """Every number that a text shows, keyed by its placeholder as written."""
    return {placeholder.written: amount(placeholder, figure_at) for placeholder in placeholders(text)}


def fill(text: str, shown: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its formatted number. Raises KeyError where one is missing."""
    return _PLACEHOLDER.sub(lambda match: shown[match[1]], text)


def rounded(value: float, digits: int | None = None) -> float:
    """The value to so many significant digits.

    Where none are said: three, but a value from 1,000 to a million keeps all its whole digits, so that a student who
    checks 512 x 24 finds the same 12,288 and not 12,300.
    """
    if value == 0:
        return 0.0
    magnitude = math.floor(math.log10(abs(value)))
    wanted = digits or (_DIGITS if magnitude >= _MILLION else max(_DIGITS, magnitude + 1))
    return round(value, wanted - 1 - magnitude)


def _parse(written: str) -> Placeholder:
    expression, *rest = (part.strip() for part in written.split("|"))
    if len(rest) > 2:
        raise ValueError(f"{{{written}}} has more than three parts")
    unit = rest[0] if rest else ""
    digits = rest[1] if len(rest) > 1 else ""
    if digits and not re.fullmatch("[1-9]", digits):
        raise ValueError(f"{{{written}}} needs 1 to 9 significant digits")
    _unit(unit, written)
    first, *others = re.split(r" ([*/]) ", expression)
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
        _unit(unit, written)
        return Factor(power, number=float(match["number"]), unit=unit)
    raise ValueError(f"{{{written}}}: {text!r} is neither a path nor a number")


@lru_cache(maxsize=256)
def _unit(unit: str, written: str) -> tuple[float, _Dimension]:
    """Size and dimension of a unit such as "kgCO2e/kWh"."""
    size, dimension = 1.0, _NO_DIMENSION
    for position, symbol in enumerate(unit.split("/")):
        if symbol not in _SYMBOLS:
            raise ValueError(f"{{{written}}}: {unit!r} is no unit known here")
        symbol_size, of = _SYMBOLS[symbol]
        power = -1 if position else 1
        size *= symbol_size**power
        dimension = _combined(dimension, tuple(of.items()), power)
    return size, dimension


def _combined(left: _Dimension, right: _Dimension, power: int) -> _Dimension:
    powers = dict(left)
    for name, exponent in right:
        powers[name] = powers.get(name, 0) + power * exponent
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
