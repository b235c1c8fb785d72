"""The slots of a ranking: of what, by what, in which order, how many, above or below which figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.question import Metric
from bot.reading.message import Message
from bot.reading.slots.conditions import Slots
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Superlative

METRIC_OF: Mapping[SpanKind, Metric] = {
    SpanKind.MEMORY: Metric.MEMORY,
    SpanKind.PARAMETERS: Metric.PARAMETERS,
    SpanKind.TOKENS: Metric.TOKENS,
    SpanKind.COMPUTE: Metric.COMPUTE,
    SpanKind.COMPUTE_RATE: Metric.PEAK_FLOPS,
    SpanKind.POWER: Metric.POWER,
    SpanKind.MONEY: Metric.COST,
    SpanKind.ENERGY: Metric.ENERGY,
    SpanKind.MASS: Metric.CARBON,
    SpanKind.VOLUME: Metric.WATER,
    SpanKind.DURATION: Metric.TIME,
    SpanKind.ACCELERATORS: Metric.COUNT,
}
"""What a quantity of this kind is one of: a limit of a list, a claim."""
_OF_ACCELERATORS = frozenset({Metric.MEMORY, Metric.PEAK_FLOPS, Metric.POWER, Metric.PURCHASE_COST, Metric.RENTAL_COST})
_OF_MODELS = frozenset(
    {Metric.PARAMETERS, Metric.TOKENS, Metric.COMPUTE, Metric.ENERGY, Metric.CARBON, Metric.WATER, Metric.TIME,
     Metric.CONTEXT, Metric.API_PRICE, Metric.HARDWARE}
)  # fmt: skip
_BY_THE_WAY = frozenset({Metric.PARAMETERS, Metric.RELEASE, Metric.PEAK_FLOPS, Metric.COST})
"""Metrics that a superlative names while another may be meant: "the biggest memory"."""
_MOST_LISTED = 100
_YEARS = range(1950, 2101)
_PHRASE = 3
"""Words from which on an order is a phrase ("from lowest to highest") and beats single words."""


def fill_ranking(
    message: Message, superlatives: Mapping[str, Superlative], metrics: tuple[Metric, ...], slots: Slots
) -> None:
    """Fill `metrics`, `of`, `order`, `limit`, `above` and `below`."""
    limits = [span for span in message.spans if span.bound and (span.kind in METRIC_OF or span.kind is SpanKind.NUMBER)]
    bound = limits[0] if limits else None
    named = [superlatives[cue.groups[0]] for cue in message.superlatives]
    by = _ranked_by(metrics, named, bound)
    of = _ranked(message, by)
    order, listed = _order(message, named), _how_many(message)
    if of == "models" and any(superlative.metric == Metric.PEAK_FLOPS for superlative in named):
        by, order = (Metric.TIME,), "asc" if named[0].order == "desc" else "desc"  # the fastest took the least time
    elif of == "models":
        by = tuple([Metric.TIME if metric is Metric.PEAK_FLOPS else metric for metric in by])
    if of == "models" and any(not span.bound for span in message.kind(SpanKind.TOKENS)):
        by = tuple([Metric.API_PRICE if metric is Metric.COST else metric for metric in by])  # so many tokens of each
    slots["metrics"] = by
    if of:
        slots["of"] = of
    if message.maker:
        slots["maker"] = message.maker
        slots["metrics"] = tuple([metric for metric in by if metric is not Metric.DEVELOPER])
    if bound is not None and bound.value is not None:
        slots[bound.bound] = bound.value
        slots["inclusive"] = _includes(message, bound)
        order = named[0].order if named else ""
        if not by and bound.kind is SpanKind.NUMBER and bound.value in _YEARS:
            slots["metrics"] = (Metric.RELEASE,)  # "modelos de 2024 en adelante"
    _fill_years(message, slots)
    if order:
        slots["order"] = order
    if listed:
        slots["limit"] = listed


@dataclass(frozen=True, slots=True)
class Years:
    """The years between which a list is to be, both left out unless they are `inclusive`."""

    above: float | None = None
    below: float | None = None
    inclusive: bool = False


def _fill_years(message: Message, slots: Slots) -> None:
    """The years of a list as its bounds, or beside the metric that it is ranked by."""
    years = years_named(message)
    if years is None or "above" in slots or "below" in slots:
        return
    metrics = slots.get("metrics")
    others = tuple(metric for metric in metrics if metric is not Metric.RELEASE) if isinstance(metrics, tuple) else ()
    if others:
        widened = 1 if years.inclusive else 0
        slots["metrics"] = others
        slots["released_after"] = None if years.above is None else years.above - widened
        slots["released_before"] = None if years.below is None else years.below + widened
        return
    slots["metrics"], slots["inclusive"] = (Metric.RELEASE,), years.inclusive
    slots["above"], slots["below"] = years.above, years.below


def is_year(value: float) -> bool:
    """Whether a number can be the year of something in our subject."""
    return value in _YEARS


def years_named(message: Message) -> Years | None:
    """The years that a list is to be of: "models of 2023", "since 2024", "released before 2020"."""
    words: dict[int, set[str]] = {}
    for cue in message.group("in_unit", "later", "earlier", "since"):
        words.setdefault(cue.end, set()).update(cue.groups)
    for cue in message.group("models", "accelerators"):
        words.setdefault(cue.end + 1, set()).add("in_unit")
    onwards = {cue.start for cue in message.group("onwards")}
    for span in message.kind(SpanKind.IGNORED):
        said, year = words.get(span.start, set()), span.value
        if year is None or year not in _YEARS:
            continue
        if "since" in said or span.end in onwards:
            return Years(above=year, inclusive=True)
        if "later" in said:
            return Years(above=year)
        if "earlier" in said:
            return Years(below=year)
        if "in_unit" in said:
            return Years(year - 1, year + 1)
    return None


def _includes(message: Message, bound: Span) -> bool:
    """Whether what is exactly at a limit passes it: "at least 80 GB", "80 GB or more"."""
    return any(
        0 <= bound.start - cue.end <= 1 or bound.start <= cue.start <= bound.end for cue in message.group("inclusive")
    )


def _ranked_by(metrics: tuple[Metric, ...], named: Sequence[Superlative], bound: Span | None) -> tuple[Metric, ...]:
    """What was asked, what a superlative implies, or what the limit is a limit of."""
    if bound is not None and bound.kind in METRIC_OF:
        costs = tuple([metric for metric in metrics if metric.value.endswith("cost")])
        limited = METRIC_OF[bound.kind]
        if bound.kind is SpanKind.TOKENS and Metric.CONTEXT in metrics:
            return (Metric.CONTEXT,)
        return costs if limited is Metric.COST and costs else (limited,)
    implied = tuple(dict.fromkeys([Metric(superlative.metric) for superlative in named]))
    if not implied or not metrics:
        return metrics or implied
    precise = [metric for metric in metrics if metric not in _BY_THE_WAY]
    if precise and implied[0] in metrics and implied[0] is not precise[0]:
        return tuple([metric for metric in metrics if metric is not implied[0] or metric in precise])
    return metrics


def _ranked(message: Message, by: tuple[Metric, ...]) -> str:
    """`models` or `accelerators`, by the nouns or else by what is ranked by; empty where neither tells."""
    models, accelerators = message.group("models"), message.group("accelerators")
    if models and accelerators:
        return "models" if message.has("train") or models[0].start < accelerators[0].start else "accelerators"
    if models or accelerators:
        return "models" if models else "accelerators"
    if by and by[0] in _OF_ACCELERATORS:
        return "accelerators"
    return "models" if message.has("train") or (by and by[0] in _OF_MODELS) else ""


def _order(message: Message, named: Sequence[Superlative]) -> str:
    """The order that a phrase, a superlative or else the first "most" or "least" says."""
    cues = message.group("more", "less")
    phrases = [cue for cue in cues if cue.end - cue.start >= _PHRASE]
    if phrases:
        cues = phrases
    elif named:
        return named[0].order
    if not cues:
        return ""
    return "desc" if "more" in cues[0].groups else "asc"


def _how_many(message: Message) -> int:
    """How many are wanted: "top 5", "the three most powerful"."""
    for span in message.kind(SpanKind.NUMBER, SpanKind.ACCELERATORS):
        whole = span.value is not None and span.value == int(span.value) and not span.bound and not span.suffix
        if whole and span.value is not None and 0 < span.value <= _MOST_LISTED:
            return int(span.value)
    return 0
