"""How an answer was worked out and where its figures come from: formulas with their numbers, figures with sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.answer import Answer, TextValue, Value
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import AS_PERCENT, said
from bot.replying.showing import compared_metrics, shown_values
from estimator.estimates import Estimate
from knowledge.figures import Figure, Kind
from knowledge.sources import Source
from knowledge.units import canonical

_IN_YEARS = frozenset({"amortization_time"})
"""Factors in hours that people think of in years."""

_ROOT = 0.5
"""The power that a square root is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One formula: the name of what it gives, its parts as (sign, factor, value in words) and its result.

    A sign may end in the root that is taken of the factor. `subject` names what it is about where an answer is about
    several things.
    """

    name: str
    figure: Estimate
    parts: tuple[tuple[str, str, str], ...]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Something that the answer rests on: what it is, its value, interval and date in words, its sources."""

    name: str
    figure: Figure | TextValue
    value: str
    interval: str
    date: str
    sources: tuple[Source, ...]
    subject: str = ""


def steps(answer: Answer, formats: Localizer) -> Iterator[Step]:
    """The formula of each computed value, those asked for first, each computed part explained by a step of its own."""
    if isinstance(answer.converted, Estimate):
        parts = tuple(_parts(answer.converted, formats))
        yield Step(name=formats.text("metric-quantity"), figure=answer.converted, parts=parts)
        return
    for subject, values in _sections(answer):
        done: set[str] = set()
        explained: list[Estimate] = []
        waiting = [(_name(answer, metric, formats), metric, value) for metric, value in values.items()]
        while waiting:
            title, name, value = waiting.pop(0)
            if not isinstance(value, Estimate) or name in done or any(value is step for step in explained):
                continue
            done.add(name)
            explained.append(value)
            yield Step(name=title, figure=value, parts=tuple(_parts(value, formats)), subject=subject)
            waiting.extend(
                (formats.text(f"factor-{factor.name}"), factor.name, factor.figure) for factor in value.factors
            )


def citations(answer: Answer, formats: Localizer) -> Iterator[Citation]:
    """What has sources in an answer, each once: what its shown values rest on, or state."""
    known = {source.id: source for source in answer.sources}
    seen: list[tuple[str, str, Value]] = []
    for subject, role, metric, value in _cited(answer):
        sources = tuple(known[source_id] for source_id in value.sources if source_id in known)
        if not sources or (subject, metric, value) in seen:
            continue
        seen.append((subject, metric, value))
        name = _name(answer, metric, formats) if role == "metric" else formats.text(f"factor-{metric}")
        if isinstance(value, Figure):
            words, interval = factor_value(metric, value, formats), factor_interval(metric, value, formats)
        else:
            words, interval = said(metric, value, formats).value, ""
        yield Citation(name, value, words, interval, formats.as_of(value.as_of), sources, subject)


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
    if name in AS_PERCENT:
        return formats.percent(figure.central)
    if name in _IN_YEARS:
        return formats.duration(figure.central)
    return formats.figure(figure)


def factor_interval(name: str, figure: Figure, formats: Localizer) -> str:
    """The interval of a factor in the unit of its value; empty where it is exact."""
    if figure.low == figure.high:
        return ""
    if name in AS_PERCENT:
        return formats.interval(_times(figure, 100, "%"))
    if name in _IN_YEARS:
        return formats.interval(_times(figure, 1 / canonical(1, "year"), "year"))
    return formats.interval(figure)


def _times(figure: Figure, times: float, unit: str) -> Figure:
    low, central, high = (times * bound for bound in (figure.low, figure.central, figure.high))
    return Figure(low=low, central=central, high=high, unit=unit, kind=figure.kind)


def factor_names(values: Iterable[Value]) -> set[str]:
    """The names of everything that values were computed from, parts of parts too."""
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [value for value in values if isinstance(value, Estimate)]
    while waiting:
        for name, figure, _ in waiting.pop().factors:
            names.add(name)
            if isinstance(figure, Estimate) and id(figure) not in seen:
                seen.add(id(figure))
                waiting.append(figure)
    return names


def _sections(answer: Answer) -> Iterator[tuple[str, dict[str, Value]]]:
    """The values shown: of the answer, or of each of the things side by side with its name."""
    if not answer.rows:
        yield "", shown_values(answer)
    metrics = compared_metrics(answer)
    for row in answer.rows:
        yield answer.names.get(row.id, row.id), {name: row.values[name] for name in metrics if name in row.values}


def _name(answer: Answer, metric: str, formats: Localizer) -> str:
    """What a value is called: an everyday thing by the words on file, a metric by the catalogue."""
    everyday = answer.texts.get(formats.language, {}).get("equivalents", {})
    return str(everyday[metric]) if metric in everyday else formats.text(f"metric-{metric}")


def _cited(answer: Answer) -> Iterator[tuple[str, Literal["factor", "metric"], str, Figure | TextValue]]:
    """What an answer rests on: the subject, whether it is a factor or a metric, its name and its value."""
    sections = list(_sections(answer))
    used = factor_names(value for _, values in sections for value in values.values())
    assumed = {assumption.name for assumption in answer.assumptions}
    everyday = {
        metric for texts in answer.texts.values() if isinstance(texts, dict) for metric in texts.get("equivalents", ())
    }
    for assumption in answer.assumptions:
        if assumption.name in used:
            yield "", "factor", assumption.name, assumption.figure
    for subject, values in sections:
        for metric, value in values.items():
            for one in (*answer.evidence.get(metric, ()), value):
                if isinstance(one, Figure | TextValue):
                    yield subject, "metric", metric, one
        for metric, value in values.items():
            for name, figure in _sourced_factors(value):
                if metric in everyday:
                    yield subject, "metric", metric, figure
                elif name not in assumed:
                    yield subject, "factor", name, figure


def _sourced_factors(value: Value) -> Iterator[tuple[str, Figure]]:
    """The parts of a computed value that have sources of their own: prices of one of several accelerators."""
    if isinstance(value, Estimate):
        for factor in value.factors:
            if factor.figure.sources and not isinstance(factor.figure, Estimate):
                yield factor.name, factor.figure
            yield from _sourced_factors(factor.figure)


def _parts(figure: Estimate, formats: Localizer) -> Iterator[tuple[str, str, str]]:
    plus, minus = ("×", "÷") if figure.operation == "product" else ("+", "\N{MINUS SIGN}")
    for index, factor in enumerate(figure.factors):
        first = index == 0 and factor.power > 0
        sign = "" if first else plus if factor.power > 0 else minus
        if figure.operation == "product" and abs(factor.power) == _ROOT:
            sign = f"{sign} √".strip()
        yield sign, factor.name, factor_value(factor.name, factor.figure, formats)
