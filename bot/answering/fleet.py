"""How many accelerators for how long: as asked, or as many as a budget or a power limit allows."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.enough import judge
from bot.answering.periods import HOURS_PER_MONTH, share_of_day
from bot.answering.scenario import Running
from bot.answering.worksheet import Worksheet
from bot.question import HardwareQuestion, Metric
from estimator import inverses
from estimator.estimates import Estimate, exact
from estimator.hardware import purchase_cost, rental_cost
from knowledge.figures import Kind


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many accelerators, for how long: `hours` in use, `span` on the calendar."""

    count: float
    hours: float
    span: float


def fleet_of(sheet: Worksheet, question: HardwareQuestion, running: Running) -> Fleet | None:
    """The fleet that a question is about; None, and noted, where its budget or limit allows not even one."""
    if question.power_limit is not None and question.count is None:
        return _within_power(sheet, question, running)
    if question.budget is None:
        return _as_asked(sheet, question, question.count)
    both_given = question.count is not None and (question.hours is not None or question.accelerator_hours is not None)
    if both_given:
        fleet = _as_asked(sheet, question, question.count)
        _judge(sheet, question, fleet, running)
        return fleet
    if question.hours is None and (question.count is not None or Metric.TIME in question.metrics):
        return _as_long_as_it_lasts(sheet, question, running)
    return _as_many_as_it_buys(sheet, question, running)


def _as_asked(sheet: Worksheet, question: HardwareQuestion, count: float | None) -> Fleet:
    """What was not said is assumed and noted."""
    if count is None:
        count = 1.0
        sheet.assume("count", exact(count, "", Kind.ASSUMPTION))
    span = question.hours
    if span is None and question.accelerator_hours is not None:
        span = question.accelerator_hours / count
    if span is None:
        span = HOURS_PER_MONTH
        sheet.assume("hours", exact(span, "h", Kind.ASSUMPTION))
        sheet.notice("one-month-assumed")
    return Fleet(count=count, hours=span * share_of_day(question.hours_per_day), span=span)


def _within_power(sheet: Worksheet, question: HardwareQuestion, running: Running) -> Fleet | None:
    """As many as draw no more than the limit, their servers and the data centre's overhead included."""
    if running.tdp is None or question.power_limit is None:
        sheet.notice("no-tdp")
        return None
    count = inverses.count_within_power(
        power_limit=question.power_limit,
        tdp=running.tdp,
        load=running.load,
        host_overhead=running.host_overhead,
        pue=running.pue,
    )
    return _of_count(sheet, question, count, "power-limit-too-low")


def _judge(sheet: Worksheet, question: HardwareQuestion, fleet: Fleet, running: Running) -> None:
    """Whether the budget is enough for the fleet asked about, bought or rented."""
    if Metric.PURCHASE_COST in question.metrics and running.unit_price is not None:
        cost = purchase_cost(count=fleet.count, unit_price=running.unit_price)
    elif running.hourly_price is not None:
        cost = rental_cost(count=fleet.count, hours=fleet.hours, hourly_price=running.hourly_price)
    else:
        return
    judge(sheet, "budget", needed=cost, allowed=exact(question.budget or 0.0, "USD"))


def _as_long_as_it_lasts(sheet: Worksheet, question: HardwareQuestion, running: Running) -> Fleet | None:
    """The time for which a budget rents a number of accelerators, or pays their electricity."""
    fleet = _as_asked(sheet, question.model_copy(update={"hours": 1.0}), question.count)
    if Metric.ELECTRICITY_COST in question.metrics and running.tdp is not None:
        time = inverses.hours_for_electricity(
            budget=question.budget or 0.0,
            power_price=running.power_price,
            count=fleet.count,
            tdp=running.tdp,
            load=running.load,
            host_overhead=running.host_overhead,
            pue=running.pue,
        )
    elif running.hourly_price is not None:
        time = inverses.hours_to_rent(
            budget=question.budget or 0.0, count=fleet.count, hourly_price=running.hourly_price
        )
    else:
        sheet.notice("no-rental-price")
        return None
    sheet.values["time"] = time
    return Fleet(count=fleet.count, hours=time.central, span=time.central / share_of_day(question.hours_per_day))


def _as_many_as_it_buys(sheet: Worksheet, question: HardwareQuestion, running: Running) -> Fleet | None:
    """The accelerators that a budget rents for a time or, where no time is given, buys."""
    hours = question.hours
    if hours is None and question.renting:
        hours = HOURS_PER_MONTH
        sheet.notice("rent-of-a-month-assumed")
    if hours is not None and running.hourly_price is not None and question.is_rented:
        count = inverses.count_to_rent(
            budget=question.budget or 0.0,
            hours=hours * share_of_day(question.hours_per_day),
            hourly_price=running.hourly_price,
        )
    elif running.unit_price is not None:
        count = inverses.count_to_buy(budget=question.budget or 0.0, unit_price=running.unit_price)
    else:
        sheet.notice("no-purchase-price")
        return None
    return _of_count(sheet, question, count, "budget-too-small")


def _of_count(sheet: Worksheet, question: HardwareQuestion, count: Estimate, too_little: str) -> Fleet | None:
    """The fleet of so many whole accelerators, for the time asked or a month."""
    count = inverses.whole_down(count)
    sheet.values["count"] = count
    whole = count.central
    if whole < 1:
        sheet.notice(too_little)
        return None
    span = question.hours
    if span is None:
        span = HOURS_PER_MONTH
        sheet.assume("hours", exact(span, "h", Kind.ASSUMPTION))
        sheet.notice("one-month-assumed")
    return Fleet(count=whole, hours=span * share_of_day(question.hours_per_day), span=span)
