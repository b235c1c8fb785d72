"""What a budget gets of each accelerator, where none is named: "what can I rent for $10,000 a month?"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import Row
from bot.answering.periods import HOURS_PER_MONTH, share_of_day
from bot.answering.worksheet import Worksheet
from bot.question import HardwareQuestion, Metric
from estimator import inverses
from estimator.estimates import Estimate, exact
from knowledge.entries import Accelerator
from knowledge.figures import Figure, Kind

MOST_LISTED = 12
"""Accelerators that a phone shows at a glance."""


def can_be_listed(question: HardwareQuestion) -> bool:
    """Whether a budget is asked for what it gets, and no accelerator is named."""
    asked = set(question.metrics) - {Metric.PURCHASE_COST, Metric.RENTAL_COST, Metric.HARDWARE, Metric.COST}
    return question.budget is not None and question.count is None and asked <= {Metric.COUNT}


def list_affordable(sheet: Worksheet, question: HardwareQuestion) -> None:
    """A row for each accelerator on sale of which the budget gets at least one, the dearest first."""
    rented = question.is_rented
    hours = question.hours
    if rented and hours is None:
        hours = HOURS_PER_MONTH
        sheet.assume("hours", exact(hours, "h", Kind.ASSUMPTION))
        sheet.notice("rent-of-a-month-assumed")
    used = hours * share_of_day(question.hours_per_day) if rented and hours is not None else None
    found = list(_affordable(sheet, question, used))
    if not found:
        sheet.notice("budget-too-small")
        return
    found.sort(key=lambda one: -one[1].central)
    priced = "rental_cost" if rented else "purchase_cost"
    for accelerator, price, count in found[:MOST_LISTED]:
        sheet.name(accelerator.id, accelerator.short_name)
        sheet.rows.append(Row(id=accelerator.id, values={"count": count, priced: price}))
        sheet.suggest("with-accelerator", accelerators=(accelerator.id,))
    if len(found) > MOST_LISTED:
        sheet.notice("more-there-are", number=len(found) - MOST_LISTED)


def _affordable(
    sheet: Worksheet, question: HardwareQuestion, hours: float | None
) -> Iterator[tuple[Accelerator, Figure, Estimate]]:
    """Each accelerator with its price and how many of it the budget rents for so many hours, or buys."""
    budget = question.budget or 0.0
    for accelerator in sheet.knowledge.accelerators.values():
        if not accelerator.sold:
            continue
        price = accelerator.figure("purchase_cost" if hours is None else "rental_cost")
        if price is None:
            continue
        if hours is None:
            count = inverses.count_to_buy(budget=budget, unit_price=price)
        else:
            count = inverses.count_to_rent(budget=budget, hours=hours, hourly_price=price)
        whole = inverses.whole_down(count)
        if whole.central >= 1:
            yield accelerator, price, whole
