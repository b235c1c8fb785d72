"""A PUE, a utilization: a keyword and its number, on either side of it."""

from __future__ import annotations

from bot.reading.quantities.digits import as_decimal
from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.numerals import read_numeral
from bot.reading.quantities.sentence import Sentence
from bot.reading.spans import SpanKind

_MOST_LINKS = 3
_LEAST_PERCENT = 2.0
"""An MFU written without its sign is a percentage from here on: nobody means 4500 % by "MFU 45"."""
_HIGHEST_PUE = 100.0


def read_ratio(sentence: Sentence, at: int) -> Draft | None:
    """As in "PUE 1.25", "PUE de 1,4", "MFU of 45 %", "utilización del 60 por ciento", "load of 80%"."""
    marks = sentence.marks[at]
    mark = marks.get("pue") or marks.get("utilization.plain") or marks["utilization.with_percent"]
    start = at + mark.length
    numeral = read_numeral(sentence, start)
    for _ in range(_MOST_LINKS):
        if numeral is not None and not numeral.article:
            break
        link = (
            sentence.mark(start, "links")
            or sentence.mark(start, "bounds.below")
            or sentence.mark(start, "bounds.above")
        )
        if link is None:
            return None
        start += link.length
        numeral = read_numeral(sentence, start)
    if numeral is None or numeral.value is None or numeral.article or numeral.suffix or numeral.needs_unit:
        return None
    percent = sentence.mark(numeral.end, "percent")
    if "units" in sentence.marks[numeral.end] or (
        percent is None and not _bare_may_follow(sentence, marks, numeral.end)
    ):
        return None
    end = numeral.end + (percent.length if percent else 0)
    return _draft(
        sentence, at, end, "pue" in marks, numeral.value, percent is not None, [mark.evidence, *numeral.evidence]
    )


def _bare_may_follow(sentence: Sentence, marks: object, end: int) -> bool:
    """Whether a keyword takes a number without a percent sign: a PUE and an MFU do, a "load" does not."""
    assert isinstance(marks, dict)  # noqa: S101
    return ("pue" in marks or "utilization.plain" in marks) and not sentence.name_ahead(end)


def _draft(
    sentence: Sentence, start: int, end: int, pue: bool, number: float, percent: bool, evidence: list[str]
) -> Draft:
    if pue:
        value = number / 100 if percent else as_decimal(sentence.words[end - 1], number, _HIGHEST_PUE)
        kind = SpanKind.PUE
    else:
        value = number / 100 if percent or number >= _LEAST_PERCENT else number
        kind = SpanKind.UTILIZATION
    unit = "%" if percent else ""
    return Draft(start, end, kind, value, number, unit, evidence=evidence, fixed=True)


def absorb_ratio_word(sentence: Sentence, draft: Draft) -> None:
    """Let a number take the keyword behind it: "80% load", "45 % de MFU", "1.2 de PUE"."""
    at = draft.end
    while sentence.has(at, "links") and at < draft.end + 2 and not _keyword(sentence, at, draft):
        at += sentence.marks[at]["links"].length
    role = _keyword(sentence, at, draft)
    if role is None or draft.value is None or draft.quantity is None:
        return
    mark = sentence.marks[at][role]
    draft.end = at + mark.length
    draft.evidence.append(mark.evidence)
    if role == "pue":
        draft.kind = SpanKind.PUE
    else:
        draft.kind = SpanKind.UTILIZATION
        if draft.unit != "%" and draft.value >= _LEAST_PERCENT:
            draft.value /= 100


def _keyword(sentence: Sentence, at: int, draft: Draft) -> str | None:
    marks = sentence.marks[at]
    if draft.kind is SpanKind.PERCENT:
        for role in ("utilization.plain", "utilization.with_percent"):
            if role in marks:
                return role
    if draft.kind is SpanKind.NUMBER:
        if "pue" in marks:
            return "pue"
        if "utilization.plain" in marks and draft.value is not None and draft.value <= 1:
            return "utilization.plain"
    return None
