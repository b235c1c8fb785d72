"""What a follow-up is about: the intent of the question before, unless what the message adds makes it another."""

from __future__ import annotations

from bot.reading.conversation import NAME_SLOTS, Turn, has_own_names
from bot.reading.slots.conditions import Slots
from knowledge.names import NameKind

_CONDITIONS = ("count", "duration", "budget", "price given", "pue", "utilization", "region", "hours per day")
_TRAINING_CONDITIONS = ("region", "accelerator", "price given", "pue", "utilization", "parameters")


def intent_of_follow_up(turn: Turn, before: Slots, *, bare_numbers: bool) -> str:
    """The intent of the merged question.

    `before` are the slots of the one before; `bare_numbers` says whether the message has numbers with no noun.
    """
    facts, intent = turn.facts, str(turn.previous.intent)
    own = str(turn.question.intent)
    if intent == "fact" and _about(turn, before, NameKind.MODEL):
        if facts.has("requests", "times") or (facts.has("tokens") and not facts.has("train word")):
            return "usage"
        counted = facts.has("count") and facts.has("accelerators word")
        if counted or facts.has(*_TRAINING_CONDITIONS):
            return "training"
    if intent == "fact" and _about(turn, before, NameKind.ACCELERATOR) and (bare_numbers or facts.has(*_CONDITIONS)):
        return "hardware"
    if intent in ("fact", "hardware", "audit") and turn.message.has("compare") and _same_kind_named(turn, before):
        return "comparison"
    if intent == "hardware" and facts.has("parameters", "compute") and not facts.has("bound"):
        return "training"
    if intent == "definition" and not facts.terms and own != "unknown":
        return own
    if intent in ("ranking", "conversion", "definition") and has_own_names(turn):
        return own if own != "unknown" else "fact"
    return intent


def _about(turn: Turn, before: Slots, kind: NameKind) -> bool:
    """Whether the question is, or becomes, one about things of this kind."""
    facts = turn.facts
    named = {NameKind.MODEL: facts.models, NameKind.ACCELERATOR: facts.accelerators}
    if named[kind]:
        return kind is NameKind.MODEL or not facts.models
    if NAME_SLOTS[kind] not in before:
        return False
    other = NameKind.ACCELERATOR if kind is NameKind.MODEL else NameKind.MODEL
    return not named[other] or (kind is NameKind.MODEL and facts.has("train word"))


def _same_kind_named(turn: Turn, before: Slots) -> bool:
    """Whether the message names another thing of the kind that the question before is about."""
    models = bool(turn.facts.models) and "models" in before
    return models or (bool(turn.facts.accelerators) and "accelerators" in before)
