"""Follow-ups: a message that leans on the question before it keeps its intent and every slot it does not replace."""

from __future__ import annotations

from bot.question import Question
from bot.reading.features import Facts
from bot.reading.intents import Score
from bot.reading.message import Message
from bot.reading.metrics import Wants
from bot.reading.names import NameTable, Node
from bot.reading.tables import Superlative
from knowledge.names import NameKind


def seeds(previous: Question | None, names: NameTable) -> list[Node]:
    """Where short names can go on from the names of the question before: "for the 405B" after Llama 3.1 70B."""
    if previous is None:
        return []
    found: list[Node] = []
    for kind, slot in ((NameKind.MODEL, "models"), (NameKind.ACCELERATOR, "accelerators")):
        for id in getattr(previous, slot, ()):
            found.extend(names.beginnings(kind, id))
    return found


def follow_up(
    question: Question,
    previous: Question | None,
    message: Message,
    facts: Facts,
    wants: Wants,
    scores: tuple[Score, ...],
    superlatives: dict[str, Superlative],
) -> Question | None:
    """The question before with what the message changes; None where the message stands on its own."""
    return None
