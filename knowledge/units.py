"""Units: data is written in the unit of its source and read in one canonical unit for each quantity.

Canonical are USD, kWh, kW, kgCO2e, L, h, FLOP, GB and what divides them (USD/h, USD/kWh, kgCO2e/kWh, L/kWh, FLOP/s,
GB/s); counts and ratios have the empty unit. SI prefixes are decimal; a month is 730 h and a year 8,760 h.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Unit(NamedTuple):
    """One unit: its canonical unit, and its size in it as `times / over`, so that round numbers stay round."""

    canonical: str
    times: float = 1.0
    over: float = 1.0


CANONICAL_UNITS = (
    "",
    "USD",
    "kWh",
    "kW",
    "kgCO2e",
    "L",
    "h",
    "FLOP",
    "GB",
    "FLOP/s",
    "GB/s",
    "USD/h",
    "USD/kWh",
    "kgCO2e/kWh",
    "L/kWh",
    "USD/kW/month",
)
"""Every unit that a figure may have once it is loaded."""

UNITS: Mapping[str, Unit] = {
    **{symbol: Unit(symbol) for symbol in CANONICAL_UNITS},
    "parameters": Unit(""),
    "tokens": Unit(""),
    "accelerators": Unit(""),
    "%": Unit("", over=100),
    "year": Unit("h", 8760),
    "month": Unit("h", 730),
    "week": Unit("h", 168),
    "day": Unit("h", 24),
    "min": Unit("h", over=60),
    "s": Unit("h", over=3600),
    "quarter": Unit("h", 2190),
    "J": Unit("kWh", over=3.6e6),
    "kJ": Unit("kWh", over=3.6e3),
    "MJ": Unit("kWh", over=3.6),
    "GJ": Unit("kWh", 1e3, 3.6),
    "BTU": Unit("kWh", 1055.05585262, 3.6e6),  # International Table, ISO 31-4
    "kcal": Unit("kWh", 4184, 3.6e6),  # thermochemical
    "Wh": Unit("kWh", over=1000),
    "MWh": Unit("kWh", 1e3),
    "GWh": Unit("kWh", 1e6),
    "TWh": Unit("kWh", 1e9),
    "W": Unit("kW", over=1000),
    "hp": Unit("kW", 0.745699872),  # mechanical horsepower, 550 foot-pounds a second
    "MW": Unit("kW", 1e3),
    "GW": Unit("kW", 1e6),
    "mgCO2e": Unit("kgCO2e", over=1e6),
    "gCO2e": Unit("kgCO2e", over=1000),
    "tCO2e": Unit("kgCO2e", 1e3),
    "mL": Unit("L", over=1000),
    "gallon": Unit("L", 3.785411784),  # of the United States
    "m3": Unit("L", 1e3),
    "PFLOP-day": Unit("FLOP", 8.64e19),
    "TFLOP/s": Unit("FLOP/s", 1e12),
    "PFLOP/s": Unit("FLOP/s", 1e15),
    "B": Unit("GB", over=1e9),
    "MB": Unit("GB", over=1e3),
    "TB": Unit("GB", 1e3),
    "PB": Unit("GB", 1e6),
    "EB": Unit("GB", 1e9),
    "KiB": Unit("GB", 1024, 1e9),
    "MiB": Unit("GB", 1024**2, 1e9),
    "GiB": Unit("GB", 1024**3, 1e9),
    "TiB": Unit("GB", 1024**4, 1e9),
    "TB/s": Unit("GB/s", 1e3),
    "gCO2e/kWh": Unit("kgCO2e/kWh", over=1000),
    "gCO2e/Wh": Unit("kgCO2e/kWh"),
    "USD/MWh": Unit("USD/kWh", over=1000),
    "million USD": Unit("USD", 1e6),
}
"""Every unit that data may be written in."""


def canonical(value: float, unit: str) -> float:
    """The value in the canonical unit of `unit`, free of the last digits that binary fractions add.

    Raises KeyError for a unit that is not known.
    """
    size = UNITS[unit]
    if size.times == size.over:
        return value
    return float(f"{value * size.times / size.over:.14g}")
