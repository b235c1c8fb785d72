"""From a number to a quantity: the unit, currency or percent sign that belongs to it."""

from __future__ import annotations

from bot.reading.quantities.digits import as_decimal
from bot.reading.quantities.drafts import Draft, draft_of
from bot.reading.quantities.measures import Unit
from bot.reading.quantities.money import currency_at, money_after_number, money_after_symbol
from bot.reading.quantities.numerals import read_numeral
from bot.reading.quantities.rates import attach_rates
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.vocabulary import Mark
from bot.reading.quantities.walk import Numeral
from bot.reading.spans import SpanKind

_SHORT = 3
_DESCRIBED = (SpanKind.REQUESTS, SpanKind.PEOPLE)
"""What stands behind a word that says which: "support chats"."""
_HIGHEST_TARIFF = 1000.0


def read_quantity(sentence: Sentence, start: int, connectors: bool = True) -> Draft | None:
    """The number with its unit that begins at a token: "12k usd", "$8,000", "36h", "45 %", "media hora", "512"."""
    marks = sentence.marks[start]
    if "currency_prefixes" in marks:
        return money_after_symbol(sentence, start, connectors)
    if sentence.words[start] == "-" and sentence.has(start + 1, "currency_prefixes"):
        return money_after_symbol(sentence, start, connectors)
    numeral = read_numeral(sentence, start, connectors)
    return _with_unit(sentence, numeral) if numeral is not None else None


def _with_unit(sentence: Sentence, numeral: Numeral) -> Draft:
    draft = draft_of(numeral)
    if draft.value is None:
        return draft
    at = numeral.end
    if sentence.has(at, "percent"):
        return _as_percent(sentence, draft)
    money = currency_at(sentence, at, numeral)
    if money is not None:
        return money_after_number(sentence, draft, money)
    if take_unit(sentence, numeral, draft):
        return draft
    if numeral.article:
        draft.kind = SpanKind.ARTICLE
    elif numeral.needs_unit:
        draft.kind, draft.reason = SpanKind.IGNORED, "part"
    return draft


def _as_percent(sentence: Sentence, draft: Draft) -> Draft:
    mark = sentence.marks[draft.end]["percent"]
    draft.kind, draft.unit, draft.quantity = SpanKind.PERCENT, "%", draft.value
    draft.value = (draft.value or 0.0) / 100
    draft.end += mark.length
    draft.evidence.append(mark.evidence)
    return draft


def take_unit(sentence: Sentence, numeral: Numeral, draft: Draft) -> bool:
    """Give a number its unit, where it has one: "36h", "8-GPU", "2T de tokens", "1000 daily queries"."""
    at = numeral.end
    if sentence.words[at] == "-" and sentence.joined[at] and sentence.joined[at + 1]:
        at += 1
    touching = sentence.mark(at, "touching")
    if touching and _touches(sentence, at, touching.value) and _may_touch(touching.value, numeral):
        return _measured(draft, touching, at)
    mark = _unit_at(sentence, at)
    if mark is None and sentence.has(at, "of"):
        if numeral.large:
            at += 1
        elif 0 < (numeral.value or 0.0) < 1 and sentence.has(at + 1, "articles"):
            at += 2  # "3/4 of an hour"
        mark = _unit_at(sentence, at)
    if mark is not None:
        return _measured(draft, mark, at)
    if numeral.article and sentence.has(at, "single"):
        mark = _unit_at(sentence, at + 1)
        return mark is not None and _measured(draft, mark, at + 1)
    if at != numeral.end or numeral.article:
        return False
    return _unit_behind_adjectives(sentence, draft, at)


def _measured(draft: Draft, mark: Mark, at: int) -> bool:
    draft.measured(mark.value, draft.value or 0.0)
    draft.end = at + mark.length
    draft.evidence.append(mark.evidence)
    return True


def _unit_behind_adjectives(sentence: Sentence, draft: Draft, at: int) -> bool:
    """As in "1.5M input tokens", "1000 daily queries", with at most two words between."""
    period = ""
    for _ in range(2):
        marks = sentence.marks[at]
        mark = marks.get("periods") or marks.get("between")
        if mark is None:
            return _unit_behind_a_word(sentence, draft, at, period)
        if "periods" in marks:
            period = mark.value
        at += mark.length
        unit = _unit_at(sentence, at)
        if unit is not None:
            draft.per = period
            return _measured(draft, unit, at)
    return False


def _unit_behind_a_word(sentence: Sentence, draft: Draft, at: int, period: str) -> bool:
    """As in "400 support chats", "60 engineering students": a word that nothing knows, before a noun in the plural."""
    if sentence.marks[at] or not sentence.words[at].isalpha() or sentence.joined[at]:
        return False
    unit = _unit_at(sentence, at + 1)
    if unit is None or unit.value.kind not in _DESCRIBED or sentence.words[at + 1] in sentence.vocabulary.singular:
        return False
    draft.per = period
    return _measured(draft, unit, at + 1)


def _touches(sentence: Sentence, at: int, unit: Unit) -> bool:
    """Whether a letter is a unit: it touches its number, or is the "d" of "90 d" with nothing behind it."""
    if sentence.name_ahead(at):
        return False
    return sentence.joined[at] or (unit.id == "day" and not sentence.words[at + 1][:1].isalnum())


def _may_touch(unit: Unit, numeral: Numeral) -> bool:
    """As in "90s" is seconds and "3090s" are cards; "30m" is minutes or millions."""
    return unit.id != "minute" and (numeral.value or 0.0) < 1000 and not numeral.suffix and bool(numeral.whole_digits)


def _unit_at(sentence: Sentence, at: int) -> Mark | None:
    mark = sentence.mark(at, "units")
    if mark is None:
        return None
    last = at + mark.length - 1
    if sentence.name_ahead(last) and len(sentence.words[last]) <= _SHORT and not _half_past(sentence, last):
        return None  # "512h100", "8 gb200"
    return mark


def _half_past(sentence: Sentence, at: int) -> bool:
    """As in "2h30": an hour with its minutes."""
    minutes = sentence.words[at + 1]
    return sentence.joined[at] and sentence.has(at, "clock.hours") and len(minutes) == 2 and minutes < "60"


def finish(sentence: Sentence, draft: Draft) -> Draft:
    """Attach tails ("mes y medio"), minutes ("2h30") and rates, and see whether a duration is a use by the day."""
    if draft.kind is SpanKind.DURATION and draft.measure is not None:
        duration_tail(sentence, draft)
    if draft.kind not in (SpanKind.UNUSABLE, SpanKind.IGNORED, SpanKind.ARTICLE):
        attach_rates(sentence, draft)
    if draft.kind in (SpanKind.MONEY, SpanKind.NUMBER) and draft.per.endswith("Wh") and draft.value is not None:
        price = as_decimal(sentence.words[draft.numeral_end - 1], draft.value, _HIGHEST_TARIFF)
        draft.value = draft.quantity = price
    return by_the_day(draft)


def duration_tail(sentence: Sentence, draft: Draft) -> None:
    """The rest of a duration: "and a half", "y cuarto", "y pico", the minutes of "2h30"."""
    if draft.measure is None:
        return
    at = draft.end
    if _half_past(sentence, at - 1) and sentence.numbers[at] and sentence.joined[at]:
        draft.value = (draft.value or 0.0) + int(sentence.words[at]) / 60
        draft.quantity, draft.unit = draft.value, "hour"
        draft.end = at + 1
        minutes = sentence.mark(draft.end, "units") or sentence.mark(draft.end, "touching")
        if minutes and minutes.value.id == "minute":
            draft.end += minutes.length
        return
    tail = sentence.mark(at, "tails")
    if tail and "groups" not in sentence.marks[at + tail.length] and "units" not in sentence.marks[at + tail.length]:
        draft.measured(draft.measure, (draft.quantity or 0.0) + tail.value)
        draft.end += tail.length
        draft.evidence.append(tail.evidence)
    rough = sentence.mark(draft.end, "approximate_tails")
    if rough:
        draft.approximate = True
        draft.end += rough.length


def by_the_day(draft: Draft) -> Draft:
    """Hours per day, week, month or year are a use by the day; days per week are days per week."""
    if draft.kind is not SpanKind.DURATION or draft.measure is None or not draft.per or draft.value is None:
        return draft
    period = _HOURS.get(draft.per)
    if period is None:
        return draft
    period *= draft.per_quantity
    if draft.measure.factor <= 1:
        draft.kind, draft.value = SpanKind.HOURS_PER_DAY, draft.value * 24 / period
    elif draft.measure.id == "day" and draft.per == "week":
        draft.kind, draft.value = SpanKind.DAYS_PER_WEEK, draft.value / 24 / draft.per_quantity
    return draft


_HOURS = {"day": 24.0, "week": 168.0, "fortnight": 336.0, "half-month": 360.0, "month": 730.0, "year": 8760.0}
"""The periods over which hours of use are spread."""
