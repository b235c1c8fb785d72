"""What a conversation comes back to: a question aside from it, as what a PUE is, does not end it.

A definition, a conversion and a fact remember the question before them (`earlier`). "And with a PUE of 1.5?" after a
definition goes on from what was asked before it; "compare them" after two facts puts both side by side.
"""

from __future__ import annotations

from bot.question import (
    PICTURED,
    SCENARIOS,
    ComparisonQuestion,
    ConversionQuestion,
    DefinitionQuestion,
    FactQuestion,
    Question,
    Show,
    UnknownQuestion,
)
from bot.reading.conversation import Turn, asked_side, quantities
from bot.reading.features.gathering import Facts
from bot.reading.merging import slots_of
from bot.reading.message import Message
from bot.reading.names import HARDWARE_AND_MODELS
from bot.reading.slots.filling import fill
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants
from knowledge.names import NameKind

_Remembering = DefinitionQuestion | ConversionQuestion | FactQuestion
_BOTH = 2.0
_COMPARING = frozenset({"size"})
_ASIDE = (DefinitionQuestion, ConversionQuestion, UnknownQuestion)


def question_meant(previous: Question | None, message: Message, wants: Wants) -> Question | None:
    """The question that a message may go on from: the last one, or the one before an aside."""
    if isinstance(previous, UnknownQuestion):
        another_side = asked_side(message) is not Show.ANSWER and not message.names and not quantities(message)
        return previous if another_side else previous.earlier
    if not isinstance(previous, _ASIDE) or previous.earlier is None or message.has("define", "what_is"):
        return previous
    things = any(name.kind in HARDWARE_AND_MODELS for name in message.names)
    if isinstance(previous, ConversionQuestion) and previous.quantity is None:
        another_side = asked_side(message) is not Show.ANSWER and not message.names and not quantities(message)
        return previous if another_side else previous.earlier
    if isinstance(previous, ConversionQuestion):
        return previous.earlier if message.names and not things else previous
    fits = quantities(message) or message.names or (wants.groups and not message.terms)
    return previous.earlier if fits else previous


def of_another_place(previous: Question | None, message: Message, facts: Facts, wants: Wants) -> Question | None:
    """The same of another country, where nothing but a country is named: "and in France?"; None for anything else."""
    if not isinstance(previous, DefinitionQuestion | UnknownQuestion) or previous.region is None:
        return None
    places = message.ids(NameKind.PLACE)
    more = wants.groups or wants.much or facts.terms or message.unexplained or message.superlatives
    if len(places) != 1 or len(message.names) > 1 or more or quantities(message) or message.has("out_of_scope"):
        return None
    return previous.model_copy(update={"region": places[0], "show": Show.ANSWER})


def in_everyday_terms(turn: Turn) -> Question | None:
    """What a scenario before draws, told in everyday things: "how many homes is that?"; None for anything else."""
    message, last = turn.message, turn.previous
    asked = set(getattr(last, "metrics", ()))
    if last.intent not in SCENARIOS or (asked and not asked & PICTURED) or not message.has("everyday"):
        return None
    things = {index for cue in message.group("everyday") for index in range(cue.start, cue.end)}
    more = any(want.start not in things for want in turn.wants.wants)
    if message.names or message.foreign or message.unexplained or message.has("out_of_scope") or more:
        return None
    given = [span for span in quantities(message) if span.kind is not SpanKind.NUMBER]
    return None if given else ConversionQuestion(earlier=last, things=message.things)


def remembering(question: Question, previous: Question | None, went_on: Question | None) -> Question:
    """The question with the one before it, where it is one that remembers it. `went_on` is what it went on from."""
    if isinstance(question, UnknownQuestion):
        return question if question.region is None or previous is None else _behind(question, previous)
    if previous is None or not isinstance(question, _Remembering):
        return question
    if isinstance(question, DefinitionQuestion) and isinstance(previous, DefinitionQuestion):
        together = set(question.terms) <= set(previous.terms)
        question = question.model_copy(update={"beside": () if together else previous.terms})
    if isinstance(question, FactQuestion):
        before = _alone(previous) if isinstance(previous, FactQuestion) else None
        return question.model_copy(update={"earlier": before})
    return _behind(question, previous) if went_on is None or isinstance(previous, _ASIDE) else question


def _behind(question: Question, previous: Question) -> Question:
    """A question aside with the one that it is aside from."""
    before = previous.earlier if isinstance(previous, _ASIDE) else _alone(previous)
    return question.model_copy(update={"earlier": before})


def _alone(question: Question) -> Question | None:
    """The question without the one that it remembers itself."""
    if isinstance(question, UnknownQuestion):
        return None
    return question.model_copy(update={"earlier": None}) if isinstance(question, _Remembering) else question


def about_terms_before(turn: Turn) -> Question | None:
    """What goes on about the terms just explained: how the last two differ, or an example; None for anything else."""
    last, message = turn.previous, turn.message
    if not isinstance(last, DefinitionQuestion) or message.names or message.unexplained or quantities(message):
        return None
    own = turn.facts.terms or any(want.group not in _COMPARING for want in turn.wants.wants)
    if own or message.has("out_of_scope"):
        return None
    if message.has("difference", "compare") and len(last.terms) == 1 and last.beside:
        return last.model_copy(update={"terms": (last.beside[-1], last.terms[0]), "beside": (), "example": False})
    if message.has("example") and last.terms:
        return last.model_copy(update={"example": True})
    return None


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
