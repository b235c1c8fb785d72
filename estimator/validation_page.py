"""The page of the documentation on how estimates compare with what was published."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from estimator.fitting import effects_in_use
from estimator.observations import ObservationsFile, read_observations_file, utilizations
from estimator.priors import Priors, load_priors
from estimator.regression import best_scatter, cross_validated, for_unseen_teams, score
from estimator.validation import QUANTITIES, Check, summaries
from knowledge.base import Knowledge

_HEAD = """\
# Estimates beside published training runs

Written by `make validate`; do not edit. Each published figure on file stands beside the estimate that Cuesta makes from
what a person would ask with, by a model that has not seen the run's family. How estimates are made stands in
[estimates.md](estimates.md).

`published / estimate` is the published figure over the central estimate. An interval of 90 % should hold nine of ten
published figures.
"""

_UTILIZATION = """
## Utilization

The share of the peak that training reaches, fitted to the runs in `knowledge/data/training-observations.yaml`. Each
effect multiplies the others: a small model counts once for each power of ten below 10 billion active parameters, the
scale once for each power of ten of accelerators above 1,000.
"""

_FROM_FLOP = """
`energy-from-flop` leaves out the published hours, as a question does that gives none: the errors of utilization and of
power both enter, less what they have in common (see [estimates.md](estimates.md))."""

_TITLES = {
    "time": "Time: accelerator-hours from parameters and tokens",
    "energy": "Energy: from the published hours, or from estimated ones",
    "energy-from-flop": "Energy from FLOP: from parameters and tokens, hours not given",
    "carbon": "Carbon: that energy on the printed grid, or on that of the United States",
    "cost": "Cost: the hours at the market price of renting today",
}


def page(knowledge: Knowledge, made: Sequence[Check]) -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines(knowledge, made)) + "\n"


def _lines(knowledge: Knowledge, made: Sequence[Check]) -> Iterator[str]:
    yield _HEAD
    yield "| quantity | published figures | inside | median factor | median high / low | published / estimate |"
    yield "|---|--:|--:|--:|--:|--:|"
    for one in summaries(made):
        yield (
            f"| {one.quantity} | {one.figures} | {one.inside:.0%} | {one.median_factor:.2f} | {one.median_width:.2f}"
            f" | {one.bias:.2f} |"
        )
    yield _FROM_FLOP
    yield from _priors(knowledge, load_priors(), read_observations_file())
    for quantity in QUANTITIES:
        yield from _table(quantity, [check for check in made if check.quantity == quantity])


def _priors(knowledge: Knowledge, priors: Priors, file: ObservationsFile) -> Iterator[str]:
    """What was fitted, and how well it predicts families that it has not seen."""
    model = priors.utilization_model
    runs, effects = utilizations(knowledge, file), effects_in_use(file)
    result = score(cross_validated(runs, effects, best_scatter(runs, effects), widen=for_unseen_teams))
    yield _UTILIZATION
    yield (
        f"{model.runs} runs of {model.families} families, each predicted without its family: median factor"
        f" {result.median_factor:.2f}, {result.inside:.0%} inside, median high / low {result.median_width:.2f},"
        f" published / estimate {result.bias:.2f}.\n"
    )
    yield "| effect | factor | 90 % interval |"
    yield "|---|--:|--:|"
    for position, (name, value) in enumerate(model.effects.items()):
        reach = math.exp(model.quantile * math.sqrt(model.covariance[position][position]))
        factor = math.exp(value)
        yield f"| {name} | {factor:.2f} | {factor / reach:.2f} to {factor * reach:.2f} |"
    yield "\nPower in training with the host, where it was measured:\n"
    yield "| accelerator | runs | load (share of the TDP) | host overhead |"
    yield "|---|--:|--:|--:|"
    for accelerator, prior in priors.power.items():
        yield f"| {accelerator} | {prior.runs} | {prior.load.central:.2f} | {prior.host_overhead.central:.2f} |"
    slope = priors.power_slope
    yield (
        f"\nPower goes with utilization by a slope of {slope.slope:.2f} ± {slope.deviation:.2f} (natural logarithms;"
        f" {slope.runs} runs of {slope.families} families of which both were measured)."
    )


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
