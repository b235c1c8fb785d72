"""What published training runs teach where a question says nothing: utilization, and the power of some accelerators.

The numbers stand in `knowledge/data/priors.yaml`, which `python -m estimator.fitting` writes from the runs on file.
`docs/estimates.md` says how they were fitted and how well they predict runs that they have not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.base import DATA_FOLDER
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.figures import Figure, Kind

FILE = "priors.yaml"

SMALL_BELOW = 1e10
"""Active parameters below which a model is too small to keep a large accelerator busy."""

USUAL_COUNT = 1000.0
"""Accelerators of a run that says nothing else; the scale that the `scale` effect is measured from."""

FEWEST, MOST = 8.0, 32768.0
"""The scales between which the effect of scale is followed; beyond them it stays as it is there."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Bounds(_Record):
    """A 90 % interval."""

    low: float
    central: float
    high: float


class PowerPrior(_Record):
    """How much of its TDP an accelerator draws in training, and what its host adds, where power was measured."""

    runs: int
    load: Bounds
    host_overhead: Bounds
    sources: tuple[str, ...]


class PowerSlope(_Record):
    """How far the power of accelerators goes with their utilization: by `slope` × what the utilization is off.

    0 where they draw as much while they wait, 1 where they draw in proportion to the work that they do. `deviation` is
    the standard deviation of the slope after the runs; see `estimator.energy_fitting`.
    """

    runs: int
    families: int
    slope: float = Field(ge=0, le=1)
    deviation: float


class UtilizationPrior(_Record):
    """A linear model of the logarithm of utilization, with the covariance of its coefficients.

    `effects` are, in the order of `covariance`: `level`, `small` (per power of ten below `SMALL_BELOW`), `scale` (per
    power of ten of accelerators above `USUAL_COUNT`), `experts` (a mixture of experts) and one for each generation of
    accelerators. `scatter` is how far runs lie from the model; their distribution is Student's with
    `degrees_of_freedom`, whose 95 % quantile is `quantile`.
    """

    runs: int
    families: int
    degrees_of_freedom: int
    quantile: float
    scatter: float
    effects: Mapping[str, float]
    covariance: tuple[tuple[float, ...], ...]

    def predict(self, features: Mapping[str, float]) -> Bounds:
        """Utilization with its 90 % interval: central × exp(± quantile × √(scatter² + x·covariance·x))."""
        values = [features.get(name, 0.0) for name in self.effects]
        central = math.exp(sum(a * b for a, b in zip(values, self.effects.values(), strict=True)))
        used = [(position, value) for position, value in enumerate(values) if value]
        uncertainty = sum(a * b * self.covariance[i][j] for i, a in used for j, b in used)
        reach = math.exp(self.quantile * math.sqrt(self.scatter**2 + uncertainty))
        return Bounds(low=central / reach, central=central, high=min(1.0, central * reach))


class Priors(_Record):
    """Everything that was fitted, with the generation that each accelerator belongs to."""

    fitted_on: str
    sources: tuple[str, ...]
    generations: Mapping[str, tuple[str, ...]]
    utilization_model: UtilizationPrior = Field(alias="utilization")
    power: Mapping[str, PowerPrior]
    power_slope: PowerSlope

    def utilization(
        self,
        *,
        accelerator: str,
        parameters_active: float,
        parameters: float | None = None,
        count: float | None = None,
    ) -> Figure:
        """The share of the dense 16-bit peak that training a model of this size on this accelerator usually reaches.

        `parameters` are all parameters: more of them than active ones make a mixture of experts. A generation of which
        no run is on file gets the mean of all, with a wider interval. Raises UnknownIdError for an accelerator that is
        not on file.
        """
        features = features_of(
            generation=self.generation(accelerator),
            parameters_active=parameters_active,
            experts=parameters is not None and parameters > parameters_active,
            count=count,
        )
        return self._figure(self.utilization_model.predict(features), self.sources)

    def load(self, accelerator: str) -> Figure | None:
        """The mean share of its TDP that an accelerator draws in training; None where its power was not measured."""
        prior = self.power.get(accelerator)
        return None if prior is None else self._figure(prior.load, prior.sources)

    def host_overhead(self, accelerator: str) -> Figure | None:
        """The server's power over that of its accelerators; None where it was not measured."""
        prior = self.power.get(accelerator)
        return None if prior is None else self._figure(prior.host_overhead, prior.sources)

    def generation(self, accelerator: str) -> str:
        """The generation of accelerators that share their utilization. Raises UnknownIdError."""
        for name, members in self.generations.items():
            if accelerator in members:
                return name
        raise UnknownIdError("generation of accelerators", accelerator)

    def _figure(self, bounds: Bounds, sources: tuple[str, ...]) -> Figure:
        low, central, high = bounds.low, bounds.central, bounds.high
        return Figure(
            low=low, central=central, high=high, unit="", kind=Kind.COMPUTED, sources=sources, as_of=self.fitted_on
        )


def features_of(*, generation: str, parameters_active: float, experts: bool, count: float | None) -> dict[str, float]:
    """A training run as the model of utilization sees it: the value of each effect."""
    return {
        "level": 1.0,
        "small": max(0.0, math.log10(SMALL_BELOW / parameters_active)),
        "scale": math.log10(min(max(count or USUAL_COUNT, FEWEST), MOST) / USUAL_COUNT),
        "experts": float(experts),
        generation: 1.0,
    }


def load_priors(folder: Path | None = None) -> Priors:
    """The priors on file. Raises KnowledgeError where the file is missing or wrong."""
    return _load(DATA_FOLDER if folder is None else folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Priors:
    try:
        return Priors.model_validate(read_yaml(folder / FILE))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise KnowledgeError(FILE, "", ".".join(map(str, first["loc"])), first["msg"]) from error
