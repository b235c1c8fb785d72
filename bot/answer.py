"""`Answer`: what was worked out, as data without a language. Replies and the contract's JSON are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from bot.question import Question
from knowledge.figures import Figure, plain_number
from knowledge.sources import Source


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextValue(_Part):
    """A value that is no number: a developer's name, the accelerator that a model was trained on.

    `text` is what the contract prints; `words`, where there are any, say it in each language. `low` and `high` bound a
    count that is a range. The rest is as in `Figure`.
    """

    text: str
    words: Mapping[str, str] = {}
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


class UnknownValue(_Part):
    """A value that nobody has published."""


Value = SerializeAsAny[Figure] | TextValue | UnknownValue


class Assumption(_Part):
    """A value that was taken because the question did not give it, or one that the question gave (kind `given`)."""

    name: str
    figure: SerializeAsAny[Figure]


class Notice(_Part):
    """Something the person should know of this answer, by a code that the catalogues put into words."""

    code: str
    data: Mapping[str, str | float] = {}


class Row(_Part):
    """One of several things side by side, in the order shown. `claims` are what the class tables say of it."""

    id: str
    values: Mapping[str, Value]
    claims: Mapping[str, Value] = {}


class Verdict(_Part):
    """Whether one claim holds. `factor` is claimed / expected; None where it cannot be known.

    `stated` is the claim as it was made, `column` the cell that it stands in. `check` names what was compared, `slip`
    the scale of a probable mistake of unit, `also` the verdicts of further checks by their names. `reported` are the
    names of the accelerators that a claim about hardware was set beside.
    """

    model: str
    metric: str
    claimed: float | None
    unit: str
    expected: SerializeAsAny[Figure] | None
    verdict: str
    factor: float | None = None
    column: str = ""
    stated: Value | None = None
    check: str = ""
    slip: float | None = None
    also: Mapping[str, str] = {}
    reported: tuple[str, ...] = ()


class NextStep(_Part):
    """A question that usually comes next; `code` names its label in the catalogues."""

    code: str
    question: Question


class Answer(_Part):
    """The worked-out answer to one question.

    `values` are keyed by metric. `evidence` holds, for a fact, everything on file for a metric, the leading one first.
    `converted` is a conversion's result in the unit asked for, which need not be one of the contract's. `names` gives
    the display name of each id that occurs. `places` maps country codes (alpha-3) to CLDR territory codes (alpha-2).
    `texts` holds texts for people from `knowledge`, by language. `sources` are those of every figure shown.
    """

    question: Question
    values: Mapping[str, Value] = {}
    evidence: Mapping[str, tuple[Value, ...]] = {}
    converted: SerializeAsAny[Figure] | None = None
    rows: tuple[Row, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[Source, ...] = ()
    notices: tuple[Notice, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    names: Mapping[str, str] = {}
    places: Mapping[str, str] = {}
    texts: Mapping[str, Any] = {}

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


_PRINTED_OF_TEXT = {"text", "ids", "count", "low", "high", "kind", "basis"}


def _contract_value(value: Value) -> dict[str, Any]:
    if isinstance(value, UnknownValue):
        return {"unknown": True}
    if isinstance(value, TextValue):
        printed = value.model_dump(include=_PRINTED_OF_TEXT, exclude_defaults=True, mode="json")
        return {name: plain_number(part) if isinstance(part, float) else part for name, part in printed.items()}
    shown = {
        "low": plain_number(value.low),
        "central": plain_number(value.central),
        "high": plain_number(value.high),
        "unit": value.unit,
        "kind": value.kind.value,
        "basis": value.basis,
    }
    return {name: part for name, part in shown.items() if part is not None}


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
