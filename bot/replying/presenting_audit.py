"""What templates are given of an audit: for each claim its verdict in words, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.answer import Answer, TextValue, Verdict
from bot.question import AuditQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import label, said
from estimator.estimates import Estimate
from knowledge.figures import Figure

_SYMBOLS = {"holds": "✅", "plausible": "🟡", "off": "❌", "unknowable": "❔"}
"""A sign for each verdict; the words stand beside it."""
_ORDER = ("off", "plausible", "holds", "unknowable")
_REMARK = "remark"
_OF_USE = "of-use"
"""The check of a claim about using a model: its metrics are not those of the training."""
_PER_1K_TOKENS, _KILOWATT_HOUR = "per-1k-tokens", 1.0
_FOR = {"per-query": "audit-per-query", _PER_1K_TOKENS: "audit-per-1k-tokens"}
"""What an energy of use is for -> the text that says so."""
_WORST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim in words: what it is about, what it says, the verdict with its sign, and the reason."""

    symbol: str
    name: str
    claim: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowJudged:
    """A row of the tables in short: how many cells came out how, and the worst of them."""

    name: str
    counts: str
    worst: str


def present_audit(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """Each claim with its verdict; of all tables together a line for each row."""
    question = answer.question
    assert isinstance(question, AuditQuestion)  # noqa: S101 - the table of presenters says so
    about = dict.fromkeys(verdict.model for verdict in answer.verdicts)
    stated = question.states_a_figure
    of_tables = not question.models and not stated
    return {
        "subject": _understood(answer, question, about, formats) if not of_tables else "",
        "stated": stated,
        "counts": counts_in_words(answer.verdicts, formats),
        "judged": [] if of_tables else [judged(answer, verdict, formats) for verdict in _shown(answer.verdicts)],
        "rows": list(_rows(answer, list(about), formats)) if of_tables else [],
    }


def _understood(answer: Answer, question: AuditQuestion, about: Iterable[str], formats: Localizer) -> str:
    """What the claim is about: the models, or the accelerators with their number and time."""
    parts = [answer.names[one] for one in about]
    if question.accelerators and not question.models and question.count is not None and parts:
        parts[0] = f"{formats.number(question.count)} × {parts[0]}"
    if question.hours is not None and not question.states_a_time:
        parts.append(formats.duration(question.hours))
    return " · ".join(parts)


def judged(answer: Answer, verdict: Verdict, formats: Localizer) -> Judged:
    """One verdict in words."""
    return Judged(
        symbol=_SYMBOLS[verdict.verdict],
        name=_name(answer, verdict, formats),
        claim=_claim(answer, verdict, formats),
        verdict=verdict_in_words(verdict, formats),
        reason=". ".join(_reasons(verdict, formats)),
    )


def verdict_in_words(verdict: Verdict, formats: Localizer) -> str:
    """What came out, and for a claim that is off by how many times."""
    factor = verdict.factor
    if verdict.verdict != "off" or factor is None or factor <= 0:
        return formats.text(f"verdict-{verdict.verdict}")
    if factor < 1:
        return formats.text("verdict-too-little", times=formats.number(1 / factor, 2))
    return formats.text("verdict-too-much", times=formats.number(factor, 2))


def counts_in_words(verdicts: Sequence[Verdict], formats: Localizer) -> str:
    """How many claims came out how."""
    numbers = {name: sum(verdict.verdict == name for verdict in verdicts) for name in _ORDER}
    return " · ".join(
        f"{_SYMBOLS[name]} {formats.plural_pattern(f'verdicts-{name}', number) % {'number': formats.number(number)}}"
        for name, number in numbers.items()
        if number
    )


def _shown(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts on quantities and hardware in the order of the table, remarks last."""
    return sorted(verdicts, key=lambda verdict: verdict.metric == _REMARK or verdict.check == _REMARK)


def _rows(answer: Answer, models: Sequence[str], formats: Localizer) -> Iterator[RowJudged]:
    for model in models:
        own = [verdict for verdict in answer.verdicts if verdict.model == model]
        off = sorted((verdict for verdict in own if verdict.verdict == "off" and verdict.factor), key=_farthest)
        worst = [
            f"{_name(answer, verdict, formats)} {verdict_in_words(verdict, formats)}" for verdict in off[:_WORST_SHOWN]
        ]
        yield RowJudged(answer.names[model], counts_in_words(own, formats), "; ".join(worst))


def _farthest(verdict: Verdict) -> float:
    factor = verdict.factor or 1.0
    return -max(factor, 1 / factor)


def _name(answer: Answer, verdict: Verdict, formats: Localizer) -> str:
    if verdict.metric == _REMARK:
        return formats.text("audit-remark")
    not_of_training = verdict.check == _OF_USE or verdict.model in getattr(answer.question, "accelerators", ())
    kind: Literal["model", ""] = "" if not_of_training else "model"
    name = label(verdict.metric, kind, formats)
    stated = isinstance(answer.question, AuditQuestion) and answer.question.states_a_figure
    return formats.text("audit-of-the-table", name=name) if stated and verdict.column else name


def _claim(answer: Answer, verdict: Verdict, formats: Localizer) -> str:
    """The claim as it was made: a person's in their own unit, unless it is told for one query or 1,000 tokens."""
    if verdict.stated is None:
        return ""
    if not isinstance(verdict.stated, Figure):
        return said(verdict.metric, verdict.stated, formats).value
    question, basis = answer.question, verdict.stated.basis
    if isinstance(question, AuditQuestion) and basis not in _FOR and question.states_a_figure:
        if question.quantity is None:
            return formats.duration(question.hours or 0.0)
        return formats.amount(question.quantity, question.unit or "")
    words = said(verdict.metric, verdict.stated, formats, beside=_KILOWATT_HOUR if basis == _PER_1K_TOKENS else None)
    shown = words.interval or words.value
    if basis not in _FOR:
        return shown
    return formats.text("audit-unit-read" if verdict.interpreted else _FOR[basis], amount=shown)


def _reasons(verdict: Verdict, formats: Localizer) -> Iterator[str]:
    """What the claim was set beside, what else was checked, and what may have gone wrong."""
    if verdict.metric == "hardware" and verdict.reported:
        yield formats.text("audit-reported-hardware", names=formats.join(verdict.reported))
    elif verdict.expected is not None:
        expected = said(verdict.metric, verdict.expected, formats).whole
        parts = _scopes(verdict.expected, formats)
        yield formats.text(
            f"audit-{verdict.check}-scopes" if parts else f"audit-{verdict.check}", expected=expected, **parts
        )
    elif verdict.verdict == "unknowable" and not isinstance(verdict.stated, TextValue):
        yield formats.text("audit-nothing-published")
    if verdict.also.get("arithmetic") == "holds":
        yield formats.text("audit-arithmetic-holds")
    if verdict.slip is not None and isinstance(verdict.stated, Figure):
        meant = verdict.stated.central * verdict.slip
        yield formats.text("audit-slip", amount=formats.value(meant, verdict.stated.unit, None))


def _scopes(expected: Figure, formats: Localizer) -> dict[str, str]:
    """What hardware draws by itself and with the whole data centre, where the claim does not say which it counts."""
    factors = {factor.name: factor.figure for factor in expected.factors} if isinstance(expected, Estimate) else {}
    if not {"accelerator_energy", "counted_overhead"} <= factors.keys():
        return {}
    alone = factors["accelerator_energy"].central
    whole = alone * factors["counted_overhead"].high
    return {name: formats.value(value, expected.unit) for name, value in (("alone", alone), ("whole", whole))}
