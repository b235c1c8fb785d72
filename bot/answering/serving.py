"""Serving a model on accelerators of one's own: memory, how many accelerators, how fast it writes, what it draws."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer, TextValue
from bot.answering.choosing import choices
from bot.answering.circumstances import Circumstances
from bot.answering.drawn import put_drawn
from bot.answering.looking_up import leading_figure
from bot.answering.periods import HOURS_PER_MONTH, SECONDS_PER_DAY, share_of_day
from bot.answering.scenario import Running, running_conditions
from bot.answering.side_by_side import work_out_each
from bot.answering.worksheet import Worksheet
from bot.question import Metric, UsageQuestion
from estimator import hardware, memory, serving
from estimator.estimates import Factor, exact, product
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Model
from knowledge.figures import Figure, Kind

_OTHER_CHOICES = 4
"""How many accelerators are named at most where it is asked which one to take, the first included."""
_FEWER_BITS = {"memory_8_bit": 1.0, "memory_4_bit": 0.5}
"""Metric -> bytes that a weight takes where weights are rounded to fewer bits."""
_NEEDS_AN_ACCELERATOR = frozenset(set(Metric) - {Metric.MEMORY, Metric.PARAMETERS})


@dataclass(frozen=True, slots=True)
class _Served:
    """The model that is served: all parameters, those that work on each token, and its shape where that is known."""

    parameters: Figure
    active: Figure
    model: Model | None

    @property
    def cache_elements(self) -> float | None:
        """Numbers kept for each token in work; None where the shape of the model is not known."""
        shape = None if self.model is None else self.model.architecture
        return None if shape is None else float(shape.elements_per_token())


@dataclass(frozen=True, slots=True)
class _Card:
    """What serving takes of an accelerator: its memory, its bandwidth and its peak performance."""

    memory: Figure
    bandwidth: Figure
    peak_flops: Figure


def _card(accelerator: Accelerator) -> _Card | None:
    """The accelerator's figures; None where one of them is not on file."""
    memory, bandwidth = accelerator.figure("memory"), accelerator.figure("memory_bandwidth")
    peak_flops = accelerator.figure("peak_flops")
    if memory is None or bandwidth is None or peak_flops is None:
        return None
    return _Card(memory, bandwidth, peak_flops)


def answer_serving(question: UsageQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Work out what serving a model takes."""
    sheet = Worksheet(question, knowledge)
    if len(question.accelerators) > 1:
        each = {one: question.model_copy(update={"accelerators": (one,)}) for one in question.accelerators}
        return work_out_each(sheet, each, lambda one: answer_serving(one, knowledge, circumstances))
    served = _served(sheet, question)
    if served is None:
        sheet.notice("size-not-published")
        return sheet.answer()
    sheet.values["parameters"] = served.parameters
    at_once = _requests_at_once(sheet, question)
    cache = _cache(sheet, served, at_once)
    needed = _put_memory(sheet, served, cache)
    if question.accelerators or _NEEDS_AN_ACCELERATOR & set(question.metrics) or question.count is not None:
        accelerator = _accelerator(sheet, question, needed)
        _put_accelerators(sheet, question, circumstances, served, accelerator, needed, cache, at_once)
    _suggest(sheet, question)
    return sheet.answer()


def _accelerator(sheet: Worksheet, question: UsageQuestion, needed: Figure) -> Accelerator:
    """The accelerator named; one that holds the model, where it is asked which; else the usual one."""
    known = sheet.knowledge.accelerators
    if question.accelerators:
        return known[question.accelerators[0]]
    fitting = choices(sheet.knowledge, needed) if Metric.HARDWARE in question.metrics else []
    if fitting:
        others = ", ".join(other.short_name for other in fitting[1:_OTHER_CHOICES])
        sheet.notice("accelerator-chosen" if others else "accelerator-chosen-alone", list=others)
        return fitting[0]
    usual = known[sheet.knowledge.usual.accelerator]
    sheet.notice("accelerator-assumed", accelerator=usual.short_name)
    return usual


def _served(sheet: Worksheet, question: UsageQuestion) -> _Served | None:
    if question.parameters is not None or not question.models:
        size = exact(question.parameters or 0.0)
        return _Served(size, size, None)
    model = sheet.knowledge.models[question.models[0]]
    if model.offers:
        sizes = {
            one: leading_figure(sheet.knowledge, sheet.knowledge.models[one], "parameters") for one in model.offers
        }
        known = {one: size.central for one, size in sizes.items() if size is not None}
        if known:
            chosen = sheet.knowledge.models[max(known, key=lambda one: known[one])]
            sheet.notice("family-taken", family=model.name, model=chosen.name)
            for other in known:
                if other != chosen.id:
                    sheet.suggest("with-model", models=(other,))
            model = chosen
    sheet.name(model.id, model.name)
    parameters = leading_figure(sheet.knowledge, model, "parameters")
    if parameters is None:
        return None
    sheet.assume("parameters", parameters)
    active = leading_figure(sheet.knowledge, model, "parameters_active") or parameters
    return _Served(parameters, active, model)


def _requests_at_once(sheet: Worksheet, question: UsageQuestion) -> Figure:
    """Requests in work together: one of each user, as many as usual where many are to be served, else one."""
    if question.users is not None:
        return sheet.assume("requests_at_once", exact(question.users, "", Kind.ASSUMPTION))
    if question.requests_per_day is not None or question.requests is not None:
        return sheet.assume("requests_at_once", sheet.knowledge.assumptions["requests_at_once"])
    return sheet.assume("requests_at_once", exact(1.0, "", Kind.ASSUMPTION))


def _cache(sheet: Worksheet, served: _Served, at_once: Figure) -> Figure:
    """The memory of the tokens in work; nothing, and noted, where the shape of the model is not known."""
    if served.cache_elements is None:
        sheet.notice("no-kv-cache")
        return exact(0.0, "GB")
    assumed = sheet.knowledge.assumptions
    return memory.kv_cache_memory(
        cache_elements_per_token=served.cache_elements,
        bytes_per_element=assumed["bytes_per_weight"],
        context_tokens=sheet.assume("context_tokens", assumed["context_tokens"]),
        requests_at_once=at_once,
    )


def _put_memory(sheet: Worksheet, served: _Served, cache: Figure) -> Figure:
    """Memory in 16 bits and, beside it, with weights of fewer bits."""
    assumed = sheet.knowledge.assumptions
    overhead = sheet.assume("serving_memory_overhead", assumed["serving_memory_overhead"])

    def held(bytes_per_weight: Figure | float) -> Figure:
        weights = memory.weights_memory(parameters=served.parameters, bytes_per_weight=bytes_per_weight)
        return memory.serving_memory(weights=weights, kv_cache=cache, serving_memory_overhead=overhead)

    needed = held(sheet.assume("bytes_per_weight", assumed["bytes_per_weight"]))
    sheet.values["memory"] = needed
    for metric, bytes_per_weight in _FEWER_BITS.items():
        sheet.values[metric] = held(bytes_per_weight)
    return needed


def _put_accelerators(
    sheet: Worksheet,
    question: UsageQuestion,
    circumstances: Circumstances,
    served: _Served,
    accelerator: Accelerator,
    needed: Figure,
    cache: Figure,
    at_once: Figure,
) -> None:
    """How many accelerators, whether those given are enough, how fast they write, what they draw and cost."""
    running = running_conditions(sheet, accelerator.id, question, circumstances)
    card = _card(accelerator)
    if card is None:
        sheet.notice("no-figure-here")
        return
    least = memory.minimum_count(memory=needed, accelerator_memory=sheet.assume("accelerator_memory", card.memory))
    sheet.values["least_count"] = least
    bytes_per_weight = sheet.knowledge.assumptions["bytes_per_weight"]
    if question.count is not None:
        fitting = _judge_fit(sheet, question.count, card.memory)
        if fitting is None:
            return
        bytes_per_weight = exact(_FEWER_BITS[fitting]) if fitting in _FEWER_BITS else bytes_per_weight
    copy_count = exact(least.central if question.count is None else question.count)
    speed = _speed(sheet, served, card, bytes_per_weight, cache=cache, at_once=at_once, count=copy_count)
    count: Figure = exact(question.count) if question.count is not None else least
    if question.count is None and question.requests_per_day is not None:
        written = sheet.assume("output_tokens", sheet.knowledge.assumptions["output_tokens_per_request"])
        demand = question.requests_per_day * written.central / SECONDS_PER_DAY
        count = serving.count_for_demand(demand=demand, speed=speed, count=copy_count)
        sheet.notice("demand-spread-evenly")
    sheet.values["count"] = count
    sheet.values["hardware"] = TextValue(text=accelerator.name, ids=(accelerator.id,), count=count.central)
    _put_running(sheet, question, running_count=count, speed=speed, running=running)


def _speed(
    sheet: Worksheet,
    served: _Served,
    card: _Card,
    bytes_per_weight: Figure,
    *,
    cache: Figure,
    at_once: Figure,
    count: Figure,
) -> Figure:
    """The tokens that so many accelerators write together in a second."""
    assumed = sheet.knowledge.assumptions
    read = serving.weights_read(parameters=served.parameters, parameters_active=served.active, requests_at_once=at_once)
    speed = serving.tokens_per_second(
        weights_read_memory=memory.weights_memory(parameters=read, bytes_per_weight=bytes_per_weight),
        kv_cache=cache,
        requests_at_once=at_once,
        count=count,
        memory_bandwidth=sheet.assume("memory_bandwidth", card.bandwidth),
        bandwidth_efficiency=sheet.assume("bandwidth_efficiency", assumed["bandwidth_efficiency"]),
        parameters_active=served.active,
        peak_flops=card.peak_flops,
        serving_utilization=sheet.assume("serving_utilization", assumed["serving_utilization"]),
    )
    sheet.values["speed"] = speed
    return speed


def _judge_fit(sheet: Worksheet, count: float, held: Figure) -> str | None:
    """Say whether the accelerators given hold the model, and with how many bits a weight: which memory that takes."""
    room = count * held.central
    fitting = [
        metric
        for metric in ("memory", *_FEWER_BITS)
        if isinstance(figure := sheet.values[metric], Figure) and figure.central <= room
    ]
    sheet.notice(f"fits-{fitting[0]}" if fitting else "fits-not")
    return fitting[0] if fitting else None


def _put_running(
    sheet: Worksheet, question: UsageQuestion, *, running_count: Figure, speed: Figure, running: Running
) -> None:
    """What the accelerators cost and draw for the time asked for, or for as long as the tokens take them."""
    values = sheet.values
    hours: Figure
    written = _tokens_written(sheet, question)
    if question.hours is not None:
        hours = exact(question.hours * share_of_day(question.hours_per_day), "h")
    elif written is not None:
        hours = serving.hours_to_write(tokens=written, speed=speed)
        values["time"] = hours
    else:
        hours = sheet.assume("hours", exact(HOURS_PER_MONTH, "h", Kind.ASSUMPTION))
        sheet.notice("one-month-assumed")
    if running.hourly_price is None:
        sheet.notice("no-rental-price")
    else:
        values["rental_cost"] = values["cost"] = hardware.rental_cost(
            count=running_count, hours=hours, hourly_price=running.hourly_price
        )
    if running.unit_price is not None:
        values["purchase_cost"] = hardware.purchase_cost(count=running_count, unit_price=running.unit_price)
    if running.tdp is None:
        sheet.notice("no-tdp")
        return
    conditions = {"tdp": running.tdp, "load": running.load}
    overheads = {"host_overhead": running.host_overhead, "pue": running.pue}
    put_drawn(
        sheet,
        running,
        energy=hardware.energy(count=running_count, hours=hours, **conditions, **overheads),
        accelerator_energy=hardware.accelerator_energy(count=running_count, hours=hours, **conditions),
        power=hardware.power(count=running_count, **conditions, **overheads),
    )


def _tokens_written(sheet: Worksheet, question: UsageQuestion) -> Figure | None:
    """The tokens to be written, where the question says how many or how many requests."""
    if question.output_tokens is not None or question.tokens is not None:
        return exact(question.output_tokens if question.output_tokens is not None else question.tokens or 0.0)
    if question.requests is None:
        return None
    each = sheet.assume("output_tokens", sheet.knowledge.assumptions["output_tokens_per_request"])
    return product("", Factor("requests", exact(question.requests)), Factor("output_tokens", each))


def _suggest(sheet: Worksheet, question: UsageQuestion) -> None:
    for metric in (Metric.MEMORY, Metric.COUNT, Metric.COST, Metric.POWER):
        if metric not in question.metrics:
            sheet.suggest(f"ask-{metric}", metrics=(metric,))
