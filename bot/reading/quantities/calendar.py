"""Times told by the months of a year: "todo diciembre", "from March to May"."""

from __future__ import annotations

from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.measures import measures
from bot.reading.quantities.sentence import Sentence
from bot.reading.spans import SpanKind

_MONTHS_A_YEAR = 12


def read_months(sentence: Sentence, at: int) -> Draft | None:
    """The months from one to another, both of them whole, or one month where a word says that all of it is meant.

    "In March" tells when something is and no time.
    """
    mark = sentence.marks[at]["months_of_year"]
    end, months = at + mark.length, 0.0
    to = sentence.mark(end, "ranges.to")
    between = to.length if to else int(sentence.words[end] == "-")
    last = sentence.mark(end + between, "months_of_year") if between else None
    if last is not None:
        months = (last.value - mark.value) % _MONTHS_A_YEAR + 1
        end += between + last.length
    elif sentence.ends_before(at, "whole_months"):
        months = 1.0
    if not months:
        return None
    draft = Draft(at, end, SpanKind.DURATION, evidence=[mark.evidence])
    draft.measured(measures().units["month"], months)
    return draft
