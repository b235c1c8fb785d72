"""What things are called on buttons, in a language."""

from __future__ import annotations

from functools import cache

from babel import Locale

from bot.answer import NextStep
from bot.assistant import Assistant
from bot.question import Question
from bot.replying.catalogue import languages

_THINGS = ("accelerators", "models", "terms")


def name_of(assistant: Assistant, kind: str, id: str, language: str) -> str:
    """The name of an accelerator, model, term or place; its id where there is no such thing (any more)."""
    knowledge = assistant.knowledge
    if kind == "accelerators" and id in knowledge.accelerators:
        return knowledge.accelerators[id].short_name
    if kind == "models" and id in knowledge.models:
        return knowledge.models[id].name
    if kind == "terms" and id in knowledge.terms:
        return knowledge.terms[id].texts[language].title
    if kind == "places" and id in knowledge.places:
        return str(_locale(language).territories[knowledge.places[id].alpha2])
    return id


def step_name(assistant: Assistant, step: NextStep, asked: Question, language: str) -> str:
    """The names of what a next step asks about and the question did not."""
    before = {thing for kind in _THINGS for thing in getattr(asked, kind, ())}
    names = [
        name_of(assistant, kind, thing, language)
        for kind in _THINGS
        for thing in getattr(step.question, kind, ())
        if thing not in before
    ]
    region = getattr(step.question, "region", None)
    if region is not None and region != getattr(asked, "region", None):
        names.append(name_of(assistant, "places", region, language))
    return ", ".join(names)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(languages()[language].cldr)
