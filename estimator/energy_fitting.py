"""How far the power of accelerators goes with their utilization, from runs of which both were measured.

A run that uses its accelerators badly takes longer; if they also draw less while they wait, the energy per FLOP spreads
less than hours and power taken as independent. How much less is one number, the slope of the logarithm of power on that
of utilization. It cannot be below 0 or above 1 (in proportion to the work done), and nothing else is believed of it.

What it is fitted to is the energy per FLOP that a run took, over the one predicted by a utilization that was fitted
without its family and a power that was fitted without the run. The slope sets how widely these errors should spread,
and so how likely they are: its mean is taken, on a grid. Energies that somebody works out as hours × TDP say nothing
of the power drawn and are left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from estimator.estimates import Dependence, Estimate, Factor, product
from estimator.power_fitting import PowerObservation, fit_power
from estimator.priors import Bounds, PowerSlope
from estimator.regression import QUANTILE, Prediction, log_density
from knowledge.figures import Figure, Kind

SLOPES = tuple(step / 100 for step in range(101))
"""The slopes that are tried, each as likely as the others before any run is seen."""


@dataclass(frozen=True, slots=True)
class EnergyPerFlop:
    """The energy per FLOP of one run and its prediction, both over TDP / peak: power (share of TDP) / utilization."""

    run: str
    family: str
    published: float
    utilization: Figure
    load: Figure
    host_overhead: Figure

    def predicted(self, slope: float) -> Estimate:
        """The prediction with its 90 % interval, for one slope."""
        return product(
            "",
            Factor("load", self.load),
            Factor("host_overhead", self.host_overhead),
            Factor("utilization", self.utilization, -1),
            dependence=Dependence("utilization", ("load", "host_overhead"), slope),
        )


def energies_per_flop(
    predicted: Iterable[Prediction], measured: Sequence[PowerObservation], load: Figure, host_overhead: Figure
) -> tuple[EnergyPerFlop, ...]:
    """The runs of which utilization and power are known, each predicted without itself."""
    powers = {one.run: one for one in measured}
    found = []
    for one in predicted:
        power = powers.get(one.observation.run)
        if power is None:
            continue
        others = fit_power([other for other in measured if other is not power], load, host_overhead)
        prior = others.get(power.accelerator)
        found.append(
            EnergyPerFlop(
                run=power.run,
                family=one.observation.family,
                published=power.ratio / one.observation.utilization,
                utilization=_figure(Bounds(low=one.low, central=one.central, high=one.high)),
                load=load if prior is None else _figure(prior.load),
                host_overhead=host_overhead if prior is None else _figure(prior.host_overhead),
            )
        )
    return tuple(found)


def fit_power_slope(runs: Sequence[EnergyPerFlop]) -> PowerSlope:
    """The mean slope after the runs; a family of n runs weighs √n in all."""
    sizes = Counter(run.family for run in runs)
    scores = [sum(_log_likelihood(run, slope) / math.sqrt(sizes[run.family]) for run in runs) for slope in SLOPES]
    weights = [math.exp(score - max(scores)) for score in scores]
    mean = sum(weight * slope for weight, slope in zip(weights, SLOPES, strict=True)) / sum(weights)
    variance = sum(weight * (slope - mean) ** 2 for weight, slope in zip(weights, SLOPES, strict=True)) / sum(weights)
    return PowerSlope(
        runs=len(runs), families=len(sizes), slope=round(mean, 3), deviation=round(math.sqrt(variance), 3)
    )


def _log_likelihood(run: EnergyPerFlop, slope: float) -> float:
    """Logarithm of Student's density of the error, with the mean of both sides as its scale.

    A slope under which utilization and power leave no error at all cannot be.
    """
    interval = run.predicted(slope)
    scale = math.log(interval.high / interval.low) / (2 * QUANTILE)
    if scale == 0:
        return -math.inf
    return log_density(math.log(run.published / interval.central), scale)


def _figure(bounds: Bounds) -> Figure:
    return Figure(**bounds.model_dump(), unit="", kind=Kind.COMPUTED)
