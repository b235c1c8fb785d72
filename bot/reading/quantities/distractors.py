"""Digits that count nothing: years, dates, times of day, list numbers, telephones, codes, versions, ordinals, ages."""

from __future__ import annotations

from bot.reading.quantities.digits import MOST_DIGITS, digits_value
from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.sentence import Sentence
from bot.reading.spans import SpanKind

_FIRST_YEAR, _LAST_YEAR = 1940, 2039
_LONGEST_LIST = 99
_PHONE_DIGITS = 7
_PHONE_GROUPS = [3, 3, 4]
_LONGEST_CODE = 15
_YOUNGEST, _OLDEST = 8, 110
"""Years that are an age behind "tiene": fewer are a time for which somebody has something."""


def read_distractor(sentence: Sentence, at: int) -> Draft | None:
    """The distractor whose digits begin at a token, as an IGNORED draft that says why; None where a number counts."""
    text = sentence.words[at]
    if sentence.glued(at):
        return None
    plain = text.isdigit()
    if plain and len(text) <= MOST_DIGITS:
        return (
            _phone(sentence, at, text)
            or _date(sentence, at, text)
            or _list_number(sentence, at, text)
            or _ordinal(sentence, at)
            or _clock(sentence, at, text)
            or _year(sentence, at, text)
            or _label(sentence, at, text)
        )
    return _label(sentence, at, text) or _version(at, text)


def read_age(sentence: Sentence, draft: Draft) -> Draft | None:
    """The years that a person has lived, as in "40 years old", "tiene 23 años": no duration."""
    if draft.kind is not SpanKind.DURATION or draft.unit != "year" or draft.quantity is None:
        return None
    after = sentence.mark(draft.end, "ages.after")
    likely = _YOUNGEST <= draft.quantity <= _OLDEST and draft.quantity % 1 == 0
    if after is None and not (likely and sentence.ends_before(draft.start, "ages.before")):
        return None
    return _ignored(draft.start, draft.end + (after.length if after else 0), "age", draft.quantity)


def _ignored(start: int, end: int, reason: str, value: float | None = None) -> Draft:
    return Draft(start, end, SpanKind.IGNORED, value, value, reason=reason)


def _phone(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "0991234567", "+593 99 123 4567", "099-123-4567", "555-123-4567"."""
    words, joined = sentence.words, sentence.joined
    international = at > 0 and words[at - 1] == "+" and joined[at]
    grouped = [len(words[at + step]) for step in (0, 2, 4)] == _PHONE_GROUPS and words[at + 1] == words[at + 3] == "-"
    if grouped and all(sentence.numbers[at + step] for step in (2, 4)) and joined[at + 1]:
        return _ignored(at, at + 5, "phone")
    if not international and (text[0] != "0" or len(text) < 3):
        return None
    end, digits = at + 1, len(text)
    while sentence.numbers[end + (words[end] == "-")] and end < sentence.size:
        end += words[end] == "-"
        digits += len(words[end])
        end += 1
    return _ignored(at - international, end, "phone") if digits >= _PHONE_DIGITS else None


def _date(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "12/05/2025", "2025-11-21", "21 de noviembre de 2025", "21 November 2025", "Nov 21, 2025", "May 5th"."""
    words, joined, numbers = sentence.words, sentence.joined, sentence.numbers
    for separator in "/-":
        if words[at + 1] == words[at + 3] == separator and numbers[at + 2] and numbers[at + 4]:
            lengths = [len(words[at + step]) for step in (0, 2, 4)]
            if all(joined[at + step] for step in (1, 2, 3, 4)) and max(lengths) <= 4 and lengths[1] <= 2:
                return _ignored(at, at + 5, "date")
    if len(text) > 2:
        return None
    end = at + 1 + _ordinal_length(sentence, at + 1)
    of = sentence.has(end, "of")
    if sentence.has(end + of, "months_of_year"):
        return _ignored(at, _year_behind(sentence, end + of + 1), "date")
    if at and sentence.has(at - 1, "months_of_year") and (words[at - 1] != "may" or int(text) <= 31):
        return _ignored(at - 1, _year_behind(sentence, end), "date")
    return None


def _year_behind(sentence: Sentence, at: int) -> int:
    """Where a date ends: behind its year, if it has one."""
    after = at + (sentence.words[at] == "," or sentence.has(at, "of"))
    return after + 1 if sentence.numbers[after] and _is_year(sentence.words[after]) else at


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _year(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "en 2023" at the end of a clause, "since 2022", "el año 2024"; but not "en 2000 H100"."""
    if not _is_year(text):
        return None
    if at and sentence.has(at - 1, "months_of_year"):
        return _ignored(at, at + 1, "year", float(text))
    certain = sentence.ends_before(at, "years.certain")
    if sentence.ends_before(at, "years.at_the_end") and not sentence.words[at + 1][:1].isalnum():
        return _ignored(at, at + 1, "year", float(text))
    if not certain and not sentence.ends_before(at, "years.possible"):
        return None
    if _something_counted(sentence, at + 1, certain):
        return None
    return _ignored(at, at + 1, "year", float(text))


def _something_counted(sentence: Sentence, at: int, certain: bool) -> bool:
    """Whether what follows a number looks like what it counts: a unit, or a name with digits in it."""
    word, marks = sentence.words[at], sentence.marks[at]
    if "units" in marks or "currencies" in marks or sentence.name_ahead(at):
        return True
    apart = word.isalpha() and sentence.numbers[at + 1] and not sentence.has(at, "ranges.to")  # "en 2024 a $7.900"
    return not certain and apart


def _list_number(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "1. ¿Cuánto ...", "2) ...", "3.- ..." at the beginning of a line."""
    if at and sentence.words[at - 1] != "\n":
        return None
    if len(text) > 2 or int(text) > _LONGEST_LIST or not sentence.joined[at + 1]:
        return None
    if sentence.words[at + 1] not in (".", ")", "-") or at + 2 >= sentence.size:
        return None
    if sentence.words[at + 1] == "-" and sentence.joined[at + 2]:
        return None
    return _ignored(at, at + 2, "list-number")


def _ordinal_length(sentence: Sentence, at: int) -> int:
    glued = sentence.joined[at] and sentence.has(at, "ordinals.suffixes") and not sentence.name_ahead(at)
    return 1 if glued else 0


def _ordinal(sentence: Sentence, at: int) -> Draft | None:
    """As in "3rd", "6to", "1er"; not "512a100"."""
    length = _ordinal_length(sentence, at + 1)
    if length and sentence.has(at + 1, "units") and not sentence.has(at + 2, "units"):
        return None  # "7mo semestre" is the seventh, "7mo" seven months
    return _ignored(at, at + 1 + length, "ordinal") if length else None


def _clock(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "15:30", "a las 3 de la tarde", "5 pm"."""
    if len(text) > 2 or int(text) > 24:
        return None
    end = at + 1
    exact = (
        sentence.words[end] == ":"
        and sentence.joined[end]
        and sentence.joined[end + 1]
        and len(sentence.words[end + 1]) == 2
    )
    if exact and sentence.numbers[end + 1]:
        end += 2
    half = sentence.mark(end, "clock.am") or sentence.mark(end, "clock.pm")
    if half is not None:
        return _ignored(at, end + half.length, "clock")
    if end > at + 1:
        return None if sentence.has(end, "units") else _ignored(at, end, "clock")
    return None


def _label(sentence: Sentence, at: int, text: str) -> Draft | None:
    """As in "grupo 3", "homework 4", "#2", "version 3.1": the number names the thing before it."""
    if len(text) > _LONGEST_CODE or not sentence.ends_before(at, "labels"):
        return None
    after = sentence.marks[at + 1]
    if "units" in after or "currencies" in after or "percent" in after or "magnitudes" in after or "scales" in after:
        return None
    if sentence.name_ahead(at + 1):
        return None
    return _ignored(at, at + 1, "code", digits_value(text))


def _version(at: int, text: str) -> Draft | None:
    """As in "3.11.2", and any digits whose separators make no number."""
    try:
        value = digits_value(text)
    except OverflowError:
        return None
    return _ignored(at, at + 1, "version") if value is None else None
