"""How far power goes with utilization: the energies that it is fitted to, and what they make of the slope."""

from __future__ import annotations

import math

import pytest

from estimator.energy_fitting import EnergyPerFlop, energies_per_flop, fit_power_slope
from estimator.observations import Observation
from estimator.power_fitting import PowerObservation
from estimator.regression import Prediction
from knowledge.figures import Figure, Kind

ASSUMED = [Figure(low=0.5, central=0.8, high=1, unit="", kind=Kind.ASSUMPTION)] * 2


def around(central: float, reach: float) -> Figure:
    return Figure(low=central / reach, central=central, high=central * reach, unit="", kind=Kind.COMPUTED)


def energy(error: float, family: str) -> EnergyPerFlop:
    """A run whose energy per FLOP is exp(error) times the predicted one, 1 / 0.5."""
    return EnergyPerFlop(
        run=family,
        family=family,
        published=2 * math.exp(error),
        utilization=around(0.5, 2),
        load=around(1, 2),
        host_overhead=around(1, 1),
    )


def test_an_energy_worked_by_hand() -> None:
    run = Observation(run="a", family="f", accelerator="h100", features={}, utilization=0.25)
    seen = Observation(run="b", family="f", accelerator="h100", features={}, utilization=0.25)
    measured = [PowerObservation("a", "p", "h100", 0.75, ()), PowerObservation("c", "p", "v100", 1, ())]
    found = energies_per_flop([Prediction(run, 0.4, 0.3, 0.5), Prediction(seen, 0.4, 0.3, 0.5)], measured, *ASSUMED)
    (one,) = found
    assert (one.run, one.family) == ("a", "f")
    assert one.published == pytest.approx(0.75 / 0.25)
    # no other H100 was measured, so load and host are as assumed: 0.8 x 0.8 / 0.4
    assert one.predicted(0).central == pytest.approx(1.6)


def test_the_power_of_a_run_is_predicted_without_it() -> None:
    runs = [Observation(run=name, family=name, accelerator="h100", features={}, utilization=0.4) for name in "ab"]
    measured = [PowerObservation("a", "a", "h100", 0.2, ()), PowerObservation("b", "b", "h100", 0.9, ())]
    first, second = energies_per_flop([Prediction(run, 0.4, 0.3, 0.5) for run in runs], measured, *ASSUMED)
    assert first.predicted(0).central > 0.8 * 0.8 / 0.4 > second.predicted(0).central


def test_without_runs_every_slope_is_as_likely() -> None:
    result = fit_power_slope([])
    assert (result.runs, result.families) == (0, 0)
    # the mean of 0, 0.01 ... 1, and √((101² − 1) / 12) / 100
    assert result.slope == pytest.approx(0.5)
    assert result.deviation == pytest.approx(0.292, abs=1e-3)


def test_energies_that_hardly_spread_make_the_slope_steep() -> None:
    steep = fit_power_slope([energy(0.01 * number, str(number)) for number in range(-4, 5)])
    # sqrt(2) ln 2 / 2.13 = 0.46 is how far errors should spread where power does not depend on utilization
    flat = fit_power_slope([energy(0.46 * number, str(number)) for number in (-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2)])
    assert steep.slope > 0.8
    assert flat.slope < 0.3


def test_runs_of_one_family_teach_less_than_runs_of_many() -> None:
    one = fit_power_slope([energy(0.01 * number, "same") for number in range(-4, 5)])
    many = fit_power_slope([energy(0.01 * number, str(number)) for number in range(-4, 5)])
    assert (one.runs, one.families) == (9, 1)
    assert 0.5 < one.slope < many.slope
