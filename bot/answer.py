"""`Answer`: what was worked out, as data without a language. Replies and the contract's JSON are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from bot.question import Question
from knowledge.figures import Figure, plain_number
from knowledge.sources import Source

# Nothing here comes from outside, so nothing is checked: what answers are made of was, when it was read.

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue:
    """A value that is no number: a developer's name, the accelerator that a model was trained on.

    `text` is what the contract prints; `words`, where there are any, say it in each language. `low` and `high` bound a
    count that is a range. The rest is as in `Figure`.
    """

    text: str
    words: Mapping[str, str] = field(default_factory=_nothing)
    ids: tuple[str, ...] = ()
    count: float | None = None
    low: float | None = None
    high: float | None = None
    kind: str = ""
    sources: tuple[str, ...] = ()
    as_of: str = ""
    basis: str | None = None
    by: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that nobody has published."""


Value = Figure | TextValue | UnknownValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A value that was taken because the question did not give it, or one that the question gave (kind `given`)."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the person should know of this answer, by a code that the catalogues put into words."""

    code: str
    data: Mapping[str, str | float] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of several things side by side, in the order shown. `claims` are what the class tables say of it."""

    id: str
    values: Mapping[str, Value]
    claims: Mapping[str, Value] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether one claim holds. `factor` is claimed / expected; None where it cannot be known.

    `stated` is the claim as it was made, `column` the cell that it stands in. `check` names what was compared, `slip`
    the scale of a probable mistake of unit, `interpreted` whether the unit is read into a cell that leaves it out,
    `also` the verdicts of further checks by their names. `reported` are the names of the accelerators that a claim
    about hardware was set beside.
    """

    model: str
    metric: str
    claimed: float | None
    unit: str
    expected: Figure | None
    verdict: str
    factor: float | None = None
    column: str = ""
    stated: Value | None = None
    check: str = ""
    slip: float | None = None
    interpreted: bool = False
    also: Mapping[str, str] = field(default_factory=_nothing)
    reported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A question that usually comes next; `code` names its label in the catalogues."""

    code: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The worked-out answer to one question.

    `values` are keyed by metric. `evidence` holds, for a fact, everything on file for a metric, the leading one first.
    `converted` is a conversion's result in the unit asked for, which need not be one of the contract's. `names` gives
    the display name of each id that occurs. `places` maps country codes (alpha-3) to CLDR territory codes (alpha-2).
    `texts` holds texts for people from `knowledge`, by language. `sources` are those of every figure shown.
    """

    question: Question
    values: Mapping[str, Value] = field(default_factory=_nothing)
    evidence: Mapping[str, tuple[Value, ...]] = field(default_factory=_nothing)
    converted: Figure | None = None
    rows: tuple[Row, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[Source, ...] = ()
    notices: tuple[Notice, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    names: Mapping[str, str] = field(default_factory=_nothing)
    places: Mapping[str, str] = field(default_factory=_nothing)
    texts: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def is_refused(self) -> bool:
        """Whether nothing was worked out, because the question has numbers that cannot be used."""
        return any(notice.code.startswith("problem-") for notice in self.notices)

    def contract(self) -> dict[str, Any]:
        """The answer as the contract prints it: plain numbers, empty parts left out."""
        parts: dict[str, Any] = {
            "values": {metric: _contract_value(value) for metric, value in self.values.items()},
            "rows": [
                {"id": row.id, "values": {metric: _contract_value(value) for metric, value in row.values.items()}}
                for row in self.rows
            ],
            "verdicts": [_contract_verdict(verdict) for verdict in self.verdicts],
            "assumptions": [self._contract_assumption(assumption) for assumption in self.assumptions],
            "sources": [source.citation for source in self.sources],
            "warnings": [notice.code for notice in self.notices],
        }
        return {name: part for name, part in parts.items() if part}

    def _contract_assumption(self, assumption: Assumption) -> dict[str, Any]:
        figure = assumption.figure
        cited = {source.id: source.citation for source in self.sources}
        source = "; ".join(cited[source_id] for source_id in figure.sources if source_id in cited)
        return {
            "name": assumption.name,
            "value": plain_number(figure.central),
            "low": plain_number(figure.low),
            "high": plain_number(figure.high),
            "unit": figure.unit,
            "source": source or figure.kind.value,
        }


_RATES = {
    "USD/h": ("USD", "per-hour"),
    "FLOP/s": ("FLOP", "per-second"),
    "GB/s": ("GB", "per-second"),
    "USD/kWh": ("USD", "per-kwh"),
    "kgCO2e/kWh": ("kgCO2e", "per-kwh"),
    "L/kWh": ("L", "per-kwh"),
    "tokens/s": ("", "per-second"),
}
"""The contract has a few units only: of a rate, its unit there and, as part of the basis, what it is per."""


def _contract_value(value: Value) -> dict[str, Any]:
    if isinstance(value, UnknownValue):
        return {"unknown": True}
    if isinstance(value, TextValue):
        return {"text": value.text, **_contract_details(value)}
    unit, per = _RATES.get(value.unit, (value.unit, None))
    shown = {
        "low": plain_number(value.low),
        "central": plain_number(value.central),
        "high": plain_number(value.high),
        "unit": unit,
        "kind": value.kind.value,
        "basis": ", ".join(part for part in (value.basis, per) if part) or None,
    }
    return {name: part for name, part in shown.items() if part is not None}


def _contract_details(value: TextValue) -> dict[str, Any]:
    """What a value in words has beside its words."""
    numbers = {"count": value.count, "low": value.low, "high": value.high}
    printed: dict[str, Any] = {
        "ids": list(value.ids) or None,
        **{name: number if number is None else plain_number(number) for name, number in numbers.items()},
        "kind": value.kind or None,
        "basis": value.basis,
    }
    return {name: part for name, part in printed.items() if part is not None}


def _contract_verdict(verdict: Verdict) -> dict[str, Any]:
    expected = verdict.expected
    bounds = {name: plain_number(getattr(expected, name)) for name in ("low", "central", "high")} if expected else None
    shown = {
        "model": verdict.model,
        "metric": verdict.metric,
        "claimed": verdict.stated.text
        if isinstance(verdict.stated, TextValue)
        else None
        if verdict.claimed is None
        else plain_number(verdict.claimed),
        "unit": verdict.unit,
        "expected": bounds,
        "verdict": verdict.verdict,
        "factor": verdict.factor,
    }
    return {name: part for name, part in shown.items() if part is not None}
