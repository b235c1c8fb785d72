"""Durations without a number ("todo el año", "the whole week", "mes y medio") and use by the clock ("from 9 to 5")."""

from __future__ import annotations

from typing import NamedTuple

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.measures import Unit
from bot.reading.quantities.sentence import WALL, Sentence
from bot.reading.quantities.units import duration_tail, read_quantity
from bot.reading.spans import SpanKind

_NOON = 12
_LAST_HOUR = 24
_MOST_HOUR_DIGITS = 3
_LEFT_OUT = frozenset({"week", "month", "quarter", "semester"})
"""Periods that a name may stand right before: "H100 hour" is a unit, "H100 year" asks when it came out."""


def read_whole_period(sentence: Sentence, at: int) -> Draft | None:
    """As in "todo el mes", "the whole week", "all year round", "un año entero", "during the month", "este semestre"."""
    mark = sentence.marks[at]["whole.before"]
    start = at + mark.length
    unit = sentence.mark(start, "units")
    if unit is None or unit.value.kind is not SpanKind.DURATION or sentence.name_ahead(start):
        return None
    end = start + unit.length
    after = sentence.mark(end, "whole.after")
    if after is not None:
        end += after.length
    certain = after is not None or sentence.has(at, "whole.certain")
    if not certain and (not sentence.ends_before(at, "whole.during") or sentence.numbers[end]):
        return None
    return _period(sentence, at, end, unit.value, [mark.evidence, unit.evidence])


def _period(sentence: Sentence, start: int, end: int, unit: Unit, evidence: list[str]) -> Draft:
    draft = Draft(start, end, SpanKind.DURATION, evidence=evidence, numeral_end=start, fixed=False)
    draft.measured(unit, 1.0)
    duration_tail(sentence, draft)
    return draft


def read_bare_period(sentence: Sentence, at: int) -> Draft | None:
    """A unit that is one of its kind without saying so: "mes y medio", "año y 3 meses"."""
    mark = sentence.marks[at]["units"]
    if mark.value.kind is not SpanKind.DURATION:
        return None
    end = at + mark.length
    if sentence.has(end, "tails") or sentence.has(end, "approximate_tails"):
        draft = _period(sentence, at, end, mark.value, [mark.evidence])
        return draft if draft.end > end else None
    if sentence.words[at] in sentence.vocabulary.singular and sentence.has(end, "ranges.and"):
        more = read_quantity(sentence, end + 1)
        if more is None or more.measure is None or more.kind is not SpanKind.DURATION:
            return None
        if more.measure.factor < mark.value.factor:
            return _period(sentence, at, end, mark.value, [mark.evidence])
    return None


def read_period_behind_name(sentence: Sentence, at: int) -> Draft | None:
    """One of a unit right behind a name, as chats leave its number out: "1000 H100 mes energía"."""
    mark = sentence.marks[at]["units"]
    named = at > 0 and (sentence.words[at - 1] == WALL or sentence.glued(at - 1)) and not sentence.joined[at]
    if not named or mark.value.id not in _LEFT_OUT or sentence.words[at] not in sentence.vocabulary.singular:
        return None
    return _period(sentence, at, at + mark.length, mark.value, [mark.evidence])


def read_hours_and_minutes(sentence: Sentence, at: int) -> Draft | None:
    """As in "1:30 hours"."""
    words = sentence.words
    if words[at + 1] != ":" or not sentence.numbers[at + 2] or not sentence.joined[at + 2] or len(words[at + 2]) != 2:
        return None
    unit = sentence.mark(at + 3, "units")
    if unit is None or unit.value.id != "hour" or not words[at].isdigit() or len(words[at]) > _MOST_HOUR_DIGITS:
        return None
    draft = Draft(at, at + 3 + unit.length, SpanKind.DURATION, evidence=[unit.evidence])
    draft.measured(unit.value, int(words[at]) + int(words[at + 2]) / 60)
    return draft


def read_minutes(sentence: Sentence, at: int) -> Draft | None:
    """The "45m" of "1h 45m"."""
    mark = sentence.mark(at + 1, "touching")
    if mark is None or mark.value.id != "minute" or not sentence.joined[at + 1] or not sentence.words[at].isdigit():
        return None
    if len(sentence.words[at]) > _MOST_HOUR_DIGITS:
        return None
    draft = Draft(at, at + 2, SpanKind.DURATION, evidence=[mark.evidence])
    draft.measured(mark.value, float(sentence.words[at]))
    return draft


class _Clock(NamedTuple):
    end: int
    hour: float
    marked: bool
    afternoon: bool | None


def read_clock_range(sentence: Sentence, at: int) -> Draft | None:
    """As in "from 9 to 5 every day", "de 8am a 6pm", "9-17h": the hours of each day between two times of day.

    Two bare numbers are times of day only where a daily rate or weekdays follow.
    """
    start = at
    if sentence.has(at, "ranges.from") or sentence.has(at, "clock.at"):
        at += (sentence.mark(at, "clock.at") or sentence.marks[at]["ranges.from"]).length
    if sentence.has(at, "clock.at"):
        at += sentence.marks[at]["clock.at"].length
    first = _clock(sentence, at)
    if first is None:
        return None
    to = sentence.mark(first.end, "ranges.to")
    between = to.length if to else (1 if sentence.words[first.end] == "-" else 0)
    if not between:
        return None
    at = first.end + between
    for role in ("clock.at", "whole.before"):
        if sentence.has(at, role):
            at += sentence.marks[at][role].length
            break
    second = _clock(sentence, at)
    if second is None:
        return None
    end, daily, evidence = _daily(sentence, second.end)
    opened = start - (sentence.words[start - 1] == "(") if start else 0
    if not daily and sentence.ends_before(opened, "clock.before"):  # "office hours (8 to 17)"
        daily = True
    if not daily and not (first.marked or second.marked):
        return None
    hours = _hours_between(first, second)
    if not hours:
        return None
    return Draft(start, end, SpanKind.HOURS_PER_DAY, hours, hours, "hour", per="day", evidence=evidence, fixed=True)


def _clock(sentence: Sentence, at: int) -> _Clock | None:
    text = sentence.words[at]
    if "cardinals" in sentence.marks[at]:
        hour = sentence.marks[at]["cardinals"].value
    elif sentence.numbers[at] and text.isdigit() and len(text) <= 2 and not sentence.glued(at):
        hour = float(text)
    else:
        return None
    if hour > _LAST_HOUR:
        return None
    end, marked = at + 1, False
    if sentence.words[end] == ":" and sentence.numbers[end + 1] and len(sentence.words[end + 1]) == 2:
        hour += int(sentence.words[end + 1]) / 60
        end, marked = end + 2, True
    hours = sentence.mark(end, "clock.hours")
    if hours and sentence.name_ahead(end):
        hours = None
    if hours:
        end += hours.length
    for role, afternoon in (("clock.am", False), ("clock.pm", True)):
        mark = sentence.mark(end, role)
        if mark:
            return _Clock(end + mark.length, hour, True, afternoon)
    return _Clock(end, hour, marked or bool(hours and sentence.joined[end - 1]), None)


def _daily(sentence: Sentence, at: int) -> tuple[int, bool, list[str]]:
    """A rate by the day, or weekdays, behind two times of day; weekdays are left to be read on their own."""
    from bot.reading.quantities.rates import read_rate

    at += sentence.words[at] == ","
    rate = read_rate(sentence, at, None)
    if rate is not None and rate.per == "day" and rate.per_quantity == 1:
        return rate.end, True, [rate.evidence]
    return at, sentence.has(at, "weekdays"), []


def _hours_between(first: _Clock, second: _Clock) -> float:
    start = _of_the_day(first)
    end = _of_the_day(second)
    untold = first.afternoon is None and second.afternoon is None
    if end <= start and untold and first.hour <= _NOON and second.hour <= _NOON:
        end += _NOON
    return (end - start) % 24


def _of_the_day(clock: _Clock) -> float:
    if clock.afternoon is None:
        return clock.hour
    return clock.hour % _NOON + (_NOON if clock.afternoon else 0)
