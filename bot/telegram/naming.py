"""What things are called on buttons, in a language."""

from __future__ import annotations

from functools import cache

from bot.answer import NextStep
from bot.assistant import Assistant
from bot.question import Question
from bot.replying.catalogue import locale_of
from bot.telegram.wording import wording

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
        return str(locale_of(language).territories[knowledge.places[id].alpha2])
    return id


def step_label(assistant: Assistant, step: NextStep, asked: Question, language: str) -> str:
    """What the button of a next step says. Raises KeyError where the catalogue has no words for it."""
    return wording(f"step-{step.code}", language) % {"name": _step_name(assistant, step, asked, language)}


def _step_name(assistant: Assistant, step: NextStep, asked: Question, language: str) -> str:
    """The names of what a next step asks about and the question did not; failing these, of all that it asks about."""
    before = {thing for _, thing in _things_in(asked)}
    things = _things_in(step.question)
    new = [(kind, thing) for kind, thing in things if thing not in before]
    return ", ".join(name_of(assistant, kind, thing, language) for kind, thing in new or things)


def _things_in(question: Question) -> list[tuple[str, str]]:
    return [(kind, thing) for kind in _kinds_in(type(question)) for thing in getattr(question, kind)]


@cache
def _kinds_in(kind_of_question: type[Question]) -> tuple[str, ...]:
    return tuple(kind for kind in _THINGS if kind in kind_of_question.model_fields)
