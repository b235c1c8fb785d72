"""Which of several figures for one thing leads, and how market prices become one interval.

Figures never overwrite each other: they stand side by side, and the one that leads is shown first and computed with.
A figure leads by the first of these questions that tells two apart:

1. Does it count the whole thing? A part (one stage of training), a group (a family of models) or a hypothesis (the same
   run on another grid) comes after every figure that counts the thing itself.
2. What does it rest on? Disclosed before datasheet, statistic and price list, before a third-party estimate, before a
   market report, before rumour, before a claim of the class tables.
3. What does it count? The bases that a metric prefers, in order: for a cost, what the developer says, then the price of
   renting, then amortised hardware, and last the purchase of a whole cluster, which outlives the run.
4. Was it read? What is recalled or rests on unnamed pages alone comes after what was read on a named page.
5. Is it honest about its uncertainty? An estimate that gives bounds comes before one that gives none.
6. Is it recent? Newer before older, undated last.

Where all six agree, the order of the data file stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.figures import Figure, Kind
from knowledge.records import Context, FigureRecord

_BY_KIND = (
    Kind.GIVEN,
    Kind.DISCLOSED,
    Kind.DATASHEET,
    Kind.STATISTIC,
    Kind.PRICE_LIST,
    Kind.COMPUTED,
    Kind.ASSUMPTION,
    Kind.THIRD_PARTY_ESTIMATE,
    Kind.MARKET_REPORT,
    Kind.RUMOUR,
    Kind.CLASS_TABLE_CLAIM,
)
_RANK = {kind: rank for rank, kind in enumerate(_BY_KIND)}

NOT_THE_WHOLE = frozenset(
    {
        "reinforcement-learning-only",
        "base-model-only",
        "family-total",
        "smallest-variants",
        "one-variant",
        "hypothetical-us-grid",
        "training-and-18-months-of-use",
        "company-fleet",
        "development-hardware",
        "further-training",
        "adapter-training",
        "capacity",
        "reproduction",
        "a-year-earlier",
    }
)
"""Bases that count a part, a group or a hypothesis."""

PREFERRED_BASES: Mapping[str, tuple[str, ...]] = {
    "cost": (
        "developer-statement",
        "assumed-rental-rate",
        "cloud-rental",
        "amortized",
        "cluster-purchase",
    ),
    "energy": ("data-centre", "accelerators-with-pue", "servers", "accelerators"),
    "carbon": ("location-based", "without-offsets", "net"),
    "carbon_intensity": ("several-series",),
    "electricity_price": ("business",),
    "rental_cost": ("on-demand", "marketplace", "committed", "spot", "assumed-rate"),
    "purchase_cost": ("new", "in-a-server", "used", "equivalent-cost"),
}
"""Metric -> bases in the order in which they lead; a basis that is not named comes after those that are."""

FEWEST_PRICES = 3
"""With fewer prices on file the spread of the market is not known, and the widest interval is taken."""

MARKET = "market"
"""The basis of an interval that was made from several prices."""

_ASKED_FOR = frozenset({"on-demand", "marketplace", "committed", "spot", "new", "used", "in-a-server", "list", None})
"""Bases that are prices of somebody who sells: medians, assumed rates and equivalent costs are not."""
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def leading_first(metric: str, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures of one metric, the leading one first, by the rule of this module."""
    bases = PREFERRED_BASES.get(metric, ())

    def key(figure: Figure) -> tuple[float, ...]:
        return (
            figure.basis in NOT_THE_WHOLE,
            _RANK[figure.kind],
            bases.index(figure.basis) if figure.basis in bases else len(bases),
            figure.weak,
            figure.is_exact and figure.kind is Kind.THIRD_PARTY_ESTIMATE,
            -_moment(figure.as_of),
        )

    return tuple(sorted(figures, key=key))


def market_price(records: Sequence[FigureRecord], context: Context) -> Figure | None:
    """The price that somebody pays who asks for it on the market: an interval around the typical price on file.

    A 90 % interval is not the span of all prices: its ends would be spot offers, which can be withdrawn at any time,
    and the list prices of the dearest clouds. The bounds are the lowest and the highest price on file, but no farther
    from the typical one than a factor `spread_below` and `spread_above` (from `assumptions.yaml`). With fewer than
    three prices on file nobody knows the spread, and those factors are the bounds. None where no price is typical.
    """
    typical = next((record for record in records if record.mark == "typical"), None)
    if typical is None:
        return None
    central = typical.figure(context.unnamed_sources)
    prices = sorted(record.bounds()[1] for record in records if record.basis in _ASKED_FOR)
    low, high = central.central / context.spread_below, central.central * context.spread_above
    ends: tuple[FigureRecord, ...] = ()
    if len(prices) >= FEWEST_PRICES:
        low, high = max(low, min(prices[0], central.central)), min(high, max(prices[-1], central.central))
        ends = tuple(record for record in records if record.mark in {"lowest", "highest"})
    sources = dict.fromkeys([*typical.sources, *(source for record in ends for source in record.sources)])
    return replace(central, low=low, high=high, basis=MARKET, by="", sources=tuple(sources))


def _moment(as_of: str) -> float:
    """The latest date in a text as a number that grows with time; 0 where it has none."""
    latest = max(_DATE.findall(as_of), default="0")
    parts = [int(part) for part in latest.split("-")]
    year, month, day = parts + [0] * (3 - len(parts))
    return year * 10000 + month * 100 + day
