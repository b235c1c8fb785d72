"""What templates are given of a ranking: its title, and a line for each thing in order."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.question import RankingQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_comparison import Line
from bot.replying.presenting_values import (
    count_alike,
    grounds,
    in_a_sentence,
    label,
    resting_on_alone,
    said,
    size_for_all,
)

_UNITS = {
    "energy": "kWh",
    "power": "kW",
    "carbon": "kgCO2e",
    "water": "L",
    "time": "h",
    "memory": "GB",
    "compute": "FLOP",
    "peak_flops": "FLOP/s",
    "cost": "USD",
    "purchase_cost": "USD",
    "rental_cost": "USD/h",
    "api_price": "USD",
}
_ORDERED_IN_TIME = frozenset({"release"})
_AROUND_A_YEAR = 2
"""From the year before to the year after."""


def present_ranking(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The order and its bounds in words, and the things in it."""
    question = answer.question
    assert isinstance(question, RankingQuestion)  # noqa: S101 - the table of presenters says so
    metric = ranked_metric(answer)
    words = resting_on_alone if count_alike(row.values[metric] for row in answer.rows) else grounds
    beside = size_for_all((row.values[metric] for row in answer.rows), formats)
    lines = [
        Line(
            name=answer.names[row.id],
            value=said(metric, row.values[metric], formats, beside=beside).whole,
            rests_on=words(answer, row.values[metric], formats),
        )
        for row in answer.rows
    ]
    return {"title": ranking_title(answer, formats), "metric": metric, "lines": lines}


def ranked_metric(answer: Answer) -> str:
    """The metric that a ranking is ordered by; empty where nothing is ranked."""
    return next((metric for row in answer.rows for metric in row.values), "")


def ranking_title(answer: Answer, formats: Localizer) -> str:
    """What is ordered by what, and between which bounds: Models by training energy, highest first, above 1 GWh."""
    question, metric = answer.question, ranked_metric(answer)
    assert isinstance(question, RankingQuestion)  # noqa: S101 - only rankings have such a title
    if not metric:
        return ""
    kind = question.of or "models"
    order = "asc" if question.order == "asc" else "desc"
    in_time = "-in-time" if metric in _ORDERED_IN_TIME else ""
    name = in_a_sentence(label(metric, "model" if kind == "models" else "accelerator", formats))
    title = formats.text(f"ranking-{kind}", metric=name, order=formats.text(f"ranking-{order}{in_time}"))
    maker = [formats.text("ranking-of-maker", maker=answer.names[question.maker])] if question.maker else []
    released = _bounds(question.released_after, question.released_before, "release", formats)
    bounds = _bounds(question.above, question.below, metric, formats, "-inclusive" if question.inclusive else "")
    return ", ".join([title, *maker, *released, *bounds])


def _bounds(
    above: float | None, below: float | None, metric: str, formats: Localizer, inclusive: str = ""
) -> list[str]:
    """The bounds in words; two around one year are that year."""
    in_time = "-in-time" if metric in _ORDERED_IN_TIME else ""
    if in_time and above is not None and below is not None and below - above == _AROUND_A_YEAR:
        return [formats.text("ranking-in-year", year=str(int(above + 1)))]
    return [
        formats.text(f"ranking-{side}{in_time}{inclusive}", bound=_bound(bound, metric, formats))
        for side, bound in (("above", above), ("below", below))
        if bound is not None
    ]


def _bound(bound: float, metric: str, formats: Localizer) -> str:
    if metric in _ORDERED_IN_TIME:
        return str(int(bound))
    figure_unit = _UNITS.get(metric, "")
    return formats.value(bound, figure_unit, None)
