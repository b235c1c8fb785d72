"""How many accelerators: the number beside their name, or beside a common noun, times the machines that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

_COUNTS = (SpanKind.NUMBER, SpanKind.ACCELERATORS)
_AFTER = frozenset({"x", "*", "(", ":", ",", "=", "-"})
_MULTIPLIED = frozenset({"x", "*"})
_BREAKS = frozenset({".", ";", "?", "!", "\n", "|"})
_REACH = 5
"""Tokens that may stand between a number and the accelerators it counts: "8 of the new NVIDIA H100"."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of accelerators with the quantity it was read from; `range_of` where it is no single number."""

    value: float | None
    span: Span | None
    range_of: Span | None = None
    per_machine: bool = False


def find_count(message: Message) -> Count | None:
    """The number of accelerators given, or None."""
    ranges = [span for span in message.kind(SpanKind.RANGE) if span.of in _COUNTS]
    if ranges:
        return Count(None, None, ranges[0])
    names = [name for name in message.named(NameKind.ACCELERATOR)]
    candidates = _usable(message)
    if len(names) > 1 and _unlike(message, names, candidates):
        return None
    chosen = _beside_names(message, names, candidates) or _by_noun(candidates)
    if chosen is None and names:
        chosen = _left_over(message, names, candidates)
    machines = _holders(message, chosen)
    if chosen is None or chosen.value is None:
        return None
    value = chosen.value * _times(message, chosen, candidates)
    if machines and machines[0].value:
        return Count(value * machines[0].value, chosen, None, True)
    if chosen.each in ("user", "person"):
        people = [span.value for span in message.kind(SpanKind.PEOPLE) if span.value]
        value = value * people[0] if people else value
    return Count(value, chosen)


def _holders(message: Message, chosen: Span | None) -> list[Span]:
    """Numbers of things that hold accelerators: "3 servidores con 4 L40S", "two clusters of 64 A100 each"."""
    machines = [span for span in message.kind(SpanKind.MACHINES) if span.value is not None]
    holders = {cue.start for cue in message.group("holder")}
    machines.extend(span for span in message.kind(SpanKind.NUMBER) if span.end in holders and span is not chosen and span.value)
    return machines


def _times(message: Message, chosen: Span, candidates: list[Span]) -> float:
    """The number that multiplies another: "3 x 8 H100"."""
    for span in candidates:
        if span is not chosen and span.end + 1 == chosen.start and message.words[span.end] in _MULTIPLIED and span.value:
            return span.value
    return 1.0


def find_article(message: Message) -> float | None:
    """One, where an article says so: "rent an H100 for a month"."""
    for name in message.named(NameKind.ACCELERATOR):
        for span in message.kind(SpanKind.ARTICLE):
            if span.end <= name.start <= span.end + 2 and not message.span_at(span.end):
                return 1.0
        if name.start and message.words[name.start - 1] == "single":
            return 1.0
    return None


def _usable(message: Message) -> list[Span]:
    return [
        span
        for span in message.kind(*_COUNTS)
        if span.value is not None
        and span.suffix not in ("b", "t")
        and span.per == ""
    ]


def _beside_names(message: Message, names: list[Name], candidates: list[Span]) -> Span | None:
    before: list[tuple[int, Span]] = []
    for name in names:
        for span in candidates:
            if span.end <= name.start and _reaches(message, span, name):
                before.append((name.start - span.end, span))
    if before:
        return min(before, key=lambda pair: pair[0])[1]
    for name in names:
        for span in candidates:
            if name.end <= span.start <= name.end + 2 and _follows(message, name, span):
                return span
    return None


def _unlike(message: Message, names: list[Name], candidates: list[Span]) -> bool:
    """Whether several accelerators have each a number of its own, not all the same: "8 A100 or 4 H100"."""
    ends = {span.end: span.value for span in candidates}
    return len({ends[name.start] for name in names if name.start in ends}) > 1


def _reaches(message: Message, span: Span, name: Name) -> bool:
    """Whether a number stands before a name with nothing between that it could count instead."""
    between = message.words[span.end : name.start]
    if len(between) > _REACH or any(word in _BREAKS or word == "," for word in between):
        return False
    if len(between) > 1 and any(index in message.unexplained for index in range(span.end, name.start)):
        return False
    return not any(other.start >= span.end and other.end <= name.start and other.kind is not SpanKind.ARTICLE
                   and other.kind is not SpanKind.UNIT for other in message.spans)  # fmt: skip


def _follows(message: Message, name: Name, span: Span) -> bool:
    between = message.words[name.end : span.start]
    if not all(word in _AFTER for word in between):
        return False
    return (
        span.kind is SpanKind.ACCELERATORS
        or bool(between)
        or span.end >= len(message.words)
        or _stands_alone(message, span)
    )


def _stands_alone(message: Message, span: Span) -> bool:
    return message.words[span.end] in _BREAKS or message.words[span.end] == ","


def _by_noun(candidates: list[Span]) -> Span | None:
    return next((span for span in candidates if span.kind is SpanKind.ACCELERATORS), None)


def _left_over(message: Message, names: list[Name], candidates: list[Span]) -> Span | None:
    """A number that nothing else explains: "RTX 5090, 2 of them", "y son 18"."""
    loose = [span for span in candidates if not _explained(message, span)]
    if not loose:
        return None
    return loose[-1] if len(loose) == 1 or not names else min(loose, key=lambda span: abs(span.start - names[0].end))


def _explained(message: Message, span: Span) -> bool:
    """Whether a number counts something else: a limit ("top 5"), percentages, things that are no accelerators."""
    before = {cue.end: cue for cue in message.group("rank", "price_at")}
    cue = before.get(span.start)
    if cue is not None and "rank" in cue.groups:
        return True
    following = message.words[span.end] if span.end < len(message.words) else ""
    return span.end in message.unexplained and following not in (",", ".")
