"""Units of measurement: ids, kinds, factors and the symbols that every language shares, from `measures.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.reading.spans import SpanKind
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError

_FILE = Path(__file__).with_name("measures.yaml")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `multiplier` / `divisor` is how many of the unit that `Span.value` has for this kind one of it is.

    Two numbers, because 700 W × 1 / 1000 is exactly 0.7 kW and 700 × 0.001 is not.
    """

    id: str
    kind: SpanKind
    multiplier: float
    divisor: float = 1.0

    @property
    def factor(self) -> float:
        """The size of one of the unit."""
        return self.multiplier / self.divisor

    def value(self, number: float) -> float:
        """How much `number` of the unit is."""
        return number * self.multiplier / self.divisor


@dataclass(frozen=True, slots=True)
class Measures:
    """All units by id, their symbols, and the symbols of currencies and magnitudes.

    `never_alone` are units that need a number or a preposition before them.
    `prefixed` gives, for a unit that takes SI prefixes, its prefixed ids by prefix: {"W": {"k": "kW", ...}}.
    """

    units: dict[str, Unit]
    symbols: list[tuple[str, Unit]]
    prefixed: dict[str, dict[str, str]]
    magnitudes: dict[str, float]
    percent: tuple[str, ...]
    approximate: tuple[str, ...]
    never_alone: frozenset[str] = frozenset()
    currencies: dict[str, list[str]] = field(default_factory=dict)
    cents: dict[str, list[str]] = field(default_factory=dict)

    def unit(self, id: str, file: str) -> Unit:
        """The unit with this id. Raises KnowledgeError naming `file` where there is none."""
        if id not in self.units:
            raise KnowledgeError(file, id, "units", "is no unit of measures.yaml")
        return self.units[id]


@cache
def measures() -> Measures:
    """The measures file, read once. Raises KnowledgeError where it is wrong."""
    data = read_yaml(_FILE)
    prefixes = {prefix: float(power) for prefix, power in data["prefixes"].items()}
    units: dict[str, Unit] = {}
    symbols: list[tuple[str, Unit]] = []
    prefixed: dict[str, dict[str, str]] = {}
    only_with_prefix = set(data["only_with_prefix"])
    for unit_id, entry in data["units"].items():
        kind = SpanKind(entry["kind"])
        multiplier, divisor = float(entry["factor"]), float(entry.get("divisor", 1))
        units[unit_id] = Unit(unit_id, kind, multiplier, divisor)
        own = entry.get("symbols", [])
        if unit_id not in only_with_prefix:
            symbols.extend((symbol, units[unit_id]) for symbol in own)
        prefixed[unit_id] = {}
        for prefix in entry.get("prefixes", []):
            unit = Unit(prefix + unit_id, kind, multiplier * prefixes[prefix], divisor)
            units[unit.id] = unit
            prefixed[unit_id][prefix] = unit.id
            symbols.extend((prefix + symbol, unit) for symbol in own)
    symbols.extend((symbol, units[unit_id]) for unit_id, more in data["extra_symbols"].items() for symbol in more)
    symbols.extend(_as_compute(data, units))
    return Measures(
        units=units,
        symbols=symbols,
        prefixed=prefixed,
        magnitudes={letter: float(value) for letter, value in data["magnitudes"].items()},
        percent=tuple(data["percent"]),
        approximate=tuple(data["approximate"]),
        never_alone=frozenset(data["never_alone"]),
        currencies=data["currencies"],
        cents=data["cents"],
    )


def _as_compute(data: dict[str, Any], units: dict[str, Unit]) -> list[tuple[str, Unit]]:
    counted = data["counted_as_compute"]
    return [(symbol, units[unit_id]) for symbol, unit_id in zip(counted["symbols"], counted["units"], strict=True)]
