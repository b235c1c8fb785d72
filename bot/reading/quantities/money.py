"""Sums of money: "$8,000", "US$ 2,50", "13 dollars 45", "medio centavo", "dos dólares y medio", "two fifty an hour"."""

from __future__ import annotations

from bot.reading.quantities.drafts import Draft, draft_of
from bot.reading.quantities.numerals import read_numeral
from bot.reading.quantities.rates import attach_rates
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.walk import Numeral
from bot.reading.spans import SpanKind

_LARGEST_SPOKEN = 200.0


def money_after_symbol(sentence: Sentence, start: int, connectors: bool) -> Draft | None:
    """As in "$8,000", "US$ 2,50", "-$500", "$-500", "USD 12k"."""
    before = 1 if sentence.words[start] == "-" else 0
    if before and (sentence.joined[start] or not sentence.joined[start + 1]):
        return None
    mark = sentence.marks[start + before]["currency_prefixes"]
    number = start + before + mark.length
    if sentence.words[number] == "-" and sentence.joined[number] and sentence.joined[number + 1] and not before:
        before, number = 1, number + 1
    numeral = read_numeral(sentence, number, connectors)
    if numeral is None or numeral.article or numeral.negative:
        return None
    draft = draft_of(numeral)
    _letter_apart(sentence, draft)
    draft.start = start
    draft.evidence.insert(0, mark.evidence)
    if draft.value is None:
        return draft
    sign = -1.0 if before else 1.0
    _as_money(draft, mark.value[0], draft.value * sign)
    if not draft.suffix:
        draft.value = draft.quantity = (draft.value or 0.0) + sign * _cents(sentence, draft, mark.value[0])
    repeated = sentence.mark(draft.end, "currencies")  # "$500 usd", "US$ 2 dólares"
    if repeated and repeated.value == mark.value:
        draft.end += repeated.length
    return draft


def currency_at(sentence: Sentence, at: int, numeral: Numeral) -> int | None:
    """Where the currency of a number stands: right behind it, or behind "de" ("un millón de dólares")."""
    if sentence.has(at, "of") and numeral.large and sentence.has(at + 1, "currencies"):
        at += 1
    mark = sentence.mark(at, "currencies")
    if mark is None and sentence.joined[at] and not sentence.has(at, "each"):
        mark = sentence.mark(at, "touching_cents")
    if mark is None or sentence.name_ahead(at):
        return None
    before_number = "currency_prefixes" in sentence.marks[at] and sentence.numbers[at + mark.length]
    return None if before_number and not sentence.joined[at] else at


def money_after_number(sentence: Sentence, draft: Draft, at: int) -> Draft:
    """The sum that a number and the currency at `at` are, with the cents or the half behind them."""
    mark = sentence.marks[at].get("currencies") or sentence.marks[at]["touching_cents"]
    currency, factor = mark.value
    amount = (draft.value or 0.0) * factor
    draft.end = at + mark.length
    draft.evidence.append(mark.evidence)
    if factor == 1.0 and not draft.suffix:
        amount += _cents(sentence, draft, currency) or _tail(sentence, draft)
    _as_money(draft, currency, amount)
    draft.factor = factor
    return draft


def _tail(sentence: Sentence, draft: Draft) -> float:
    """As in "dos dólares y medio"."""
    tail = sentence.mark(draft.end, "tails")
    if tail is None or {"groups", "scales", "units"} & sentence.marks[draft.end + tail.length].keys():
        return 0.0
    draft.end += tail.length
    draft.evidence.append(tail.evidence)
    return float(tail.value)


def _cents(sentence: Sentence, draft: Draft, currency: str) -> float:
    """As in "13 dollars 45", "2 dólares con 50 centavos", "dos dólares con cincuenta": the part below one."""
    at = draft.end
    connected = sentence.mark(at, "and_cents")
    numeral = read_numeral(sentence, at + (connected.length if connected else 0))
    if numeral is None or numeral.value is None or not 0 < numeral.value < 100 or numeral.value % 1:
        return 0.0
    mark = sentence.mark(numeral.end, "currencies")
    if mark is not None and mark.value == (currency, 0.01):
        draft.end = numeral.end + mark.length
        draft.evidence.append(mark.evidence)
        return numeral.value / 100
    two_digits = len(sentence.words[numeral.start]) == 2 if numeral.plain else numeral.value >= 10
    after = sentence.words[numeral.end]
    marks = sentence.marks[numeral.end]
    ends = not after or not after.isalnum() or any(role.startswith("rates.") for role in marks) or "each" in marks
    if draft.scale > 1 or not two_digits or not ends or after in ("%", "/"):
        return 0.0
    draft.end = numeral.end
    return numeral.value / 100


def _letter_apart(sentence: Sentence, draft: Draft) -> None:
    """As in "$2 M", "$5 k": behind a currency sign a magnitude letter may stand apart."""
    mark = sentence.mark(draft.end, "magnitudes")
    if mark is None or draft.suffix or draft.value is None or sentence.name_ahead(draft.end):
        return
    draft.value *= mark.value
    draft.scale, draft.suffix = mark.value, sentence.words[draft.end]
    draft.end += mark.length


def read_bare_money(sentence: Sentence, at: int) -> Draft | None:
    """As in "dólar y medio": one of a currency and a half."""
    mark = sentence.marks[at]["currencies"]
    tail = sentence.mark(at + mark.length, "tails")
    if tail is None:
        return None
    draft = Draft(at, at + mark.length + tail.length, SpanKind.MONEY, evidence=[mark.evidence, tail.evidence])
    currency, factor = mark.value
    _as_money(draft, currency, (1 + tail.value) * factor)
    attach_rates(sentence, draft)
    return draft


def read_spoken_price(sentence: Sentence, at: int) -> Draft | None:
    """As in "2 con 50 la hora", "dos cincuenta la hora", "two fifty an hour": units and cents of a price.

    Two numbers side by side are one only where a rate follows, and where digits have their "con" between them.
    """
    first = read_numeral(sentence, at)
    if first is None or not _whole_between(first, 0, _LARGEST_SPOKEN):
        return None
    connected = sentence.mark(first.end, "and_cents")
    second = read_numeral(sentence, first.end + (connected.length if connected else 0))
    if second is None or not _whole_between(second, 10, 100):
        return None
    if connected is None and (first.whole_digits or second.whole_digits):
        return None
    draft = draft_of(first)
    draft.end = second.end
    draft.value = draft.quantity = (first.value or 0.0) + (second.value or 0.0) / 100
    attach_rates(sentence, draft)
    return draft if draft.per or (draft.each and connected) else None


def _whole_between(numeral: Numeral, least: float, limit: float) -> bool:
    value = numeral.value
    return (
        value is not None and least <= value < limit and value % 1 == 0 and not numeral.article and not numeral.suffix
    )


def _as_money(draft: Draft, currency: str, amount: float) -> None:
    draft.kind, draft.unit, draft.value, draft.quantity = SpanKind.MONEY, currency, amount, amount
