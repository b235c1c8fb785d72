"""What templates are given of a country's electricity: its figures with year and sources, questions that use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answer import Answer, Value
from bot.question import HardwareQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import grounds
from knowledge.figures import Figure


def present_place(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The country's name and figures; without a country, neither."""
    region = getattr(answer.question, "region", None)
    if region is None or region not in answer.places:
        return {"place": "", "figures": [], "examples": []}
    place = formats.place(answer.places[region])
    return {
        "place": place,
        "figures": [(metric, value, _rests_on(answer, value, formats)) for metric, value in answer.values.items()],
        "examples": list(_examples(answer, place, formats)),
    }


def _rests_on(answer: Answer, value: Value, formats: Localizer) -> str:
    """What a figure counts and rests on, its year, and the titles of its sources."""
    if not isinstance(value, Figure):
        return ""
    titles = {source.id: source.title for source in answer.sources}
    cited = "; ".join(titles[one] for one in value.sources if one in titles)
    told = ", ".join(part for part in (grounds(answer, value, formats), formats.as_of(value.as_of)) if part)
    return f"{told}: {cited}" if cited else told


def _examples(answer: Answer, place: str, formats: Localizer) -> Iterator[str]:
    """The offered questions about hardware there, as one would write them."""
    for step in answer.next_steps:
        asked = step.question
        if isinstance(asked, HardwareQuestion) and asked.count is not None:
            names = formats.join([answer.names[one] for one in asked.accelerators])
            yield formats.text(f"example-{step.code}", count=formats.number(asked.count), name=names, place=place)
