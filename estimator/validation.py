"""Estimates beside everything that was published of training runs: `python -m estimator.validation [--write FILE]`.

Each run is estimated by a model that was fitted without its family (utilization) or without itself (power), from what a
person would ask with: parameters, tokens, kind and number of accelerators, and the PUE and grid that the run states.

    time     accelerator-hours from parameters and tokens; from the printed FLOP where the two differ by more than a
             factor of 1.5 (the tokens printed are then those of the data set, or an encoder sees half of them)
    energy-from-flop   the same from parameters and tokens alone, as where a question gives no hours
    energy   from the published hours, or from estimated ones where none are published; accelerators alone where that is
             what the published figure counts
    carbon   that energy on the published grid, or on that of the United States where none is published
    cost     the published hours at the market price of renting today
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

from estimator import hardware, training
from estimator.energy_fitting import EnergyPerFlop, energies_per_flop, fit_power_slope
from estimator.estimates import exact
from estimator.fitting import effects_in_use
from estimator.observations import powers, read_observations_file, utilizations
from estimator.power_fitting import fit_power
from estimator.priors import Priors, load_priors
from estimator.regression import best_scatter, cross_validated, fit, for_unseen_teams
from estimator.runs import RunOnFile, runs_on_file
from knowledge.base import Knowledge, load
from knowledge.figures import Figure, Kind

QUANTITIES = ("time", "energy", "energy-from-flop", "carbon", "cost")

_SAME_COMPUTE = 1.5
"""Printed and computed FLOP within this factor of each other are taken to count the same."""

_US_GRID = "USA"
_WHOLE_RUN = frozenset({"model", "search"})
_ENERGY_BASES = frozenset({"data-centre", "servers", "accelerators", "accelerators-with-pue", "reproduction"})
_CARBON_BASES = frozenset(
    {"location-based", "without-offsets", "gross", "net", "assumed-us-grid", "with-pue", "dynamic-energy-only"}
)
_COST_BASES = frozenset({"cloud-rental", "assumed-rental-rate", "developer-statement"})


@dataclass(frozen=True, slots=True)
class Check:
    """One published figure beside its estimate."""

    run: str
    quantity: str
    basis: str
    published: float
    estimate: Figure

    @property
    def ratio(self) -> float:
        """Published / central estimate."""
        return self.published / self.estimate.central

    @property
    def inside(self) -> bool:
        """Whether the published figure lies in the 90 % interval."""
        return self.estimate.low <= self.published <= self.estimate.high


@dataclass(frozen=True, slots=True)
class Summary:
    """How the estimates of one quantity do."""

    quantity: str
    figures: int
    inside: float
    median_factor: float
    median_width: float
    bias: float


def checks(knowledge: Knowledge) -> tuple[Check, ...]:
    """Every published figure that can be estimated, by quantity and in the order of the models."""
    estimator = _Estimator(knowledge)
    kinds: Mapping[str, Callable[[RunOnFile], Iterator[Check]]] = {
        "time": estimator.time,
        "energy": estimator.energy,
        "energy-from-flop": estimator.energy_from_flop,
        "carbon": estimator.carbon,
        "cost": estimator.cost,
    }
    runs = [run for run in runs_on_file(knowledge) if run.run.scope in _WHOLE_RUN and run.accelerator is not None]
    return tuple(check for quantity in QUANTITIES for run in runs for check in kinds[quantity](run))


def summaries(made: Sequence[Check]) -> tuple[Summary, ...]:
    """The summary of each quantity that has checks."""
    by_quantity = {name: [check for check in made if check.quantity == name] for name in QUANTITIES}
    return tuple(
        Summary(
            quantity=name,
            figures=len(own),
            inside=sum(check.inside for check in own) / len(own),
            median_factor=math.exp(median(abs(math.log(check.ratio)) for check in own)),
            median_width=median(check.estimate.high / check.estimate.low for check in own),
            bias=math.exp(sum(math.log(check.ratio) for check in own) / len(own)),
        )
        for name, own in by_quantity.items()
        if own
    )


class _Estimator:
    """Estimates runs as if they had never been seen."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._file = read_observations_file()
        self._runs = utilizations(knowledge, self._file)
        self._powers = powers(knowledge, self._file)
        self._effects = effects_in_use(self._file)
        self._assumed = knowledge.assumptions

    @cached_property
    def _scatter(self) -> float:
        return best_scatter(self._runs, self._effects)

    def time(self, run: RunOnFile) -> Iterator[Check]:
        """Accelerator-hours, of each figure on file or else of time × accelerators."""
        estimated = self._hours(run)
        if estimated is None:
            return
        published = [figure for figure in run.run.figures("accelerator_hours") if figure.basis is None]
        for figure in published:
            yield Check(run.run.id, "time", figure.by, figure.central, estimated)
        if not published and run.accelerator_hours is not None:
            yield Check(run.run.id, "time", "", run.accelerator_hours, estimated)

    def energy(self, run: RunOnFile) -> Iterator[Check]:
        """The energies on file, each on its own basis."""
        for figure in run.run.figures("energy"):
            estimated = self._energy(run, figure.basis or "") if figure.basis in _ENERGY_BASES else None
            if estimated is not None:
                yield Check(run.run.id, "energy", figure.basis or "", figure.central, estimated)

    def energy_from_flop(self, run: RunOnFile) -> Iterator[Check]:
        """The energies on file beside what follows from parameters and tokens, whether hours are published or not."""
        hours = self._hours(run)
        for figure in run.run.figures("energy"):
            counted = hours is not None and figure.basis in _ENERGY_BASES
            estimated = self._energy(run, figure.basis or "", hours) if counted else None
            if estimated is not None:
                yield Check(run.run.id, "energy-from-flop", figure.basis or "", figure.central, estimated)

    def carbon(self, run: RunOnFile) -> Iterator[Check]:
        """The emissions of operation on file."""
        printed = run.figure("carbon_intensity")
        intensity = printed or self._knowledge.place(_US_GRID).figure("carbon_intensity")
        for figure in run.run.figures("carbon"):
            if figure.basis == "net" and printed is None:
                continue  # net of a share of carbon-free electricity that is not printed
            counted = "accelerators" if figure.basis == "dynamic-energy-only" else "data-centre"
            energy = self._energy(run, counted) if figure.basis in _CARBON_BASES else None
            if energy is not None and intensity is not None:
                estimated = hardware.carbon(energy=energy, carbon_intensity=intensity)
                yield Check(run.run.id, "carbon", figure.basis or "", figure.central, estimated)

    def cost(self, run: RunOnFile) -> Iterator[Check]:
        """The costs on file that stand for renting."""
        price = None if run.accelerator is None else run.accelerator.figure("rental_cost")
        hours = run.accelerator_hours or self._hours(run)
        for figure in run.run.figures("cost"):
            if figure.basis in _COST_BASES and price is not None and hours is not None:
                estimated = hardware.rental_cost_of_hours(accelerator_hours=hours, hourly_price=price)
                yield Check(run.run.id, "cost", figure.basis or "", figure.central, estimated)

    def _hours(self, run: RunOnFile) -> Figure | None:
        """Accelerator-hours from parameters and tokens."""
        peak = None if run.accelerator is None else run.accelerator.figure("peak_flops")
        record = self._file.utilization.get(run.run.id)
        given = None if record is None else record.parameters_active
        parameters, compute = given or run.parameters_active, _compute(run)
        if peak is None or parameters is None or compute is None or run.accelerator is None:
            return None
        utilization = self._without_family(run.run.id).utilization(
            accelerator=run.accelerator.id,
            parameters_active=parameters,
            parameters=run.parameters,
            count=run.count,
        )
        return training.accelerator_hours(compute=compute, peak_flops=peak, utilization=utilization)

    def _energy(self, run: RunOnFile, basis: str, hours: Figure | None = None) -> Figure | None:
        """Energy on the basis of a published figure, from these accelerator-hours or else the published ones."""
        accelerator = run.accelerator
        tdp = None if accelerator is None else accelerator.figure("tdp")
        taken = hours or run.accelerator_hours or self._hours(run)
        if accelerator is None or tdp is None or taken is None:
            return None
        slope = self._slope_without_family(run.run.id)
        measured = self._power_without(run.run.id).get(accelerator.id)
        load = measured[0] if measured else self._assumed["accelerator_load"]
        if basis == "accelerators":
            return hardware.accelerator_energy_of_hours(accelerator_hours=taken, tdp=tdp, load=load, power_slope=slope)
        pue = exact(1.0) if basis == "servers" else run.figure("pue") or self._assumed["pue"]
        host = measured[1] if measured else self._assumed["host_overhead"]
        return hardware.energy_of_hours(
            accelerator_hours=taken, tdp=tdp, load=load, host_overhead=host, pue=pue, power_slope=slope
        )

    def _without_family(self, run_id: str) -> Priors:
        """The priors fitted without the family of a run."""
        record = self._file.utilization.get(run_id)
        priors = load_priors()
        if record is None:
            return priors
        others = [other for other in self._runs if other.family != record.family]
        model = for_unseen_teams(fit(others, self._effects, self._scatter))
        return priors.model_copy(update={"utilization_model": model})

    @cached_property
    def _energies(self) -> tuple[EnergyPerFlop, ...]:
        predicted = cross_validated(self._runs, self._effects, self._scatter, widen=for_unseen_teams)
        assumed = self._assumed["accelerator_load"], self._assumed["host_overhead"]
        return energies_per_flop(predicted, self._powers, *assumed)

    def _slope_without_family(self, run_id: str) -> float:
        """How far power goes with utilization, fitted without the family of a run."""
        record = self._file.utilization.get(run_id)
        return fit_power_slope([one for one in self._energies if record is None or one.family != record.family]).slope

    def _power_without(self, run_id: str) -> dict[str, tuple[Figure, Figure]]:
        """Load and host overhead of the accelerators that were measured, fitted without a run."""
        others = [other for other in self._powers if other.run != run_id]
        fitted = fit_power(others, self._assumed["accelerator_load"], self._assumed["host_overhead"])
        priors = load_priors().model_copy(update={"power": fitted})
        found = {name: (priors.load(name), priors.host_overhead(name)) for name in fitted}
        return {name: (load, host) for name, (load, host) in found.items() if load is not None and host is not None}


def _compute(run: RunOnFile) -> Figure | None:
    """FLOP from parameters and tokens; as its developer prints it where that is far off or nothing else is known."""
    parameters, tokens, printed = run.parameters_active, run.published("tokens"), run.figure("compute")
    if printed is not None and printed.kind is not Kind.DISCLOSED:
        printed = None
    if parameters is None or tokens is None:
        return printed
    computed = training.compute(parameters=parameters, tokens=tokens)
    if printed is not None and abs(math.log(printed.central / computed.central)) > math.log(_SAME_COMPUTE):
        return printed
    return computed


def report(made: Sequence[Check]) -> Iterator[str]:
    """The lines that the command prints."""
    yield f"{'run':28} {'quantity':16} {'published':>11} {'estimate':>11}  ratio  90 % interval"
    for check in made:
        estimate = check.estimate
        place = "inside" if check.inside else "OUTSIDE"
        yield (
            f"{check.run:28} {check.quantity:16} {check.published:11.4g} {estimate.central:11.4g} {check.ratio:6.2f}"
            f"  {place} {estimate.low:.4g} to {estimate.high:.4g} {estimate.unit}"
            f"{f' ({check.basis})' if check.basis else ''}"
        )
    yield ""
    yield "quantity          figures  inside  median factor  median high/low  published / estimate"
    for one in summaries(made):
        yield (
            f"{one.quantity:16} {one.figures:8} {one.inside:7.0%} {one.median_factor:14.2f} {one.median_width:16.2f}"
            f" {one.bias:21.2f}"
        )


def main() -> None:
    """Print every check and the summary; write the page of the documentation where asked to."""
    parser = argparse.ArgumentParser(description="Compare estimates with every published training run on file.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write a page of the documentation, in Markdown")
    arguments = parser.parse_args()
    knowledge = load()
    made = checks(knowledge)
    print("\n".join(report(made)))  # noqa: T201 - the report is what the command is for
    if arguments.write is not None:
        from estimator.validation_page import page

        arguments.write.write_text(page(knowledge, made), encoding="utf-8")


if __name__ == "__main__":
    main()
