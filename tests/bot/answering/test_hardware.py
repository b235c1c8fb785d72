from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.question import HardwareQuestion, Problem, question_adapter
from knowledge.base import load
from knowledge.figures import Figure

CASES = yaml.safe_load((Path(__file__).parent / "hardware_cases.yaml").read_text(encoding="utf-8"))


def answer(**slots: Any) -> Answer:
    question = question_adapter.validate_python({"intent": "hardware", **slots})
    return work_out(question, load(), Circumstances())


def figure(answered: Answer, metric: str) -> Figure:
    value = answered.values[metric]
    assert isinstance(value, Figure)
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_values_worked_out_by_hand(case: dict[str, Any]) -> None:
    answered = answer(**case["slots"])
    for metric, expected in case["values"].items():
        assert figure(answered, metric).central == pytest.approx(expected, rel=1e-6), metric


def test_energy_lies_between_the_accelerators_own_draw_and_twice_it() -> None:
    energy = figure(answer(accelerators=["a100-80gb"], count=512, hours=730), "energy")
    own_draw_kwh = 512 * 730 * 0.4
    assert own_draw_kwh < energy.central < 2 * own_draw_kwh


def test_rent_lies_between_the_lowest_and_the_highest_price_on_file() -> None:
    prices = [record.bounds() for record in load().accelerators["a100-80gb"].records("rental_cost")]
    rent = figure(answer(accelerators=["a100-80gb"], count=512, hours=730), "rental_cost")
    assert 512 * 730 * min(low for low, _, _ in prices) <= rent.low
    assert rent.high <= 512 * 730 * max(high for _, _, high in prices)


def test_a_country_changes_carbon_and_not_energy() -> None:
    here, there = (answer(accelerators=["h100"], count=8, hours=730, region=region) for region in ("ECU", "FRA"))
    assert figure(here, "energy") == figure(there, "energy")
    intensity = load().places["FRA"].figure("carbon_intensity")
    assert intensity is not None
    assert figure(there, "carbon").central == pytest.approx(figure(there, "energy").central * intensity.central)


def test_owning_pays_after_a_time() -> None:
    answered = answer(accelerators=["h100"], count=8, hours=730)
    assert 2_000 < figure(answered, "break_even").central < 60_000
    assert figure(answered, "owning_cost").central < figure(answered, "rental_cost").central


def test_what_was_not_said_is_assumed_and_noted() -> None:
    answered = answer(accelerators=["h100"])
    assumed = {assumption.name: assumption.figure.central for assumption in answered.assumptions}
    assert (assumed["count"], assumed["hours"]) == (1, 730)
    assert [notice.code for notice in answered.notices] == ["one-month-assumed"]


def test_every_assumption_and_price_names_its_source() -> None:
    answered = answer(accelerators=["h100"], count=8, hours=730)
    known = {source.id for source in answered.sources}
    for assumption in answered.assumptions:
        assert assumption.figure.sources, assumption.name
        assert known.issuperset(assumption.figure.sources)


def test_nothing_is_computed_with_a_number_that_cannot_be_used() -> None:
    question = HardwareQuestion(
        accelerators=("h100",), problems=(Problem(code="count-not-positive", slot="count", text="-5"),)
    )
    answered = work_out(question, load(), Circumstances())
    assert not answered.values
    assert [notice.code for notice in answered.notices] == ["problem-count-not-positive"]


def test_an_accelerator_without_a_purchase_price_is_only_rented() -> None:
    answered = answer(accelerators=["trainium2"], count=16, hours=730)
    assert "purchase_cost" not in answered.values
    assert figure(answered, "cost") == figure(answered, "rental_cost")
    assert "no-purchase-price" in {notice.code for notice in answered.notices}


@given(
    accelerator=st.sampled_from(sorted(load().accelerators)),
    count=st.floats(min_value=1e-3, max_value=1e9),
    hours=st.floats(min_value=1e-3, max_value=1e7),
    region=st.sampled_from(sorted(load().places)),
)
def test_every_accelerator_in_every_country_gives_ordered_intervals(
    accelerator: str, count: float, hours: float, region: str
) -> None:
    answered = answer(accelerators=[accelerator], count=count, hours=hours, region=region)
    assert answered.values
    for value in answered.values.values():
        assert isinstance(value, Figure)
        assert 0 <= value.low <= value.central <= value.high
