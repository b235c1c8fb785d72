"""Claims that a person makes: a figure of a model's training or use, or of accelerators over a time, judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.answer import Verdict
from bot.answering.circumstances import Circumstances
from bot.answering.hardware import answer_hardware
from bot.answering.measured import METRIC_OF_UNIT
from bot.answering.training_estimates import training_estimates
from bot.answering.usage import answer_usage
from bot.answering.verdicts import table_verdicts, verdict_of
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, FactQuestion, HardwareQuestion, UsageQuestion
from estimator import audit_tables as checks
from estimator.audit import Finding, judged
from estimator.conversion import in_canonical_unit
from estimator.estimates import exact
from knowledge.figures import Figure, Kind
from knowledge.records import METRIC_UNITS
from knowledge.units import UNITS

_OF_USE = frozenset({"energy", "carbon", "water", "cost"})
_THOUSAND = 1000.0
_ALIKE = 1.01


def judge_stated(
    sheet: Worksheet, question: AuditQuestion, claimed: Figure, circumstances: Circumstances
) -> Iterator[Verdict]:
    """The figure that the person states, against what is known of the model and what the hardware must draw."""
    metric = str(question.metrics[0]) if question.metrics else METRIC_OF_UNIT.get(claimed.unit, "")
    for accelerator_id in question.accelerators:
        sheet.name(accelerator_id, sheet.knowledge.accelerators[accelerator_id].short_name)
        finding = _of_hardware(sheet, question, accelerator_id, metric, claimed, circumstances)
        if finding is not None:
            yield verdict_of(accelerator_id, metric, claimed, (finding,))
    for model_id in question.models if METRIC_UNITS.get(metric) == claimed.unit else ():
        model = sheet.knowledge.models[model_id]
        sheet.name(model.id, model.name)
        yield from _of_model(sheet, question, model_id, metric, claimed, circumstances)
        sheet.offer("what-is-known", FactQuestion(models=(model.id,)))


def stated_figure(sheet: Worksheet, question: AuditQuestion) -> Figure | None:
    """The stated quantity in its canonical unit; None, and noted, where it is no quantity."""
    if question.states_a_time:
        return exact(question.hours or 0.0, "h", Kind.GIVEN)
    unit = question.unit or ""
    if unit not in UNITS:
        sheet.notice("unit-not-known", unit=unit)
        return None
    figure = in_canonical_unit(question.quantity or 0.0, unit)
    if figure.central <= 0:
        sheet.notice("claim-not-positive")
        return None
    return replace(figure, kind=Kind.GIVEN)


def _of_model(
    sheet: Worksheet,
    question: AuditQuestion,
    model_id: str,
    metric: str,
    claimed: Figure,
    circumstances: Circumstances,
) -> Iterator[Verdict]:
    """A claim about a model: about its use where the question says so or where it is too small for a training."""
    requests, tokens = question.requests, question.tokens
    if requests is None and tokens is None and claimed.central < sheet.knowledge.usual.most_of_use.get(metric, 0.0):
        requests = 1.0
        sheet.notice("taken-as-of-a-query")
    if metric in _OF_USE and (requests is not None or tokens is not None):
        yield _of_use(sheet, question, model_id, metric, claimed, requests, circumstances)
        return
    findings = tuple(checks.audit_claim(sheet.knowledge, model_id, metric, claimed))
    if findings[0].expected is None:
        findings = (_of_estimate(sheet, question, model_id, metric, claimed, circumstances) or findings[0],)
    yield verdict_of(model_id, metric, claimed, findings)
    # What the class table says too is also set beside the hardware that the table names.
    for verdict in table_verdicts(sheet.knowledge, model_id):
        if verdict.metric == metric and verdict.check != "reported" and _same(verdict.claimed, claimed.central):
            yield verdict


def _of_estimate(
    sheet: Worksheet,
    question: AuditQuestion,
    model_id: str,
    metric: str,
    claimed: Figure,
    circumstances: Circumstances,
) -> Finding | None:
    """Against our own estimate, where nothing is published: then a claim is never more than plausible."""
    model = sheet.knowledge.models[model_id]
    estimates = training_estimates(sheet.knowledge, model, (metric,), question.region, circumstances)
    expected = estimates.values.get(metric)
    if expected is None or expected.unit != claimed.unit:
        return None
    for notice in estimates.notices:
        sheet.notice(notice.code, **notice.data)
    return judged("estimated", claimed, expected, words=True)


def _same(one: float | None, other: float) -> bool:
    return one is not None and other / _ALIKE <= one <= other * _ALIKE


def _of_use(
    sheet: Worksheet,
    question: AuditQuestion,
    model_id: str,
    metric: str,
    claimed: Figure,
    requests: float | None,
    circumstances: Circumstances,
) -> Verdict:
    """A claim about so many requests or tokens: an energy against measurements, else against what is worked out."""
    knowledge, tokens = sheet.knowledge, question.tokens
    if metric == "energy":
        per_query = requests is not None
        scale = 1 / (requests or 1.0) if per_query else _THOUSAND / (tokens or _THOUSAND)
        basis = "per-query" if per_query else "per-1k-tokens"
        low, central, high = (end * scale for end in (claimed.low, claimed.central, claimed.high))
        each = replace(claimed, basis=basis, low=low, central=central, high=high)
        found = checks.audit_claim(knowledge, model_id, "inference_energy", each)
        return verdict_of(model_id, "inference_energy", each, found)
    use = UsageQuestion(models=(model_id,), requests=requests, tokens=tokens, region=question.region)
    answer = answer_usage(use, knowledge, circumstances)
    sheet.take_over(answer)
    expected = answer.values.get(metric)
    known = expected if isinstance(expected, Figure) else None
    return verdict_of(model_id, metric, claimed, (judged("of-use", claimed, known),))


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
            sheet.knowledge,
            accelerator_id,
            claimed=claimed,
            count=exact(count),
            hours=exact(question.hours, "h"),
            load=question.utilization,
            pue=question.pue,
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
    bought = metric == "cost" and question.hours is None
    expected = answer.values.get("purchase_cost" if bought else metric)
    if not isinstance(expected, Figure) or expected.unit != claimed.unit:
        return None
    return judged("computed", claimed, expected)
