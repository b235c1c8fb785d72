"""The value type that everything shares: a number with an honest interval and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with the bounds of its 90 % interval, its unit and its provenance.

    `low <= central <= high`, all finite. `unit` is a symbol ("USD", "kWh", "kW", "kgCO2e", "L", "h", "FLOP", "GB",
    "USD/h", "" for a plain ratio). `sources` are ids of `knowledge` sources. `as_of` is an ISO date, a prefix of one
    or a short phrase such as "undated". `basis` says what is counted where figures for one thing differ by that: an id
    whose words stand in `knowledge/data/texts/`. `by` is the proper name of who says so or who sells at this price.
    `weak` marks evidence that nobody re-read or that no named page shows, and so may be rough.

    Raises ValueError where the bounds are out of order or no finite numbers.
    """

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

    def __post_init__(self) -> None:
        low, central, high = self.low, self.central, self.high
        if not low <= central <= high:
            raise ValueError(f"need low <= central <= high, got {low}, {central}, {high}")
        if not (isfinite(low) and isfinite(high)):
            raise ValueError("low, central and high must be finite numbers")
        if not type(low) is type(central) is type(high) is float:  # but whole numbers, as some constants are
            for name, value in (("low", low), ("central", central), ("high", high)):
                object.__setattr__(self, name, float(value))

    @property
    def is_exact(self) -> bool:
        """Whether the interval has no width."""
        return self.low == self.high


def plain_number(value: float) -> float | int:
    """A whole number of moderate size as an int, so that JSON shows 512 and not 512.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
