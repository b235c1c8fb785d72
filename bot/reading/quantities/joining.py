"""What neighbouring quantities say of each other: "3 weeks and 2 days", "kWh at 0.12", "each student sends 5"."""

from __future__ import annotations

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.rates import attach_rates
from bot.reading.quantities.ratios import absorb_ratio_word
from bot.reading.quantities.sentence import WALL, Sentence
from bot.reading.quantities.units import by_the_day
from bot.reading.spans import SpanKind

_FAR = 4
_FURTHER = 9
_STOPS = frozenset(".;:?!\n,()")
_OWNED = (SpanKind.MONEY, SpanKind.NUMBER, SpanKind.REQUESTS, SpanKind.TOKENS, SpanKind.TIMES, SpanKind.DURATION,
          SpanKind.HOURS_PER_DAY, SpanKind.ENERGY)  # fmt: skip
_PRICE_LIMIT = 10.0
_DEAREST_KWH = 2.0
_OFTEN = (SpanKind.REQUESTS, SpanKind.TIMES, SpanKind.TOKENS)
"""What is said to happen each day: "cada día se hacen 10 millones de consultas"."""


def join(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """The drafts, with those joined that are one quantity, and rate markers given to what they speak of."""
    joined: list[Draft] = []
    for draft in drafts:
        if draft.kind in (SpanKind.PERCENT, SpanKind.NUMBER):
            absorb_ratio_word(sentence, draft)
        before = joined[-1] if joined else None
        if before is not None:
            if draft.start < before.end:
                continue  # its word went into the one before ("80% load of ...")
            if _more_time(sentence, before, draft):
                _add_time(before, draft)
                continue
            _weekdays_behind(sentence, before, draft)
            if _speaks_of(sentence, before, draft):
                joined.pop()
        joined.append(draft)
    return joined


def _gap(sentence: Sentence, before: Draft, after: Draft) -> list[str]:
    return sentence.words[before.end : after.start]


def _more_time(sentence: Sentence, before: Draft, after: Draft) -> bool:
    """Whether a duration goes on in smaller units: "2 años, 3 meses y 5 días"."""
    if before.kind is not SpanKind.DURATION or after.kind is not SpanKind.DURATION:
        return False
    if before.measure is None or after.measure is None or before.per or before.fixed:
        return False
    if after.measure.factor >= before.measure.factor or after.bound:
        return False
    at = before.end
    if sentence.words[at] == ",":
        at += 1
    if sentence.has(at, "rates.and") or sentence.has(at, "ranges.and") or sentence.has(at, "and_cents"):
        at += at < after.start
    return at == after.start


def _weekdays_behind(sentence: Sentence, before: Draft, after: Draft) -> None:
    """As in "8 hours on weekdays": the hours are those of a day."""
    if after.kind is not SpanKind.DAYS_PER_WEEK or not after.fixed or before.kind is not SpanKind.DURATION:
        return
    if (
        before.measure is not None
        and before.measure.factor <= 1
        and not before.per
        and len(_gap(sentence, before, after)) <= 1
    ):
        before.per = "day"
        by_the_day(before)


def _add_time(before: Draft, after: Draft) -> None:
    before.value = (before.value or 0.0) + (after.value or 0.0)
    before.quantity, before.unit = before.value, "hour"
    before.measure = after.measure
    before.end = after.end
    before.per, before.per_quantity, before.each = after.per, after.per_quantity, after.each
    before.approximate = before.approximate or after.approximate
    before.evidence = [*before.evidence, *after.evidence]


def _speaks_of(sentence: Sentence, before: Draft, after: Draft) -> bool:
    """Whether the marker `before` says what `after` is per, and was taken up by it."""
    if before.kind is SpanKind.PER and after.kind in _OWNED:
        gap = _gap(sentence, before, after)
        if not before.prefix or before.per:
            return _time_before(before, after, gap)
        if len(gap) <= _FAR and not _STOPS.intersection(gap) and not after.each:
            after.each = before.each
            after.evidence = [*before.evidence, *after.evidence]
            return True
    one_kwh = before.kind is SpanKind.ENERGY and before.quantity == 1 and sentence.has(before.end, "price_links")
    if one_kwh or (before.kind is SpanKind.UNIT and before.of is SpanKind.ENERGY):
        return _price_of_energy(sentence, before, after)
    return _price_of_an_hour(sentence, before, after)


def _counts_a_name(sentence: Sentence, at: int) -> bool:
    return sentence.words[at] == WALL or sentence.name_ahead(at)


def _cheap_and_near(sentence: Sentence, before: Draft, after: Draft) -> bool:
    """As in "el kWh me lo cobran a 15 centavos": what costs so little can only be the kWh."""
    gap = _gap(sentence, before, after)
    cheap = after.kind is SpanKind.MONEY and after.value is not None and after.value < _DEAREST_KWH
    return cheap and len(gap) <= _FAR and not _STOPS.intersection(gap)


def _price_of_an_hour(sentence: Sentence, before: Draft, after: Draft) -> bool:
    """As in "la hora de H100 me la dejan en 1,95 dólares": the price that follows an hour is that of one."""
    hour = before.kind is SpanKind.UNIT and before.unit == "hour"
    if not hour or sentence.words[before.start] not in sentence.vocabulary.singular:
        return False
    gap = _gap(sentence, before, after)
    if after.kind is not SpanKind.MONEY or after.per or after.each or len(gap) > _FURTHER or _STOPS.intersection(gap):
        return False
    after.per = "hour"
    after.evidence = [*before.evidence, *after.evidence]
    return True


def _time_before(before: Draft, after: Draft, gap: list[str]) -> bool:
    """As in "al día 8 horas", "each day 8 hours"."""
    apart = gap and (len(gap) > _FAR or _STOPS.intersection(gap) or after.kind not in _OFTEN)
    if apart or after.per or after.kind in (SpanKind.NUMBER, SpanKind.ENERGY) or not before.per:
        return False
    if after.kind is SpanKind.DURATION and (after.measure is None or after.measure.factor > 1 or before.per != "day"):
        return False
    after.per, after.per_quantity = before.per, before.per_quantity
    after.start = after.start if gap else before.start
    by_the_day(after)
    return True


def _price_of_energy(sentence: Sentence, before: Draft, after: Draft) -> bool:
    """As in "KWh a 0,12", "kWh 0,12 dólares", "the kWh costs 12 cents"."""
    if after.kind not in (SpanKind.MONEY, SpanKind.NUMBER) or after.per or after.each or after.value is None:
        return False
    link = sentence.mark(before.end, "price_links")
    if before.end + (link.length if link else 0) != after.start and not _cheap_and_near(sentence, before, after):
        return False
    if after.kind is SpanKind.NUMBER and _counts_a_name(sentence, after.end):
        return False  # "how many kWh for 5 L40S"
    if after.kind is SpanKind.NUMBER and (after.value >= _PRICE_LIMIT or (link is None and after.value % 1 == 0)):
        return False
    after.per = before.unit
    after.evidence = [*before.evidence, *after.evidence]
    attach_rates(sentence, after)
    return True
