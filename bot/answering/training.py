"""Training a language model: from its size and data to time, accelerators, money and energy; and backwards."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.answering.circumstances import Circumstances
from bot.answering.looking_up import leading, leading_figure
from bot.answering.periods import HOURS_PER_MONTH, share_of_day
from bot.answering.scenario import Running, running_conditions
from bot.answering.side_by_side import work_out_each
from bot.answering.training_values import Fleet, Trained, judge_means, memory_of, put_size, put_values
from bot.answering.workload import Workload, completed, representative, workload
from bot.answering.worksheet import Worksheet
from bot.question import Metric, TrainingQuestion
from estimator import inverses, memory
from estimator import training as estimate
from estimator.estimates import exact
from estimator.priors import load_priors
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Model
from knowledge.figures import Figure, Kind
from knowledge.leading import NOT_THE_WHOLE

_USUAL_SIZE = 7e9
"""A size for the utilization where the size itself is sought; it hardly depends on it."""
_SOUGHT = frozenset({Metric.PARAMETERS, Metric.TOKENS, Metric.COMPUTE})
_SIZES = _SOUGHT | {Metric.MEMORY}
"""Metrics of the model and its data, whatever it is trained on."""
_BY_COUNT = frozenset({Metric.TIME, Metric.POWER, Metric.COUNT, Metric.PURCHASE_COST, Metric.HARDWARE})
"""Metrics that depend on how many accelerators work at a time."""


@dataclass(frozen=True, slots=True)
class _Means:
    """What there is to train with: the accelerator and how it runs, their number and the accelerator-hours allowed."""

    accelerator: Accelerator
    running: Running
    count: Figure | None
    allowed: Figure | None


def answer_training(question: TrainingQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Work out a training; what the question leaves open is sought where something limits it, else assumed."""
    sheet = Worksheet(question, knowledge)
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
        return sheet.answer()
    if len(question.accelerators) > 1:
        each = {one: question.model_copy(update={"accelerators": (one,)}) for one in question.accelerators}
        return work_out_each(sheet, each, lambda one: answer_training(one, knowledge, circumstances))
    if len(question.models) > 1:
        each = {one: question.model_copy(update={"models": (one,)}) for one in question.models}
        return work_out_each(sheet, each, lambda one: answer_training(one, knowledge, circumstances))
    model = representative(sheet, knowledge.models[question.models[0]]) if question.models else None
    if model is not None:
        sheet.name(model.id, model.name)
    if _is_size_only(question):
        put_size(sheet, completed(sheet, workload(sheet, question, model)))
        _suggest(sheet, question, None)
        return sheet.answer()
    accelerator = knowledge.accelerators[_accelerator_id(knowledge, question, model)]
    running = running_conditions(sheet, accelerator.id, question, circumstances)
    means = _means(sheet, question, accelerator, running)
    trained = _trained(sheet, question, workload(sheet, question, model), means)
    if trained is None:
        sheet.notice("training-of-what")
    else:
        put_values(sheet, question, trained, running)
        if not question.accelerators and model is None:
            sheet.notice("accelerator-assumed", accelerator=accelerator.short_name)
        _suggest(sheet, question, accelerator)
    return sheet.answer()


def _accelerator_id(knowledge: Knowledge, question: TrainingQuestion, model: Model | None) -> str:
    """The accelerator named, else what the model was trained on, else the usual one."""
    if question.accelerators:
        return question.accelerators[0]
    used = None if model is None else leading(knowledge, model, "hardware")
    for one in getattr(used, "ids", ()):
        if one in knowledge.accelerators:
            return str(one)
    return knowledge.usual.accelerator


def _means(sheet: Worksheet, question: TrainingQuestion, accelerator: Accelerator, running: Running) -> _Means:
    """How many accelerators, and how many accelerator-hours the question allows: given, or by time or budget."""
    count = None if question.count is None else exact(question.count)
    if count is None and question.power_limit is not None and running.tdp is not None:
        within = inverses.whole_down(
            inverses.count_within_power(
                power_limit=question.power_limit,
                tdp=running.tdp,
                load=running.load,
                host_overhead=running.host_overhead,
                pue=running.pue,
            )
        )
        sheet.values["count_within_power"] = within
        count = sheet.assume("count", exact(max(1.0, within.central), "", Kind.COMPUTED))
        if within.central < 1:
            sheet.notice("power-limit-too-low")
    allowed = None
    if question.accelerator_hours is not None:
        allowed = exact(question.accelerator_hours, "h")
    elif question.budget is not None and running.hourly_price is not None:
        allowed = inverses.accelerator_hours_to_rent(budget=question.budget, hourly_price=running.hourly_price)
    elif count is not None and question.hours is not None:
        allowed = exact(count.central * question.hours * share_of_day(question.hours_per_day), "h")
    if question.budget is not None and running.hourly_price is None:
        sheet.notice("no-rental-price")
    return _Means(accelerator, running, count, allowed)


def _trained(sheet: Worksheet, question: TrainingQuestion, work: Workload, means: _Means) -> Trained | None:
    """The training: what is sought from the means where they limit it, else what it needs from its size."""
    known = work.compute is not None or (work.parameters_active is not None and work.tokens is not None)
    limited = means.allowed is not None and (not known or bool(_SOUGHT & set(question.metrics)))
    if limited:
        return _within_limits(sheet, question, work, means)
    if work.compute is None and work.parameters_active is None and work.tokens is None:
        return None
    work = completed(sheet, work, noted=question.compute is None)
    hours = _hours_needed(sheet, question, work, means)
    if means.allowed is not None:
        judge_means(sheet, question, needed=hours, allowed=means.allowed)
        if question.accelerator_hours is not None:
            hours = means.allowed
    count = means.count or _count(sheet, question, work, means.accelerator, hours)
    return Trained(work, means.accelerator, Fleet(hours, count, _time(question, hours, count, means)))


def _is_size_only(question: TrainingQuestion) -> bool:
    """Whether only the model and its data are asked for, and nothing is said of what it is trained on."""
    means = (question.count, question.hours, question.budget, question.accelerator_hours, question.power_limit)
    nothing_given = not question.accelerators and all(value is None for value in means)
    return bool(question.metrics) and nothing_given and _SIZES.issuperset(question.metrics)


def _within_limits(sheet: Worksheet, question: TrainingQuestion, work: Workload, means: _Means) -> Trained:
    """The largest training that the means allow; of size and data, the one that is given fixes the other."""
    assert means.allowed is not None  # noqa: S101 - the caller has looked
    compute = estimate.compute_in(
        accelerator_hours=means.allowed,
        peak_flops=_peak(sheet, means.accelerator),
        utilization=_utilization(sheet, question, work, means),
    )
    parameters, tokens = work.parameters_active, work.tokens
    if parameters is not None and (tokens is None or Metric.PARAMETERS not in question.metrics):
        work = replace(work, compute=compute, tokens=estimate.tokens_for(compute=compute, parameters=parameters))
    elif tokens is not None:
        sought = estimate.parameters_for(compute=compute, tokens=tokens)
        work = replace(work, compute=compute, parameters=sought, parameters_active=sought)
    else:
        size_asked = not question.metrics or not {Metric.PARAMETERS, Metric.TOKENS}.isdisjoint(question.metrics)
        work = completed(sheet, replace(work, compute=compute), noted=size_asked)
    count = means.count or _count(sheet, question, work, means.accelerator, means.allowed)
    fleet = Fleet(means.allowed, count, _time(question, means.allowed, count, means))
    return Trained(work, means.accelerator, fleet)


def _hours_needed(sheet: Worksheet, question: TrainingQuestion, work: Workload, means: _Means) -> Figure:
    """Accelerator-hours: as published where the same model is trained on the same accelerators, else by its compute."""
    assert work.compute is not None  # noqa: S101 - completed by the caller
    published = _published_hours(sheet.knowledge, question, work, means.accelerator)
    if published is not None:
        sheet.notice("published-hours")
        return sheet.assume("accelerator_hours", published)
    return estimate.accelerator_hours(
        compute=work.compute,
        peak_flops=_peak(sheet, means.accelerator),
        utilization=_utilization(sheet, question, work, means),
    )


def _published_hours(
    knowledge: Knowledge, question: TrainingQuestion, work: Workload, accelerator: Accelerator
) -> Figure | None:
    given = (question.parameters, question.tokens, question.compute, question.utilization)
    if work.model is None or any(value is not None for value in given):
        return None
    used = leading(knowledge, work.model, "hardware")
    hours = leading_figure(knowledge, work.model, "accelerator_hours")
    if hours is None or hours.basis in NOT_THE_WHOLE or getattr(used, "ids", ()) != (accelerator.id,):
        return None
    return hours


def _peak(sheet: Worksheet, accelerator: Accelerator) -> Figure:
    figure = accelerator.figure("peak_flops")
    assert figure is not None  # noqa: S101 - the knowledge base has it of every accelerator
    return sheet.assume("peak_flops", figure)


def _utilization(sheet: Worksheet, question: TrainingQuestion, work: Workload, means: _Means) -> Figure:
    if question.utilization is not None:
        return sheet.assume("utilization", exact(question.utilization))
    active = work.parameters_active.central if work.parameters_active is not None else _USUAL_SIZE
    figure = load_priors().utilization(
        accelerator=means.accelerator.id,
        parameters_active=active,
        parameters=None if work.parameters is None else work.parameters.central,
        count=None if means.count is None else means.count.central,
    )
    return sheet.assume("utilization", figure)


def _count(
    sheet: Worksheet, question: TrainingQuestion, work: Workload, accelerator: Accelerator, hours: Figure
) -> Figure:
    """How many accelerators: as many as a deadline takes, as the model took, or as would take about a month."""
    if question.hours is not None and hours.central > 0:
        deadline = question.hours * share_of_day(question.hours_per_day)
        return inverses.whole_up(estimate.count_for_deadline(accelerator_hours=hours, hours=deadline))
    if work.model is not None and not question.accelerators:
        used = leading_figure(sheet.knowledge, work.model, "count")
        if used is not None:
            return sheet.assume("count", used)
    count = 2.0 ** max(0, round(math.log2(max(1.0, hours.central / HOURS_PER_MONTH))))
    least = _least_count(sheet, work, accelerator)
    while least is not None and count < least:
        count *= 2
    assumed = exact(count, "", Kind.ASSUMPTION)
    if question.metrics and _BY_COUNT.isdisjoint(question.metrics):
        return assumed
    sheet.notice("count-assumed", number=count)
    return sheet.assume("count", assumed)


def _least_count(sheet: Worksheet, work: Workload, accelerator: Accelerator) -> float | None:
    """The fewest accelerators that hold the training in their memory."""
    held = accelerator.figure("memory")
    if work.parameters is None or held is None:
        return None
    needed = memory_of(sheet.knowledge, work.parameters)
    return memory.minimum_count(memory=needed, accelerator_memory=held).low


def _time(question: TrainingQuestion, hours: Figure, count: Figure, means: _Means) -> Figure:
    """Hours in use: those of the deadline where it sets the count, else accelerator-hours over the count."""
    if question.hours is not None and means.count is None:
        return exact(question.hours * share_of_day(question.hours_per_day), "h")
    return estimate.time(accelerator_hours=hours, count=count)


def _suggest(sheet: Worksheet, question: TrainingQuestion, accelerator: Accelerator | None) -> None:
    for metric in (Metric.TIME, Metric.COST, Metric.ENERGY, Metric.CARBON):
        if question.metrics and metric not in question.metrics:
            sheet.suggest(f"ask-{metric}", metrics=(metric,))
    for other in sheet.knowledge.usual.compared_with:
        if accelerator is not None and other != accelerator.id:
            sheet.suggest("with-accelerator", accelerators=(other,))
