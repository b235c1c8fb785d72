"""Fitting the priors to the published runs on file: `python -m estimator.fitting [--write]`.

Which runs, and what of each, stands in `knowledge/data/training-observations.yaml`; the models are those of
`estimator.regression` (utilization) and `estimator.power_fitting` (power). Printed are the effects and how well runs
are predicted whose family was left out; with `--write`, `knowledge/data/priors.yaml` is written anew.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from estimator.energy_fitting import energies_per_flop, fit_power_slope
from estimator.observations import FILE as OBSERVATIONS
from estimator.observations import Observation, ObservationsFile, powers, read_observations_file, utilizations
from estimator.power_fitting import fit_power
from estimator.priors import FILE, Bounds, PowerPrior, PowerSlope, Priors, UtilizationPrior
from estimator.regression import BELIEFS, best_scatter, cross_validated, fit, for_unseen_teams, score
from knowledge.base import DATA_FOLDER, Knowledge, load

SOURCE = "cuesta-training-fit"

_ALTERNATIVES = (
    ("level",),
    ("level", "small"),
    ("level", "scale"),
    ("level", "experts"),
    ("level", "small", "scale"),
    tuple(BELIEFS),
)
"""Sets of effects, each with the generations, that the report compares; the last is the one in use."""


def effects_in_use(file: ObservationsFile) -> tuple[str, ...]:
    """Every effect of the model: the general ones and one for each generation."""
    return (*BELIEFS, *file.generations)


def fitted_priors(knowledge: Knowledge, file: ObservationsFile, fitted_on: str) -> Priors:
    """Everything that is fitted, from the runs on file."""
    runs = utilizations(knowledge, file)
    effects = effects_in_use(file)
    load_assumed, host_assumed = (knowledge.assumptions[name] for name in ("accelerator_load", "host_overhead"))
    measured = powers(knowledge, file)
    scatter = best_scatter(runs, effects)
    predicted = cross_validated(runs, effects, scatter, widen=for_unseen_teams)
    return Priors(
        fitted_on=fitted_on,
        sources=(SOURCE,),
        generations=file.generations,
        utilization=for_unseen_teams(fit(runs, effects, scatter)),
        power=fit_power(measured, load_assumed, host_assumed),
        power_slope=fit_power_slope(energies_per_flop(predicted, measured, load_assumed, host_assumed)),
    )


def report(runs: Sequence[Observation], file: ObservationsFile) -> Iterator[str]:
    """Lines of the cross-validation: each set of effects, then each run."""
    yield f"{len(runs)} runs of {len({run.family for run in runs})} families"
    yield f"{'effects beside the generations':32} scatter  likelihood  median factor  inside  high/low"
    for general in _ALTERNATIVES:
        effects = (*general, *file.generations)
        scatter = best_scatter(runs, effects)
        result = score(cross_validated(runs, effects, scatter))
        yield (
            f"{', '.join(general):32} {scatter:7.2f} {result.likelihood:11.3f} {result.median_factor:14.2f}"
            f" {result.inside:7.0%} {result.median_width:9.2f}"
        )
    effects = effects_in_use(file)
    scatter = best_scatter(runs, effects)
    predictions = cross_validated(runs, effects, scatter, widen=for_unseen_teams)
    result = score(predictions)
    yield (
        f"in use, widened for unseen teams: median factor {result.median_factor:.2f}, {result.inside:.0%} inside,"
        f" median high/low {result.median_width:.2f}, bias {result.bias:.2f}"
    )
    yield f"{'run (its family left out)':26} published  estimate  ratio"
    for one in predictions:
        inside = "" if one.inside else "  outside"
        published = one.observation.utilization
        yield f"{one.observation.run:26} {published:9.3f} {one.central:9.3f} {one.ratio:6.2f}{inside}"


def as_yaml(priors: Priors) -> str:
    """The data file's text."""
    return "\n".join(_lines(priors)) + "\n"


def _lines(priors: Priors) -> Iterator[str]:
    yield f"# Written by `python -m estimator.fitting --write` from the runs in {OBSERVATIONS}: edit those, not this."
    yield "# utilization: natural logarithm of the utilization as a sum of effects; see estimator/priors.py."
    yield "# power: load (share of the TDP) and host_overhead of accelerators whose power in training was measured."
    yield "# power_slope: how far power goes with utilization; see estimator/energy_fitting.py."
    yield f"fitted_on: {priors.fitted_on}"
    yield f"sources: [{', '.join(priors.sources)}]"
    yield "generations:"
    for name, members in priors.generations.items():
        yield f"  {name}: [{', '.join(members)}]"
    yield from _utilization_lines(priors.utilization_model)
    yield "power:"
    for accelerator, prior in priors.power.items():
        yield from _power_lines(accelerator, prior)
    yield from _slope_lines(priors.power_slope)


def _utilization_lines(model: UtilizationPrior) -> Iterator[str]:
    yield "utilization:"
    for name in ("runs", "families", "degrees_of_freedom", "quantile", "scatter"):
        yield f"  {name}: {getattr(model, name)}"
    yield "  effects:"
    for name, value in model.effects.items():
        yield f"    {name}: {value}"
    yield "  covariance:"
    for row in model.covariance:
        yield f"    - [{', '.join(map(str, row))}]"


def _power_lines(accelerator: str, prior: PowerPrior) -> Iterator[str]:
    yield f"  {accelerator}:"
    yield f"    runs: {prior.runs}"
    yield f"    load: {_bounds(prior.load)}"
    yield f"    host_overhead: {_bounds(prior.host_overhead)}"
    yield f"    sources: [{', '.join(prior.sources)}]"


def _slope_lines(prior: PowerSlope) -> Iterator[str]:
    yield "power_slope:"
    for name, value in prior.model_dump().items():
        yield f"  {name}: {value}"


def _bounds(bounds: Bounds) -> str:
    return f"{{low: {bounds.low}, central: {bounds.central}, high: {bounds.high}}}"


def main() -> None:
    """Print the fit and its cross-validation; write the priors where asked to."""
    parser = argparse.ArgumentParser(description="Fit the priors of training to the published runs on file.")
    parser.add_argument("--write", action="store_true", help=f"write {FILE} anew")
    arguments = parser.parse_args()
    knowledge, file = load(), read_observations_file()
    runs = utilizations(knowledge, file)
    priors = fitted_priors(knowledge, file, datetime.now(UTC).date().isoformat())
    lines = list(report(runs, file))
    lines += [f"{name:12} x {math.exp(value):.2f}" for name, value in priors.utilization_model.effects.items()]
    lines += [
        f"{name:12} load {prior.load.central}, host overhead {prior.host_overhead.central}"
        for name, prior in priors.power.items()
    ]
    lines.append(f"power goes with utilization by {priors.power_slope.slope} ± {priors.power_slope.deviation}")
    print("\n".join(lines))  # noqa: T201 - the report is what the command is for
    if arguments.write:
        (DATA_FOLDER / FILE).write_text(as_yaml(priors), encoding="utf-8")


if __name__ == "__main__":
    main()
