"""What templates are given of definitions and of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer
from bot.question import FactQuestion
from bot.replying.localizer import Localizer
from knowledge.figures import Figure
from knowledge.placeholders import Amount, fill

MOST_FIGURES = 5
"""Figures for one metric that a reply shows beside the leading one."""


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure beside the leading one: its value in words, what it rests on and who says so."""

    value: str
    figure: Figure


def present_definition(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The texts in the reader's language, with their numbers as that language writes them."""
    texts = answer.texts.get(formats.language, {})
    difference = texts.get("difference")
    return {
        "definitions": [_filled(definition, formats) for definition in texts.get("definitions", ())],
        "difference": _filled(difference, formats) if difference else None,
        "related": texts.get("related", ()),
    }


def present_fact(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """What the fact is about, and the figures beside each leading one."""
    question = answer.question
    ids = (*question.models, *question.accelerators) if isinstance(question, FactQuestion) else ()
    others = {
        metric: [OtherFigure(_in_words(figure, formats), figure) for figure in figures[1 : 1 + MOST_FIGURES]]
        for metric, figures in answer.evidence.items()
    }
    return {"subject": " · ".join(answer.names[name] for name in ids if name in answer.names), "other_figures": others}


def _filled(entry: Mapping[str, Any], formats: Localizer) -> dict[str, str]:
    shown = {written: _amount(amount, formats) for written, amount in entry["amounts"].items()}
    return {name: fill(text, shown) for name, text in entry.items() if isinstance(text, str)}


def _amount(amount: Amount, formats: Localizer) -> str:
    return formats.amount(amount.value, amount.unit)


def _in_words(figure: Figure, formats: Localizer) -> str:
    if figure.is_exact:
        return formats.figure(figure)
    return f"{formats.figure(figure)} ({formats.interval(figure)})"
