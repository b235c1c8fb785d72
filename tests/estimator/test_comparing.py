from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.comparing import times
from estimator.estimates import Factor, exact, product
from knowledge.figures import Figure, Kind


def figure(low: float, central: float, high: float) -> Figure:
    return Figure(low=low, central=central, high=high, unit="", kind=Kind.ASSUMPTION)


LOAD = figure(0.5, 0.8, 0.95)


def test_what_both_rest_on_cancels() -> None:
    one = product("kW", Factor("count", exact(8)), Factor("tdp", exact(700)), Factor("load", LOAD))
    other = product("kW", Factor("count", exact(8)), Factor("tdp", exact(400)), Factor("load", LOAD))
    ratio = times(one, other)
    assert (ratio.low, ratio.central, ratio.high) == pytest.approx((1.75, 1.75, 1.75))


def test_what_differs_widens() -> None:
    one = product("USD", Factor("hours", exact(10)), Factor("hourly_price", figure(2, 4, 8)))
    other = product("USD", Factor("hours", exact(10)), Factor("hourly_price", figure(1, 2, 4)))
    ratio = times(one, other)
    spread = 2 ** (2**0.5)  # two factors of two, in quadrature in log space
    assert (ratio.low, ratio.central, ratio.high) == pytest.approx((2 / spread, 2, 2 * spread))


def test_parts_of_parts_cancel_too() -> None:
    energy = product("kWh", Factor("hours", exact(5)), Factor("load", LOAD))
    one = product("kg", Factor("energy", energy), Factor("carbon_intensity", exact(0.5)))
    other = product("kg", Factor("energy", energy), Factor("carbon_intensity", exact(0.25)))
    assert times(one, other).high == pytest.approx(2)


@given(*[st.floats(0.1, 10) for _ in range(3)])
def test_a_figure_is_once_itself(low: float, further: float, highest: float) -> None:
    whole = figure(low, low + further, low + further + highest)
    ratio = times(whole, whole)
    assert (ratio.low, ratio.central, ratio.high) == pytest.approx((1, 1, 1))
