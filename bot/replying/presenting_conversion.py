"""What templates are given of a conversion: the quantity, the same in the other unit, or in everyday things."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.question import ConversionQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import said
from bot.replying.sizes import from_to
from knowledge.figures import Figure


def present_conversion(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The quantity as asked, its conversion in words, and the everyday things with how many of them it is."""
    question = answer.question
    assert isinstance(question, ConversionQuestion)  # noqa: S101 - the table of presenters says so
    asked = None
    if question.quantity is not None and question.unit is not None and answer.values:
        asked = formats.amount(question.quantity, question.unit)
        if question.hours is not None:
            asked = f"{asked} × {formats.duration(question.hours)}"
    elif question.quantity is None and (drawn := next(iter(answer.values.values()), None)) is not None:
        asked = said("quantity", drawn, formats).whole
    converted = answer.converted
    names = answer.texts.get(formats.language, {}).get("equivalents", {})
    equivalents = [
        (formats.number(count.central, 2), "" if count.is_exact else formats.interval(count), name)
        for metric, name in names.items()
        if isinstance(count := answer.values[metric], Figure)
    ]
    return {
        "asked": asked,
        "emitted_in": formats.place(next(iter(answer.places.values()))) if answer.converted and answer.places else "",
        "interval": "" if converted is None or converted.is_exact else _interval(converted, formats),
        "converted": None if converted is None else formats.amount(converted.central, converted.unit),
        "equivalents": equivalents,
        "kept_up": answer.values.get("energy") if "power" in answer.values else None,
    }


def _interval(figure: Figure, formats: Localizer) -> str:
    """The interval in exactly the unit that was asked for, to two digits."""
    return from_to(*(formats.amount(float(f"{end:.2g}"), figure.unit) for end in (figure.low, figure.high)))
