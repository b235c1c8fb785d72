"""Verdicts on claims as parts of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import TextValue, Verdict
from estimator import audit_tables
from estimator.audit import Finding
from estimator.audit_tables import CellAudit
from knowledge.base import Knowledge
from knowledge.class_tables import Cell
from knowledge.figures import Figure, Kind


class _Tables:
    """The verdicts on the class tables of one knowledge base, worked out once for each row."""

    def __init__(self) -> None:
        self._of: Knowledge | None = None
        self._by_model: dict[str, tuple[Verdict, ...]] = {}

    def verdicts(self, knowledge: Knowledge, model_id: str) -> tuple[Verdict, ...]:
        if self._of is not knowledge:
            self._of, self._by_model = knowledge, {}
        if model_id not in self._by_model:
            self._by_model[model_id] = tuple(
                _of_cell(knowledge, audit) for audit in audit_tables.audit_row(knowledge, model_id)
            )
        return self._by_model[model_id]


_TABLES = _Tables()


def table_verdicts(knowledge: Knowledge, model_id: str) -> tuple[Verdict, ...]:
    """The verdict on each cell of a model's rows in the class tables; empty where they do not name it."""
    return _TABLES.verdicts(knowledge, model_id)


def verdict_of(about: str, metric: str, claimed: Figure, findings: Sequence[Finding]) -> Verdict:
    """The verdict on a figure that a person states: that of the best fit, which comes first."""
    decisive = findings[0]
    return Verdict(
        model=about,
        metric=metric,
        claimed=claimed.central,
        unit=claimed.unit,
        expected=decisive.expected,
        verdict=decisive.verdict.value,
        factor=decisive.factor,
        stated=claimed,
        check=decisive.check,
        slip=decisive.slip,
    )


def _of_cell(knowledge: Knowledge, audit: CellAudit) -> Verdict:
    decisive = audit.decisive
    claimed = audit.claimed
    return Verdict(
        model=audit.model,
        metric=audit.metric or "remark",
        claimed=None if claimed is None else claimed.central,
        unit="" if claimed is None else claimed.unit,
        expected=decisive.expected,
        verdict=decisive.verdict.value,
        factor=decisive.factor,
        column=audit.column,
        stated=_stated(knowledge, audit),
        check=decisive.check,
        slip=decisive.slip,
        interpreted=_cell(knowledge, audit).interpreted,
        also={finding.check: finding.verdict.value for finding in audit.findings if finding is not decisive},
        reported=_reported(knowledge, audit),
    )


def _stated(knowledge: Knowledge, audit: CellAudit) -> TextValue | Figure | None:
    """What the cell says: its words, its accelerators or its number."""
    cell = _cell(knowledge, audit)
    if cell.words:
        texts = knowledge.texts
        words = {language: texts.get(language, "class_tables", cell.words) for language in texts.languages}
        text = next(iter(words.values()))
        return TextValue(text=text, words=words, kind=Kind.CLASS_TABLE_CLAIM.value, sources=(audit.table,))
    if cell.ids:
        named = " / ".join(knowledge.accelerators[one].short_name for one in cell.ids)
        return TextValue(text=named, ids=cell.ids, kind=Kind.CLASS_TABLE_CLAIM.value, sources=(audit.table,))
    return audit.claimed


def _cell(knowledge: Knowledge, audit: CellAudit) -> Cell:
    table = next(table for table in knowledge.class_tables if table.id == audit.table)
    row = next(row for row in table.rows if row.model == audit.model)
    return next(cell for cell in row.cells if cell.column == audit.column)


def _reported(knowledge: Knowledge, audit: CellAudit) -> tuple[str, ...]:
    """The accelerators that the model is reported to have been trained on, by name."""
    if audit.metric != "hardware":
        return ()
    model = knowledge.models[audit.model]
    own = [model, *(other for one in model.offers if (other := knowledge.models[one]).maker == model.maker)]
    facts = (fact for entry in own for holder in (entry, *entry.runs) for fact in holder.facts.get("hardware", ()))
    named = dict.fromkeys(one for fact in facts for one in fact.ids)
    return tuple(knowledge.accelerators[one].short_name for one in named if one in knowledge.accelerators)
