"""A quantity in another unit, and in everyday terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from estimator.estimates import Estimate, Factor, exact, product
from knowledge.figures import Figure
from knowledge.units import UNITS, canonical

_USUAL = 1.0
"""Decimal logarithm of the number of everyday things that is easiest to picture: about ten."""


def convertible(unit: str, to: str) -> bool:
    """Whether both units measure the same: energy and power do not, nor do tokens and parameters."""
    if unit == to:
        return unit in UNITS
    if unit not in UNITS or to not in UNITS:
        return False
    same = UNITS[unit].canonical == UNITS[to].canonical
    return same and (UNITS[unit].canonical != "" or {unit, to} == {"", "%"})


def convert(quantity: Figure | float, unit: str, to: str) -> Figure:
    """The quantity, given in `unit`, in the unit `to`; a figure's bounds are converted with it.

    Raises ValueError where the units do not measure the same (kW and kWh need a time between them).
    """
    if not convertible(unit, to):
        raise ValueError(f"{unit!r} and {to!r} do not measure the same")
    figure = quantity if isinstance(quantity, Figure) else exact(quantity, unit)
    low, central, high = figure.low, figure.central, figure.high
    if unit != to:
        size = UNITS[to]
        low, central, high = (
            float(f"{canonical(value, unit) * size.over / size.times:.14g}") for value in (low, central, high)
        )
    return replace(figure, low=low, central=central, high=high, unit=to)


def in_canonical_unit(quantity: float, unit: str) -> Figure:
    """A given quantity in the canonical unit of its kind (kWh, kW, kgCO2e, L, h, USD, ...)."""
    return convert(quantity, unit, UNITS[unit].canonical)


def everyday(quantity: Figure, equivalent: Figure) -> Estimate:
    """How many everyday things a quantity is: quantity / one of them. Both in the same canonical unit."""
    if quantity.unit != equivalent.unit:
        raise ValueError(f"{quantity.unit!r} and {equivalent.unit!r} do not measure the same")
    return product("", Factor("quantity", quantity), Factor("equivalent", equivalent, -1))


def best_equivalents(quantity: Figure, equivalents: Mapping[str, Figure], limit: int = 3) -> dict[str, Estimate]:
    """The everyday things in whose numbers a quantity is easiest to picture, the best first.

    That is where the number is nearest to about ten in order of magnitude; things of another unit are left out, and so
    is everything where the quantity is nothing.
    """
    if quantity.central <= 0:
        return {}
    counts = {
        name: everyday(quantity, equivalent)
        for name, equivalent in equivalents.items()
        if equivalent.unit == quantity.unit
    }
    ranked = sorted(counts, key=lambda name: abs(math.log10(counts[name].central) - _USUAL))
    return {name: counts[name] for name in ranked[:limit]}
