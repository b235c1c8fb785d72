"""In which size of a unit an amount is told, and how two amounts of one unit are told together."""

from __future__ import annotations

import re

from knowledge.units import UNITS

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# For a canonical unit, the units it is shown in: (from this value on, divided by, symbol), largest first.
_SCALES: dict[str, tuple[tuple[float, float, str], ...]] = {
    "kWh": ((1e9, 1e9, "TWh"), (1e6, 1e6, "GWh"), (1e3, 1e3, "MWh"), (1, 1, "kWh"), (0, 1e-3, "Wh")),
    "kW": ((1e6, 1e6, "GW"), (1e3, 1e3, "MW"), (1, 1, "kW"), (0, 1e-3, "W")),
    "kgCO2e": ((1e3, 1e3, "t CO₂e"), (1, 1, "kg CO₂e"), (0, 1e-3, "g CO₂e")),
    "L": ((1e3, 1e3, "m³"), (1, 1, "L"), (0, 1e-3, "mL")),
    "GB": ((1e4, 1e3, "TB"), (0, 1, "GB")),
    "FLOP/s": ((1e16, 1e15, "PFLOP/s"), (0, 1e12, "TFLOP/s")),
    "GB/s": ((0, 1, "GB/s"),),
    "L/kWh": ((0, 1, "L/kWh"),),
    "kgCO2e/kWh": ((0, 1e-3, "g CO₂e/kWh"),),
    "W": ((0, 1, "W"),),
}
SYMBOLS = {"gCO2e": "g CO₂e", "kgCO2e": "kg CO₂e", "tCO2e": "t CO₂e", "gCO2e/kWh": "g CO₂e/kWh", "m3": "m³"}
DURATIONS = tuple((unit, UNITS[unit].times) for unit in ("year", "month", "week", "day"))
"""Units of time and their lengths in hours, longest first."""
_UP_TO_THE_UNIT = re.compile(r"\D*\d(?:[.,\N{NARROW NO-BREAK SPACE}]?\d)*")


def size_of(reference: float, unit: str) -> tuple[float, str]:
    """What values of a unit are divided by to be shown in the size that suits one of them, and that size's symbol."""
    for start, size, symbol in _SCALES.get(unit, ()):
        if abs(reference) >= start:
            return size, symbol
    return 1.0, SYMBOLS.get(unit, unit)


def rough_unit(hours: float) -> tuple[str, float]:
    """The unit in which a person would say a computed time, and its length in hours."""
    for unit, length in (*DURATIONS, ("hour", 1)):
        if hours >= 2 * length or (unit == "hour" and hours >= 1):
            return unit, length
    return "minute", 1 / 60


def from_to(low: str, high: str) -> str:
    """Two amounts with a dash between; what follows the number of both is said once: "$3.7–$9.5 million"."""
    number, other = _UP_TO_THE_UNIT.match(low), _UP_TO_THE_UNIT.match(high)
    if number is not None and other is not None and number.end() < len(low):
        unit = low[number.end() :]
        if high[other.end() :] == unit or (unit.startswith(NO_BREAK_SPACE) and high.endswith(unit)):
            low = number[0]
    return f"{low}\N{EN DASH}{high}"
