"""Buying, renting or running accelerators for a time; and backwards, from a budget."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.answer import Answer
from bot.answering.circumstances import Circumstances
from bot.answering.scenario import Running, running_conditions
from bot.answering.worksheet import Worksheet
from bot.question import ComparisonQuestion, HardwareQuestion, Metric
from estimator import hardware as estimate
from estimator import owning
from estimator.estimates import Estimate, Factor, exact, product
from knowledge.base import Knowledge
from knowledge.figures import Kind

HOURS_PER_MONTH = 730
HOURS_PER_DAY = 24
_RENTED = frozenset({Metric.RENTAL_COST, Metric.TIME})


@dataclass(frozen=True, slots=True)
class _Fleet:
    """How many accelerators, for how long: `hours` in use, `span` on the calendar."""

    count: float
    hours: float
    span: float


_USUAL = (Metric.RENTAL_COST, Metric.PURCHASE_COST, Metric.ENERGY, Metric.CARBON)


def answer_hardware(question: HardwareQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Work out money, energy, power, carbon and water of a number of accelerators over a time."""
    sheet = Worksheet(question, knowledge)
    if not question.accelerators:
        sheet.notice("which-accelerator")
        return sheet.answer()
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
        return sheet.answer()
    running = running_conditions(sheet, question.accelerators[0], question, circumstances)
    fleet = _fleet(sheet, question) if question.budget is None else _affordable(sheet, question, running)
    if fleet is not None:
        _physics(sheet, fleet, running)
        _money(sheet, fleet, running)
        _suggest(sheet, question, fleet)
    return sheet.answer()


def _suggest(sheet: Worksheet, question: HardwareQuestion, fleet: _Fleet) -> None:
    """Twice as many, what was not asked for, and another accelerator beside this one."""
    if question.budget is None:
        sheet.suggest("twice-as-many", count=2 * fleet.count)
    for metric in _USUAL if question.metrics else ():
        if metric not in question.metrics and metric in sheet.values:
            sheet.suggest(f"ask-{metric.value}", metrics=(metric,))
    listed = [accelerator.id for accelerator in sheet.knowledge.accelerators.values() if accelerator.sold]
    mine = question.accelerators[0]
    if mine in listed:
        rival = listed[(listed.index(mine) + 1) % len(listed)]
        compared = ComparisonQuestion(accelerators=(mine, rival), count=fleet.count, hours=fleet.span)
        sheet.offer("compare-with", compared)


def _fleet(sheet: Worksheet, question: HardwareQuestion) -> _Fleet:
    """The fleet as asked; what was not said is assumed and noted."""
    count = question.count
    if count is None:
        count = 1.0
        sheet.assume("count", exact(count, "", Kind.ASSUMPTION))
    span = question.hours
    if span is None and question.accelerator_hours is not None:
        span = question.accelerator_hours / count
    if span is None:
        span = float(HOURS_PER_MONTH)
        sheet.assume("hours", exact(span, "h", Kind.ASSUMPTION))
        sheet.notice("one-month-assumed")
    return _Fleet(count=count, hours=span * _share_of_day(question), span=span)


def _affordable(sheet: Worksheet, question: HardwareQuestion, running: Running) -> _Fleet | None:
    """What a budget buys: accelerators to keep, accelerators for a time, or time with a number of accelerators."""
    budget = Factor("budget", exact(question.budget or 0.0, "USD"))
    if question.count is not None and question.hours is None and running.hourly_price is not None:
        time = product(
            "h",
            budget,
            Factor("count", exact(question.count), -1),
            Factor("hourly_price", running.hourly_price, -1),
        )
        sheet.values["time"] = time
        return _Fleet(count=question.count, hours=time.central, span=time.central / _share_of_day(question))
    if question.hours is not None and running.hourly_price is not None and Metric.PURCHASE_COST not in question.metrics:
        hours = question.hours * _share_of_day(question)
        price: tuple[Factor, ...] = (
            Factor("hourly_price", running.hourly_price, -1),
            Factor("hours", exact(hours, "h"), -1),
        )
    elif running.unit_price is not None:
        hours = HOURS_PER_MONTH * _share_of_day(question)
        price = (Factor("unit_price", running.unit_price, -1),)
    else:
        sheet.notice("no-purchase-price")
        return None
    count = product("", budget, *price)
    sheet.values["count"] = count
    whole = float(math.floor(count.central))
    if whole < 1:
        sheet.notice("budget-too-small")
        return None
    return _Fleet(count=whole, hours=hours, span=question.hours or HOURS_PER_MONTH)


def _share_of_day(question: HardwareQuestion) -> float:
    return (question.hours_per_day or HOURS_PER_DAY) / HOURS_PER_DAY


def _money(sheet: Worksheet, fleet: _Fleet, running: Running) -> None:
    """What the fleet costs to rent, to buy and to own over its span, and when buying beats renting."""
    values = sheet.values
    if running.hourly_price is None:
        sheet.notice("no-rental-price")
    else:
        values["rental_cost"] = estimate.rental_cost(
            count=fleet.count, hours=fleet.hours, hourly_price=running.hourly_price
        )
    if running.unit_price is None:
        sheet.notice("no-purchase-price")
    else:
        values["purchase_cost"] = estimate.purchase_cost(count=fleet.count, unit_price=running.unit_price)
    if "rental_cost" in values or "purchase_cost" in values:
        values["cost"] = values.get("rental_cost") or values["purchase_cost"]
    electricity = values.get("electricity_cost")
    if running.unit_price is None or running.tdp is None or not isinstance(electricity, Estimate):
        return
    values["owning_cost"] = owning.owning_cost(
        amortized_hardware=owning.amortized_hardware(
            count=fleet.count,
            unit_price=running.unit_price,
            server_cost_factor=running.server_cost_factor,
            hours=fleet.span,
            amortization_time=running.amortization_time,
        ),
        electricity=electricity,
    )
    if running.hourly_price is not None:
        break_even = owning.break_even_hours(
            unit_price=running.unit_price,
            server_cost_factor=running.server_cost_factor,
            hourly_price=running.hourly_price,
            tdp=running.tdp,
            load=running.load,
            host_overhead=running.host_overhead,
            pue=running.pue,
            power_price=running.power_price,
        )
        if break_even is not None:
            values["break_even"] = break_even


def _physics(sheet: Worksheet, fleet: _Fleet, running: Running) -> None:
    """What the fleet draws, and what that costs, emits and evaporates."""
    values = sheet.values
    if running.tdp is None:
        sheet.notice("no-tdp")
        return
    energy = estimate.energy(
        count=fleet.count,
        hours=fleet.hours,
        tdp=running.tdp,
        load=running.load,
        host_overhead=running.host_overhead,
        pue=running.pue,
    )
    values["energy"] = energy
    values["accelerator_energy"] = estimate.accelerator_energy(
        count=fleet.count, hours=fleet.hours, tdp=running.tdp, load=running.load
    )
    values["power"] = estimate.power(
        count=fleet.count,
        tdp=running.tdp,
        load=running.load,
        host_overhead=running.host_overhead,
        pue=running.pue,
    )
    values["electricity_cost"] = estimate.electricity_cost(energy=energy, power_price=running.power_price)
    values["carbon"] = estimate.carbon(energy=energy, carbon_intensity=running.carbon_intensity)
    values["water"] = estimate.water(
        energy=energy, pue=running.pue, site_water=running.site_water, grid_water=running.grid_water
    )
