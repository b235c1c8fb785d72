"""What templates are given of an answer: the parts of its first line, the lines shown, the steps of a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer, Value
from bot.question import HardwareQuestion, Show
from bot.replying.localizer import Localizer
from bot.replying.presenting_texts import present_definition, present_fact
from estimator.estimates import Estimate
from knowledge.figures import Figure, Kind
from knowledge.sources import Source

MOST_CITATIONS = 12
"""Figures whose sources one reply lists; more would not fit a message."""

_AS_PERCENT = frozenset({"load", "utilization", "mfu"})
_AS_DURATION = frozenset({"amortization_time"})
_ASKED_IN_GENERAL = ("rental_cost", "purchase_cost", "owning_cost", "energy", "carbon")
_UNDERSTOOD = frozenset({"count", "hours"})
_FOR_COST = ("rental_cost", "purchase_cost", "owning_cost", "electricity_cost")


@dataclass(frozen=True, slots=True)
class Step:
    """One formula: the catalogue key of what it gives, its parts as (sign, factor, value in words) and its result."""

    key: str
    figure: Estimate
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure that the answer rests on: the catalogue key of what it is, its value and date in words, its sources."""

    key: str
    figure: Figure
    value: str
    date: str
    sources: tuple[Source, ...]


def presentation(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """Everything that the template of an answer may show."""
    shown = shown_values(answer)
    common = {
        "question": answer.question,
        "notices": answer.notices,
        "values": answer.values,
        "shown": shown,
        "basis": list(basis(answer, formats)),
        "most_uncertain": most_uncertain(shown.values()),
        "steps": list(steps(answer, formats)) if answer.question.show is Show.FORMULA else [],
        "citations": list(citations(answer, formats)) if answer.question.show is Show.SOURCES else [],
        "most_citations": MOST_CITATIONS,
    }
    presenter = _PRESENTERS.get(answer.question.intent)
    return {**common, **presenter(answer, formats)} if presenter else common


def shown_values(answer: Answer) -> dict[str, Value]:
    """The values that the question asks for, in the order asked; the usual ones where it asks for none."""
    if not isinstance(answer.question, HardwareQuestion):
        return dict(answer.values)
    wanted: Sequence[str] = [str(metric) for metric in getattr(answer.question, "metrics", ())] or _ASKED_IN_GENERAL
    metrics = [part for metric in wanted for part in (_FOR_COST if metric == "cost" else (metric,))]
    return {metric: answer.values[metric] for metric in dict.fromkeys(metrics) if metric in answer.values}


def basis(answer: Answer, formats: Localizer) -> Iterator[str]:
    """In words, each assumed value that the shown values rest on; what the person gave stands in the first line."""
    used = {name for value in shown_values(answer).values() for name in _factor_names(value)}
    for assumption in answer.assumptions:
        if assumption.name in used and assumption.figure.kind is not Kind.GIVEN and assumption.name not in _UNDERSTOOD:
            value = factor_value(assumption.name, assumption.figure, formats)
            if assumption.name in _AS_DURATION:
                value = formats.duration(assumption.figure.central)
            yield formats.text(f"basis-{assumption.name}", value=value)


def steps(answer: Answer, formats: Localizer) -> Iterator[Step]:
    """The formula of each computed value, those asked for first, each computed part explained by a step of its own."""
    done: set[str] = set()
    explained: list[Estimate] = []
    waiting = [(f"metric-{metric}", value) for metric, value in shown_values(answer).items()]
    while waiting:
        key, value = waiting.pop(0)
        name = key.partition("-")[2]
        if not isinstance(value, Estimate) or name in done or any(value is step for step in explained):
            continue
        done.add(name)
        explained.append(value)
        yield Step(key=key, figure=value, parts=tuple(_parts(value, formats)))
        waiting.extend((f"factor-{factor.name}", factor.figure) for factor in value.factors)


def citations(answer: Answer, formats: Localizer) -> Iterator[Citation]:
    """The sourced figures of an answer, each once: those that its shown values rest on, or those that it states."""
    known = {source.id: source for source in answer.sources}
    shown = shown_values(answer)
    used = {name for value in shown.values() for name in _factor_names(value)}
    figures = [(f"factor-{one.name}", one.figure) for one in answer.assumptions if one.name in used]
    figures += [(f"metric-{metric}", figure) for metric in shown for figure in answer.evidence.get(metric, ())]
    figures += [(f"metric-{metric}", value) for metric, value in shown.items() if isinstance(value, Figure)]
    for key, figure in dict.fromkeys(figures):
        sources = tuple(known[source_id] for source_id in figure.sources if source_id in known)
        if sources:
            value = factor_value(key.partition("-")[2], figure, formats)
            yield Citation(key=key, figure=figure, value=value, date=formats.as_of(figure.as_of), sources=sources)


def most_uncertain(values: Iterable[Value]) -> str | None:
    """The name of the factor that widens the first uncertain value most, looked for in its computed parts too."""
    for value in values:
        name, part = None, value
        while isinstance(part, Estimate) and (widest := part.most_uncertain()) is not None:
            name, part = widest.name, widest.figure
        if name is not None:
            return name
    return None


def factor_value(name: str, figure: Figure, formats: Localizer) -> str:
    """A factor's value as a formula shows it: a constant without its unit, a share as a percentage."""
    if figure.kind is Kind.CONSTANT:
        return formats.number(figure.central)
    if name in _AS_PERCENT:
        return formats.percent(figure.central)
    return formats.figure(figure)


def _parts(figure: Estimate, formats: Localizer) -> Iterator[tuple[str, str, str]]:
    plus, minus = ("×", "÷") if figure.operation == "product" else ("+", "\N{MINUS SIGN}")
    for index, factor in enumerate(figure.factors):
        first = index == 0 and factor.power > 0
        sign = "" if first else plus if factor.power > 0 else minus
        yield sign, factor.name, factor_value(factor.name, factor.figure, formats)


def _factor_names(value: Value) -> Iterator[str]:
    if isinstance(value, Estimate):
        for factor in value.factors:
            yield factor.name
            yield from _factor_names(factor.figure)


def _present_hardware(answer: Answer, formats: Localizer) -> dict[str, Any]:
    question = answer.question
    assert isinstance(question, HardwareQuestion)  # noqa: S101 - the table below says so
    assumed = {assumption.name: assumption.figure.central for assumption in answer.assumptions}
    hours = assumed.get("hours", question.hours)
    return {
        "accelerator": " + ".join(answer.names[name] for name in question.accelerators if name in answer.names),
        "fleet_count": assumed.get("count", question.count),
        "hours": hours,
        "hours_in_words": hours is not None and formats.duration(hours) != formats.value(hours, "h", None),
        "place": next(iter(answer.places.values()), None),
    }


_PRESENTERS: Mapping[str, Callable[[Answer, Localizer], dict[str, Any]]] = {
    "hardware": _present_hardware,
    "definition": present_definition,
    "fact": present_fact,
}
