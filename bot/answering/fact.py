"""What is known of one model or accelerator, each figure with its kind, the class table's claim beside the rest."""

from __future__ import annotations

from bot.answer import Answer, TextValue, UnknownValue
from bot.answering.circumstances import Circumstances
from bot.answering.worksheet import Worksheet
from bot.question import FactQuestion
from knowledge.base import Knowledge
from knowledge.entries import Accelerator, Entry, Model

_OF_AN_ACCELERATOR = (
    "memory",
    "memory_bandwidth",
    "tdp",
    "peak_flops",
    "purchase_cost",
    "rental_cost",
    "release",
    "developer",
)
_OF_A_MODEL = ("developer", "release", "parameters", "tokens", "hardware", "time", "energy", "carbon", "cost")
_WORDS = frozenset({"developer", "release", "hardware"})
_SAME = {"power": "tdp"}
"""The contract's metric -> what it is of an accelerator with no scenario."""


def answer_fact(question: FactQuestion, knowledge: Knowledge, _: Circumstances) -> Answer:
    """Look up the metrics asked for; the usual ones where none is."""
    sheet = Worksheet(question, knowledge)
    if question.models:
        model = knowledge.models[question.models[0]]
        sheet.name(model.id, model.name)
        if model.offers:
            names = ", ".join(knowledge.models[offered].name for offered in model.offers)
            sheet.notice("family", list=names)
        _look_up(sheet, model, [str(metric) for metric in question.metrics] or list(_OF_A_MODEL))
    elif question.accelerators:
        accelerator = knowledge.accelerators[question.accelerators[0]]
        sheet.name(accelerator.id, accelerator.name)
        metrics = [_SAME.get(metric, str(metric)) for metric in question.metrics] or list(_OF_AN_ACCELERATOR)
        _look_up(sheet, accelerator, metrics)
    else:
        sheet.notice("which-subject")
    return sheet.answer()


def _look_up(sheet: Worksheet, entry: Accelerator | Model, metrics: list[str]) -> None:
    """Put the leading value of each metric on the sheet, and every figure on file for it beside."""
    asked = set(sheet.question.metrics) if isinstance(sheet.question, FactQuestion) else set()
    for metric in metrics:
        if metric == "cost" and isinstance(entry, Accelerator):
            metrics_of_cost = [part for part in ("purchase_cost", "rental_cost") if part not in metrics]
            _look_up(sheet, entry, metrics_of_cost)
            continue
        if metric in _WORDS:
            value = _in_words(entry, metric, sheet.knowledge)
            if value is not None or metric in asked:
                sheet.values[metric] = value or UnknownValue()
            continue
        figures = entry.figures(metric)
        if figures:
            sheet.values[metric] = figures[0]
            sheet.evidence[metric] = figures
        elif metric in asked or metric in getattr(entry, "not_published", ()):
            sheet.values[metric] = UnknownValue()


def _in_words(entry: Entry, metric: str, knowledge: Knowledge) -> TextValue | None:
    if metric == "developer":
        name = entry.developer if isinstance(entry, Model) else getattr(entry, "vendor", "")
        return TextValue(text=name)
    fact = entry.fact(metric)
    if fact is None:
        return None
    named = ", ".join(knowledge.accelerators[id].short_name for id in fact.ids if id in knowledge.accelerators)
    return TextValue(
        text=fact.text or named, ids=fact.ids, count=fact.count, kind=fact.kind.value, sources=fact.sources
    )
