"""How many accelerators: the number beside their name, or beside a common noun, times the machines that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.spans import Span, SpanKind
from bot.reading.wants import COST_GROUPS, MODES, Wants
from knowledge.names import NameKind

_COUNTS = (SpanKind.NUMBER, SpanKind.ACCELERATORS)
_IDLE = frozenset({SpanKind.ARTICLE, SpanKind.UNIT})
_MULTIPLIED = frozenset({"x", "*"})
_BEFORE_COUNT = _MULTIPLIED | {"(", ":", ",", "=", "-"}
_ENDS = frozenset({".", ";", "?", "!", "\n", "|", ","})
_REACH = 5
"""Tokens that may stand between a number and the accelerators it counts: "8 of the new NVIDIA H100"."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of accelerators with the quantity it was read from; no value where that is a range."""

    value: float | None
    span: Span


def find_count(message: Message) -> Count | None:
    """The number of accelerators given, or None."""
    for span in message.kind(SpanKind.RANGE):
        if span.of in _COUNTS:
            return Count(None, span)
    names = message.named(NameKind.ACCELERATOR)
    numbers = [span for span in message.kind(*_COUNTS) if _may_count(span)]
    if len(names) > 1 and _unlike(names, numbers):
        return None
    chosen = _beside_names(message, names, numbers) or _by_noun(numbers)
    machines = [span for span in message.kind(SpanKind.MACHINES) if span.value]
    if chosen is None and machines and find_article(message):
        return Count(machines[0].value, machines[0])  # "20 computers with a 3090 each"
    if chosen is None and names:
        chosen = _left_over(message, names, numbers)
    if chosen is None or chosen.value is None:
        return None
    if len(names) == 1 and names[0].end < chosen.start and any(c.end == chosen.start for c in message.group("compare")):
        return Count(None, chosen)  # "H100 vs 200 units": 200 of something that is not said
    return Count(chosen.value * _times(message, chosen, numbers) * _held_by(message, chosen), chosen)


def find_counts(message: Message, accelerators: Sequence[str]) -> tuple[float, ...]:
    """The number of each of several accelerators, where each has one and they differ: "8 A100 or 4 H100"."""
    names = message.named(NameKind.ACCELERATOR)
    numbers = {span.end: span.value for span in message.kind(*_COUNTS) if _may_count(span)}
    each = {name.id: value for name in names if (value := numbers.get(name.start)) is not None and value > 0}
    found = tuple(each[one] for one in accelerators if one in each)
    return found if len(found) == len(accelerators) > 1 and len(set(found)) > 1 else ()


def counts(message: Message, count: Count, wants: Wants) -> bool:
    """Whether a number of accelerators makes a scenario: "the price of one H200" is only a fact."""
    if count.value != 1 or not (wants.much or wants.has(*COST_GROUPS)):
        return count.value is not None
    given = [span for span in message.spans if span.kind not in _IDLE and span is not count.span]
    return bool(given) or wants.has(*MODES)


def find_article(message: Message) -> float | None:
    """One, where an article says so: "rent an H100 for a month"."""
    singles = {cue.end for cue in message.group("single")}
    for name in message.named(NameKind.ACCELERATOR):
        for span in message.kind(SpanKind.ARTICLE):
            if span.end <= name.start <= span.end + 2 and not message.span_at(span.end):
                return 1.0
        if name.start in singles:
            return 1.0
    return None


def _may_count(span: Span) -> bool:
    sized = span.suffix in ("b", "t") or span.per
    return span.value is not None and not sized


def _held_by(message: Message, chosen: Span) -> float:
    """How many things hold that many each: "3 servidores con 4 L40S", "two clusters of 64 A100", "2 per student"."""
    holders = {cue.start for cue in message.group("holder")}
    apart = {cue.end for cue in message.scope if "linking" in cue.groups and cue.end - cue.start == 1}
    beside = chosen.start in apart  # "30 laptops and 4 H100" hold nothing of each other
    machines = [span.value for span in message.kind(SpanKind.MACHINES) if span.value and not beside]
    machines += [
        span.value for span in message.kind(SpanKind.NUMBER) if span.end in holders and span.value and span != chosen
    ]
    if not machines and chosen.each in ("user", "person"):
        machines = [span.value for span in message.kind(SpanKind.PEOPLE) if span.value]
    return machines[0] if machines else _behind_machines(message, chosen)


def _behind_machines(message: Message, chosen: Span) -> float:
    """The other number of machines named behind their accelerator: "8x B200 nodes, 4 of them"."""
    machines = {cue.start: cue.end for cue in message.group("machine")}
    end = next((machines[name.end] for name in message.named(NameKind.ACCELERATOR) if name.end in machines), None)
    if end is None:
        return 1.0
    others = [span for span in message.kind(*_COUNTS) if span is not chosen and span.value and span.start >= end]
    told = [span for span in others if span.each or span.kind is SpanKind.ACCELERATORS or _of_them(message, span)]
    return float(told[0].value or 1.0) if told else 1.0


def _of_them(message: Message, span: Span) -> bool:
    return any("halves" in cue.groups and cue.start == span.end for cue in message.scope)


def _times(message: Message, chosen: Span, numbers: Sequence[Span]) -> float:
    """The number that multiplies another: "3 x 8 H100"."""
    for span in numbers:
        if span.end + 1 == chosen.start and message.words[span.end] in _MULTIPLIED and span.value is not None:
            return span.value
    return 1.0


def _unlike(names: Sequence[Name], numbers: Sequence[Span]) -> bool:
    """Whether several accelerators have each a number of its own, not all the same: "8 A100 or 4 H100"."""
    ends = {span.end: span.value for span in numbers}
    return len({ends[name.start] for name in names if name.start in ends}) > 1


def _beside_names(message: Message, names: Sequence[Name], numbers: Sequence[Span]) -> Span | None:
    """The number nearest before a name, or else right after one."""
    pairs = [(name, span) for name in names for span in numbers]
    before = [(name.start - span.end, span.start, span) for name, span in pairs if _reaches(message, span, name)]
    if before:
        return min(before, key=lambda found: found[:2])[2]
    return next((span for name, span in pairs if _follows(message, name, span)), None)


def _reaches(message: Message, span: Span, name: Name) -> bool:
    """Whether a number stands before a name with nothing between that it could count instead."""
    gap = name.start - span.end
    if not 0 <= gap <= _REACH or not _ENDS.isdisjoint(message.words[span.end : name.start]):
        return False
    if gap > 1 and any(span.end <= index < name.start for index in message.unexplained):
        return False
    if any(span.end <= cue.start < name.start for cue in message.group("out_of_scope")):
        return False
    between = [other for other in message.spans if span.end <= other.start and other.end <= name.start]
    return all(other.kind in _IDLE for other in between)


def _follows(message: Message, name: Name, span: Span) -> bool:
    """Whether a number stands right after a name: "H100 x 8", "A100, 20 pieces", "h800 800"."""
    gap = span.start - name.end
    if not 0 <= gap <= 2 or not _BEFORE_COUNT.issuperset(message.words[name.end : span.start]):
        return False
    last = span.end >= len(message.words) or message.words[span.end] in _ENDS
    return gap > 0 or last or span.kind is SpanKind.ACCELERATORS


def _by_noun(numbers: Sequence[Span]) -> Span | None:
    return next((span for span in numbers if span.kind is SpanKind.ACCELERATORS), None)


def _left_over(message: Message, names: Sequence[Name], numbers: Sequence[Span]) -> Span | None:
    """A number that nothing else explains: "RTX 5090, 2 of them", "y son 18"."""
    ranks = {cue.end for cue in message.group("rank")}
    loose = [span for span in numbers if span.start not in ranks and span.end not in message.unexplained]
    return min(loose, key=lambda span: abs(span.start - names[0].end), default=None)
