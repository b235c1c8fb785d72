"""The value type that everything shares: a number with an honest interval and where it comes from."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Kind(StrEnum):
    """What a figure rests on, from a student's claim to a vendor's datasheet."""

    CLASS_TABLE_CLAIM = "class-table-claim"
    """Written in one of the two class tables; kept as written, shown as a claim."""
    DISCLOSED = "disclosed"
    """Published by whoever made, ran or measured the thing."""
    THIRD_PARTY_ESTIMATE = "third-party-estimate"
    """Worked out by somebody other than the developer."""
    RUMOUR = "rumour"
    """A leak or hearsay, confirmed by nobody."""
    PRICE_LIST = "price-list"
    """A price that a seller publishes."""
    MARKET_REPORT = "market-report"
    """What somebody who watches a market reports of it."""
    DATASHEET = "datasheet"
    """A specification of the maker, or a copy of it."""
    STATISTIC = "statistic"
    """An official or academic statistic (carbon intensity, tariffs)."""
    ASSUMPTION = "assumption"
    """Chosen by Cuesta because something must be chosen; the reason is in the note."""
    GIVEN = "given"
    """Stated by the person who asks."""
    COMPUTED = "computed"
    """Calculated by Cuesta from other figures."""
    CONSTANT = "constant"
    """True by definition: the watts of a kilowatt, the days of a week."""


class Figure(BaseModel):
    """A value with the bounds of its 90 % interval, its unit and its provenance.

    `low <= central <= high`, all finite. `unit` is a symbol ("USD", "kWh", "kW", "kgCO2e", "L", "h", "FLOP", "GB",
    "USD/h", "" for a plain ratio). `sources` are ids of `knowledge` sources. `as_of` is an ISO date, a prefix of one
    or a short phrase such as "undated". `basis` says what is counted where figures for one thing differ by that: an id
    whose words stand in `knowledge/data/texts/`. `by` is the proper name of who says so or who sells at this price.
    `weak` marks evidence that nobody re-read or that no named page shows, and so may be rough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    central: float
    high: float
    unit: str
    kind: Kind
    sources: tuple[str, ...] = ()
    as_of: str = ""
    basis: str | None = None
    by: str = ""
    weak: bool = False

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not all(map(math.isfinite, (self.low, self.central, self.high))):
            raise ValueError("low, central and high must be finite numbers")
        if not self.low <= self.central <= self.high:
            raise ValueError(f"need low <= central <= high, got {self.low}, {self.central}, {self.high}")
        return self

    @property
    def is_exact(self) -> bool:
        """Whether the interval has no width."""
        return self.low == self.high


def plain_number(value: float) -> float | int:
    """A whole number of moderate size as an int, so that JSON shows 512 and not 512.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
