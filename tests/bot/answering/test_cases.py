"""Questions as slots, the answers worked out by hand, and what replies say of them in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, TextValue, UnknownValue
from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.question import Metric, question_adapter
from bot.replying.replier import reply_to
from knowledge.base import load
from knowledge.datafiles import read_yaml
from knowledge.figures import Figure

FOLDER = Path(__file__).parent


def cases(*intents: str) -> list[Any]:
    return [
        pytest.param(intent, case, id=f"{intent}: {case['name']}")
        for intent in intents
        for case in read_yaml(FOLDER / f"{intent}_cases.yaml")
    ]


ALL = ("training", "usage", "conversion", "audit", "fact", "comparison", "ranking")


def answered(intent: str, case: dict[str, Any]) -> Answer:
    return work_out(question_adapter.validate_python({"intent": intent, **case["slots"]}), load(), Circumstances())


def central(value: object) -> float:
    assert isinstance(value, Figure), value
    return value.central


@pytest.mark.parametrize(("intent", "case"), cases("training", "usage", "conversion", "fact"))
def test_values(intent: str, case: dict[str, Any]) -> None:
    answer = answered(intent, case)
    for metric, expected in case.get("values", {}).items():
        assert central(answer.values[metric]) == pytest.approx(expected, rel=1e-6), metric
    for metric, (low, high) in case.get("bounds", {}).items():
        value = answer.values[metric]
        assert isinstance(value, Figure)
        assert (value.low, value.high) == pytest.approx((low, high))
    for metric in case.get("unknown", ()):
        assert isinstance(answer.values[metric], UnknownValue), metric
        assert answer.contract()["values"][metric] == {"unknown": True}
    if "values" in case and not case["values"]:
        assert not answer.values


@pytest.mark.parametrize(("intent", "case"), cases(*ALL))
def test_notices(intent: str, case: dict[str, Any]) -> None:
    noted = [notice.code for notice in answered(intent, case).notices]
    assert set(case.get("notices", ())) <= set(noted)


@pytest.mark.parametrize(("intent", "case"), cases(*ALL))
def test_replies(intent: str, case: dict[str, Any]) -> None:
    answer = answered(intent, case)
    for language, said in case.get("says", {}).items():
        reply = reply_to(answer, language).plain
        for words in said:
            assert words in reply, reply


@pytest.mark.parametrize(("_", "case"), cases("conversion"))
def test_conversions(_: str, case: dict[str, Any]) -> None:
    converted = answered("conversion", case).converted
    if "converted" not in case:
        assert converted is None
        return
    value, unit = case["converted"]
    assert converted is not None
    assert (converted.central, converted.unit) == (pytest.approx(value, rel=1e-12), unit)


@pytest.mark.parametrize(("_", "case"), cases("audit"))
def test_verdicts(_: str, case: dict[str, Any]) -> None:
    printed = answered("audit", case).contract().get("verdicts", [])
    if not case["verdicts"]:
        assert printed == []
    for model, metric, claimed, expected, verdict, factor in case["verdicts"]:
        found = next(one for one in printed if (one["model"], one["metric"]) == (model, metric))
        assert found["claimed"] == (pytest.approx(claimed) if isinstance(claimed, int | float) else claimed)
        assert found["verdict"] == verdict
        if expected is not None:
            assert found["expected"]["central"] == pytest.approx(expected, rel=1e-6)
            assert found["factor"] == pytest.approx(factor, rel=1e-5)


@pytest.mark.parametrize(("_", "case"), cases("fact"))
def test_facts_of_the_tables_carry_verdicts(_: str, case: dict[str, Any]) -> None:
    answer = answered("fact", case)
    found = {(verdict.metric, verdict.verdict) for verdict in answer.verdicts}
    assert {tuple(expected) for expected in case.get("verdicts", ())} <= found
    for metric, ids in case.get("texts", {}).items():
        value = answer.values[metric]
        assert isinstance(value, TextValue)
        assert list(value.ids) == ids


@pytest.mark.parametrize(("_", "case"), cases("comparison"))
def test_rows_side_by_side(_: str, case: dict[str, Any]) -> None:
    rows = answered("comparison", case).rows
    assert [row.id for row in rows] == list(case["rows"])
    for row in rows:
        for metric, expected in case["rows"][row.id].items():
            if expected is None:
                assert isinstance(row.values[metric], UnknownValue)
            else:
                assert central(row.values[metric]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("_", "case"), cases("ranking"))
def test_rows_in_order(_: str, case: dict[str, Any]) -> None:
    rows = answered("ranking", case).rows
    ids = [row.id for row in rows]
    assert ids[: len(case.get("first", ()))] == case.get("first", [])
    assert len(rows) == case.get("count", len(rows))
    assert not set(ids) & set(case.get("without", ()))
    low, high = case.get("passes", (float("-inf"), float("inf")))
    values = [row.values[case["metric"]] for row in rows]
    assert all(low < value.central < high for value in values if isinstance(value, Figure))
    ordered = [value.central for value in values if isinstance(value, Figure)]
    assert ordered == sorted(ordered, reverse=case["slots"].get("order") != "asc")


def test_every_cell_of_the_tables_has_a_verdict_in_the_contract() -> None:
    cells = [cell for table in load().class_tables for row in table.rows for cell in row.cells]
    printed = answered("audit", {"slots": {}}).contract()["verdicts"]
    assert len(printed) == len(cells)
    assert {one["verdict"] for one in printed} == {"holds", "plausible", "off", "unknowable"}


def test_values_of_the_contract_are_in_its_units() -> None:
    asked = [(intent, case) for intent in ALL for case in read_yaml(FOLDER / f"{intent}_cases.yaml")]
    for answer in (answered(intent, case) for intent, case in asked):
        contract = answer.contract()
        named = [contract.get("values", {}), *(row["values"] for row in contract.get("rows", ()))]
        for metric, value in (pair for values in named for pair in values.items()):
            if metric in set(Metric) and "unit" in value:
                allowed = {"", "USD", "kWh", "kW", "kgCO2e", "L", "h", "FLOP", "GB"}
                assert value["unit"] in allowed, metric


def test_what_is_asked_of_several_models_is_answered_for_each() -> None:
    answer = answered("training", {"slots": {"models": ["gpt-3", "bloom"], "accelerators": ["h100"], "count": 100}})
    assert [row.id for row in answer.rows] == ["gpt-3", "bloom"]
    assert all(isinstance(row.values["time"], Figure) for row in answer.rows)


@pytest.mark.parametrize(
    ("slots", "metric", "expected"),
    [
        (
            {"accelerators": ["h100"], "metrics": ["rental_cost"]},
            "rental_cost",
            {"unit": "USD", "basis": "market, per-hour"},
        ),
        ({"accelerators": ["h100"], "metrics": ["peak_flops"]}, "peak_flops", {"unit": "FLOP", "basis": "per-second"}),
        ({"accelerators": ["h100"], "metrics": ["memory"]}, "memory", {"unit": "GB"}),
    ],
)
def test_rates_are_printed_in_the_units_of_the_contract(
    slots: dict[str, Any], metric: str, expected: dict[str, str]
) -> None:
    printed = answered("fact", {"slots": slots}).contract()["values"][metric]
    assert {name: printed.get(name) for name in ("unit", "basis") if name in printed} == expected
