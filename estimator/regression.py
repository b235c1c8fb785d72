"""The model of utilization: Bayesian linear regression of its logarithm on what is known of a run, in closed form.

Every effect starts from a belief (`BELIEFS`) that the runs move as far as they have something to say; a generation of
accelerators without runs keeps its belief, and so a wide interval. The scatter of the runs around the model is the one
under which families that were left out are most likely. Runs follow Student's distribution with four degrees of
freedom, because a few of them (long outages, slow networks) lie far off.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from estimator.observations import Observation
from estimator.priors import UtilizationPrior

DEGREES_OF_FREEDOM = 4
QUANTILE = 2.131847
"""The 95 % quantile of Student's distribution with four degrees of freedom."""


class Belief(NamedTuple):
    """An effect before any run is seen: mean and standard deviation, in natural logarithms of utilization."""

    mean: float
    deviation: float


BELIEFS: Mapping[str, Belief] = {
    "level": Belief(math.log(0.33), 1.0),
    "small": Belief(0.0, 0.15),
    "scale": Belief(0.0, 0.1),
    "experts": Belief(0.0, 0.25),
}
"""What is believed of each effect: nothing of the level, little of the rest (0.1 is ten percent either way)."""

GENERATION = Belief(0.0, 0.3)
"""What is believed of the effect of any generation of accelerators."""

UNSEEN_TEAM = 0.2
"""Standard deviation of what a team does of which no run is on file, beside the scatter of runs.

The runs on file are mostly those of large laboratories, which tune long and publish what went well; cross-validation
among them cannot see how far others lie from them. Twenty percent either way is an assumption, not a fit: it widens the
interval from a factor of about 2.5 to one of about 3.5 between its ends.
"""

SCATTERS = tuple(round(0.16 + 0.02 * step, 2) for step in range(18))
"""The scatters that are tried."""


class Prediction(NamedTuple):
    """What a model that has not seen a run's family says of it, beside what was published."""

    observation: Observation
    central: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """Published utilization / predicted."""
        return self.observation.utilization / self.central

    @property
    def inside(self) -> bool:
        """Whether the published utilization lies in the 90 % interval."""
        return self.low <= self.observation.utilization <= self.high


class Score(NamedTuple):
    """How well predictions of unseen runs do."""

    likelihood: float
    median_factor: float
    inside: float
    median_width: float
    bias: float


def fit(runs: Sequence[Observation], effects: Sequence[str], scatter: float) -> UtilizationPrior:
    """The model after seeing the runs, for one scatter. `effects` leaves out what is not modelled."""
    beliefs = [BELIEFS.get(name, GENERATION) for name in effects]
    precision = np.diag([belief.deviation**-2 for belief in beliefs])
    means = np.array([belief.mean for belief in beliefs])
    rows: NDArray[np.float64] = np.array([[run.features.get(name, 0.0) for name in effects] for run in runs])
    targets = np.array([run.target for run in runs])
    weights = np.array(_weights(runs)) / scatter**2
    covariance = np.linalg.inv(precision + rows.T @ (rows * weights[:, None]))
    coefficients = covariance @ (precision @ means + rows.T @ (weights * targets))
    return UtilizationPrior(
        runs=len(runs),
        families=len({run.family for run in runs}),
        degrees_of_freedom=DEGREES_OF_FREEDOM,
        quantile=QUANTILE,
        scatter=scatter,
        effects={name: float(f"{value:.6g}") for name, value in zip(effects, coefficients, strict=True)},
        covariance=tuple(tuple(float(f"{value:.6g}") for value in row) for row in covariance),
    )


def best_scatter(runs: Sequence[Observation], effects: Sequence[str]) -> float:
    """The scatter under which left-out families are most likely."""
    return max(SCATTERS, key=lambda tried: score(cross_validated(runs, effects, tried)).likelihood)


def for_unseen_teams(model: UtilizationPrior) -> UtilizationPrior:
    """The model with its scatter widened by `UNSEEN_TEAM`, as estimates use it."""
    return model.model_copy(update={"scatter": float(f"{math.hypot(model.scatter, UNSEEN_TEAM):.4g}")})


def cross_validated(
    runs: Sequence[Observation],
    effects: Sequence[str],
    scatter: float,
    group: Callable[[Observation], str] = lambda run: run.family,
    widen: Callable[[UtilizationPrior], UtilizationPrior] = lambda model: model,
) -> list[Prediction]:
    """Each run predicted by a model that was fitted without any run of its group, and then widened."""
    predictions = []
    for run in runs:
        others = [other for other in runs if group(other) != group(run)]
        bounds = widen(fit(others, effects, scatter)).predict(run.features)
        predictions.append(Prediction(run, bounds.central, bounds.low, bounds.high))
    return predictions


def score(predictions: Sequence[Prediction]) -> Score:
    """Mean log-likelihood, median factor either way, share inside, median high/low and mean bias (a factor)."""
    errors = [math.log(prediction.ratio) for prediction in predictions]
    scales = [math.log(prediction.central / prediction.low) / QUANTILE for prediction in predictions]
    return Score(
        likelihood=_mean(log_density(error, scale) for error, scale in zip(errors, scales, strict=True)),
        median_factor=math.exp(float(np.median(np.abs(errors)))),
        inside=_mean(prediction.inside for prediction in predictions),
        median_width=float(np.median([prediction.high / prediction.low for prediction in predictions])),
        bias=math.exp(_mean(errors)),
    )


def log_density(error: float, scale: float, degrees: int = DEGREES_OF_FREEDOM) -> float:
    """Logarithm of Student's density at `error`, with this scale."""
    constant = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
    return constant - math.log(scale) - (degrees + 1) / 2 * math.log1p((error / scale) ** 2 / degrees)


def _weights(runs: Sequence[Observation]) -> list[float]:
    """A family of n runs weighs √n in all."""
    sizes = Counter(run.family for run in runs)
    return [sizes[run.family] ** -0.5 for run in runs]


def _mean(values: Iterable[float]) -> float:
    collected = list(values)
    return sum(collected) / len(collected)
