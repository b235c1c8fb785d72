"""Whether claims hold: the cells of the class tables, or a figure that a person states."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import Answer, TextValue, UnknownValue, Value, Verdict
from bot.answering.circumstances import Circumstances
from bot.answering.claims import judge_stated, stated_figure
from bot.answering.looking_up import say_bases
from bot.answering.verdicts import table_verdicts
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, FactQuestion
from knowledge.base import Knowledge
from knowledge.figures import Figure

_CLAIMED_AS = {
    "cost": ("purchase_cost",),
    "rental_cost": ("purchase_cost",),
    "hardware": ("hardware", "count"),
    "energy": ("energy", "inference_energy"),
}
"""Metric asked for -> what the tables have for it, where that is called otherwise."""


def answer_audit(question: AuditQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Check the figure that the question states; where it states none, the cells of the class tables."""
    sheet = Worksheet(question, knowledge)
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
    elif question.states_a_figure and (question.models or question.accelerators):
        _check_stated(sheet, question, circumstances)
    elif question.models:
        _check_rows(sheet, question)
    elif question.accelerators:
        sheet.notice("check-which-figure")
    else:
        _check_tables(sheet, question)
    return sheet.answer()


def _check_rows(sheet: Worksheet, question: AuditQuestion) -> None:
    """The rows of the models named, or only the cells of the metrics asked for."""
    for model_id in question.models:
        model = sheet.knowledge.models[model_id]
        sheet.name(model.id, model.name)
        verdicts = table_verdicts(sheet.knowledge, model_id)
        if not verdicts:
            sheet.notice("not-in-the-tables", model=model.name)
            sheet.offer("what-is-known", FactQuestion(models=(model.id,)))
            continue
        _put(sheet, _asked(sheet, question, list(verdicts)))
        sheet.offer("what-is-known", FactQuestion(models=(model.id,)))
    sheet.offer("audit-tables", AuditQuestion())


def _check_tables(sheet: Worksheet, question: AuditQuestion) -> None:
    """Every row of both tables, with the cells of the metrics asked for."""
    verdicts: list[Verdict] = []
    for table in sheet.knowledge.class_tables:
        for row in table.rows:
            sheet.name(row.model, row.shown_as)
            verdicts += table_verdicts(sheet.knowledge, row.model)
            sheet.offer("audit-row", AuditQuestion(models=(row.model,)))
    sheet.verdicts += _asked(sheet, question, verdicts)


def _asked(sheet: Worksheet, question: AuditQuestion, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts on the metrics asked for; all, and noted, where the tables have none on them."""
    asked = {part for metric in question.metrics for part in _CLAIMED_AS.get(metric, (str(metric),))}
    chosen = [verdict for verdict in verdicts if not asked or verdict.metric in asked]
    if not chosen:
        sheet.notice("table-does-not-say")
    return chosen or verdicts


def _check_stated(sheet: Worksheet, question: AuditQuestion, circumstances: Circumstances) -> None:
    """The figure that the person states; noted where there is nothing to set it beside."""
    claimed = stated_figure(sheet, question)
    if claimed is None:
        return
    verdicts = list(judge_stated(sheet, question, claimed, circumstances))
    if not verdicts:
        sheet.notice("check-which-figure")
    _put(sheet, verdicts)
    for model_id in question.models:
        if table_verdicts(sheet.knowledge, model_id):
            sheet.offer("audit-row", AuditQuestion(models=(model_id,)))


def _put(sheet: Worksheet, verdicts: list[Verdict]) -> None:
    """The verdicts, and what was expected by metric, so that it can be explained."""
    sheet.verdicts += verdicts
    for verdict in verdicts:
        if verdict.expected is not None:
            sheet.values.setdefault(verdict.metric, verdict.expected)
            say_bases(sheet, (verdict.expected,))
        for value in _stated(verdict):
            sheet.cite(*value.sources)


def _stated(verdict: Verdict) -> Iterator[Figure | TextValue]:
    stated: Value | None = verdict.stated
    if stated is not None and not isinstance(stated, UnknownValue):
        yield stated
