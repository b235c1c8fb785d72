"""What a quantity is per: "la hora", "c/u", "per GPU-hour", "por millón de tokens", "every 2 days", "diarias"."""

from __future__ import annotations

from typing import NamedTuple

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.measures import Unit, measures
from bot.reading.quantities.numerals import read_numeral
from bot.reading.quantities.sentence import Sentence
from bot.reading.spans import SpanKind

_OWNERS = {
    SpanKind.PEOPLE: "user",
    SpanKind.REQUESTS: "request",
    SpanKind.ACCELERATORS: "accelerator",
    SpanKind.MACHINES: "machine",
}
_TIMELESS = (SpanKind.ACCELERATORS, SpanKind.MACHINES, SpanKind.PEOPLE)
"""A time after these is how long they are used, not a rate: "8 GPUs a month"."""
_MOST = 3
_MILLION = 1e6


class Rate(NamedTuple):
    """A rate marker: where it ends, the measure and how much of it, the owner, and what it was read from.

    `ahead`: it may speak of what follows ("cada alumno manda 5").
    """

    end: int
    per: str
    per_quantity: float
    each: str
    evidence: str
    ahead: bool = False

    @property
    def hours(self) -> float | None:
        """How long the time is that it is per, where it is a time."""
        unit = measures().units.get(self.per)
        return unit.factor * self.per_quantity if unit is not None and unit.kind is SpanKind.DURATION else None


def attach_rates(sentence: Sentence, draft: Draft) -> None:
    """Take up the rate markers that stand right behind a quantity, with "y" or "," between them at most."""
    for count in range(_MOST):
        at = draft.end
        if count and sentence.has(at, "rates.and") and not sentence.has(at, "each"):
            at += 1
        rate = read_rate(sentence, at, draft)
        if rate is None and not draft.per and draft.kind is SpanKind.MONEY:
            rate = _energy_behind(sentence, at)
        if rate is None or (rate.per and draft.per) or (rate.each and draft.each):
            return
        if rate.per:
            draft.per, draft.per_quantity = rate.per, rate.per_quantity
        draft.each = rate.each or draft.each
        draft.evidence.append(rate.evidence)
        draft.end = rate.end


def _energy_behind(sentence: Sentence, at: int) -> Rate | None:
    """As in "$0.10 kWh": a price with nothing between it and its unit of energy."""
    mark = sentence.mark(at, "units")
    if mark is None or mark.value.kind is not SpanKind.ENERGY:
        return None
    return Rate(at + mark.length, mark.value.id, 1.0, "", mark.evidence)


def read_rate(sentence: Sentence, at: int, draft: Draft | None) -> Rate | None:
    """The rate marker that begins at a token: behind the quantity `draft`, or standing alone."""
    marks = sentence.marks[at]
    if not marks:
        return None
    each = marks.get("each")
    if each is not None and each.length > 1:
        return Rate(at + each.length, "", 1.0, "each", each.evidence, ahead=True)
    timeless = draft is not None and draft.kind in _TIMELESS
    if "periods" in marks and not timeless:
        mark = marks["periods"]
        return Rate(at + mark.length, mark.value, 1.0, "", mark.evidence)
    for role in ("rates.counting", "rates.strong"):
        if role in marks:
            rate = _after_preposition(sentence, at, role, draft)
            if rate is not None:
                return None if timeless and rate.per else rate
    if each is not None:
        return Rate(at + each.length, "", 1.0, "each", each.evidence, ahead=True)
    if "rates.weak" in marks and draft is not None and not timeless:
        return _after_article(sentence, at, draft)
    if "rates.of_each" in marks and (draft is None or draft.kind in (SpanKind.MONEY, SpanKind.NUMBER)):
        mark = marks["rates.of_each"]
        if sentence.words[at + mark.length].isalpha():
            return Rate(at + mark.length, "", 1.0, "each", mark.evidence, ahead=True)
    return None


def _after_preposition(sentence: Sentence, at: int, role: str, draft: Draft | None) -> Rate | None:
    mark = sentence.marks[at][role]
    start = at + mark.length
    ahead = "rates.of_each" in sentence.marks[at]
    unit = _unit(sentence, start)
    if unit is not None:
        end = start + unit_length(sentence, start)
        if unit.kind is SpanKind.DURATION and _more_of_a_duration(sentence, end, unit):
            return None
        return _rate(unit, 1.0, end, mark.evidence, ahead)
    numeral = read_numeral(sentence, start)
    if numeral is None or numeral.value is None or numeral.value <= 0 or numeral.article:
        return None
    after = numeral.end + sentence.has(numeral.end, "of")
    while sentence.has(after, "between"):
        after += sentence.marks[after]["between"].length
    unit = _unit(sentence, after)
    priced = draft is not None and draft.kind in (SpanKind.MONEY, SpanKind.NUMBER)
    if unit is None:
        if numeral.value != _MILLION or draft is None or draft.kind is not SpanKind.MONEY:
            return None
        return Rate(numeral.end, "token", _MILLION, "", mark.evidence)  # "$3 per million": so APIs are priced
    bare = sentence.has(start, "scales")  # "por millón de tokens", but not "por 2 millones de tokens"
    counted = unit.kind in (SpanKind.TOKENS, SpanKind.REQUESTS)
    if role == "rates.counting" or (counted and (priced or bare)):
        return _rate(unit, numeral.value, after + unit_length(sentence, after), mark.evidence, ahead)
    return None


def _more_of_a_duration(sentence: Sentence, at: int, unit: Unit) -> bool:
    """As in "por día y medio", "por año y 3 meses": no rate, but how long."""
    if sentence.has(at, "tails"):
        return True
    numeral = read_numeral(sentence, at + 1) if sentence.has(at, "ranges.and") else None
    smaller = _unit(sentence, numeral.end) if numeral is not None else None
    return smaller is not None and smaller.kind is SpanKind.DURATION and smaller.factor < unit.factor


def _after_article(sentence: Sentence, at: int, draft: Draft) -> Rate | None:
    """As in "9 centavos el kWh", "8 hours a day": an article does for a preposition behind a quantity."""
    mark = sentence.marks[at]["rates.weak"]
    start = at + mark.length
    unit = _unit(sentence, start)
    if unit is None or not _is_article(sentence, at, start):
        return None
    if unit.kind is draft.kind and (draft.measure is None or unit.factor <= draft.measure.factor):
        return None
    if unit.kind is draft.kind is not SpanKind.DURATION:
        return None  # "1287 MWh a GWh" is a conversion
    if unit.kind not in (SpanKind.DURATION, SpanKind.ENERGY) and draft.kind is not SpanKind.MONEY:
        return None
    return _rate(unit, 1.0, start + unit_length(sentence, start), mark.evidence, False)


def _is_article(sentence: Sentence, at: int, start: int) -> bool:
    """Whether an article is one: "90 minutos a horas" has no English "a", but the "to" of another language."""
    unit, other = sentence.mark(start, "units"), sentence.mark(at, "ranges.to")
    return unit is None or other is None or unit.evidence.split(":")[0] != other.evidence.split(":")[0]


def _unit(sentence: Sentence, at: int) -> Unit | None:
    marks = sentence.marks[at]
    if "units" in marks:
        mark = marks["units"]
        last = at + mark.length - 1
        return None if sentence.name_ahead(last) else mark.value
    if "touching" in marks and sentence.joined[at] and not sentence.name_ahead(at):
        unit: Unit = marks["touching"].value
        return unit
    return None


def unit_length(sentence: Sentence, at: int) -> int:
    """How many tokens the unit has that begins at a token."""
    mark = sentence.mark(at, "units") or sentence.mark(at, "touching")
    return mark.length if mark else 0


def _rate(unit: Unit, quantity: float, end: int, evidence: str, ahead: bool) -> Rate | None:
    if unit.kind is SpanKind.ACCELERATOR_HOURS:
        return Rate(end, "hour", quantity, "accelerator", evidence)
    owner = _OWNERS.get(unit.kind)
    if owner is None:
        if unit.kind in (SpanKind.TIMES, SpanKind.PARAMETERS, SpanKind.OTHER):
            return None
        return Rate(end, unit.id, quantity, "", evidence, ahead)
    if quantity == 1.0:
        return Rate(end, "", 1.0, owner, evidence, ahead)
    if unit.kind is SpanKind.PEOPLE:
        return None  # "todos los 1.200 alumnos" are so many people
    return Rate(end, owner, quantity, "", evidence, ahead)
