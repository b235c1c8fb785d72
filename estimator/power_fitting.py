"""How much of its TDP an accelerator draws in training with its host, where that was measured.

The ratio measured power / TDP of each kind of accelerator starts from the general assumption (load × host overhead)
and is moved by the runs, in log space: a normal belief, normal scatter, closed form.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from estimator.priors import Bounds, PowerPrior
from knowledge.figures import Figure

BELIEF_DEVIATION = 0.25
"""Standard deviation (natural logarithm) of a kind of accelerator around the general assumption."""

SCATTER = 0.2
"""Standard deviation (natural logarithm) of runs on one kind of accelerator."""

_QUANTILE = 1.644854
"""The 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class PowerObservation:
    """One run's measured power over the TDP of its accelerators."""

    run: str
    family: str
    accelerator: str
    ratio: float
    sources: tuple[str, ...]


def fit_power(measured: Iterable[PowerObservation], load: Figure, host_overhead: Figure) -> dict[str, PowerPrior]:
    """Load and host overhead of each kind of accelerator that was measured, from the general assumptions on both."""
    by_accelerator: Mapping[str, list[PowerObservation]] = defaultdict(list)
    for observation in measured:
        by_accelerator[observation.accelerator].append(observation)
    return {
        accelerator: _prior(runs, load.central * host_overhead.central, host_overhead.central)
        for accelerator, runs in sorted(by_accelerator.items())
    }


def _prior(runs: Sequence[PowerObservation], believed: float, usual_host: float) -> PowerPrior:
    """The ratio after the runs, split in load and host: a load above 1 cannot be, so the host takes the rest."""
    families = len({run.family for run in runs})
    weight = math.sqrt(len(runs) * families) / SCATTER**2
    mean = sum(math.log(run.ratio) for run in runs) / len(runs)
    precision = BELIEF_DEVIATION**-2 + weight
    central = math.exp((math.log(believed) * BELIEF_DEVIATION**-2 + mean * weight) / precision)
    reach = math.exp(_QUANTILE * math.sqrt(1 / precision + SCATTER**2))
    load = min(1.0, central / usual_host)
    host = central / load
    if load < 1:
        bounds = Bounds(low=load / reach, central=load, high=min(1.0, load * reach)), _exactly(host)
    else:
        bounds = _exactly(load), Bounds(low=max(1.0, host / reach), central=host, high=host * reach)
    sources = dict.fromkeys(source for run in runs for source in run.sources)
    return PowerPrior(
        runs=len(runs), load=_rounded(bounds[0]), host_overhead=_rounded(bounds[1]), sources=tuple(sources)
    )


def _exactly(value: float) -> Bounds:
    return Bounds(low=value, central=value, high=value)


def _rounded(bounds: Bounds) -> Bounds:
    return Bounds(**{name: float(f"{value:.4g}") for name, value in bounds.model_dump().items()})
