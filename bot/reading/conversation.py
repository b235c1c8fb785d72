"""Follow-ups: a message that leans on the question before it keeps its intent and every slot it does not replace.

A message leans where it opens like one ("and with H100s?", "what about France"), points back ("how much memory does it
have?"), or is only a piece of a question ("for a year", "v5p", "double that"). One that stands on its own, with a name
and something asked of it, starts afresh; greetings, thanks and talk of something else never lean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.question import SCENARIOS, Metric, Question, Show
from bot.reading.completeness import is_complete
from bot.reading.cues import Cue, group_names
from bot.reading.features.gathering import Facts
from bot.reading.message import Message
from bot.reading.names import NameTable, Node
from bot.reading.slots.lists import years_named
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Superlative
from bot.reading.wants import Wants
from knowledge.names import NameKind

NAME_SLOTS: Mapping[NameKind, str] = {NameKind.MODEL: "models", NameKind.ACCELERATOR: "accelerators"}
_TALK = frozenset({"greeting", "thanks", "help", "quiz"})
_TELLING = ("more", "less", "everyday", "how_many", "how_much", "rank", "compare", "models", "accelerators")
"""Groups of words that change a question by themselves."""
_OPENING = frozenset({"follow_up", "correction", "adding"})
_WEAK = frozenset({"before_short", "opening_weakly"})
"""Openings that whole questions have as well: prepositions, "if"."""
_PAUSES = frozenset(",.!;")
_LONGEST_EXCLAMATION = 6
"""Tokens of an exclamation with its comma: a longer clause says something."""
_EXCLAIMED = group_names("dear cheap noted thanks greeting polite more less")
_IDLE = frozenset({SpanKind.PER, SpanKind.ARTICLE, SpanKind.UNIT, SpanKind.IGNORED, SpanKind.OTHER, SpanKind.UNUSABLE})


@dataclass(frozen=True, slots=True)
class Turn:
    """A message as read on its own, beside the question before it."""

    question: Question
    previous: Question
    message: Message
    facts: Facts
    wants: Wants
    superlatives: Mapping[str, Superlative]


def seeds(previous: Question | None, names: NameTable) -> list[Node]:
    """Where short names can go on from the names of the question before: "for the 405B" after Llama 3.1 70B."""
    found: list[Node] = []
    for kind, slot in NAME_SLOTS.items():
        for entry in getattr(previous, slot, ()):
            found.extend(names.beginnings(kind, entry))
    return found


def asked_side(message: Message) -> Show:
    """Which side of an answer the message asks for: its sources, its formula, or the answer itself."""
    if message.has("sources"):
        return Show.SOURCES
    return Show.FORMULA if message.has("formula") else Show.ANSWER


def asks_for_another_side(turn: Turn) -> bool:
    """Whether nothing else is said than "how did you calculate that?" or "sources?"."""
    return asked_side(turn.message) is not Show.ANSWER and not turn.message.names and not quantities(turn.message)


def quantities(message: Message) -> list[Span]:
    """The quantities of a message that can fill a slot."""
    return [span for span in message.spans if span.kind not in _IDLE]


def has_own_names(turn: Turn) -> bool:
    """Whether the message names a model or an accelerator."""
    return any(name.kind in NAME_SLOTS for name in turn.message.names)


def leans(turn: Turn) -> bool:
    """Whether the message goes on from the question before it."""
    message, question, previous = turn.message, turn.question, turn.previous
    if question.intent in _TALK or message.foreign or message.has("out_of_scope") or not _says_something(turn):
        return False
    if turn.facts.has("sum of numbers"):
        return False
    opening = _opening(message)
    opener = opening is not None
    strongly = opening is not None and _WEAK.isdisjoint(opening.groups)
    if not strongly and is_complete(turn) and not _only_hardware(turn):
        return False
    match question.intent:
        case "unknown":
            begins = opening.start if opening is not None else 0
            unexplained = sum(index >= begins for index in message.unexplained)
            return strongly or not unexplained or (unexplained == 1 and (opener or _points_back(message, plainly=True)))
        case "definition":
            defines = message.has("define", "what_is")
            return not defines and (opener or previous.intent != "definition" or len(turn.facts.terms) == 1)
        case "audit":
            return previous.intent == "audit" and not message.has("audit")
        case "ranking":
            whole = message.has("rank") or bool(message.superlatives) or turn.facts.has("bound")
            if previous.intent in ("ranking", "comparison"):
                return opener or not message.has("models", "accelerators")
            return not whole and (opener or _points_back(message))
        case "conversion":
            return opener or previous.intent != "conversion"
        case _:
            return not _stands_alone(turn, opener)


def _says_something(turn: Turn) -> bool:
    """Whether there is anything in the message that could change a question."""
    message = turn.message
    asked = turn.wants.groups or turn.wants.much or turn.facts.terms or message.superlatives
    given = quantities(message) or message.names or message.kind(SpanKind.UNIT, SpanKind.PER)
    years = turn.previous.intent == "ranking" and years_named(message) is not None
    return bool(asked or given) or years or message.has(*_TELLING)


def _opening(message: Message) -> Cue | None:
    """The word that a message opens with like one that goes on: "and", "what about", or weakly "with", "for", "if"."""
    for cue in message.scope:
        if not _OPENING.isdisjoint(cue.groups):
            said = any(word.isalnum() for word in message.words[: cue.start])
            if not said or _only_exclaimed(message, cue.start):
                return cue
    return None


def _only_exclaimed(message: Message, end: int) -> bool:
    """Whether the clause before the word that opens asks and gives nothing: "wow too much, and 50?"."""
    if message.words[end - 1] not in _PAUSES or end > _LONGEST_EXCLAMATION:
        return False
    things = (message.spans, message.names, message.terms)
    if any(thing.start < end for found in things for thing in found):
        return False
    return all(_EXCLAIMED.issuperset(cue.groups) for cue in message.cues if cue.start < end)


def _points_back(message: Message, plainly: bool = False) -> bool:
    """Whether a pronoun points back; `plainly`, one that is no article too."""
    return any(
        "same" in cue.groups or ("pronoun" in cue.groups and not (plainly and "joining" in cue.groups))
        for cue in message.scope
    )


def _only_hardware(turn: Turn) -> bool:
    """Whether accelerators are only what the model before is to be trained or run on: "with 32 H100, how long?"."""
    counted = turn.question.intent == "fact" and getattr(turn.question, "metrics", ()) == (Metric.COUNT,)
    if (turn.question.intent != "hardware" and not counted) or turn.message.has("rent", "rental", "buy", "purchase"):
        return False
    of_model = bool(getattr(turn.previous, "models", ())) or turn.previous.intent == "training"
    settled = (getattr(turn.question, slot, None) for slot in ("hours", "budget", "power_limit"))
    return of_model and all(slot is None for slot in settled)


def _stands_alone(turn: Turn, opener: bool) -> bool:
    """Whether a scenario, a fact or a comparison says all that it needs itself."""
    question = turn.question
    named = has_own_names(turn)
    asked = bool(getattr(question, "metrics", ())) or turn.wants.much
    given = len(quantities(turn.message))
    described = getattr(question, "parameters", None) is not None and getattr(question, "tokens", None) is not None
    if (opener or _points_back(turn.message)) and _only_hardware(turn):
        return False
    if opener:
        return (named or described) and asked and given > 0 and question.intent != turn.previous.intent
    if question.intent in SCENARIOS:
        return described or (named and (asked or given > 1))
    if question.intent == "fact":
        return named and asked and not any(name.shortened for name in turn.message.names)
    return named
