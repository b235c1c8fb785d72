"""Whether claims hold: the cells of the class tables, or a figure that a person states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.answer import Answer, TextValue, UnknownValue, Value, Verdict
from bot.answering.circumstances import Circumstances
from bot.answering.hardware import answer_hardware
from bot.answering.looking_up import say_bases
from bot.answering.verdicts import table_verdicts, verdict_of
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, FactQuestion, HardwareQuestion
from estimator import audit_tables as checks
from estimator.audit import Finding, judged
from estimator.conversion import in_canonical_unit
from estimator.estimates import exact
from knowledge.base import Knowledge
from knowledge.figures import Figure, Kind
from knowledge.records import METRIC_UNITS
from knowledge.units import UNITS

_BY_UNIT = {
    "kWh": "energy",
    "kW": "power",
    "kgCO2e": "carbon",
    "L": "water",
    "h": "time",
    "USD": "cost",
    "GB": "memory",
    "FLOP": "compute",
}
"""What a claim is about where the question names no metric."""

_MOST_OF_USE = 5.0
"""An energy (kWh) below which a claim about a model is about using it: no training takes so little."""

_CLAIMED_AS = {
    "cost": ("purchase_cost",),
    "rental_cost": ("purchase_cost",),
    "hardware": ("hardware", "count"),
    "energy": ("energy", "inference_energy"),
}
"""Metric asked for -> what the tables have for it, where that is called otherwise."""


def answer_audit(question: AuditQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Check the figure that the question states; where it states none, the cells of the class tables."""
    sheet = Worksheet(question, knowledge)
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
    elif question.quantity is not None and (question.models or question.accelerators):
        _check_stated(sheet, question, circumstances)
    elif question.models:
        _check_rows(sheet, question)
    elif question.accelerators:
        sheet.notice("check-which-figure")
    else:
        _check_tables(sheet, question)
    return sheet.answer()


def _check_rows(sheet: Worksheet, question: AuditQuestion) -> None:
    """The rows of the models named, or only the cells of the metrics asked for."""
    for model_id in question.models:
        model = sheet.knowledge.models[model_id]
        sheet.name(model.id, model.name)
        verdicts = table_verdicts(sheet.knowledge, model_id)
        if not verdicts:
            sheet.notice("not-in-the-tables", model=model.name)
            sheet.offer("what-is-known", FactQuestion(models=(model.id,)))
            continue
        _put(sheet, _asked(sheet, question, list(verdicts)))
        sheet.offer("what-is-known", FactQuestion(models=(model.id,)))
    sheet.offer("audit-tables", AuditQuestion())


def _check_tables(sheet: Worksheet, question: AuditQuestion) -> None:
    """Every row of both tables, with the cells of the metrics asked for."""
    verdicts: list[Verdict] = []
    for table in sheet.knowledge.class_tables:
        for row in table.rows:
            sheet.name(row.model, row.shown_as)
            verdicts += table_verdicts(sheet.knowledge, row.model)
            sheet.offer("audit-row", AuditQuestion(models=(row.model,)))
    sheet.verdicts += _asked(sheet, question, verdicts)


def _asked(sheet: Worksheet, question: AuditQuestion, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts on the metrics asked for; all, and noted, where the tables have none on them."""
    asked = {part for metric in question.metrics for part in _CLAIMED_AS.get(metric, (str(metric),))}
    chosen = [verdict for verdict in verdicts if not asked or verdict.metric in asked]
    if not chosen:
        sheet.notice("table-does-not-say")
    return chosen or verdicts


def _check_stated(sheet: Worksheet, question: AuditQuestion, circumstances: Circumstances) -> None:
    """The figure that the person states, against what is known of the model and what the hardware must draw."""
    claimed = _claimed(sheet, question)
    if claimed is None:
        return
    metric = str(question.metrics[0]) if question.metrics else _BY_UNIT.get(claimed.unit, "")
    verdicts = []
    for accelerator_id in question.accelerators:
        sheet.name(accelerator_id, sheet.knowledge.accelerators[accelerator_id].short_name)
        finding = _of_hardware(sheet, question, accelerator_id, metric, claimed, circumstances)
        if finding is not None:
            verdicts.append(verdict_of(accelerator_id, metric, claimed, (finding,)))
    for model_id in question.models if METRIC_UNITS.get(metric) == claimed.unit else ():
        model = sheet.knowledge.models[model_id]
        sheet.name(model.id, model.name)
        verdicts.append(_of_model(sheet, model_id, metric, claimed))
        sheet.offer("what-is-known", FactQuestion(models=(model.id,)))
    if not verdicts:
        sheet.notice("check-which-figure")
    _put(sheet, verdicts)


def _claimed(sheet: Worksheet, question: AuditQuestion) -> Figure | None:
    """The stated quantity in its canonical unit; None, and noted, where it is no quantity."""
    unit = question.unit or ""
    if unit not in UNITS:
        sheet.notice("unit-not-known", unit=unit)
        return None
    figure = in_canonical_unit(question.quantity or 0.0, unit)
    if figure.central <= 0:
        sheet.notice("claim-not-positive")
        return None
    return replace(figure, kind=Kind.GIVEN)


def _of_model(sheet: Worksheet, model_id: str, metric: str, claimed: Figure) -> Verdict:
    """A claim about a model; a small energy is one about using it."""
    if metric == "energy" and claimed.central < _MOST_OF_USE:
        metric, claimed = "inference_energy", replace(claimed, basis="per-query")
        sheet.notice("taken-as-of-a-query")
    return verdict_of(model_id, metric, claimed, checks.audit_claim(sheet.knowledge, model_id, metric, claimed))


def _of_hardware(
    sheet: Worksheet,
    question: AuditQuestion,
    accelerator_id: str,
    metric: str,
    claimed: Figure,
    circumstances: Circumstances,
) -> Finding | None:
    """A claim about accelerators over a time, against what they draw or else against what is worked out for them."""
    count = question.count if question.count is not None else 1.0
    if metric == "energy" and question.hours is not None:
        return checks.audit_hardware_energy(
            sheet.knowledge, accelerator_id, claimed=claimed, count=exact(count), hours=exact(question.hours, "h")
        )
    if question.count is None and question.hours is None and question.models:
        return None
    scenario = HardwareQuestion(
        accelerators=(accelerator_id,),
        count=count,
        hours=question.hours,
        pue=question.pue,
        utilization=question.utilization,
        region=question.region,
        power_price=question.power_price,
        unit_price=question.unit_price,
        hourly_price=question.hourly_price,
    )
    answer = answer_hardware(scenario, sheet.knowledge, circumstances)
    expected = answer.values.get(metric)
    if not isinstance(expected, Figure) or expected.unit != claimed.unit:
        return None
    return judged("computed", claimed, expected)


def _put(sheet: Worksheet, verdicts: list[Verdict]) -> None:
    """The verdicts, and what was expected by metric, so that it can be explained."""
    sheet.verdicts += verdicts
    for verdict in verdicts:
        if verdict.expected is not None:
            sheet.values.setdefault(verdict.metric, verdict.expected)
            say_bases(sheet, (verdict.expected,))
        for value in _stated(verdict):
            sheet.cite(*value.sources)


def _stated(verdict: Verdict) -> Iterator[Figure | TextValue]:
    stated: Value | None = verdict.stated
    if stated is not None and not isinstance(stated, UnknownValue):
        yield stated
