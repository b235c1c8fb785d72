"""Whole phrases and markers: "24/7", "twice a day", "varias semanas", "a plena carga", "diarias", "en MWh"."""

from __future__ import annotations

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.measures import measures
from bot.reading.quantities.rates import read_rate
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.units import finish, read_quantity
from bot.reading.quantities.vocabulary import Mark
from bot.reading.spans import SpanKind

_NAMED_ALONE = frozenset(
    {
        SpanKind.DURATION,
        SpanKind.POWER,
        SpanKind.ENERGY,
        SpanKind.MEMORY,
        SpanKind.COMPUTE,
        SpanKind.COMPUTE_RATE,
        SpanKind.MASS,
        SpanKind.VOLUME,
        SpanKind.OTHER,
        SpanKind.ACCELERATOR_HOURS,
    }
)
"""Kinds whose units say something without a number; "tokens" alone is only a word."""


_RANKED_BY = (SpanKind.COMPUTE_RATE, SpanKind.MEMORY, SpanKind.POWER)
"""Kinds of units that things are put in order by, and nothing is told "per"."""
_LABELLING = (SpanKind.TOKENS,)
_CLEAR_MAGNITUDES = frozenset({"k", "m", "t"})
"""Letters of a number that is no size of a model, and so may stand behind "tokens"."""


def read_fixed(sentence: Sentence, at: int, role: str, kind: SpanKind) -> Draft:
    """A phrase with its value in the data: "a plena carga", "de lunes a viernes", "el doble"."""
    mark = sentence.marks[at][role]
    return Draft(at, at + mark.length, kind, mark.value, mark.value, evidence=[mark.evidence], fixed=True)


def read_factor_alone(sentence: Sentence, at: int) -> Draft | None:
    """A part that nothing follows, of whatever was spoken of before: "half", "and half?"; not "half a million"."""
    end = at + sentence.marks[at]["factors_alone"].length
    before = sentence.words[at - 1] if at else ""
    numbered = at > 0 and (sentence.numbers[at - 1] or before == "-")
    if sentence.words[end][:1].isalnum() or sentence.words[end] in ("-", "/") or numbered:
        return None
    return read_fixed(sentence, at, "factors_alone", SpanKind.FACTOR)


def read_all_day(sentence: Sentence, at: int) -> Draft:
    """As in "24/7", "día y noche"; "all day" is that too, and one day where no other duration is given."""
    marks = sentence.marks[at]
    mark = marks.get("all_day") or marks["all_the_day"]
    unit, quantity = ("hour", 24.0) if "all_day" in marks else ("day", 1.0)
    return Draft(
        at, at + mark.length, SpanKind.HOURS_PER_DAY, 24.0, quantity, unit,
        per="day", evidence=[mark.evidence], fixed=True,
    )  # fmt: skip


def read_as_duration(sentence: Sentence, at: int) -> Draft:
    """A word that is a whole duration: "year-round"."""
    mark = sentence.marks[at]["as_duration"]
    draft = Draft(at, at + mark.length, SpanKind.DURATION, evidence=[mark.evidence])
    draft.measured(measures().units[mark.value], 1.0)
    return draft


def read_how_often(sentence: Sentence, at: int) -> Draft | None:
    """As in "twice a day"; "twice" alone is a factor, and "once" alone neither."""
    draft = finish(sentence, read_fixed(sentence, at, "how_often", SpanKind.TIMES))
    return draft if draft.per or draft.each else None


def read_vague(sentence: Sentence, at: int) -> Draft | None:
    """As in "varias semanas", "thousands of GPUs": an amount that nobody can know."""
    marks = sentence.marks[at]
    mark = marks.get("vague") or marks["plural_articles"]
    end = at + mark.length
    unit = sentence.mark(end, "units")
    if unit is None and "vague" not in marks:
        return None
    draft = Draft(at, end, SpanKind.UNUSABLE, reason="vague", evidence=[mark.evidence], fixed=True)
    if unit is not None and not sentence.name_ahead(end):
        draft.of, draft.unit, draft.end = unit.value.kind, unit.value.id, end + unit.length
    return draft


def read_lone_rate(sentence: Sentence, at: int) -> Draft | None:
    """A rate marker away from its number: "diarias", "por persona", "every 2 days"."""
    rate = read_rate(sentence, at, None)
    if rate is None:
        return None
    plural = sentence.words[rate.end - 1] not in sentence.vocabulary.singular
    unit = measures().units.get(rate.per)
    ranked = unit is not None and unit.kind in _RANKED_BY
    if ranked or (plural and rate.per == "token" and rate.per_quantity == 1):
        return None  # "top ten by tokens", "by TFLOPS"
    return Draft(
        at, rate.end, SpanKind.PER, rate.hours, per=rate.per, per_quantity=rate.per_quantity, each=rate.each,
        evidence=[rate.evidence], prefix=rate.ahead,
    )  # fmt: skip


def read_lone_unit(sentence: Sentence, at: int) -> Draft | None:
    """A unit without a number: "en MWh", "how many kilowatts". A lone letter is one in few places: "24 MW in W"."""
    mark = sentence.marks[at]["units"]
    end = at + mark.length
    if sentence.words[end] in (":", "=") and mark.value.kind is not SpanKind.ENERGY:
        return _labelled(sentence, at, end + 1, mark)
    if mark.value.kind in _LABELLING and sentence.numbers[end]:
        return _labelled(sentence, at, end, mark, alone=False)
    if mark.value.kind not in _NAMED_ALONE or sentence.name_ahead(end - 1) or _begins_code(sentence, end):
        return None
    letter = len(sentence.words[end - 1]) == 1
    rare = letter or mark.value.id in measures().never_alone
    if rare and ((letter and sentence.joined[at]) or not sentence.ends_before(at, "unit_after")):
        return None
    return Draft(at, end, SpanKind.UNIT, unit=mark.value.id, of=mark.value.kind, evidence=[mark.evidence])


def _begins_code(sentence: Sentence, at: int) -> bool:
    """As in "ML-501": letters with a number behind a hyphen are a code."""
    return sentence.words[at] == "-" and sentence.joined[at] and sentence.joined[at + 1] and sentence.numbers[at + 1]


def _labelled(sentence: Sentence, at: int, start: int, mark: Mark, alone: bool = True) -> Draft | None:
    """As in "parámetros: 7B", "tokens = 140B"; with a magnitude, and `alone` no more than it, "tokens 300M"."""
    draft = read_quantity(sentence, start)
    if draft is not None and not alone and draft.suffix not in _CLEAR_MAGNITUDES:
        return None
    if draft is None or draft.kind is not SpanKind.NUMBER or draft.value is None:
        return None
    if sentence.words[draft.end] == ")" or sentence.name_ahead(draft.end):
        return None
    draft.measured(mark.value, draft.value)
    draft.start = at
    draft.evidence.append(mark.evidence)
    return draft
