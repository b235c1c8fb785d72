"""What templates are given of things side by side: a line for each thing and metric, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bot.answer import Answer, Row, Value
from bot.question import ComparisonQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import (
    BETWEEN_PRICES,
    count_alike,
    grounds,
    label,
    resting_on_alone,
    resting_on_if_unsure,
    said,
    size_for_all,
    so_many,
)
from bot.replying.showing import compared_metrics
from estimator.comparing import times
from knowledge.figures import Figure, Kind

_FEW = 3
"""With at most so many metrics there is room to say how far apart things are and what each value rests on."""
_NOT_APART = 1.05
"""Things that differ by less are alike."""
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Line:
    """One thing's value of a metric in words, what it rests on, and what the class table claims."""

    name: str
    value: str
    rests_on: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A metric with a line for each thing, and a remark on how far apart they are."""

    label: str
    lines: tuple[Line, ...]
    remark: str = ""


def present_comparison(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The things compared, the scenario they share, and a group of lines for each metric."""
    names = [row_name(answer, row.id, formats) for row in answer.rows]
    metrics = compared_metrics(answer)
    detailed = len(metrics) <= _FEW
    return {
        "subject": _SEPARATOR.join(names),
        "scenario": list(shared_scenario(answer, formats)),
        "groups": [_group(answer, metric, formats, detailed=detailed) for metric in metrics],
    }


def row_name(answer: Answer, id: str, formats: Localizer) -> str:
    """What a thing side by side with others is called, with its number where each has one of its own."""
    question, name = answer.question, answer.names.get(id, id)
    if isinstance(question, ComparisonQuestion) and question.count is None and id in question.accelerators:
        counts = dict(zip(question.accelerators, question.counts, strict=False))
        return f"{formats.number(counts[id])} × {name}" if id in counts else name
    return name


def compared_kind(answer: Answer) -> Literal["model", "accelerator", ""]:
    """Whether models or accelerators are compared by what is known of them; neither in a scenario."""
    question = answer.question
    if question.intent != "comparison" or answer.assumptions:
        return ""
    if question.accelerators:
        return "" if question.models else "accelerator"
    return "model"


def shared_scenario(answer: Answer, formats: Localizer) -> Iterator[str]:
    """The number, time and amount of use that all of the things share."""
    question = answer.question
    count, hours = getattr(question, "count", None), getattr(question, "hours", None)
    if count is not None:
        yield formats.text("understood-each", number=formats.number(count))
    if hours is not None:
        yield formats.duration(hours)
    parameters = getattr(question, "parameters", None)
    if parameters is not None:
        yield formats.text("understood-parameters", amount=formats.number_of(parameters))
    for slot in ("tokens", "input_tokens", "output_tokens", "requests", "requests_per_day"):
        amount = getattr(question, slot, None)
        if amount is not None:
            yield so_many(f"understood-{slot.replace('_', '-')}", amount, formats)
    if answer.places and answer.rows:
        yield formats.place(next(iter(answer.places.values())))


def _group(answer: Answer, metric: str, formats: Localizer, *, detailed: bool) -> Group:
    told = [value for row in answer.rows for value in (row.values.get(metric), row.claims.get(metric))]
    beside = size_for_all(told, formats)
    lines = tuple(_line(answer, row, metric, formats, beside, detailed=detailed) for row in answer.rows)
    remark = _apart(answer, metric, formats) if detailed else ""
    if remark and not count_alike(row.values.get(metric) for row in answer.rows):
        remark = f"{remark} {formats.text('notice-bases-differ')}"
    return Group(label(metric, compared_kind(answer), formats), lines, remark)


def _line(answer: Answer, row: Row, metric: str, formats: Localizer, beside: float | None, *, detailed: bool) -> Line:
    value: Value | None = row.values.get(metric)
    claim = row.claims.get(metric)
    alike = count_alike(one.values.get(metric) for one in answer.rows)
    words = (resting_on_alone if alike else grounds) if detailed else resting_on_if_unsure
    return Line(
        name=row_name(answer, row.id, formats),
        value=formats.text("does-not-apply") if value is None else said(metric, value, formats, beside=beside).whole,
        rests_on=words(answer, value, formats) if value is not None and not _computed(value) else "",
        claim="" if claim is None else said(metric, claim, formats, beside=beside).whole,
    )


def _apart(answer: Answer, metric: str, formats: Localizer) -> str:
    """In words, how many times the greatest value is the smallest, and whether that is sure."""
    figures = [(row, value) for row in answer.rows if isinstance(value := row.values.get(metric), Figure)]
    if len(figures) < 2:
        return ""
    most, least = max(figures, key=_centre), min(figures, key=_centre)
    if least[1].central <= 0:
        return ""
    ratio = times(most[1], least[1]) if least[1].low > 0 else None
    many = most[1].central / least[1].central
    if many < _NOT_APART:
        return formats.text("comparison-alike")
    sure = most[1].low > least[1].high or (ratio is not None and ratio.low > 1)
    if metric in BETWEEN_PRICES:
        sure = most[1].low >= least[1].low and most[1].high >= least[1].high
    key = "comparison-apart" if sure else "comparison-perhaps"
    names = {"most": row_name(answer, most[0].id, formats), "least": row_name(answer, least[0].id, formats)}
    return formats.text(key, times=formats.number(many, 2), **names)


def _computed(value: Value) -> bool:
    return isinstance(value, Figure) and value.kind is Kind.COMPUTED


def _centre(pair: tuple[Row, Figure]) -> float:
    return pair[1].central
