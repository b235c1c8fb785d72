"""All quantities of a message, from left to right."""

from __future__ import annotations

from collections.abc import Callable, Set

from bot.reading.lexicon import Lexicon
from bot.reading.quantities.distractors import read_distractor
from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.joining import join
from bot.reading.quantities.measures import measures
from bot.reading.quantities.ranges import opens_between, read_range
from bot.reading.quantities.rates import Rate, read_rate
from bot.reading.quantities.ratios import read_ratio
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.times import read_bare_period, read_clock_range, read_whole_period
from bot.reading.quantities.units import finish, read_quantity
from bot.reading.quantities.vocabulary import Mark, build_vocabulary
from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text


def read_quantities(text: Text, lexicon: Lexicon, claimed: Set[int] = frozenset()) -> tuple[Span, ...]:
    """The quantities of a message as spans that do not overlap, in order.

    `claimed` are the indexes of tokens that belong to names: nothing is read across them. Time is linear in the
    length, and reading stops after MOST_QUANTITIES, which no question has.
    """
    sentence = Sentence(text, lexicon.prepared(build_vocabulary), claimed)
    drafts = join(sentence, _Scanner(sentence).scan())
    return tuple([draft.span() for draft in drafts])


MOST_QUANTITIES = 200
"""A message with more quantities asks nothing; it must not keep others waiting either."""
_ROLES = (
    "all_day", "all_the_day", "as_duration", "weekdays", "clock.at", "ranges.from", "pue",
    "utilization.plain", "utilization.with_percent", "vague", "plural_articles", "approximate.before", "bounds.above",
    "bounds.below", "whole.before", "full_load", "how_often", "factors", "currency_prefixes", "negative",
    "halves", "articles", "cardinals", "scales", "groups", "hundred", "fractions", "periods", "each", "rates.counting", "rates.strong",
    "rates.of_each", "units",
)  # fmt: skip
"""The roles in which a phrase can begin something, first come first."""


class _Scanner:
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.drafts: list[Draft] = []
        self.waiting: Draft | None = None

    def scan(self) -> list[Draft]:
        sentence, at = self.sentence, 0
        size, numbers, words, all_marks = sentence.size, sentence.numbers, sentence.words, sentence.marks
        while at < size and len(self.drafts) < MOST_QUANTITIES:
            draft = None
            if numbers[at]:
                draft = self.number(at)
            elif all_marks[at]:
                draft = self.word(at)
            elif words[at] == "-":
                draft = self.quantity(at)
            if draft is None:
                at += 1
            else:
                self.drafts.append(draft)
                at = max(draft.end, at + 1)
        return self.drafts

    # Each returns the draft that begins at the token, or None ---------------------------------------------------------

    def number(self, at: int) -> Draft | None:
        marks = self.sentence.marks[at]
        if "all_day" in marks:
            return self.all_day(at)
        return read_clock_range(self.sentence, at) or read_distractor(self.sentence, at) or self.quantity(at)

    def word(self, at: int) -> Draft | None:
        marks = self.sentence.marks[at]
        for role in _ROLES:
            if role in marks:
                draft = _READERS[role](self, at)
                if draft is not None:
                    return draft
        return None

    def quantity(self, at: int) -> Draft | None:
        sentence = self.sentence
        first = read_quantity(sentence, at)
        if first is None or self._is_conversion(first):
            return None
        if first.kind is SpanKind.ARTICLE and self.sentence.words[first.end].isalpha():
            return read_range(sentence, first) or first
        if first.kind is SpanKind.ARTICLE:
            return None
        if opens_between(sentence, at):
            made = read_range(sentence, first)
            if made is None:
                shorter = read_quantity(sentence, at, connectors=False)
                made = read_range(sentence, shorter) if shorter else None
            if made is not None:
                return self.qualified(made)
        made = read_range(sentence, first)
        if made is not None:
            return self.qualified(made)
        return self.qualified(finish(sentence, first))

    def _is_conversion(self, first: Draft) -> bool:
        """As in "1287 MWh a GWh", "de W a kW": the "a" is no article behind a unit of the same kind."""
        if not self.drafts or first.measure is None or not self.sentence.has(first.start, "ranges.to"):
            return False
        before = self.drafts[-1]
        return before.end == first.start and first.kind in (before.kind, before.of)

    def qualified(self, draft: Draft) -> Draft:
        """With the "about" or "more than" that stands right before it, and the "or so" behind it."""
        waiting, self.waiting = self.waiting, None
        if waiting is not None and waiting.end == draft.start:
            draft.approximate = draft.approximate or waiting.approximate
            draft.bound = waiting.bound
            draft.evidence = [*waiting.evidence, *draft.evidence]
        after = self.sentence.mark(draft.end, "approximate.after")
        if after is not None and draft.kind is not SpanKind.ARTICLE:
            draft.approximate = True
        return draft

    def qualifier(self, at: int) -> None:
        """Remember an "about" or a "more than" for the number that may stand right behind it."""
        marks = self.sentence.marks[at]
        found = Draft(at, at, SpanKind.IGNORED)
        for role, bound in (("approximate.before", ""), ("bounds.above", "above"), ("bounds.below", "below")):
            mark = marks.get(role)
            if mark is not None and at + mark.length > found.end:
                found.end, found.bound, found.approximate = at + mark.length, bound, not bound
                found.evidence = [mark.evidence]
        if self.waiting is not None and at < self.waiting.end >= found.end:
            return  # "more than" inside "no more than"
        if self.waiting is not None and self.waiting.end == at:
            found.approximate = found.approximate or self.waiting.approximate
            found.bound = found.bound or self.waiting.bound
        self.waiting = found

    def all_day(self, at: int) -> Draft:
        mark = self.sentence.marks[at].get("all_day") or self.sentence.marks[at]["all_the_day"]
        unit = "day" if "all_the_day" in self.sentence.marks[at] else "hour"
        return Draft(
            at, at + mark.length, SpanKind.HOURS_PER_DAY, 24.0, 1.0 if unit == "day" else 24.0, unit,
            per="day", evidence=[mark.evidence], fixed=True,
        )  # fmt: skip

    def as_duration(self, at: int) -> Draft:
        mark = self.sentence.marks[at]["as_duration"]
        draft = Draft(at, at + mark.length, SpanKind.DURATION, evidence=[mark.evidence])
        draft.measured(measures().units[mark.value], 1.0)
        return draft

    def fixed(self, at: int, role: str, kind: SpanKind) -> Draft:
        mark = self.sentence.marks[at][role]
        return Draft(at, at + mark.length, kind, mark.value, mark.value, evidence=[mark.evidence], fixed=True)

    def how_often(self, at: int) -> Draft | None:
        """As in "twice a day" is how often; "twice" alone is a factor, and "once" alone neither."""
        draft = self.fixed(at, "how_often", SpanKind.TIMES)
        finished = finish(self.sentence, draft)
        return finished if finished.per or finished.each else None

    def vague(self, at: int) -> Draft | None:
        """As in "varias semanas", "thousands of GPUs": an amount that nobody can know."""
        marks = self.sentence.marks[at]
        mark = marks.get("vague") or marks["plural_articles"]
        end = at + mark.length
        unit = self.sentence.mark(end, "units")
        if unit is None and "vague" not in marks:
            return None
        draft = Draft(at, end, SpanKind.UNUSABLE, reason="vague", evidence=[mark.evidence], fixed=True)
        if unit is not None and not self.sentence.name_ahead(end):
            draft.of, draft.unit, draft.end = unit.value.kind, unit.value.id, end + unit.length
        return draft

    def rate(self, at: int) -> Draft | None:
        """A rate marker away from its number."""
        rate: Rate | None = read_rate(self.sentence, at, None)
        if rate is None:
            return None
        return Draft(
            at, rate.end, SpanKind.PER, rate.hours, per=rate.per, per_quantity=rate.per_quantity, each=rate.each,
            evidence=[rate.evidence], prefix=rate.ahead,
        )  # fmt: skip

    def unit(self, at: int) -> Draft | None:
        """A unit without a number; what is merely counted ("tokens") is no unit, nor a lone letter in most places."""
        sentence = self.sentence
        period = read_bare_period(sentence, at)
        if period is not None:
            return self.qualified(finish(sentence, period))
        mark = sentence.marks[at]["units"]
        end = at + mark.length
        if sentence.words[end] in (":", "=") and mark.value.kind is not SpanKind.ENERGY:
            return self.labelled(at, end + 1, mark)
        if mark.value.kind not in _UNITS or sentence.name_ahead(end - 1):
            return None
        if len(sentence.words[end - 1]) == 1 and (sentence.joined[at] or not sentence.ends_before(at, "unit_after")):
            return None
        return Draft(at, end, SpanKind.UNIT, unit=mark.value.id, of=mark.value.kind, evidence=[mark.evidence])

    def labelled(self, at: int, start: int, mark: Mark) -> Draft | None:
        """As in "parámetros: 7B", "tokens = 140B"."""
        draft = read_quantity(self.sentence, start)
        if draft is None or draft.kind is not SpanKind.NUMBER or draft.value is None:
            return None
        if self.sentence.words[draft.end] == ")" or self.sentence.name_ahead(draft.end):
            return None
        draft.measured(mark.value, draft.value)
        draft.start = at
        draft.evidence.append(mark.evidence)
        return draft

    def ratio(self, at: int) -> Draft | None:
        return read_ratio(self.sentence, at)

    def clock(self, at: int) -> Draft | None:
        return read_clock_range(self.sentence, at)

    def whole(self, at: int) -> Draft | None:
        period = read_whole_period(self.sentence, at)
        return self.qualified(finish(self.sentence, period)) if period is not None else None


_UNITS = frozenset(
    {SpanKind.DURATION, SpanKind.POWER, SpanKind.ENERGY, SpanKind.MEMORY, SpanKind.COMPUTE, SpanKind.COMPUTE_RATE,
     SpanKind.MASS, SpanKind.VOLUME, SpanKind.OTHER, SpanKind.ACCELERATOR_HOURS}
)  # fmt: skip

_READERS: dict[str, Callable[[_Scanner, int], Draft | None]] = {
    **dict.fromkeys(
        (
            "currency_prefixes",
            "negative",
            "halves",
            "articles",
            "cardinals",
            "scales",
            "groups",
            "hundred",
            "fractions",
        ),
        _Scanner.quantity,
    ),
    **dict.fromkeys(("periods", "each", "rates.counting", "rates.strong", "rates.of_each"), _Scanner.rate),
    **dict.fromkeys(("approximate.before", "bounds.above", "bounds.below"), _Scanner.qualifier),
    **dict.fromkeys(("pue", "utilization.plain", "utilization.with_percent"), _Scanner.ratio),
    **dict.fromkeys(("vague", "plural_articles"), _Scanner.vague),
    **dict.fromkeys(("clock.at", "ranges.from"), _Scanner.clock),
    **dict.fromkeys(("all_day", "all_the_day"), _Scanner.all_day),
    "as_duration": _Scanner.as_duration,
    "full_load": lambda scanner, at: scanner.fixed(at, "full_load", SpanKind.UTILIZATION),
    "weekdays": lambda scanner, at: scanner.fixed(at, "weekdays", SpanKind.DAYS_PER_WEEK),
    "factors": lambda scanner, at: scanner.fixed(at, "factors", SpanKind.FACTOR),
    "how_often": _Scanner.how_often,
    "whole.before": _Scanner.whole,
    "units": _Scanner.unit,
}
