"""The slots of a ranking: of what, in which order, how many, above or below which figure."""

from __future__ import annotations

from bot.question import Metric
from bot.reading.message import Message
from bot.reading.metrics import Wants
from bot.reading.slots.conditions import Slots
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Superlative

_METRIC_OF = {
    SpanKind.MEMORY: "memory",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.TOKENS: "tokens",
    SpanKind.COMPUTE: "compute",
    SpanKind.COMPUTE_RATE: "peak_flops",
    SpanKind.POWER: "power",
    SpanKind.MONEY: "cost",
    SpanKind.ENERGY: "energy",
    SpanKind.MASS: "carbon",
    SpanKind.VOLUME: "water",
    SpanKind.DURATION: "time",
}
_OF_ACCELERATORS = frozenset({"memory", "peak_flops", "power", "purchase_cost", "rental_cost"})
_OF_MODELS = frozenset(
    {"parameters", "tokens", "compute", "energy", "carbon", "water", "time", "context", "api_price", "hardware"}
)
_MOST_SHOWN = 100


def fill_ranking(
    message: Message, wants: Wants, superlatives: dict[str, Superlative], metrics: tuple[Metric, ...], slots: Slots
) -> None:
    """Fill `metrics`, `of`, `order`, `limit`, `above` and `below`."""
    bound = next((span for span in message.spans if span.bound and span.kind in (*_METRIC_OF, SpanKind.NUMBER)), None)
    named = [superlatives[cue.groups[0]] for cue in message.superlatives]
    chosen = _metrics(message, metrics, named, bound)
    of = _of(message, chosen)
    if of == "models":
        chosen = tuple(Metric.TIME if metric is Metric.PEAK_FLOPS else metric for metric in chosen)
    slots["metrics"] = chosen
    if of:
        slots["of"] = of
    order = _order(message, named)
    if bound is not None and bound.value is not None and (bound.kind is not SpanKind.NUMBER or bound.value > 0):
        slots[bound.bound] = _canonical(bound, chosen)
    elif order:
        slots["order"] = order
    limit = _limit(message)
    if limit:
        slots["limit"] = limit


def _metrics(
    message: Message, metrics: tuple[Metric, ...], named: list[Superlative], bound: Span | None
) -> tuple[Metric, ...]:
    """What is ranked by: what was asked, what a superlative implies, or what the limit is a limit of."""
    asked = list(metrics)
    if bound is not None and bound.kind in _METRIC_OF:
        of_bound = _METRIC_OF[bound.kind]
        costs = [metric for metric in asked if metric.value.endswith("cost")]
        return tuple(costs) if of_bound == "cost" and costs else (Metric(of_bound),)
    implied = [Metric(superlative.metric) for superlative in named]
    if implied and not asked:
        return tuple(dict.fromkeys(implied))
    precise = [
        metric for metric in asked if metric not in (Metric.PARAMETERS, Metric.RELEASE, Metric.PEAK_FLOPS, Metric.COST)
    ]
    if implied and precise and implied[0] in asked and implied[0] is not precise[0]:
        return tuple(metric for metric in asked if metric is not implied[0] or metric in precise)
    return tuple(asked)


def _of(message: Message, metrics: tuple[Metric, ...]) -> str:
    models, accelerators = message.group("models"), message.group("accelerators")
    if models and not accelerators:
        return "models"
    if accelerators and not models:
        return "accelerators"
    if models and accelerators:
        return "models" if message.has("train") or models[0].start < accelerators[0].start else "accelerators"
    if metrics and metrics[0].value in _OF_ACCELERATORS:
        return "accelerators"
    if message.has("train") or (metrics and metrics[0].value in _OF_MODELS):
        return "models"
    return ""


def _order(message: Message, named: list[Superlative]) -> str:
    first: list[tuple[int, str]] = [
        (cue.start, superlative.order) for cue, superlative in zip(message.superlatives, named, strict=True)
    ]
    taken = {index for cue in message.superlatives for index in range(cue.start, cue.end)}
    for group, order in (("more", "desc"), ("less", "asc")):
        first.extend((cue.start, order) for cue in message.group(group) if cue.start not in taken)
    phrases = [cue for cue in message.group("more", "less") if cue.end - cue.start > 2]
    if phrases:
        return "desc" if "more" in phrases[0].groups else "asc"
    if named:
        return named[0].order
    return min(first)[1] if first else ""


def _canonical(bound: Span, metrics: tuple[Metric, ...]) -> float | None:
    return bound.value


def _limit(message: Message) -> int:
    """How many are wanted: "top 5", "the three most powerful"."""
    for span in message.kind(SpanKind.NUMBER, SpanKind.ACCELERATORS):
        if (
            span.value is None
            or span.bound
            or span.suffix
            or span.value != int(span.value)
            or not 0 < span.value <= _MOST_SHOWN
        ):
            continue
        return int(span.value)
    return 0
