"""What templates are given of what a budget gets: a line for each accelerator, with its price."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.question import HardwareQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_comparison import Line
from bot.replying.presenting_values import grounds, said
from knowledge.figures import Figure

_PRICES = ("rental_cost", "purchase_cost")


def is_affordable(answer: Answer) -> bool:
    """Whether an answer tells what a budget gets of each of several accelerators."""
    question = answer.question
    return isinstance(question, HardwareQuestion) and not question.accelerators and bool(answer.rows)


def present_affordable(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The budget with what it is for, and how many it gets of each."""
    question = answer.question
    assert isinstance(question, HardwareQuestion)  # noqa: S101 - `is_affordable` says so
    amount = formats.money(question.budget or 0.0, None)
    hours = [one.figure.central for one in answer.assumptions if one.name == "hours"]
    if question.is_rented:
        title = formats.text(
            "affordable-rented", amount=amount, time=formats.duration(question.hours or next(iter(hours), 0.0))
        )
    else:
        title = formats.text("affordable-bought", amount=amount)
    lines = []
    for row in answer.rows:
        prices = [price for metric in _PRICES if isinstance(price := row.values.get(metric), Figure)]
        told = [formats.value(price.central, price.unit) for price in prices]
        told += [grounds(answer, price, formats) for price in prices]
        lines.append(
            Line(answer.names[row.id], said("count", row.values["count"], formats).whole, ", ".join(filter(None, told)))
        )
    return {"title": title, "lines": lines}
