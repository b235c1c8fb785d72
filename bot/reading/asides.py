"""What a conversation comes back to: a question aside from it, as what a PUE is, does not end it.

A definition, a conversion and a fact remember the question before them (`earlier`). "And with a PUE of 1.5?" after a
definition goes on from what was asked before it; "compare them" after two facts puts both side by side.
"""

from __future__ import annotations

from bot.question import (
    ComparisonQuestion,
    ConversionQuestion,
    DefinitionQuestion,
    FactQuestion,
    Question,
    UnknownQuestion,
)
from bot.reading.conversation import Turn, quantities
from bot.reading.merging import slots_of
from bot.reading.message import Message
from bot.reading.names import HARDWARE_AND_MODELS
from bot.reading.slots.filling import fill
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants

_Remembering = DefinitionQuestion | ConversionQuestion | FactQuestion
_BOTH = 2.0
_ASIDE = (DefinitionQuestion, ConversionQuestion)


def question_meant(previous: Question | None, message: Message, wants: Wants) -> Question | None:
    """The question that a message may go on from: the last one, or the one before an aside."""
    if not isinstance(previous, _ASIDE) or previous.earlier is None or message.has("define", "what_is"):
        return previous
    things = any(name.kind in HARDWARE_AND_MODELS for name in message.names)
    if isinstance(previous, ConversionQuestion):
        return previous.earlier if message.names and not things else previous
    fits = quantities(message) or message.names or (wants.groups and not message.terms)
    return previous.earlier if fits else previous


def remembering(question: Question, previous: Question | None, went_on: Question | None) -> Question:
    """The question with the one before it, where it is one that remembers it. `went_on` is what it went on from."""
    if previous is None or not isinstance(question, _Remembering):
        return question
    if isinstance(question, FactQuestion):
        before = _alone(previous) if isinstance(previous, FactQuestion) else None
        return question.model_copy(update={"earlier": before})
    if isinstance(previous, _ASIDE):
        return question.model_copy(update={"earlier": previous.earlier})
    return question.model_copy(update={"earlier": _alone(previous)}) if went_on is None else question


def _alone(question: Question) -> Question | None:
    """The question without the one that it remembers itself."""
    if isinstance(question, UnknownQuestion):
        return None
    return question.model_copy(update={"earlier": None}) if isinstance(question, _Remembering) else question


def put_side_by_side(turn: Turn) -> Question | None:
    """The comparison that "compare them" asks for after two facts of two things; None for anything else."""
    last = turn.previous
    if not isinstance(last, FactQuestion) or not isinstance(last.earlier, FactQuestion):
        return None
    message = turn.message
    chosen = message.has("choose", "compare") and (message.superlatives or message.has("more", "less"))
    given = [span for span in quantities(message) if span.kind is not SpanKind.NUMBER or span.value != _BOTH]
    if message.names or given or not (chosen or message.has("compare")):
        return None
    models = tuple(dict.fromkeys((*last.earlier.models, *last.models)))
    accelerators = tuple(dict.fromkeys((*last.earlier.accelerators, *last.accelerators)))
    if len(models) < 2 and len(accelerators) < 2:
        return None
    slots, _ = fill("comparison", message, turn.facts, turn.wants, turn.superlatives, before=slots_of(last))
    metrics = slots.get("metrics") or last.metrics
    return ComparisonQuestion.model_validate({"models": models, "accelerators": accelerators, "metrics": metrics})
