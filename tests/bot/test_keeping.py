"""Questions kept between two messages come back with what the contract leaves out."""

from __future__ import annotations

import json

import pytest

from bot.keeping import restored, stored
from bot.question import (
    ComparisonQuestion,
    ConversionQuestion,
    HardwareQuestion,
    Metric,
    Question,
    RankingQuestion,
    Show,
    UnknownQuestion,
    UsageQuestion,
)

_BEFORE = HardwareQuestion(accelerators=("h100",), count=8, hours=730)


@pytest.mark.parametrize(
    "question",
    [
        RankingQuestion(of="accelerators", metrics=(Metric.MEMORY,), above=80, inclusive=True),
        RankingQuestion(of="models", maker="openai", show=Show.SOURCES),
        ComparisonQuestion(accelerators=("a100-80gb", "h100"), counts=(8, 4)),
        ConversionQuestion(earlier=_BEFORE),
        ConversionQuestion(quantity=10, unit="GWh", to="tCO2e", region="FRA"),
        UsageQuestion(models=("llama-3-8b",), accelerators=("l4",), users=100),
        UnknownQuestion(region="CHL", earlier=_BEFORE),
        UnknownQuestion(alternatives=(_BEFORE,)),
    ],
)
def test_nothing_is_lost(question: Question) -> None:
    assert restored(json.loads(json.dumps(stored(question)))) == question


@pytest.mark.parametrize("slot", ["inclusive", "maker", "region", "earlier"])
def test_the_contract_prints_nothing_of_it(slot: str) -> None:
    listed = RankingQuestion(of="models", above=80, inclusive=True, maker="openai")
    asked = UnknownQuestion(region="CHL", earlier=_BEFORE)
    assert slot not in listed.contract()
    assert slot not in asked.contract()
