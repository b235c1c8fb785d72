"""Two or more models or accelerators side by side: what is known of them, or one scenario worked out with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer import Answer, Row, UnknownValue, Value
from bot.answering.circumstances import Circumstances
from bot.answering.hardware import answer_hardware
from bot.answering.looking_up import (
    IN_WORDS,
    OF_AN_ACCELERATOR,
    applies,
    display_name,
    filed,
    say_bases,
    say_mixture,
    subject,
)
from bot.answering.side_by_side import MOST_COMPARED
from bot.answering.training import answer_training
from bot.answering.usage import answer_usage
from bot.answering.worksheet import Worksheet
from bot.question import ComparisonQuestion, HardwareQuestion, Metric, Question, TrainingQuestion, UsageQuestion
from knowledge.base import Knowledge
from knowledge.figures import Figure

_Scenario = HardwareQuestion | TrainingQuestion | UsageQuestion

_OF_A_MODEL = (
    "developer",
    "release",
    "parameters",
    "tokens",
    "compute",
    "hardware",
    "time",
    "energy",
    "carbon",
    "cost",
)
"""What is shown of models where nothing in particular is asked for; more would not be read on a phone."""
_PARTS_OF_A_COST = ("purchase_cost", "rental_cost")
_OF_A_SCENARIO = ("rental_cost", "purchase_cost", "owning_cost", "electricity_cost", "energy", "power", "carbon")
_OF_TRAINING = ("time", "accelerator_hours", "rental_cost", "energy", "carbon")
_OF_USE = ("cost", "energy", "carbon", "water")
_CONDITIONS = frozenset(ComparisonQuestion.model_fields) - {"intent", "models", "accelerators", "metrics", "show"}


def answer_comparison(question: ComparisonQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Put what is asked of each thing side by side, in the order in which they were named."""
    sheet = Worksheet(question, knowledge)
    compared = list(dict.fromkeys((*question.models, *question.accelerators)))
    if len(compared) < 2:
        sheet.notice("compare-with-what")
        return sheet.answer()
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
        return sheet.answer()
    if len(compared) > MOST_COMPARED:
        sheet.notice("only-the-first", number=MOST_COMPARED)
    for compared_id in compared[:MOST_COMPARED]:
        sheet.name(compared_id, display_name(subject(knowledge, compared_id)))
    scenarios = _scenarios(question, compared[:MOST_COMPARED])
    if scenarios:
        _work_out_each(sheet, scenarios, circumstances)
    else:
        _look_up_each(sheet, compared[:MOST_COMPARED])
    _suggest(sheet, question, scenario=bool(scenarios))
    return sheet.answer()


def _scenarios(question: ComparisonQuestion, compared: Sequence[str]) -> dict[str, _Scenario]:
    """The same scenario with each of the things compared; empty where only facts are asked for."""
    given = {name: value for name in _CONDITIONS if (value := getattr(question, name)) not in (None, ())}
    given.pop("problems", None)
    counts = given.pop("counts", ())
    metrics = question.metrics
    each = dict(zip(question.accelerators, counts, strict=True)) if len(counts) == len(question.accelerators) else {}
    if not each and not set(given) - {"region"}:
        return {}
    kind, things = _worked_out(question, given)
    fitting = _fitting(kind, given)
    scenarios: dict[str, _Scenario] = {}
    for one in (thing for thing in compared if thing in things):
        own: dict[str, Any] = {"models": (one,)} if one in question.models else {"accelerators": (one,)}
        beside = {"models": question.models, "accelerators": question.accelerators}
        shared = {name: value for name, value in beside.items() if name in kind.model_fields and name not in own}
        if kind is UsageQuestion:
            shared = {}
        counted = {"count": each[one]} if one in each and "count" not in given else {}
        scenarios[one] = kind(metrics=metrics, **{**shared, **own, **counted, **fitting})
    return scenarios


def _worked_out(question: ComparisonQuestion, given: Mapping[str, Any]) -> tuple[type[_Scenario], Sequence[str]]:
    """What kind of scenario is worked out, and for which of the things compared."""
    in_use = {"requests", "requests_per_day", "input_tokens", "output_tokens"} & set(given)
    if question.models and (in_use or ("tokens" in given and not question.accelerators)):
        return UsageQuestion, question.models
    if {"parameters", "tokens"} & set(given) and len(question.accelerators) > 1:
        return TrainingQuestion, question.accelerators
    if len(question.models) > 1:
        return TrainingQuestion, question.models
    return HardwareQuestion, question.accelerators


def _fitting(kind: type[_Scenario], given: dict[str, Any]) -> dict[str, Any]:
    """Of what was given, the slots that a question of this kind has."""
    return {name: value for name, value in given.items() if name in kind.model_fields}


def _work_out_each(sheet: Worksheet, scenarios: dict[str, _Scenario], circumstances: Circumstances) -> None:
    """Answer the scenario for each thing; what all of them rest on is taken over once."""
    asked = _asked(sheet.question, scenarios)
    for compared_id, scenario in scenarios.items():
        if isinstance(scenario, UsageQuestion):
            answer = answer_usage(scenario, sheet.knowledge, circumstances)
        elif isinstance(scenario, TrainingQuestion):
            answer = answer_training(scenario, sheet.knowledge, circumstances)
        else:
            answer = answer_hardware(scenario, sheet.knowledge, circumstances)
        sheet.take_over(answer)
        values = {metric: answer.values[metric] for metric in asked if metric in answer.values}
        sheet.rows.append(Row(id=compared_id, values=values))


def _asked(question: Question, scenarios: dict[str, _Scenario]) -> list[str]:
    metrics = [str(metric) for metric in question.metrics]  # type: ignore[union-attr]
    if not metrics:
        kinds = {type(scenario) for scenario in scenarios.values()}
        usual = _OF_USE if UsageQuestion in kinds else _OF_TRAINING if TrainingQuestion in kinds else _OF_A_SCENARIO
        return list(usual)
    in_use = any(isinstance(scenario, UsageQuestion) for scenario in scenarios.values())
    spread = [part for metric in metrics for part in (_cost_of(metric) if not in_use else (metric,))]
    return list(dict.fromkeys(spread))


def _cost_of(metric: str) -> tuple[str, ...]:
    return ("rental_cost", "purchase_cost", "owning_cost") if metric == "cost" else (metric,)


def _look_up_each(sheet: Worksheet, compared: Sequence[str]) -> None:
    """What is known of each thing, with what the class tables claim beside."""
    question = sheet.question
    assert isinstance(question, ComparisonQuestion)  # noqa: S101 - the caller's own question
    entries = {one: subject(sheet.knowledge, one) for one in compared}
    metrics = _looked_up(question)
    found = {
        metric: {one: filed(sheet.knowledge, entry, metric) for one, entry in entries.items()} for metric in metrics
    }
    asked = set(map(str, question.metrics))
    shown = [metric for metric in metrics if metric in asked or any(one.everything for one in found[metric].values())]
    for one, entry in entries.items():
        values: dict[str, Value] = {}
        claims: dict[str, Value] = {}
        for metric in shown:
            _, facts, claimed = found[metric][one]
            if facts:
                values[metric] = facts[0]
            elif applies(entry, metric):
                values[metric] = UnknownValue()
            if claimed:
                claims[metric] = claimed[0]
        sheet.rows.append(Row(id=one, values=values, claims=claims))
        say_bases(sheet, tuple(values.values()))
    for metric in shown:
        say_mixture(sheet, metric)
    if any(row.claims for row in sheet.rows):
        sheet.notice("claims-beside")
    for metric in asked:
        if not any(applies(entry, metric) for entry in entries.values()):
            sheet.notice("metric-does-not-apply", metric=metric)


def _looked_up(question: ComparisonQuestion) -> list[str]:
    metrics = [str(metric) for metric in question.metrics]
    if not metrics:
        usual = (*(_OF_A_MODEL if question.models else ()), *(OF_AN_ACCELERATOR if question.accelerators else ()))
        return list(dict.fromkeys(usual))
    if question.accelerators and not question.models:
        metrics = [part for metric in metrics for part in (_PARTS_OF_A_COST if metric == "cost" else (metric,))]
    return list(dict.fromkeys(metrics))


def _suggest(sheet: Worksheet, question: ComparisonQuestion, *, scenario: bool) -> None:
    """The other metrics that people compare next, and each thing by itself."""
    if question.models and not scenario:
        usual: Sequence[str] = ("energy", "cost", "parameters")
    elif scenario:
        usual = ("rental_cost", "energy", "carbon") if question.accelerators else ("cost", "energy", "water")
    else:
        usual = ("memory", "peak_flops", "rental_cost")
    numbers = {metric for row in sheet.rows for metric, value in row.values.items() if isinstance(value, Figure)}
    for metric in usual:
        if question.metrics != (metric,) and metric not in IN_WORDS and (metric in numbers or question.metrics):
            sheet.suggest(f"ask-{metric}", metrics=(Metric(metric),))
