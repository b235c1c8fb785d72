"""Training and the inverses: hand-worked values, and inverses that undo what goes forwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import hardware, inverses, training
from estimator.estimates import Factor, product
from knowledge.figures import Figure, Kind
from tests.estimator.cases import call, cases, check, functions_of

FUNCTIONS: dict[str, Callable[..., Any]] = functions_of(training) | functions_of(inverses)
CASES = cases("training_cases.yaml") + cases("inverse_cases.yaml")
positive = st.floats(1e-3, 1e6)
many = st.floats(1, 1e15)


@pytest.mark.parametrize("case", CASES)
def test_hand_worked(case: dict[str, Any]) -> None:
    check(call(FUNCTIONS[case["function"]], case["arguments"]), case["expected"])


def test_every_function_is_worked_out_by_hand() -> None:
    assert {case.values[0]["function"] for case in CASES} == set(FUNCTIONS) - {"whole_up", "whole_down"}


def spread(low: float, central: float, high: float) -> Figure:
    return Figure(low=low, central=central, high=high, unit="", kind=Kind.ASSUMPTION)


def test_accelerators_come_whole() -> None:
    needed = product("", Factor("count", spread(0.2, 3.01, 8)))
    assert [getattr(inverses.whole_up(needed), bound) for bound in ("low", "central", "high")] == [1, 4, 8]
    assert [getattr(inverses.whole_down(needed), bound) for bound in ("low", "central", "high")] == [0, 3, 8]


@given(parameters=many, tokens=many)
def test_tokens_and_parameters_undo_compute(parameters: float, tokens: float) -> None:
    compute = training.compute(parameters=parameters, tokens=tokens)
    assert training.tokens_for(compute=compute, parameters=parameters).central == pytest.approx(tokens)
    assert training.parameters_for(compute=compute, tokens=tokens).central == pytest.approx(parameters)


@given(compute=st.floats(1e15, 1e28), ratio=st.floats(1, 1000))
def test_the_optimal_split_spends_the_compute_in_the_ratio_asked(compute: float, ratio: float) -> None:
    parameters = training.optimal_parameters(compute=compute, tokens_per_parameter=ratio).central
    tokens = training.optimal_tokens(compute=compute, tokens_per_parameter=ratio).central
    assert tokens / parameters == pytest.approx(ratio)
    assert training.compute(parameters=parameters, tokens=tokens).central == pytest.approx(compute)


@given(compute=st.floats(1e15, 1e28), peak=st.floats(1e12, 1e16), utilization=st.floats(0.01, 1))
def test_compute_in_undoes_accelerator_hours(compute: float, peak: float, utilization: float) -> None:
    hours = training.accelerator_hours(compute=compute, peak_flops=peak, utilization=utilization)
    assert training.compute_in(
        accelerator_hours=hours, peak_flops=peak, utilization=utilization
    ).central == pytest.approx(compute)


@given(hours=positive, count=positive)
def test_deadline_undoes_time(hours: float, count: float) -> None:
    time = training.time(accelerator_hours=hours, count=count)
    assert training.count_for_deadline(accelerator_hours=hours, hours=time).central == pytest.approx(count)


@given(count=positive, hours=positive, price=positive)
def test_budgets_undo_costs(count: float, hours: float, price: float) -> None:
    rent = hardware.rental_cost(count=count, hours=hours, hourly_price=price)
    assert inverses.count_to_rent(budget=rent, hours=hours, hourly_price=price).central == pytest.approx(count)
    assert inverses.hours_to_rent(budget=rent, count=count, hourly_price=price).central == pytest.approx(hours)
    assert inverses.accelerator_hours_to_rent(budget=rent, hourly_price=price).central == pytest.approx(count * hours)
    purchase = hardware.purchase_cost(count=count, unit_price=price)
    assert inverses.count_to_buy(budget=purchase, unit_price=price).central == pytest.approx(count)


@given(count=positive, hours=positive, tdp=positive, load=st.floats(0.1, 1), price=st.floats(0.01, 1))
def test_limits_undo_power_and_energy(count: float, hours: float, tdp: float, load: float, price: float) -> None:
    draw: dict[str, Any] = {"tdp": tdp, "load": load, "host_overhead": 1.3, "pue": 1.2}
    power = hardware.power(count=count, **draw)
    energy = hardware.energy(count=count, hours=hours, **draw)
    bill = hardware.electricity_cost(energy=energy, power_price=price)
    assert inverses.count_within_power(power_limit=power, **draw).central == pytest.approx(count)
    assert inverses.hours_for_energy(energy=energy, count=count, **draw).central == pytest.approx(hours)
    paid = inverses.hours_for_electricity(budget=bill, power_price=price, count=count, **draw)
    assert paid.central == pytest.approx(hours)
