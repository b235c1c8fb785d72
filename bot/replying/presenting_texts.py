"""What templates are given of definitions and of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.answer import Answer, TextValue, UnknownValue, Value, Verdict
from bot.question import FactQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_audit import verdict_in_words
from bot.replying.presenting_places import present_place
from bot.replying.presenting_values import counted, grounds, is_claim, label, resting_on_if_unsure, said
from bot.replying.showing import shown_values
from estimator.estimates import Estimate
from knowledge.figures import Figure
from knowledge.placeholders import Amount, fill

_FEW = 4
"""With at most so many metrics there is room for everything that is known of each."""

MOST_FIGURES = 6
"""Things known of one metric that a reply shows beside the leading one, where that metric is asked for."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something known of a metric in words: its value, what it counts and rests on, and who says so.

    `source` tells apart what is known, what the class table claims and what Cuesta estimates.
    """

    value: str
    rests_on: str
    source: Literal["known", "claim", "estimate"]
    verdict: str = ""


def present_definition(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The texts in the reader's language, with their numbers as that language writes them."""
    texts = answer.texts.get(formats.language, {})
    difference = texts.get("difference")
    return {
        "definitions": [_filled(definition, formats) for definition in texts.get("definitions", ())],
        "difference": _filled(difference, formats) if difference else None,
        "related": texts.get("related", ()),
        **present_place(answer, formats),
    }


def present_fact(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """What the fact is about, its values, and what is known of each beside the leading thing."""
    question = answer.question
    assert isinstance(question, FactQuestion)  # noqa: S101 - the table of presenters says so
    ids = (*question.models[:1], *(question.accelerators[:1] if not question.models else ()))
    shown = shown_values(answer)
    few = len(shown) <= _FEW
    groups = []
    for metric, value in shown.items():
        beside = [one for one in answer.evidence.get(metric, ()) if one is not value]
        if not few:
            beside = [one for one in beside if is_claim(one)]
        name = label(metric, "model" if question.models else "accelerator", formats)
        words = grounds if few else resting_on_if_unsure
        groups.append((name, _known(answer, metric, value, formats, words), _chosen(answer, metric, beside, formats)))
    return {
        "subject": " · ".join(answer.names[name] for name in ids if name in answer.names),
        "groups": groups,
    }


def _chosen(answer: Answer, metric: str, values: Sequence[Value], formats: Localizer) -> list[Known]:
    """The first things known of each way of counting, and all claims and estimates, which come last."""
    known = {id(value): _known(answer, metric, value, formats) for value in values}
    last = [one for one in known.values() if one.source != "known"]
    counted: set[str | None] = set()
    first: list[Value] = []
    rest: list[Value] = []
    for value in values:
        if known[id(value)].source == "known":
            basis = None if isinstance(value, UnknownValue) else value.basis
            (rest if basis in counted else first).append(value)
            counted.add(basis)
    shown = {id(value) for value in [*first, *rest][: MOST_FIGURES - len(last)]}
    return [*(known[id(value)] for value in values if id(value) in shown), *last]


def _known(
    answer: Answer,
    metric: str,
    value: Value,
    formats: Localizer,
    words: Callable[[Answer, Value, Localizer], str] = grounds,
) -> Known:
    source: Literal["known", "claim", "estimate"] = "known"
    verdict = ""
    if is_claim(value):
        source, words = "claim", counted
        verdict = next((verdict_in_words(one, formats) for one in answer.verdicts if _is_about(one, value)), "")
    elif isinstance(value, Estimate):
        source = "estimate"
    return Known(said(metric, value, formats).whole, words(answer, value, formats), source, verdict)


def _is_about(verdict: Verdict, claim: Value) -> bool:
    """Whether a verdict judges this claim: a number by its value, hardware by its accelerators."""
    if isinstance(claim, Figure):
        return verdict.claimed == claim.central and verdict.unit == claim.unit
    stated = verdict.stated
    if not isinstance(claim, TextValue) or not isinstance(stated, TextValue):
        return False
    return stated.ids == claim.ids if claim.ids else stated.text == claim.text


def _filled(entry: Mapping[str, Any], formats: Localizer) -> dict[str, str]:
    shown = {written: _amount(amount, formats) for written, amount in entry["amounts"].items()}
    return {name: fill(text, shown) for name, text in entry.items() if isinstance(text, str)}


def _amount(amount: Amount, formats: Localizer) -> str:
    return formats.amount(amount.value, amount.unit)
