"""Buying, renting or running accelerators for a time; and backwards, from a budget or a power limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Answer
from bot.answering.affordable import can_be_listed, list_affordable
from bot.answering.circumstances import Circumstances
from bot.answering.drawn import put_drawn
from bot.answering.fleet import Fleet, fleet_of
from bot.answering.scenario import Running, running_conditions
from bot.answering.side_by_side import work_out_each
from bot.answering.worksheet import Worksheet
from bot.question import ComparisonQuestion, HardwareQuestion, Metric
from estimator import hardware as estimate
from estimator import owning
from estimator.estimates import Estimate, exact
from knowledge.base import Knowledge
from knowledge.figures import Figure

_PARTS_OF_COST = (Metric.RENTAL_COST, Metric.PURCHASE_COST)
_BACKWARDS = frozenset({Metric.COUNT, Metric.TIME})
"""What only a budget or a power limit can answer."""
_OF_ANY_PLACE = frozenset({Metric.RENTAL_COST, Metric.PURCHASE_COST})
"""What is told from prices that are the same wherever the accelerators stand."""
_USUAL = (Metric.RENTAL_COST, Metric.PURCHASE_COST, Metric.ENERGY, Metric.CARBON)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """A fleet as figures, which every formula takes: how many, hours in use, hours on the calendar."""

    count: Figure
    hours: Figure
    span: Figure


def answer_hardware(question: HardwareQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Work out money, energy, power, carbon and water of a number of accelerators over a time."""
    sheet = Worksheet(question, knowledge)
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
        return sheet.answer()
    if not question.accelerators:
        if can_be_listed(question):
            list_affordable(sheet, question)
            return sheet.answer()
        if not {Metric.PURCHASE_COST, Metric.RENTAL_COST} <= set(question.metrics):
            sheet.notice("which-accelerator")
            return sheet.answer()
        usual = knowledge.accelerators[knowledge.usual.accelerator]
        sheet.notice("accelerator-assumed", accelerator=usual.short_name)
        sheet.question = question = question.model_copy(update={"accelerators": (usual.id,)})
    backwards = bool(question.metrics) and _BACKWARDS.issuperset(question.metrics)
    if backwards and question.budget is None and question.power_limit is None:
        sheet.notice("which-budget")
        return sheet.answer()
    if len(question.accelerators) > 1:
        each = {one: question.model_copy(update={"accelerators": (one,)}) for one in question.accelerators}
        return work_out_each(sheet, each, lambda one: answer_hardware(one, knowledge, circumstances))
    running = running_conditions(sheet, question.accelerators[0], question, circumstances)
    fleet = fleet_of(sheet, question, running)
    if fleet is not None:
        amounts = _Amounts(exact(fleet.count), exact(fleet.hours, "h"), exact(fleet.span, "h"))
        _physics(sheet, amounts, running)
        _money(sheet, amounts, running)
        _put_payback(sheet, question)
        _say_what_no_place_changes(sheet, question)
        _suggest(sheet, question, fleet)
    return sheet.answer()


def _suggest(sheet: Worksheet, question: HardwareQuestion, fleet: Fleet) -> None:
    """Twice as many, what was not asked for, and another accelerator beside this one."""
    if question.budget is None:
        sheet.suggest("twice-as-many", count=2 * fleet.count)
    shown = {*question.metrics, *(_PARTS_OF_COST if Metric.COST in question.metrics else ())}
    for metric in _USUAL if question.metrics else ():
        if metric not in shown and metric in sheet.values:
            sheet.suggest(f"ask-{metric.value}", metrics=(metric,))
    mine = question.accelerators[0]
    rival = _rivals(sheet.knowledge).get(mine)
    if rival is not None:
        compared = ComparisonQuestion(accelerators=(mine, rival), count=fleet.count, hours=fleet.span)
        sheet.offer("compare-with", compared)


def _rivals(knowledge: Knowledge) -> Mapping[str, str]:
    """Of each accelerator on sale the next one, to compare it with."""
    found: Mapping[str, str] | None = knowledge.derived.get((_rivals,))
    if found is None:
        listed = [accelerator.id for accelerator in knowledge.accelerators.values() if accelerator.sold]
        found = dict(zip(listed, [*listed[1:], *listed[:1]], strict=True))
        knowledge.derived[_rivals,] = found
    return found


def _money(sheet: Worksheet, amounts: _Amounts, running: Running) -> None:
    """What the fleet costs to rent, to buy and to own over its span."""
    values = sheet.values
    if running.hourly_price is None:
        sheet.notice("no-rental-price")
    else:
        values["rental_cost"] = estimate.rental_cost(
            count=amounts.count, hours=amounts.hours, hourly_price=running.hourly_price
        )
    if running.unit_price is None:
        sheet.notice("no-purchase-price")
    else:
        values["purchase_cost"] = estimate.purchase_cost(count=amounts.count, unit_price=running.unit_price)
    if "rental_cost" in values or "purchase_cost" in values:
        values["cost"] = values.get("rental_cost") or values["purchase_cost"]
    electricity = values.get("electricity_cost")
    if running.unit_price is None or running.tdp is None or not isinstance(electricity, Estimate):
        return
    _own(sheet, amounts, running, running.unit_price, running.tdp, electricity)


def _own(
    sheet: Worksheet, amounts: _Amounts, running: Running, unit_price: Figure, tdp: Figure, electricity: Estimate
) -> None:
    """What owning the fleet costs over its span, and when that beats renting."""
    values = sheet.values
    values["owning_cost"] = owning.owning_cost(
        amortized_hardware=owning.amortized_hardware(
            count=amounts.count,
            unit_price=unit_price,
            server_cost_factor=running.server_cost_factor,
            hours=amounts.span,
            amortization_time=running.amortization_time,
        ),
        electricity=electricity,
    )
    if running.hourly_price is not None:
        break_even = owning.break_even_hours(
            unit_price=unit_price,
            server_cost_factor=running.server_cost_factor,
            hourly_price=running.hourly_price,
            tdp=tdp,
            load=running.load,
            host_overhead=running.host_overhead,
            pue=running.pue,
            power_price=running.power_price,
        )
        if break_even is not None:
            values["break_even"] = break_even


def _put_payback(sheet: Worksheet, question: HardwareQuestion) -> None:
    """The time after which buying has paid, where it is asked how long that takes."""
    asked = {Metric.TIME, Metric.PURCHASE_COST} <= set(question.metrics)
    if asked and question.budget is None and question.hours is None and "break_even" in sheet.values:
        sheet.values["time"] = sheet.values["break_even"]


def _say_what_no_place_changes(sheet: Worksheet, question: HardwareQuestion) -> None:
    """Where a place is named: rents and prices on file are those of the world's market."""
    if question.region is None or question.hourly_price is not None or question.unit_price is not None:
        return
    if question.metrics and _OF_ANY_PLACE.issuperset(question.metrics):
        sheet.notice("prices-of-any-place")


def _physics(sheet: Worksheet, amounts: _Amounts, running: Running) -> None:
    """What the fleet draws, and what that costs, emits and evaporates."""
    if running.tdp is None:
        sheet.notice("no-tdp")
        return
    conditions = {"tdp": running.tdp, "load": running.load}
    overheads = {"host_overhead": running.host_overhead, "pue": running.pue}
    put_drawn(
        sheet,
        running,
        energy=estimate.energy(count=amounts.count, hours=amounts.hours, **conditions, **overheads),
        accelerator_energy=estimate.accelerator_energy(count=amounts.count, hours=amounts.hours, **conditions),
        power=estimate.power(count=amounts.count, **conditions, **overheads),
    )
