"""Models or accelerators in general, put in order of one metric or filtered by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer import Answer, Row, TextValue, Value
from bot.answering.circumstances import Circumstances
from bot.answering.looking_up import Subject, applies, display_name, filed, say_bases, say_mixture
from bot.answering.worksheet import Worksheet
from bot.question import AuditQuestion, Metric, RankingQuestion
from knowledge.base import Knowledge
from knowledge.figures import Figure
from knowledge.leading import NOT_THE_WHOLE

USUALLY_SHOWN, MOST_SHOWN = 10, 25
"""Rows where no number is asked for, and rows that a message can hold."""

_NOT_RANKED = frozenset({"family", "product", "study"})
_NO_ORDER = frozenset({Metric.HARDWARE, Metric.DEVELOPER})
_RANKED_BY = {"models": Metric.PARAMETERS, "accelerators": Metric.PEAK_FLOPS}
_PRICED_BY = {Metric.COST: "purchase_cost"}
_YEARS = range(1950, 2200)
_ALSO = {
    "models": (Metric.ENERGY, Metric.COST, Metric.PARAMETERS, Metric.COMPUTE),
    "accelerators": (Metric.PEAK_FLOPS, Metric.MEMORY, Metric.RENTAL_COST, Metric.PURCHASE_COST),
}


@dataclass(frozen=True, slots=True)
class _Ranked:
    entry: Subject
    value: Value
    key: float | str


def answer_ranking(question: RankingQuestion, knowledge: Knowledge, _: Circumstances) -> Answer:
    """Order all models or accelerators by what is known of them; claims of the class tables are not ranked."""
    sheet = Worksheet(question, knowledge)
    kind = question.of or "models"
    metric = _metric(sheet, question, kind)
    if metric is None:
        return sheet.answer()
    order, unranked = _ranked(knowledge, kind, metric, descending=_descending(question))
    ranked = [one for one in order if _passes(one, question) and _came_out(knowledge, one.entry, question)]
    if question.maker is not None:
        sheet.name(question.maker, knowledge.makers[question.maker].name)
        ranked, unranked = [one for one in ranked if getattr(one.entry, "maker", "") == question.maker], 0
    if question.released_after is not None or question.released_before is not None:
        unranked = 0
    _show(sheet, question, metric, ranked)
    bases = {value.basis for row in sheet.rows for value in row.values.values() if isinstance(value, Figure)}
    if kind == "models" and len(bases - {None}) > 1:
        sheet.notice("bases-differ")
    if unranked:
        sheet.notice("not-ranked" if kind == "models" else "not-ranked-accelerators", number=unranked)
    _suggest(sheet, question, kind, metric)
    return sheet.answer()


def _entries(knowledge: Knowledge, kind: str) -> Iterable[Subject]:
    return knowledge.models.values() if kind == "models" else knowledge.accelerators.values()


def _metric(sheet: Worksheet, question: RankingQuestion, kind: str) -> str | None:
    """The metric to order by: the first one asked for that things of this kind have; None where none orders them."""
    asked = [metric for metric in question.metrics if metric not in _NO_ORDER]
    if question.metrics and not asked:
        sheet.notice("cannot-order", metric=str(question.metrics[0]))
        _suggest(sheet, question, kind, "")
        return None
    if not asked and question.maker is not None:
        return str(Metric.RELEASE)
    if not asked:
        if kind == "accelerators" and (question.below is not None or question.above is not None):
            return "purchase_cost"
        sheet.notice("ordered-by", metric=str(_RANKED_BY[kind]))
        return str(_RANKED_BY[kind])
    sample = next(iter(_entries(sheet.knowledge, kind)))
    metric = next((metric for metric in asked if applies(sample, metric)), None)
    if metric is None:
        sheet.notice("metric-does-not-apply", metric=str(asked[0]))
        _suggest(sheet, question, kind, "")
        return None
    return _PRICED_BY.get(metric, str(metric)) if kind == "accelerators" else str(metric)


def _ranked(knowledge: Knowledge, kind: str, metric: str, *, descending: bool) -> tuple[tuple[_Ranked, ...], int]:
    """All things of a kind in order, and the number of those that have no place in it. Put in order once."""
    key = (_ranked, kind, metric, descending)
    found: tuple[tuple[_Ranked, ...], int] | None = knowledge.derived.get(key)
    if found is None:
        entries = [entry for entry in _entries(knowledge, kind) if getattr(entry, "form", "") not in _NOT_RANKED]
        ranked = [one for entry in entries if (one := _rankable(knowledge, entry, metric)) is not None]
        ranked.sort(key=lambda one: one.entry.id)
        ranked.sort(key=lambda one: one.key, reverse=descending)
        found = knowledge.derived[key] = tuple(ranked), len(entries) - len(ranked)
    return found


def _rankable(knowledge: Knowledge, entry: Subject, metric: str) -> _Ranked | None:
    """The leading figure that counts the whole thing, and what it is ordered by."""
    for value in filed(knowledge, entry, metric).known:
        if isinstance(value, TextValue):
            return _Ranked(entry, value, value.text)
        if isinstance(value, Figure) and value.basis not in NOT_THE_WHOLE:
            return _Ranked(entry, value, value.central)
    return None


def _passes(one: _Ranked, question: RankingQuestion) -> bool:
    """Whether a value is between the bounds asked for, strictly unless they are inclusive; of a date, its year."""
    if question.above is None and question.below is None:
        return True
    key: float | str = one.key
    bounds = [bound for bound in (question.above, question.below) if bound is not None]
    if isinstance(key, str):
        if not all(bound in _YEARS for bound in bounds):
            return True
        key = float(key[:4])
    if question.inclusive and key in bounds:
        return True
    return (question.above is None or key > question.above) and (question.below is None or key < question.below)


def _came_out(knowledge: Knowledge, entry: Subject, question: RankingQuestion) -> bool:
    """Whether a thing came out between the years asked for; one whose year is not on file did not."""
    after, before = question.released_after, question.released_before
    if after is None and before is None:
        return True
    released = _rankable(knowledge, entry, str(Metric.RELEASE))
    if released is None:
        return False
    year = int(str(released.key)[:4])
    return (after is None or year > after) and (before is None or year < before)


def _descending(question: RankingQuestion) -> bool:
    """Most first, unless the least is asked for."""
    return question.order != "asc"


def _show(sheet: Worksheet, question: RankingQuestion, metric: str, ranked: list[_Ranked]) -> None:
    wanted = question.limit if question.limit and question.limit > 0 else USUALLY_SHOWN
    shown = ranked[: min(wanted, MOST_SHOWN)]
    for one in shown:
        sheet.name(one.entry.id, display_name(one.entry))
        sheet.rows.append(Row(id=one.entry.id, values={metric: one.value}))
        say_bases(sheet, (one.value,))
    say_mixture(sheet, metric)
    if not ranked:
        sheet.notice("nothing-passes")
    elif len(ranked) > len(shown) and (question.limit is None or question.limit > len(shown)):
        sheet.notice("more-there-are", number=len(ranked) - len(shown))


def _suggest(sheet: Worksheet, question: RankingQuestion, kind: str, metric: str) -> None:
    """The other end of the order, other metrics, and the claims of the class tables."""
    if sheet.rows:
        sheet.suggest("other-way-round", order="asc" if _descending(question) else "desc")
    for other in _ALSO["models" if kind == "models" else "accelerators"]:
        if other != metric:
            sheet.suggest(f"ask-{other}", metrics=(other,), above=None, below=None)
    if kind == "models" and metric in {"energy", "time", "cost"}:
        sheet.offer("audit-tables", AuditQuestion())
