"""Asking back: what the readings are called between which a message cannot be settled."""

from __future__ import annotations

from bot.answer import Answer
from bot.answering.looking_up import display_name, subject
from bot.answering.worksheet import Worksheet
from bot.question import UnknownQuestion
from knowledge.base import Knowledge


def answer_unknown(question: UnknownQuestion, knowledge: Knowledge) -> Answer:
    """Name everything that the readings are about."""
    sheet = Worksheet(question, knowledge)
    for reading in question.alternatives:
        for thing in (*getattr(reading, "models", ()), *getattr(reading, "accelerators", ())):
            sheet.name(thing, display_name(subject(knowledge, thing)))
        for term in getattr(reading, "terms", ()):
            for language, text in knowledge.terms[term].texts.items():
                sheet.texts.setdefault(language, {}).setdefault("titles", {})[term] = text.title
    return sheet.answer()
