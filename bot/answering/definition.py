"""What a term means, and how two terms differ: texts from `knowledge` with their numbers worked out."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.answering.circumstances import Circumstances
from bot.answering.electricity import offer_scenarios, put_figures
from bot.answering.worksheet import Worksheet
from bot.question import DefinitionQuestion
from knowledge.base import Knowledge
from knowledge.definitions import Term
from knowledge.placeholders import Amount, amounts

_MOST_RELATED = 4


def answer_definition(question: DefinitionQuestion, knowledge: Knowledge, _: Circumstances) -> Answer:
    """Look up the terms; of exactly two, how they differ where that is written; of a country, its figures."""
    sheet = Worksheet(question, knowledge)
    terms = [knowledge.terms[term_id] for term_id in question.terms]
    if not terms:
        sheet.notice("which-term")
        return sheet.answer()
    difference = knowledge.differences(terms[0].id, terms[1].id) if len(terms) == 2 else None
    for language in terms[0].texts:
        sheet.texts[language] = {
            "definitions": [_definition(term, language, knowledge) for term in terms],
            "difference": difference and _with_amounts(difference.texts[language], ("text", "example"), knowledge),
            "related": [knowledge.terms[other].texts[language].title for other in _related(terms)],
        }
    if question.region is not None:
        _tell_of_place(sheet, terms, question.region)
    for term in terms:
        sheet.cite(*term.sources)
    for other in _related(terms):
        sheet.offer("define", DefinitionQuestion(terms=(other,)))
    return sheet.answer()


def _tell_of_place(sheet: Worksheet, terms: list[Term], place_id: str) -> None:
    """The figures of a country that tell the terms; noted where a term has none there."""
    metrics = dict.fromkeys(metric for term in terms for metric in term.of_places or ())
    put_figures(sheet, sheet.knowledge.place(place_id), metrics)
    if any(term.of_places == () for term in terms):
        sheet.notice("not-of-a-country")
    if sheet.values:
        offer_scenarios(sheet, place_id)


def _definition(term: Term, language: str, knowledge: Knowledge) -> dict[str, Any]:
    text = term.texts[language]
    return {"title": text.title, **_with_amounts(text, ("text", "example", "confusion"), knowledge)}


def _with_amounts(entry: object, fields: tuple[str, ...], knowledge: Knowledge) -> dict[str, Any]:
    """The texts of an entry and the numbers that their placeholders stand for."""
    texts: dict[str, str] = {name: getattr(entry, name) for name in fields}
    numbers: dict[str, Amount] = {}
    for text in texts.values():
        numbers.update(amounts(text, knowledge.figure_at))
    return {**texts, "amounts": numbers}


def _related(terms: list[Term]) -> list[str]:
    own = {term.id for term in terms}
    related = dict.fromkeys(other for term in terms for other in term.related if other not in own)
    return list(related)[:_MOST_RELATED]
