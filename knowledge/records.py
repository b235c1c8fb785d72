"""What a data file may say of one thing: figures and facts, each with its provenance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import ConfigDict, Field, StringConstraints

from knowledge.checked import Checked
from knowledge.figures import Figure, Kind
from knowledge.units import UNITS, canonical

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Sources = Annotated[tuple[Text, ...], Field(min_length=1)]
Verified = Literal["seen", "memory"]
"""`seen`: read in the source named. `memory`: recalled and not read again, so weak evidence."""


class Record(Checked):
    """Any part of a data file: nothing unknown is allowed, nothing changes after loading."""

    model_config = ConfigDict(populate_by_name=True)


class AliasRecord(Record):
    """A way to name a thing that needs saying more than its letters: in one language, or only in context."""

    text: Text
    language: str | None = None
    in_context: bool = False


class FigureRecord(Record):
    """One figure as its source gives it.

    Either `value`, or `low` and `high` with or without `central` (left out, it is their geometric mean), or `value`
    with one bound or both. `mark` places a price in the market: the lowest, a typical or the highest one on file.
    `derived` says that a step of arithmetic lies between the source and the figure; the `note` says which.
    """

    value: float | None = None
    low: float | None = None
    central: float | None = None
    high: float | None = None
    unit: str
    kind: Kind
    sources: Sources
    as_of: Text
    verified: Verified
    basis: str | None = None
    by: str = ""
    mark: Literal["lowest", "typical", "highest"] | None = None
    derived: bool = False
    note: str = ""

    def bounds(self) -> tuple[float, float, float]:
        """Low, central and high in the canonical unit. Raises ValueError where they are missing or out of order."""
        central = self.value if self.value is not None else self.central
        low = self.low if self.low is not None else central
        high = self.high if self.high is not None else central
        if low is None or high is None:
            raise ValueError("needs a value, or low and high")
        if central is None:
            central = math.sqrt(low * high)
        if not low <= central <= high or not math.isfinite(high - low):
            raise ValueError(f"needs low <= central <= high, got {low}, {central}, {high}")
        return canonical(low, self.unit), canonical(central, self.unit), canonical(high, self.unit)

    def figure(self, unnamed_sources: frozenset[str]) -> Figure:
        """The figure in canonical units; weak where it is from memory or rests on unnamed pages alone."""
        low, central, high = self.bounds()
        return Figure(
            low=low,
            central=central,
            high=high,
            unit=UNITS[self.unit].canonical,
            kind=self.kind,
            sources=self.sources,
            as_of=self.as_of,
            basis=self.basis,
            by=self.by,
            weak=self.verified == "memory" or unnamed_sources.issuperset(self.sources),
        )


class FactRecord(Record):
    """What is known and is no number: the hardware of a training run, a release date, what a product is built on.

    `text` is language-neutral (names, ISO dates); `words` is the id of a text in `knowledge/data/texts/`. `ids` are the
    entries meant and `count` how many of them; `low` and `high` bound a count that is a range.
    """

    text: str = ""
    words: str = ""
    ids: tuple[Id, ...] = ()
    count: float | None = None
    low: float | None = None
    high: float | None = None
    kind: Kind
    sources: Sources
    as_of: Text
    verified: Verified
    basis: str | None = None
    by: str = ""
    note: str = ""

    @property
    def weak(self) -> bool:
        """Whether nobody re-read it."""
        return self.verified == "memory"


class Context(NamedTuple):
    """What figures need from outside their entry: which sources are unnamed, and how far market prices spread."""

    unnamed_sources: frozenset[str] = frozenset()
    spread_below: float = 1.0
    spread_above: float = 1.0


METRIC_UNITS: Mapping[str, str] = {
    "memory": "GB",
    "memory_bandwidth": "GB/s",
    "tdp": "kW",
    "average_power": "kW",
    "peak_bf16_dense": "FLOP/s",
    "peak_fp8_dense": "FLOP/s",
    "peak_int8_dense": "FLOP/s",
    "purchase_cost": "USD",
    "rental_cost": "USD/h",
    "server_power": "kW",
    "server_accelerators": "",
    "server_cost": "USD",
    "parameters": "",
    "parameters_active": "",
    "tokens": "",
    "compute": "FLOP",
    "accelerator_hours": "h",
    "count": "",
    "time": "h",
    "mfu": "",
    "pue": "",
    "wue": "L/kWh",
    "energy": "kWh",
    "carbon": "kgCO2e",
    "water": "L",
    "cost": "USD",
    "power": "kW",
    "power_per_accelerator": "kW",
    "context": "",
    "carbon_intensity": "kgCO2e/kWh",
    "electricity_price": "USD/kWh",
    "household_price": "USD/kWh",
    "off_site_water": "L/kWh",
}
"""Every metric that an entry may have figures for, with its canonical unit."""
