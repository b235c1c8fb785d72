"""Units of data files and their canonical ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.units import CANONICAL_UNITS, UNITS, canonical

units = st.sampled_from(sorted(UNITS))
values = st.floats(min_value=1e-9, max_value=1e30)

WORKED = [
    (433.196, "MWh", 433196, "kWh"),
    (0.24, "Wh", 0.00024, "kWh"),
    (3.6, "J", 1e-6, "kWh"),
    (310, "GWh", 310e6, "kWh"),
    (159, "gCO2e/kWh", 0.159, "kgCO2e/kWh"),
    (552.1, "tCO2e", 552100, "kgCO2e"),
    (1.14, "gCO2e", 0.00114, "kgCO2e"),
    (0.26, "mL", 0.00026, "L"),
    (281000, "m3", 281e6, "L"),
    (700, "W", 0.7, "kW"),
    (14.3, "kW", 14.3, "kW"),
    (989, "TFLOP/s", 9.89e14, "FLOP/s"),
    (2800, "PFLOP-day", 2.4192e23, "FLOP"),
    (3, "month", 2190, "h"),
    (90, "day", 2160, "h"),
    (1, "year", 8760, "h"),
    (41, "USD/MWh", 0.041, "USD/kWh"),
    (2, "TB/s", 2000, "GB/s"),
    (38, "%", 0.38, ""),
]


@pytest.mark.parametrize(("value", "unit", "expected", "expected_unit"), WORKED)
def test_worked_by_hand(value: float, unit: str, expected: float, expected_unit: str) -> None:
    assert canonical(value, unit) == expected
    assert UNITS[unit].canonical == expected_unit


@given(values, units)
def test_a_canonical_value_stays_what_it_is(value: float, unit: str) -> None:
    once = canonical(value, unit)
    assert canonical(once, UNITS[unit].canonical) == once


@given(values, units)
def test_order_and_proportion_are_kept(value: float, unit: str) -> None:
    size = UNITS[unit]
    assert math.isclose(canonical(value, unit) * size.over, value * size.times, rel_tol=1e-12)
    assert canonical(value, unit) <= canonical(value * 2, unit)


@given(units)
def test_zero_stays_zero(unit: str) -> None:
    assert canonical(0, unit) == 0


def test_every_unit_leads_to_a_canonical_one() -> None:
    assert {unit.canonical for unit in UNITS.values()} == set(CANONICAL_UNITS)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(KeyError):
        canonical(1, "furlong")
