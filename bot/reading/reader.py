"""The reader: from a message, and the question before it, to a `Question`.

looking.py       quantities, names and words of a message (naming.py, quantities, cues.py, senses.py, scope.py)
wants.py         what it asks for; metrics.py which metrics that is
features         what it has in it; intents.py which intent that speaks for
slots            the slots of the intent
conversation.py  whether it goes on from the question before; asides.py from which; continuing.py what it is about then;
                 merging.py how
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pydantic

import knowledge
from bot.question import SCENARIOS, Problem, Question, Show, UnknownQuestion
from bot.reading.asides import (
    about_terms_before,
    in_everyday_terms,
    of_another_place,
    put_side_by_side,
    question_meant,
    remembering,
)
from bot.reading.conversation import Turn, asked_side, seeds
from bot.reading.electricity import place_of_electricity, with_terms_of_places
from bot.reading.explain import explanation
from bot.reading.features.gathering import Facts, gather
from bot.reading.intents import MARGIN, THRESHOLD, Score, weigh
from bot.reading.lexicon import LOCALES, Lexicon, default_lexicon
from bot.reading.looking import look_up
from bot.reading.merging import follow_up
from bot.reading.message import Message
from bot.reading.names import Name, Node
from bot.reading.senses import settle_makers
from bot.reading.slots.filling import build, fill
from bot.reading.tables import build_tables
from bot.reading.text import Text
from bot.reading.tongues import language_asked_for
from bot.reading.wants import Wants, find_wants
from knowledge.kept import snapshot
from knowledge.names import Alias

_SURE = frozenset({"greeting", "thanks", "help", "quiz"})
"""Intents that are never asked back about."""
_NAMED = SCENARIOS | {"fact", "comparison", "audit"}
_MOST_ALTERNATIVES = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a reading rests on, for `Reading.explain`."""

    message: Message
    facts: Facts
    wants: Wants
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a message says by itself, whatever was asked before it. `evidence` is None where it says too much at once.

    `likely` is the language it was read with, for messages that do not tell.
    """

    text: str
    likely: str | None
    question: Question
    evidence: Evidence | None

    @property
    def is_impersonal(self) -> bool:
        """Whether we know each of its words, so that none can be the name of a person."""
        return self.evidence is not None and not self.evidence.message.unexplained


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a message: the question, its language, whether it went on from the one before, and why.

    `language` is "" where nothing tells it.
    """

    question: Question
    language: str
    follow_up: bool = False
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    @property
    def written_in(self) -> str:
        """The language in which the message is written, whatever the person's own; "" where nothing tells it."""
        return self.evidence.message.language if self.evidence is not None else ""

    def explain(self) -> dict[str, Any]:
        """What was found, the evidence for each intent and why the winner won, as plain data."""
        return explanation(self.question, self.language, self.follow_up, self.evidence)


class Reader:
    """Reads messages in every language of a lexicon, with the names that `knowledge` gives.

    `models_of` maps a maker to its models in the class tables, for "the model of Meta". `terms_of_places` are the terms
    that are asked of a country, `servers` how many accelerators those hold that a word beside one names: "DGX H100".
    """

    def __init__(
        self,
        lexicon: Lexicon,
        knowledge_names: Iterable[Alias],
        models_of: Mapping[str, tuple[str, ...]] | None = None,
        terms_of_places: Iterable[str] = (),
        servers: Mapping[str, float] | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._tables = build_tables(lexicon, knowledge_names, servers)
        self._models_of = dict(models_of or {})
        self._terms_of_places = frozenset(terms_of_places)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose words are read."""
        return self._tables.languages

    def read(
        self, text: str, previous: Question | None = None, language: str | None = None, likely: str | None = None
    ) -> Reading:
        """What a message asks, given the question before it.

        `language` is the person's own, where it is known: it is kept, not detected. `likely` is the language spoken
        before, for messages that do not tell. Raises InputError beyond the longest message.
        """
        return self.understand(self.look(text, likely), previous, language)

    def look(self, text: str, likely: str | None = None) -> Look:
        """The first and longer part of `read`, for which nothing but the message counts. Nothing changes a look."""
        return self._look(text, likely, ())

    def understand(self, look: Look, previous: Question | None = None, language: str | None = None) -> Reading:
        """The second part of `read`: whether the message goes on from the question before it, and how."""
        earlier = seeds(previous, self._tables.names)
        finder = look.evidence.message.finder if look.evidence is not None else None
        if finder is not None and finder.goes_on(earlier):
            look = self._look(look.text, look.likely, earlier)
        if look.evidence is None:
            return Reading(look.question, language or look.likely or "")
        message, facts, wants = look.evidence.message, look.evidence.facts, look.evidence.wants
        meant = question_meant(previous, message, wants)
        continued = of_another_place(previous, message, facts, wants)
        if continued is None and meant is not None:
            turn = Turn(look.question, meant, message, facts, wants, self._tables.superlatives)
            continued = about_terms_before(turn) or put_side_by_side(turn) or in_everyday_terms(turn) or follow_up(turn)
        understood = remembering(look.question if continued is None else continued, previous, continued)
        return Reading(understood, language or message.language, continued is not None, look.evidence)

    def _look(self, text: str, likely: str | None, earlier: Sequence[Node]) -> Look:
        """A message with the names that it may go on from."""
        tables = self._tables
        message = look_up(Text.of(text), self._lexicon, tables, earlier, likely)
        if message is None:
            return Look(text, likely, UnknownQuestion(problems=(Problem(code="too-much-at-once"),)), None)
        settle_makers(message, self._models_of, tables.several)
        wants = find_wants(message)
        facts = with_terms_of_places(gather(message, wants), message, wants, self._terms_of_places)
        tongue = language_asked_for(message, wants, tables.language_names)
        if tongue is not None:
            message.language = tongue
            asked = UnknownQuestion(problems=(Problem(code="another-language", text=tongue),))
            return Look(text, likely, asked, Evidence(message, facts, wants, weigh(facts)))
        place = place_of_electricity(message, wants, facts, tables)
        if place is not None:
            facts = facts.with_feature("electricity of a place")
        scores = weigh(facts)
        question = self._choose(message, facts, wants, scores, place)
        return Look(text, likely, question, Evidence(message, facts, wants, scores))

    def _choose(
        self, message: Message, facts: Facts, wants: Wants, scores: tuple[Score, ...], place: str | None
    ) -> Question:
        """The question of the best intent, if it wins by enough; else an unknown one, with those too close to call."""
        best = scores[0]
        if best.intent == "unknown" or best.total < THRESHOLD:
            problems = [_problem_of(message, name) for name in facts.open_names if not name.weak]
            return UnknownQuestion(problems=tuple(problems), region=None if problems else place)
        question = self._question(best.intent, message, facts, wants)
        close = [score for score in scores[1:] if best.total - score.total < MARGIN and score.intent != "unknown"]
        if not close or best.intent in _SURE:
            return question
        others = [self._question(score.intent, message, facts, wants) for score in close]
        return UnknownQuestion(alternatives=(question, *others), problems=question.problems)

    def _question(self, intent: str, message: Message, facts: Facts, wants: Wants) -> Question:
        slots, problems = fill(intent, message, facts, wants, self._tables.superlatives)
        if intent in _NAMED:
            problems.extend(_problem_of(message, name) for name in facts.open_names)
            name = next((name for name in facts.open_names if not slots.get(f"{name.kind}s")), None)
            if name is not None:
                entries = name.candidates[:_MOST_ALTERNATIVES]
                alternatives = [build(intent, {**slots, f"{name.kind}s": (entry,)}, []) for entry in entries]
                return UnknownQuestion(alternatives=tuple(alternatives), problems=tuple(problems))
        side = asked_side(message)
        return build(intent, slots, problems) if side is Show.ANSWER else build(intent, slots, problems, show=side)


def _problem_of(message: Message, name: Name) -> Problem:
    """What is wrong with a name that fits several entries or none."""
    code = "ambiguous-name" if name.candidates else "unknown-name"
    return Problem(code=code, slot=f"{name.kind}s", text=message.text.source(name.start, name.end))


@cache
def default_reader() -> Reader:
    """The reader of the languages and the knowledge that Cuesta is delivered with, built once."""
    return snapshot("reader", _MADE_OF, pydantic.VERSION, _built)


_HERE = Path(__file__).parent
_MADE_OF = (_HERE, _HERE.parent / "question.py", Path(knowledge.__file__).parent, LOCALES)


def _built() -> Reader:
    from knowledge.base import load

    known = load()
    models: dict[str, list[str]] = {}
    for claim in known.claims:
        listed = models.setdefault(known.model(claim.model).maker, [])
        if claim.model not in listed:
            listed.append(claim.model)
    of_places = [term.id for term in known.terms.values() if term.of_places is not None]
    named = {maker: tuple(ids) for maker, ids in models.items()}
    lexicon = default_lexicon()
    reader = Reader(lexicon, known.aliases(), named, of_places, known.usual.servers)
    reader.read("1")  # makes what is made when it is first needed
    lexicon.forget()  # the files' contents, as large as what was made of them
    return reader
