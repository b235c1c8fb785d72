"""The page of the documentation on how estimates compare with what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estimator.validation import QUANTITIES, Check, summaries

_HEAD = """\
# Estimates beside published training runs

Written by `make validate`; do not edit. Each published figure on file stands beside the estimate that Cuesta makes from
what a person would ask with, by a model that has not seen the run's family. How estimates are made stands in
[estimates.md](estimates.md).

`published / estimate` is the published figure over the central estimate. An interval of 90 % should hold nine of ten
published figures.
"""

_TITLES = {
    "time": "Time: accelerator-hours from parameters and tokens",
    "energy": "Energy: from the published hours, or from estimated ones",
    "carbon": "Carbon: that energy on the printed grid, or on that of the United States",
    "cost": "Cost: the hours at the market price of renting today",
}


def page(made: Sequence[Check]) -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Sequence[Check]) -> Iterator[str]:
    yield _HEAD
    yield "| quantity | published figures | inside | median factor | median high / low | published / estimate |"
    yield "|---|--:|--:|--:|--:|--:|"
    for one in summaries(made):
        yield (
            f"| {one.quantity} | {one.figures} | {one.inside:.0%} | {one.median_factor:.2f} | {one.median_width:.2f}"
            f" | {one.bias:.2f} |"
        )
    for quantity in QUANTITIES:
        yield from _table(quantity, [check for check in made if check.quantity == quantity])


def _table(quantity: str, made: Sequence[Check]) -> Iterator[str]:
    if not made:
        return
    yield f"\n## {_TITLES[quantity]}\n"
    yield f"| run | counted | published ({made[0].estimate.unit}) | estimate | 90 % interval | published / estimate | |"
    yield "|---|---|--:|--:|--:|--:|---|"
    for check in made:
        estimate = check.estimate
        yield (
            f"| {check.run} | {check.basis} | {check.published:,.0f} | {estimate.central:,.0f}"
            f" | {estimate.low:,.0f} to {estimate.high:,.0f} | {check.ratio:.2f}"
            f" | {'' if check.inside else 'outside'} |"
        )
