"""Which figure leads, and how several prices become the price of a market."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import load
from knowledge.figures import Figure, Kind
from knowledge.leading import FEWEST_PRICES, MARKET, PREFERRED_BASES, leading_first, market_price
from knowledge.records import METRIC_UNITS, Context, FigureRecord
from tests.knowledge.small import cases

CASES = cases("leading.yaml")
SPREAD = Context(unnamed_sources=frozenset({"hearsay"}), spread_below=1.6, spread_above=1.85)


def figure(fields: dict[str, Any]) -> Figure:
    bounds = {"low": 1, "central": 1, "high": 1, "unit": "", "as_of": "2024"}
    return Figure(**{**bounds, **fields, "kind": Kind(fields["kind"])})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_leads(case: dict[str, Any]) -> None:
    found = leading_first(case["metric"], [figure(fields) for fields in case["figures"]])
    assert [each.by for each in found] == case["leads"]


@given(st.permutations(range(6)))
def test_the_order_of_the_file_decides_nothing_else(order: list[int]) -> None:
    kinds = (
        Kind.DISCLOSED,
        Kind.DATASHEET,
        Kind.PRICE_LIST,
        Kind.THIRD_PARTY_ESTIMATE,
        Kind.RUMOUR,
        Kind.MARKET_REPORT,
    )
    figures = [figure({"kind": kind}) for kind in kinds]
    shuffled = [figures[position] for position in order]
    assert leading_first("energy", shuffled) == leading_first("energy", figures)


def test_every_preferred_basis_has_words_and_every_metric_is_one() -> None:
    words = load().texts.ids("bases")
    for metric, bases in PREFERRED_BASES.items():
        assert metric in METRIC_UNITS
        assert set(bases) <= words


def price(value: float, mark: str | None = None, basis: str = "on-demand", source: str = "list") -> FigureRecord:
    fields = {"value": value, "unit": "USD/h", "kind": "price-list", "sources": [source], "as_of": "2026"}
    return FigureRecord.model_validate({**fields, "verified": "seen", "basis": basis, "mark": mark})


def test_bounds_reach_no_farther_than_the_spread() -> None:
    found = market_price([price(2, "typical"), price(0.5, "lowest", "spot"), price(12, "highest")], SPREAD)
    assert found is not None
    assert (found.low, found.central, found.high) == pytest.approx((1.25, 2, 3.7))
    assert found.basis == MARKET


def test_bounds_stay_within_the_prices_on_file() -> None:
    found = market_price([price(2, "typical"), price(1.8, "lowest"), price(2.5, "highest")], SPREAD)
    assert found is not None
    assert (found.low, found.central, found.high) == (1.8, 2, 2.5)


def test_with_few_prices_nobody_knows_the_spread() -> None:
    found = market_price([price(2, "typical")], SPREAD)
    assert found is not None
    assert (found.low, found.central, found.high) == pytest.approx((1.25, 2, 3.7))


def test_an_assumed_rate_is_no_price() -> None:
    prices = [price(2, "typical", "assumed-rate"), price(1.9), price(2.1)]
    found = market_price(prices, SPREAD)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((1.25, 3.7))


def test_without_a_typical_price_there_is_no_market_price() -> None:
    assert market_price([price(2), price(3), price(4)], SPREAD) is None


def test_a_market_price_cites_its_ends_and_is_as_weak_as_its_typical_price() -> None:
    prices = [
        price(2, "typical", source="hearsay"),
        price(1, "lowest", source="low"),
        price(3, "highest", source="high"),
    ]
    found = market_price(prices, SPREAD)
    assert found is not None
    assert found.sources == ("hearsay", "low", "high")
    assert found.weak


@given(st.lists(st.floats(min_value=0.01, max_value=1e5), min_size=FEWEST_PRICES, max_size=12))
def test_a_market_price_is_an_interval_around_the_typical_one(values: list[float]) -> None:
    typical, *others = values
    found = market_price([price(typical, "typical"), *map(price, others)], SPREAD)
    assert found is not None
    assert min(values) <= found.low <= found.central == typical <= found.high <= max(values)
    assert found.high / found.low <= 1.6 * 1.85 * (1 + 1e-9)


@pytest.mark.parametrize("metric", ["rental_cost", "purchase_cost"])
def test_market_prices_on_file_are_useful_and_honest(metric: str) -> None:
    for accelerator in load().accelerators.values():
        found = accelerator.figure(metric)
        if found is None or found.basis != MARKET:
            continue
        assert found.high / found.low <= 3, accelerator.id
        others = accelerator.figures(metric)[1:]
        assert any(other.central == found.central for other in others), accelerator.id
        if len(others) >= FEWEST_PRICES and not any(other.basis == "assumed-rate" for other in others):
            assert min(other.central for other in others) <= found.low, accelerator.id
            assert max(other.central for other in others) >= found.high, accelerator.id
