"""A quantity while it is being read: what becomes a `Span` once everything around it has been seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.quantities.measures import Unit
from bot.reading.quantities.walk import Numeral
from bot.reading.spans import Span, SpanKind


@dataclass(slots=True)
class Draft:
    """The fields of a `Span`, changeable, and what only matters while reading.

    `measure` is the unit, if it has one; `numeral_end` the token after the number itself; `scaled` whether the number
    was written with a scale ("10 mil"), `fixed` whether it is a whole phrase that nothing may be joined to. `prefix`: a
    rate marker that looks ahead, to what each one has or does ("cada alumno").
    """

    start: int
    end: int
    kind: SpanKind
    value: float | None = None
    quantity: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    of: SpanKind | None = None
    per: str = ""
    per_quantity: float = 1.0
    each: str = ""
    bound: str = ""
    approximate: bool = False
    suffix: str = ""
    reason: str = ""
    evidence: list[str] = field(default_factory=list)
    measure: Unit | None = None
    numeral_end: int = 0
    scale: float = 1.0
    factor: float = 1.0
    integer_digits: bool = False
    fixed: bool = False
    prefix: bool = False

    def measured(self, unit: Unit, number: float) -> None:
        """Make this a quantity of `number` units."""
        self.kind = unit.kind
        self.measure = unit
        self.unit = unit.id
        self.quantity = number
        self.value = unit.value(number)

    def span(self) -> Span:
        """The finished span."""
        return Span(
            self.start, self.end, self.kind, self.value, self.quantity, self.unit, self.low, self.high, self.of,
            self.per, self.per_quantity, self.each, self.bound, self.approximate, self.suffix, self.reason,
            tuple(self.evidence),
        )  # fmt: skip


def draft_of(numeral: Numeral) -> Draft:
    """A number, as yet without a unit; unusable where it is too large."""
    draft = Draft(
        numeral.start, numeral.end, SpanKind.NUMBER, numeral.value, numeral.value,
        approximate=numeral.approximate, suffix=numeral.suffix, evidence=[*numeral.evidence],
        numeral_end=numeral.end, scale=numeral.scale, integer_digits=numeral.plain,
    )  # fmt: skip
    if numeral.value is None:
        draft.kind, draft.reason, draft.quantity = SpanKind.UNUSABLE, "too-large", None
    return draft
