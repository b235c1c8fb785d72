"""Units and everyday equivalents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.conversion import best_equivalents, convert, convertible, everyday, in_canonical_unit
from knowledge.figures import Figure, Kind
from knowledge.units import UNITS


@pytest.mark.parametrize(
    ("quantity", "unit", "to", "expected"),
    [
        (1.2, "GWh", "MWh", 1200),
        (3.5, "GWh", "MWh", 3500),
        (24, "MW", "W", 24_000_000),
        (500, "Wh", "kWh", 0.5),
        (3.6e6, "J", "kWh", 1),
        (2, "kWh", "J", 7_200_000),
        (2, "month", "day", 1460 / 24),
        (90, "min", "h", 1.5),
        (0.05, "USD/kWh", "USD/MWh", 50),
        (57, "gCO2e/kWh", "kgCO2e/kWh", 0.057),
        (552, "tCO2e", "kgCO2e", 552_000),
        (730, "PFLOP-day", "FLOP", 6.3072e22),
        (700, "m3", "L", 700_000),
        (45, "%", "", 0.45),
        (7, "kWh", "kWh", 7),
    ],
)
def test_hand_worked(quantity: float, unit: str, to: str, expected: float) -> None:
    result = convert(quantity, unit, to)
    assert result.unit == to
    assert result.central == pytest.approx(expected)
    assert result.is_exact


def test_bounds_are_converted_with_the_rest() -> None:
    claim = Figure(low=7, central=11, high=15, unit="MW", kind=Kind.CLASS_TABLE_CLAIM)
    result = convert(claim, "MW", "kW")
    assert (result.low, result.central, result.high, result.unit) == (7000, 11_000, 15_000, "kW")
    assert result.kind is Kind.CLASS_TABLE_CLAIM


@pytest.mark.parametrize(
    ("unit", "to"), [("kW", "kWh"), ("tokens", "parameters"), ("USD", "kWh"), ("kWh", "furlong"), ("", "tokens")]
)
def test_what_does_not_measure_the_same_is_refused(unit: str, to: str) -> None:
    assert not convertible(unit, to)
    with pytest.raises(ValueError, match="do not measure the same"):
        convert(1, unit, to)


@given(quantity=st.floats(1e-6, 1e9), unit=st.sampled_from(sorted(UNITS)))
def test_there_and_back(quantity: float, unit: str) -> None:
    there = in_canonical_unit(quantity, unit) if convertible(unit, UNITS[unit].canonical) else None
    if there is not None:
        assert convert(there, there.unit, unit).central == pytest.approx(quantity, rel=1e-12)


def test_forty_kilowatt_hours_in_electric_showers() -> None:
    shower = Figure(low=0.58, central=0.75, high=0.92, unit="kWh", kind=Kind.THIRD_PARTY_ESTIMATE)
    result = everyday(in_canonical_unit(40, "kWh"), shower)
    assert result.central == pytest.approx(53.3333333)
    assert (result.low, result.high) == pytest.approx((40 / 0.92, 40 / 0.58))


def test_an_energy_is_not_told_in_litres() -> None:
    bottle = Figure(low=0.5, central=0.5, high=0.5, unit="L", kind=Kind.ASSUMPTION)
    with pytest.raises(ValueError, match="do not measure the same"):
        everyday(in_canonical_unit(40, "kWh"), bottle)


def test_the_easiest_to_picture_comes_first() -> None:
    def thing(kilowatt_hours: float) -> Figure:
        return Figure(low=kilowatt_hours, central=kilowatt_hours, high=kilowatt_hours, unit="kWh", kind=Kind.STATISTIC)

    things = {"phone": thing(0.015), "home": thing(1550), "city": thing(1e9), "home-usa": thing(10_700)}
    water = Figure(low=1, central=1, high=1, unit="L", kind=Kind.STATISTIC)
    found = best_equivalents(in_canonical_unit(20, "MWh"), {**things, "bottle": water}, limit=2)
    assert list(found) == ["home", "home-usa"]
    assert found["home"].central == pytest.approx(12.903, rel=1e-4)
    assert best_equivalents(in_canonical_unit(0, "kWh"), things) == {}
