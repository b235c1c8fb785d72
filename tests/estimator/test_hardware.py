"""Buying, renting, running and owning accelerators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import hardware, owning
from estimator.estimates import Estimate
from knowledge.figures import Figure, Kind
from tests.estimator.cases import call, cases, check, functions_of

FUNCTIONS: dict[str, Callable[..., Any]] = functions_of(hardware) | functions_of(owning)


@pytest.mark.parametrize("case", cases("hardware_cases.yaml"))
def test_hand_worked(case: dict[str, Any]) -> None:
    check(call(FUNCTIONS[case["function"]], case["arguments"]), case["expected"])


def test_every_function_is_worked_out_by_hand() -> None:
    worked = {parameter.values[0]["function"] for parameter in cases("hardware_cases.yaml")}
    assert worked == set(FUNCTIONS)


def test_kilowatts_give_the_same_power_as_watts() -> None:
    kilowatts = Figure(low=0.3, central=0.4, high=0.5, unit="kW", kind=Kind.DATASHEET)
    result = hardware.power(count=8, tdp=kilowatts, load=1, host_overhead=1, pue=1)
    check(result, {"low": 2.4, "central": 3.2, "high": 4, "unit": "kW"})


def test_grams_per_kilowatt_hour_give_the_same_carbon_as_kilograms() -> None:
    grams = Figure(low=50, central=57, high=60, unit="gCO2e/kWh", kind=Kind.STATISTIC)
    result = hardware.carbon(energy=433_196, carbon_intensity=grams)
    check(result, {"low": 21659.8, "central": 24692.172, "high": 25991.76, "unit": "kgCO2e"})


def test_a_figure_in_another_unit_is_refused() -> None:
    hours = Figure(low=0.4, central=0.4, high=0.4, unit="kWh", kind=Kind.DATASHEET)
    with pytest.raises(ValueError, match="tdp must be in W, got 'kWh'"):
        hardware.power(count=1, tdp=hours, load=1, host_overhead=1, pue=1)


def test_the_factors_of_an_energy_are_remembered_in_order() -> None:
    result = hardware.energy(count=512, hours=730, tdp=400, load=0.9, host_overhead=1.3, pue=1.2)
    assert [(factor.name, factor.power) for factor in result.factors] == [
        ("count", 1),
        ("hours", 1),
        ("tdp", 1),
        ("load", 1),
        ("host_overhead", 1),
        ("pue", 1),
        ("watts_per_kilowatt", -1),
    ]


def test_buying_never_pays_where_electricity_costs_as_much_as_rent() -> None:
    result = owning.break_even_hours(
        unit_price=500, server_cost_factor=1, hourly_price=0.1, tdp=500, load=1, host_overhead=1, pue=1, power_price=0.2
    )
    assert result is None


def test_a_low_rent_lengthens_the_break_even_time() -> None:
    rent = Figure(low=1, central=2, high=4, unit="USD/h", kind=Kind.PRICE_LIST)
    result = owning.break_even_hours(
        unit_price=20_000,
        server_cost_factor=1,
        hourly_price=rent,
        tdp=1000,
        load=1,
        host_overhead=1,
        pue=1,
        power_price=0,
    )
    check(result, {"low": 5000, "central": 10_000, "high": 20_000, "unit": "h"})


@st.composite
def figures(draw: st.DrawFn, unit: str = "", low: float = 1e-3, high: float = 1e6) -> Figure:
    bounds = sorted(draw(st.tuples(*[st.floats(low, high)] * 3)))
    return Figure(low=bounds[0], central=bounds[1], high=bounds[2], unit=unit, kind=Kind.ASSUMPTION)


@given(
    count=st.floats(1, 1e5), hours=st.floats(0.1, 1e5), tdp=figures("W"), load=figures(), host=figures(), pue=figures()
)
def test_energy_scales_with_count_and_hours(
    count: float, hours: float, tdp: Figure, load: Figure, host: Figure, pue: Figure
) -> None:
    def energy(count: float, hours: float) -> Estimate:
        return hardware.energy(count=count, hours=hours, tdp=tdp, load=load, host_overhead=host, pue=pue)

    once, scaled = energy(count, hours), energy(2 * count, 3 * hours)
    assert once.low <= once.central <= once.high
    for bound in ("low", "central", "high"):
        assert getattr(scaled, bound) == pytest.approx(6 * getattr(once, bound))


@given(narrow=figures(), other=figures(), widen=st.floats(1, 10))
def test_a_wider_factor_never_narrows_the_result(narrow: Figure, other: Figure, widen: float) -> None:
    wide = replace(narrow, low=narrow.low / widen, high=narrow.high * widen)

    def energy(load: Figure) -> Estimate:
        return hardware.energy(count=1, hours=1, tdp=1, load=load, host_overhead=other, pue=1)

    assert energy(wide).low <= energy(narrow).low * (1 + 1e-9)
    assert energy(wide).high >= energy(narrow).high * (1 - 1e-9)
