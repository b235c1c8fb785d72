"""What a training comes to: memory, money, energy, power, carbon and water, from its accelerator-hours."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import TextValue
from bot.answering.drawn import put_drawn
from bot.answering.enough import judge
from bot.answering.looking_up import leading
from bot.answering.periods import HOURS_PER_DAY
from bot.answering.scenario import Running
from bot.answering.workload import Workload
from bot.answering.worksheet import Worksheet
from bot.question import TrainingQuestion
from estimator import hardware, memory, owning
from estimator.estimates import Factor, exact, product
from estimator.priors import load_priors
from knowledge.base import Knowledge
from knowledge.entries import Accelerator
from knowledge.figures import Figure, Kind

PUBLISHED = ("time", "accelerator_hours", "energy", "carbon", "cost", "water")
"""What is shown of the real training of a model beside the one worked out."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """The accelerators of a training: accelerator-hours, their number, and the hours in which they do it."""

    accelerator_hours: Figure
    count: Figure
    hours: Figure


@dataclass(frozen=True, slots=True)
class Trained:
    """A training and what it is done on."""

    work: Workload
    accelerator: Accelerator
    fleet: Fleet


def judge_means(sheet: Worksheet, question: TrainingQuestion, *, needed: Figure, allowed: Figure) -> None:
    """Say whether the accelerator-hours that a budget or a time allows are enough, and how sure that is."""
    if question.accelerator_hours is not None:
        return
    judge(sheet, "budget" if question.budget is not None else "time", needed=needed, allowed=allowed)


def put_values(sheet: Worksheet, question: TrainingQuestion, trained: Trained, running: Running) -> None:
    """Put everything that a training comes to on the sheet."""
    put_size(sheet, trained.work)
    _count_for_memory(sheet, trained)
    fleet, values, accelerator = trained.fleet, sheet.values, trained.accelerator
    values["accelerator_hours"] = fleet.accelerator_hours
    values["count"] = fleet.count
    values["time"] = _on_the_calendar(question, fleet.hours)
    values["hardware"] = TextValue(text=accelerator.name, ids=(accelerator.id,), count=fleet.count.central)
    _money(sheet, fleet, running)
    _physics(sheet, fleet, running)
    if trained.work.model is not None:
        for metric in PUBLISHED:
            published = leading(sheet.knowledge, trained.work.model, metric)
            if published is not None:
                sheet.evidence[metric] = (published,)
        used = leading(sheet.knowledge, trained.work.model, "hardware")
        if used is not None:
            sheet.evidence["hardware"] = (used,)


def memory_of(knowledge: Knowledge, parameters: Figure) -> Figure:
    """The memory (GB) that training so many parameters takes."""
    assumed = knowledge.assumptions
    return memory.training_memory(
        parameters=parameters,
        training_bytes_per_parameter=assumed["training_bytes_per_parameter"],
        training_memory_overhead=assumed["training_memory_overhead"],
    )


def put_size(sheet: Worksheet, work: Workload) -> None:
    """Put the model, its data, its compute and the memory of training it on the sheet."""
    for metric, figure in (("parameters", work.parameters), ("tokens", work.tokens), ("compute", work.compute)):
        if figure is not None:
            sheet.values[metric] = figure
    active = work.parameters_active
    if active is not None and active is not work.parameters:
        sheet.values["parameters_active"] = active
    if work.parameters is not None:
        for name in ("training_bytes_per_parameter", "training_memory_overhead"):
            sheet.assume(name, sheet.knowledge.assumptions[name])
        sheet.values["memory"] = memory_of(sheet.knowledge, work.parameters)


def _on_the_calendar(question: TrainingQuestion, hours: Figure) -> Figure:
    """The hours in use stretched over days of which only a part is used."""
    if question.hours_per_day is None:
        return hours
    return product(
        "h",
        Factor("hours", hours),
        Factor("hours_in_a_day", exact(HOURS_PER_DAY, "h", Kind.CONSTANT)),
        Factor("hours_per_day", exact(question.hours_per_day, "h"), -1),
    )


def _money(sheet: Worksheet, fleet: Fleet, running: Running) -> None:
    values, hours = sheet.values, fleet.accelerator_hours
    if running.hourly_price is None:
        sheet.notice("no-rental-price")
    else:
        rent = hardware.rental_cost_of_hours(accelerator_hours=hours, hourly_price=running.hourly_price)
        values["rental_cost"] = values["cost"] = rent
    if running.unit_price is None:
        return
    values["purchase_cost"] = hardware.purchase_cost(count=fleet.count, unit_price=running.unit_price)
    if running.tdp is None:
        return
    used_up = owning.amortized_hardware(
        count=1,
        unit_price=running.unit_price,
        server_cost_factor=running.server_cost_factor,
        hours=hours,
        amortization_time=running.amortization_time,
    )
    electricity = hardware.electricity_cost(energy=_energy(fleet, running), power_price=running.power_price)
    values["owning_cost"] = owning.owning_cost(amortized_hardware=used_up, electricity=electricity)
    values.setdefault("cost", values["owning_cost"])


def _physics(sheet: Worksheet, fleet: Fleet, running: Running) -> None:
    if running.tdp is None:
        sheet.notice("no-tdp")
        return
    hours = fleet.accelerator_hours
    put_drawn(
        sheet,
        running,
        energy=_energy(fleet, running),
        accelerator_energy=hardware.accelerator_energy_of_hours(
            accelerator_hours=hours,
            tdp=running.tdp,
            load=running.load,
            power_slope=load_priors().power_slope.slope,
        ),
        power=hardware.power(
            count=fleet.count,
            tdp=running.tdp,
            load=running.load,
            host_overhead=running.host_overhead,
            pue=running.pue,
        ),
    )


def _energy(fleet: Fleet, running: Running) -> Figure:
    assert running.tdp is not None  # noqa: S101 - callers have looked
    return hardware.energy_of_hours(
        accelerator_hours=fleet.accelerator_hours,
        tdp=running.tdp,
        load=running.load,
        host_overhead=running.host_overhead,
        pue=running.pue,
        power_slope=load_priors().power_slope.slope,
    )


def _count_for_memory(sheet: Worksheet, trained: Trained) -> None:
    """How many accelerators hold the training at least, and whether those there are do."""
    needed, held = sheet.values.get("memory"), trained.accelerator.figure("memory")
    if not isinstance(needed, Figure) or held is None:
        return
    least = memory.minimum_count(memory=needed, accelerator_memory=held)
    sheet.values["least_count"] = least
    if least.low > trained.fleet.count.high:
        sheet.notice("does-not-fit", number=least.central)
