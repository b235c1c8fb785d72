"""What is known of one model or accelerator: every figure with its kind, claims and estimates beside the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, TextValue, UnknownValue, Verdict
from bot.answering.circumstances import Circumstances
from bot.answering.looking_up import (
    OF_A_MODEL,
    OF_AN_ACCELERATOR,
    Subject,
    applies,
    filed,
    prices_of,
    say_bases,
)
from bot.answering.periods import HOURS_PER_MONTH
from bot.answering.training_estimates import training_estimates
from bot.answering.usage import answer_usage
from bot.answering.verdicts import table_verdicts
from bot.answering.worksheet import Worksheet
from bot.question import (
    AuditQuestion,
    ComparisonQuestion,
    FactQuestion,
    HardwareQuestion,
    Metric,
    TrainingQuestion,
    UsageQuestion,
)
from estimator.estimates import Estimate
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Model
from knowledge.figures import Figure

_CLAIMED_AS = {Metric.COST: ("purchase_cost",), Metric.HARDWARE: ("count",)}
"""Metric asked for -> what the class tables have beside it."""
_PARTS_OF_A_COST = ("purchase_cost", "rental_cost")
_BESIDE = {Metric.PARAMETERS: ("parameters_active",), Metric.TIME: ("accelerator_hours",)}
"""Metric asked for -> what is shown beside it where it is known."""
_MOST_OFFERED = 4


def answer_fact(question: FactQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Look up the metrics asked for; the usual ones where none is."""
    sheet = Worksheet(question, knowledge)
    if question.models:
        _of_model(sheet, question, knowledge.models[question.models[0]], circumstances)
    elif question.accelerators:
        _of_accelerator(sheet, question, knowledge.accelerators[question.accelerators[0]])
    else:
        sheet.notice("which-subject")
    return sheet.answer()


def _of_model(sheet: Worksheet, question: FactQuestion, model: Model, circumstances: Circumstances) -> None:
    sheet.name(model.id, model.name)
    if model.offers:
        names = [sheet.knowledge.models[offered].name for offered in model.offers]
        sheet.notice(f"is-a-{model.form}", list=", ".join(names))
    metrics = [part for metric in question.metrics for part in (str(metric), *_BESIDE.get(metric, ()))]
    _look_up(sheet, model, list(dict.fromkeys(metrics)) or list(OF_A_MODEL))
    _add_estimates(sheet, question, model, circumstances)
    if Metric.API_PRICE in question.metrics:
        _put_prices(sheet, model)
    for offered in model.offers[-_MOST_OFFERED:]:
        sheet.suggest("with-model", models=(offered,))
    verdicts = table_verdicts(sheet.knowledge, model.id)
    if model.form == "product" and Metric.ENERGY in question.metrics:
        _put_use(sheet, model, verdicts, circumstances)
    _put_claims_in_words(sheet, question, verdicts)
    asked = {part for metric in question.metrics for part in (str(metric), *_CLAIMED_AS.get(metric, ()))}
    sheet.verdicts += [verdict for verdict in verdicts if not asked or verdict.metric in asked]
    if verdicts:
        sheet.offer("audit-row", AuditQuestion(models=(model.id,)))
    elif not model.offers:
        sheet.offer("train-it", TrainingQuestion(models=(model.id,)))
    if model.prices is not None:
        sheet.offer("use-it", UsageQuestion(models=(model.id,), requests=1000))


def _put_use(sheet: Worksheet, model: Model, verdicts: Sequence[Verdict], circumstances: Circumstances) -> None:
    """The energy of one request: what a product takes, since it has no training of its own; with what is claimed."""
    answer = answer_usage(UsageQuestion(models=(model.id,), requests=1), sheet.knowledge, circumstances)
    energy = answer.values.get("energy")
    if not isinstance(energy, Estimate):
        return
    sheet.values["energy_per_request"] = energy
    sheet.cite(*(source.id for source in answer.sources))
    claims = [one for one in verdicts if one.metric == "inference_energy" and one.stated is not None]
    sheet.evidence["energy_per_request"] = tuple(one.stated for one in claims if one.stated is not None)
    sheet.verdicts += claims


def _put_claims_in_words(sheet: Worksheet, question: FactQuestion, verdicts: Sequence[Verdict]) -> None:
    """What the class tables say of a metric without a number: "hundreds of MWh"."""
    for verdict in verdicts:
        stated = verdict.stated
        if verdict.metric in question.metrics and isinstance(stated, TextValue) and not stated.ids:
            sheet.evidence[verdict.metric] = (*sheet.evidence.get(verdict.metric, ()), stated)


def _of_accelerator(sheet: Worksheet, question: FactQuestion, accelerator: Accelerator) -> None:
    sheet.name(accelerator.id, accelerator.name)
    metrics = [str(metric) for metric in question.metrics] or list(OF_AN_ACCELERATOR)
    spread = [part for metric in metrics for part in (_PARTS_OF_A_COST if metric == Metric.COST else (metric,))]
    _look_up(sheet, accelerator, list(dict.fromkeys(spread)))
    if Metric.COST in question.metrics:
        price = next((sheet.values[part] for part in _PARTS_OF_A_COST if isinstance(sheet.values[part], Figure)), None)
        sheet.values["cost"] = price or UnknownValue()
    rival = sheet.knowledge.usual.rival_of(accelerator.id)
    sheet.offer("compare-with", ComparisonQuestion(accelerators=(accelerator.id, rival)))
    sheet.offer("run-it", HardwareQuestion(accelerators=(accelerator.id,), count=8, hours=HOURS_PER_MONTH))


def _look_up(sheet: Worksheet, entry: Subject, metrics: list[str]) -> None:
    """Put the leading thing known of each metric on the sheet, and everything on file for it beside."""
    in_particular = {str(metric) for metric in getattr(sheet.question, "metrics", ())}
    asked = in_particular | set(_PARTS_OF_A_COST)
    for metric in metrics:
        if not applies(entry, metric):
            sheet.notice("metric-does-not-apply", metric=metric)
            continue
        everything, facts, claims = filed(sheet.knowledge, entry, metric)
        if facts:
            sheet.values[metric] = facts[0]
        elif metric in asked or claims or (metric in entry.not_published and not in_particular):
            sheet.values[metric] = UnknownValue()
        if everything:
            sheet.evidence[metric] = (*facts, *claims)
            say_bases(sheet, everything)


def _put_prices(sheet: Worksheet, model: Model) -> None:
    """The two list prices that the mean price is made of."""
    prices = prices_of(sheet.knowledge, model)
    if prices is not None:
        for metric, price in (("input_price", prices.input), ("output_price", prices.output)):
            sheet.values[metric] = replace(price, unit="USD")


def _add_estimates(sheet: Worksheet, question: FactQuestion, model: Model, circumstances: Circumstances) -> None:
    """Where something of the training is asked for that nobody published, what it would come to, beside the claims.

    It never takes the place of what is not published.
    """
    wanted = [str(metric) for metric in question.metrics if isinstance(sheet.values.get(metric), UnknownValue)]
    estimates = training_estimates(sheet.knowledge, model, wanted, question.region, circumstances)
    for metric, value in estimates.values.items():
        sheet.evidence[metric] = (*sheet.evidence.get(metric, ()), value)
    for notice in estimates.notices:
        sheet.notice(notice.code, **notice.data)
