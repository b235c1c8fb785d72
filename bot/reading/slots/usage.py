"""Requests and tokens of a usage question: rates over times, people, and tokens given for each request."""

from __future__ import annotations

import math
from dataclasses import replace

from bot.reading.cues import Cue
from bot.reading.message import Message
from bot.reading.slots.conditions import HOURS_OF, Slots
from bot.reading.spans import Span, SpanKind

_EACH = ("each", "user", "person", "request")
_LARGEST_EACH = 1e6
"""Tokens beyond which a number is no longer what one request takes, unless the message says so."""
_REACH = 4
_ELLIPTIC = 1000
"""Tokens below which a bare number beside millions is one of millions."""
_ROUNDING = 1e-9


def fill_requests(message: Message, slots: Slots) -> None:
    """`requests`, or `requests_per_day` for a rate with no time given."""
    span = _request_span(message)
    if span is None or span.value is None:
        per = _per_request(message)
        if per and not message.kind(SpanKind.TOKENS):
            slots["requests"] = per
        return
    number = span.value * _people(message, span)
    period, per_quantity = _period(message, span)
    hours = slots.get("hours")
    if not period:
        slots["requests"] = number
        return
    rate = number / (HOURS_OF[period] * per_quantity)
    if isinstance(hours, float) and hours and not _hours_are_rate(message, period):
        slots["requests"] = rate * hours
    else:
        slots["requests_per_day"] = rate * HOURS_OF["day"]


def _request_span(message: Message) -> Span | None:
    requests = [span for span in message.kind(SpanKind.REQUESTS) if span.value is not None]
    times = [span for span in message.kind(SpanKind.TIMES) if span.value is not None]
    said = [span for span in requests if span.value != 1 or span.per or span.each]
    return next(iter(said or requests or times), None)


def _per_request(message: Message) -> float:
    """The requests that something is asked "per": one of "per prompt", a hundred of "per 100 questions", else none."""
    for span in message.kind(SpanKind.PER):
        if span.per == "request" or span.each == "request":
            return span.per_quantity
    return 0.0


def _people(message: Message, span: Span) -> float:
    """How many people ask that much each."""
    people = [other.value for other in message.kind(SpanKind.PEOPLE) if other.value]
    if not people or message.has("summed"):
        return 1.0
    each = (
        span.each in _EACH or message.has("apiece") or any(other.each in _EACH for other in message.kind(SpanKind.PER))
    )
    rate = bool(_period(message, span)[0])
    small = span.value is not None and span.value <= 100
    return people[0] if each or rate or small else 1.0


def _period(message: Message, span: Span) -> tuple[str, float]:
    """What the requests are per, and of how many of those."""
    if span.per in HOURS_OF:
        return span.per, span.per_quantity
    found = [
        other
        for other in message.kind(SpanKind.PER)
        if other.per in HOURS_OF
        and not (other.start < span.start and message.words[other.start - 1 : other.start] == ("of",))
    ]
    if not found:
        return "", 1.0
    shortest = min(found, key=lambda other: HOURS_OF[other.per] * other.per_quantity)
    return shortest.per, shortest.per_quantity


def _hours_are_rate(message: Message, period: str) -> bool:
    """Whether the only time in the message is the one that the requests are per."""
    others = [span for span in message.kind(SpanKind.PER) if span.per in HOURS_OF and span.per != period]
    return not message.kind(SpanKind.DURATION) and not others


def fill_tokens(message: Message, slots: Slots) -> None:
    """`tokens`, or `input_tokens` and `output_tokens` where the question tells them apart; totals over all requests."""
    spans = _token_spans(message)
    if not spans:
        per = [span.per_quantity for span in message.kind(SpanKind.PER) if span.per == "token"]
        if per:
            slots["tokens"] = per[0]
        return
    directions = _directions(message, spans)
    times = _times_each(message, spans, slots)
    for span, direction in zip(_in_one_scale(spans), directions, strict=True):
        slot = f"{direction}_tokens" if direction else "tokens"
        if span.value is not None and slot not in slots:
            slots[slot] = span.value * times * _periods(span, slots)
    if "tokens" in slots and ("input_tokens" in slots or "output_tokens" in slots):
        other = "output_tokens" if "input_tokens" in slots and "output_tokens" not in slots else "input_tokens"
        if other not in slots:
            slots[other] = slots.pop("tokens")


def _in_one_scale(spans: list[Span]) -> list[Span]:
    """The numbers, a bare one in the scale of the other: "15 million tokens in and 4 out"."""
    largest = max((span.value or 0.0 for span in spans), default=0.0)
    if largest < _LARGEST_EACH:
        return spans
    scale = 1000.0 ** math.floor(math.log(largest, 1000.0) + _ROUNDING)
    return [
        replace(span, value=span.value * scale)
        if span.kind is SpanKind.NUMBER and span.value is not None and not span.suffix and span.value < _ELLIPTIC
        else span
        for span in spans
    ]


def _periods(span: Span, slots: Slots) -> float:
    """How often a rate of tokens comes in the time asked: "100 million tokens a month, for a year"."""
    hours = slots.get("hours")
    if span.per not in HOURS_OF or not isinstance(hours, float):
        return 1.0
    return hours / (HOURS_OF[span.per] * span.per_quantity)


def _token_spans(message: Message) -> list[Span]:
    """Numbers of tokens; beside them, bare numbers that a direction makes tokens ("500 tokens in and 200 out")."""
    spans = [span for span in message.kind(SpanKind.TOKENS) if span.value is not None]
    cues = message.group("input", "output")
    both = _marked(message)
    if both:
        return both
    if not spans or not cues:
        return spans
    numbers = [span for span in message.kind(SpanKind.NUMBER) if span.value is not None]
    spans.extend(span for span in numbers if any(_beside(cue, span) for cue in cues))
    return sorted(spans, key=lambda span: span.start)


def _marked(message: Message) -> list[Span]:
    """Numbers that "in" and "out" follow at once, where both stand: "3M in / 1M out"."""
    numbers = {span.end: span for span in message.kind(SpanKind.NUMBER, SpanKind.TOKENS) if span.value is not None}
    into = [numbers[cue.start] for cue in message.group("after_input") if cue.start in numbers]
    out = [numbers[cue.start] for cue in message.group("after_output") if cue.start in numbers]
    return sorted([into[0], out[0]], key=lambda span: span.start) if into and out else []


def _beside(cue: Cue, span: Span) -> bool:
    return span.end <= cue.start <= span.end + _REACH or cue.end <= span.start <= cue.end + 2


def _directions(message: Message, spans: list[Span]) -> list[str]:
    """Which way the tokens of each number go, "input", "output" or "", from the nearest word that tells."""
    if spans == _marked(message):
        starts = {cue.start for cue in message.group("after_input")}
        return ["input" if span.end in starts else "output" for span in spans]
    cues = _telling(message, spans)
    if len(cues) == len(spans):
        return [_direction(cue) for cue in cues]
    found = []
    for index, span in enumerate(spans):
        limit = spans[index + 1].start if index + 1 < len(spans) else len(message.words)
        start = spans[index - 1].end if index else 0
        after = [cue for cue in cues if span.end <= cue.start < min(limit, span.end + _REACH)]
        before = [cue for cue in cues if start <= cue.start and cue.end <= span.start]
        near = after[:1] or before[-1:]
        found.append(_direction(near[0]) if near else "")
    return found


def _telling(message: Message, spans: list[Span]) -> list[Cue]:
    cues = [
        cue for cue in message.group("input", "output") if not any(span.start <= cue.start < span.end for span in spans)
    ]
    cues.extend(
        cue for cue in message.group("input", "output") if any(span.start < cue.start < span.end for span in spans)
    )
    cues.sort()
    unlike: list[Cue] = []
    for cue in cues:
        if unlike and _direction(unlike[-1]) == _direction(cue):
            continue
        unlike.append(cue)
    return unlike


def _direction(cue: Cue) -> str:
    return "input" if "input" in cue.groups else "output"


def _times_each(message: Message, spans: list[Span], slots: Slots) -> float:
    """By how many requests the tokens of one are to be multiplied."""
    requests = slots.get("requests", slots.get("requests_per_day"))
    if not isinstance(requests, float) or requests <= 1:
        return 1.0
    said = any(span.per == "request" or span.each in ("each", "request") for span in spans)
    said = said or any(span.each in ("each", "request") or span.per == "request" for span in message.kind(SpanKind.PER))
    small = all(span.value is not None and span.value <= _LARGEST_EACH for span in spans)
    return requests if said or (small and not message.has("summed")) else 1.0
