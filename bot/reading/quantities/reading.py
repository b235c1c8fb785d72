"""All quantities of a message, from left to right."""

from __future__ import annotations

from collections.abc import Callable, Set

from bot.reading.lexicon import Lexicon
from bot.reading.quantities.calendar import read_months
from bot.reading.quantities.distractors import read_age, read_distractor
from bot.reading.quantities.drafts import Draft
from bot.reading.quantities.joining import join
from bot.reading.quantities.money import read_bare_money, read_spoken_price
from bot.reading.quantities.phrases import (
    read_all_day,
    read_as_duration,
    read_factor_alone,
    read_fixed,
    read_how_often,
    read_lone_rate,
    read_lone_unit,
    read_vague,
)
from bot.reading.quantities.ranges import opens_between, read_range
from bot.reading.quantities.ratios import read_ratio
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.times import (
    read_bare_period,
    read_clock_range,
    read_hours_and_minutes,
    read_minutes,
    read_period_behind_name,
    read_whole_period,
)
from bot.reading.quantities.units import finish, read_quantity
from bot.reading.quantities.vocabulary import build_vocabulary
from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text

MOST_QUANTITIES = 200
"""A message with more quantities asks nothing; it must not keep others waiting either."""


def read_quantities(text: Text, lexicon: Lexicon, claimed: Set[int] = frozenset()) -> tuple[Span, ...]:
    """The quantities of a message as spans that do not overlap, in order.

    `claimed` are the indexes of tokens that belong to names: nothing is read across them. Time is linear in the
    length, and reading stops after MOST_QUANTITIES, which no question has.
    """
    sentence = Sentence(text, lexicon.prepared(build_vocabulary), claimed)
    drafts = join(sentence, _Scanner(sentence).scan())
    return tuple([draft.span() for draft in drafts])


class _Scanner:
    """The walk over a message. `waiting` is the "about" or "more than" that was read last."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.drafts: list[Draft] = []
        self.waiting: Draft | None = None

    def scan(self) -> list[Draft]:
        sentence, at = self.sentence, 0
        size, numbers, words, all_marks = sentence.size, sentence.numbers, sentence.words, sentence.marks
        while at < size and len(self.drafts) < MOST_QUANTITIES:
            draft = None
            if self.waiting is not None and self.waiting.start < at < self.waiting.end:
                at += 1  # inside "por lo menos", which has no minus in it
                continue
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
        """What begins with digits."""
        sentence = self.sentence
        if "all_day" in sentence.marks[at]:
            return read_all_day(sentence, at)
        return (
            read_clock_range(sentence, at)
            or self.hours_and_minutes(at)
            or read_distractor(sentence, at)
            or read_spoken_price(sentence, at)
            or self.quantity(at)
        )

    def word(self, at: int) -> Draft | None:
        """What begins with a word of the vocabulary, in the first of its roles that comes to something."""
        marks = self.sentence.marks[at]
        for role, read in _READERS:
            if role in marks:
                draft = read(self, at)
                if draft is not None:
                    return draft
        return None

    def hours_and_minutes(self, at: int) -> Draft | None:
        """As in "1:30 hours"; and the "45m" of "1h 45m", which alone could be millions."""
        made = read_hours_and_minutes(self.sentence, at)
        if made is not None:
            return self.qualified(finish(self.sentence, made))
        before = self.drafts[-1] if self.drafts else None
        if before is None or before.end != at or before.kind is not SpanKind.DURATION or before.unit != "hour":
            return None
        return read_minutes(self.sentence, at)

    def spoken(self, at: int) -> Draft | None:
        """A number in words, or the price or the hours of the day that two of them are."""
        return read_clock_range(self.sentence, at) or read_spoken_price(self.sentence, at) or self.quantity(at)

    def quantity(self, at: int) -> Draft | None:
        """A number with its unit and rates, or a range."""
        sentence = self.sentence
        first = read_quantity(sentence, at)
        if first is None or self._is_conversion(first):
            return None
        if first.kind is SpanKind.ARTICLE:
            return (read_range(sentence, first) or first) if sentence.words[first.end].isalpha() else None
        made = read_range(sentence, first)
        if made is None and opens_between(sentence, at):
            shorter = read_quantity(sentence, at, connectors=False)
            made = read_range(sentence, shorter) if shorter else None
        draft = self.qualified(made or finish(sentence, first))
        return read_age(sentence, draft) or draft

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
        if self.sentence.has(draft.end, "approximate.after"):
            draft.approximate = True
        for bound in ("above", "below"):
            mark = self.sentence.mark(draft.end, f"bounds_behind.{bound}")
            apart = not self.sentence.words[draft.end].isalpha() and not self.sentence.joined[draft.end]
            if mark is not None and not draft.bound and not apart:  # "80+ GB", but not "Gaudi 2 + shipping"
                draft.bound = bound
                draft.end += mark.length
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

    def period(self, at: int) -> Draft | None:
        """As in "todo el mes"."""
        period = read_whole_period(self.sentence, at)
        return self.qualified(finish(self.sentence, period)) if period is not None else None

    def unit(self, at: int) -> Draft | None:
        """A unit without a number: one of it ("mes y medio"), or only its name ("en MWh")."""
        period = read_bare_period(self.sentence, at)
        if period is None:
            period = read_period_behind_name(self.sentence, at)
        if period is not None:
            return self.qualified(finish(self.sentence, period))
        return read_lone_unit(self.sentence, at)


_READERS: tuple[tuple[str, Callable[[_Scanner, int], Draft | None]], ...] = (
    ("all_day", lambda scanner, at: read_all_day(scanner.sentence, at)),
    ("all_the_day", lambda scanner, at: read_all_day(scanner.sentence, at)),
    ("as_duration", lambda scanner, at: read_as_duration(scanner.sentence, at)),
    ("weekdays", lambda scanner, at: read_fixed(scanner.sentence, at, "weekdays", SpanKind.DAYS_PER_WEEK)),
    ("clock.at", lambda scanner, at: read_clock_range(scanner.sentence, at)),
    ("ranges.from", lambda scanner, at: read_clock_range(scanner.sentence, at)),
    ("pue", lambda scanner, at: read_ratio(scanner.sentence, at)),
    ("utilization.plain", lambda scanner, at: read_ratio(scanner.sentence, at)),
    ("utilization.with_percent", lambda scanner, at: read_ratio(scanner.sentence, at)),
    ("vague", lambda scanner, at: read_vague(scanner.sentence, at)),
    ("plural_articles", lambda scanner, at: read_vague(scanner.sentence, at)),
    ("approximate.before", _Scanner.qualifier),
    ("bounds.above", _Scanner.qualifier),
    ("bounds.below", _Scanner.qualifier),
    ("whole.before", _Scanner.period),
    ("full_load", lambda scanner, at: read_fixed(scanner.sentence, at, "full_load", SpanKind.UTILIZATION)),
    ("how_often", lambda scanner, at: read_how_often(scanner.sentence, at)),
    ("factors", lambda scanner, at: read_fixed(scanner.sentence, at, "factors", SpanKind.FACTOR)),
    ("factors_alone", lambda scanner, at: read_factor_alone(scanner.sentence, at)),
    ("months_of_year", lambda scanner, at: read_months(scanner.sentence, at)),
    ("currency_prefixes", _Scanner.quantity),
    ("negative", _Scanner.quantity),
    ("halves", _Scanner.quantity),
    ("articles", _Scanner.quantity),
    ("cardinals", _Scanner.spoken),
    ("scales", _Scanner.quantity),
    ("groups", _Scanner.quantity),
    ("hundred", _Scanner.quantity),
    ("fractions", _Scanner.quantity),
    ("periods", lambda scanner, at: read_lone_rate(scanner.sentence, at)),
    ("each", lambda scanner, at: read_lone_rate(scanner.sentence, at)),
    ("rates.counting", lambda scanner, at: read_lone_rate(scanner.sentence, at)),
    ("rates.strong", lambda scanner, at: read_lone_rate(scanner.sentence, at)),
    ("rates.of_each", lambda scanner, at: read_lone_rate(scanner.sentence, at)),
    ("currencies", lambda scanner, at: read_bare_money(scanner.sentence, at)),
    ("units", _Scanner.unit),
)
"""What a phrase can begin in each of its roles, the first that comes to something."""
