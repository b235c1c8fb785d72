"""From one number to another: a range is its own span, and no single value is ever made of it."""

from __future__ import annotations

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.units import finish, read_quantity
from bot.reading.spans import SpanKind

_SHARED = (SpanKind.NUMBER, SpanKind.ARTICLE)


def read_range(sentence: Sentence, first: Draft) -> Draft | None:
    """The range that begins with a quantity: "5 to 500 GPUs", "entre 2 y 3 meses", "$10-20k", "a day or two"."""
    opened, between = _opening(sentence, first.start)
    joint = _joint(sentence, first.end, between)
    if joint is None:
        return None
    at, either = joint
    second = read_quantity(sentence, at)
    if second is not None:
        second = finish(sentence, second)
    if second is None or first.value is None or second.value is None:
        return None
    if either and second.kind is SpanKind.NUMBER and second.value == 1.0 and first.kind is not SpanKind.NUMBER:
        return None
    if not _alike(sentence, first, second, bool(opened) or either):
        return None
    low, high = _values(first, second)
    if low >= high and not (opened or either):
        return None
    typed = first if second.kind in _SHARED else second
    return Draft(
        first.start - opened, second.end, SpanKind.RANGE, low=min(low, high), high=max(low, high), of=typed.kind,
        unit=typed.unit, suffix=typed.suffix, measure=typed.measure, per=second.per or first.per,
        each=second.each or first.each, approximate=first.approximate or second.approximate,
        evidence=[*first.evidence, *second.evidence], fixed=True,
    )  # fmt: skip


def opens_between(sentence: Sentence, start: int) -> bool:
    """Whether "entre" or "between" stands before a number, so that "y" and "and" part two numbers."""
    return start > 0 and sentence.has(start - 1, "ranges.between")


def _opening(sentence: Sentence, start: int) -> tuple[int, bool]:
    """How many tokens open a range before its first number, and whether they are "between"."""
    if start == 0 or not sentence.has(start - 1, "ranges.from"):
        return 0, False
    return 1, sentence.has(start - 1, "ranges.between")


def _joint(sentence: Sentence, at: int, between: bool) -> tuple[int, bool] | None:
    """What joins two numbers: where the second begins, and whether it is an "or"."""
    if sentence.words[at] == "-":
        return (at + 1, False) if sentence.joined[at] == sentence.joined[at + 1] else None
    marks = sentence.marks[at]
    if "ranges.to" in marks and not sentence.joined[at]:
        return at + marks["ranges.to"].length, False
    if "ranges.or" in marks and not sentence.joined[at]:
        return at + marks["ranges.or"].length, True
    if between and "ranges.and" in marks:
        return at + marks["ranges.and"].length, False
    return None


def _alike(sentence: Sentence, first: Draft, second: Draft, sure: bool) -> bool:
    """Whether two quantities are of one kind, one of them perhaps without saying so."""
    if second.kind is SpanKind.ARTICLE or first.kind in (SpanKind.IGNORED, SpanKind.UNUSABLE):
        return False
    if first.kind is second.kind:
        return first.unit == second.unit or first.kind is not SpanKind.MONEY
    if first.kind is SpanKind.NUMBER:
        priced = second.kind is SpanKind.MONEY and "currency_prefixes" in sentence.marks[second.start]
        return sure or not priced
    return second.kind is SpanKind.NUMBER and (not second.suffix or first.kind is SpanKind.MONEY)


def _values(first: Draft, second: Draft) -> tuple[float, float]:
    """Both ends in one unit and one scale: "10-20k" is from ten thousand, "uno o dos meses" from one month."""
    low, high = first.value or 0.0, second.value or 0.0
    if first.kind in _SHARED:
        low *= second.factor * (high / second.quantity if second.quantity else 1.0)
    elif second.kind is SpanKind.NUMBER and first.measure is not None:
        high *= first.measure.factor
    if second.scale > 1 and first.scale == 1 and abs(low) * second.scale < abs(high):
        low *= second.scale
    return low, high
