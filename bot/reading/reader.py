"""The reader: from a message, and the question before it, to a `Question`.

Quantities, names, words, intent, slots, conversation: each layer is a module of its own; here they run in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.question import Metric, Problem, Question, Show, UnknownQuestion
from bot.reading.conversation import Turn, follow_up, seeds
from bot.reading.cues import Cue
from bot.reading.explain import explanation
from bot.reading.features import Facts, gather
from bot.reading.intents import MARGIN, THRESHOLD, Score, weigh
from bot.reading.lexicon import Lexicon, default_lexicon
from bot.reading.message import CLAIMED, Message
from bot.reading.metrics import Wants, find_wants
from bot.reading.names import MOST_NAMES, Name, NameFinder, Node
from bot.reading.quantities import read_quantities
from bot.reading.scope import apply_scope
from bot.reading.senses import across_names, makers_models, settle_senses, without_articles, without_families, without_likenesses, without_phrases
from bot.reading.slots.counts import find_count
from bot.reading.slots.filling import build, fill
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Tables, build_tables
from bot.reading.text import Text, TokenKind
from knowledge.names import Alias, NameKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a reading rests on, for `Reading.explain`."""

    message: Message
    facts: Facts
    wants: Wants
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: the question, the language of the message ("" where nothing tells), whether it went on from
    the question before, and why."""

    question: Question
    language: str
    follow_up: bool = False
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    def explain(self) -> dict[str, Any]:
        """The quantities, names and words found, the evidence for each intent, and why the winner won, as plain data."""
        return explanation(self.question, self.language, self.follow_up, self.evidence)


class Reader:
    """Reads messages in every language of a lexicon, with the names that `knowledge` gives.

    `models_of` maps a maker to its models in the class tables, for "the model of Meta".
    """

    def __init__(
        self, lexicon: Lexicon, knowledge_names: Iterable[Alias], models_of: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._lexicon = lexicon
        self._tables = build_tables(lexicon, knowledge_names)
        self._models_of = dict(models_of or {})

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
        cut = Text.of(text)
        if len(cut.tokens) > _MOST_TOKENS:
            return Reading(_too_much(), language or likely or "")
        message = self._look_up(cut, seeds(previous, self._tables.names), likely)
        if message is None:
            return Reading(_too_much(), language or likely or "")
        makers_models(message, self._models_of)
        wants = find_wants(message)
        count = find_count(message)
        facts = gather(message, wants, count is not None and (count.value is not None), _terms(message))
        scores = weigh(facts)
        question = self._choose(message, facts, wants, scores)
        spoken = language or message.language
        evidence = Evidence(message, facts, wants, scores)
        continued = None
        if previous is not None:
            continued = follow_up(Turn(question, previous, message, facts, wants, self._tables.superlatives))
        if continued is not None:
            return Reading(continued, spoken, True, evidence)
        return Reading(question, spoken, False, evidence)

    def _look_up(self, text: Text, earlier: list[Node], likely: str | None) -> Message | None:
        """Quantities, names and words of a message; None where there are too many of them."""
        tables = self._tables
        spans = read_quantities(text, self._lexicon)
        if len(spans) > _MOST_SPANS:
            return None
        speller = tables.speller
        words = tuple([speller.correct(word) if len(word) > 3 else word for word in _without_times(text)])
        blocked = {index for cue in tables.not_names.find(words) for index in range(cue.start, cue.end)}
        finder = NameFinder(tables.names, text, words, spans, blocked, tables.joining, earlier)
        finder.find()
        names = finder.names
        if len(names) > MOST_NAMES:
            return None
        claimed = {index for name in names for index in range(name.start, name.end)}
        kept = [span for span in spans if not (span.start in claimed and span.end - 1 in claimed)]
        if any(not claimed.isdisjoint(range(span.start, span.end)) for span in kept):
            kept = [span for span in read_quantities(text, self._lexicon, claimed)]
        seen = (
            words if not claimed else tuple([CLAIMED if index in claimed else word for index, word in enumerate(words)])
        )
        message = Message(text, words, kept, names, _longest_terms(finder.terms))
        metric_cues, intent_cues, scope, superlatives, topics = tables.finder.find(seen)
        cues = [*metric_cues, *intent_cues]
        message.language = tables.detector.detect(text.original, words, [*cues, *superlatives], likely)
        message.cues = sorted(cue.spoken(message.language) for cue in cues)
        message.scope = [cue.spoken(message.language) for cue in scope]
        message.superlatives = [cue.spoken(message.language) for cue in superlatives]
        message.spans = without_articles(message, tables.articles)
        message.spans = without_phrases(message)
        message.index()
        across_names(message)
        settle_senses(message, tables, len(topics))
        without_families(message)
        without_likenesses(message)
        apply_scope(message)
        return message

    def _choose(self, message: Message, facts: Facts, wants: Wants, scores: tuple[Score, ...]) -> Question:
        best = scores[0]
        if best.intent == "unknown" or best.total < THRESHOLD:
            return UnknownQuestion(problems=tuple(_name_problems(message, facts)))
        question = self._question(best.intent, message, facts, wants)
        close = [score for score in scores[1:] if best.total - score.total < MARGIN and score.intent != "unknown"]
        if not close or best.intent in ("greeting", "thanks", "help", "quiz"):
            return question
        others = [self._question(score.intent, message, facts, wants) for score in close]
        return UnknownQuestion(alternatives=(question, *others), problems=question.problems)

    def _question(self, intent: str, message: Message, facts: Facts, wants: Wants) -> Question:
        slots, problems = fill(intent, message, facts, wants, self._tables.superlatives)
        open_models = [name for name in facts.open_names if len(name.candidates) > 1]
        if (
            open_models
            and intent in ("fact", "training", "usage", "hardware", "comparison", "audit")
            and not _filled_names(slots, open_models[0])
        ):
            return _ask_back(intent, slots, problems, open_models[0])
        show = _show(message)
        return build(intent, slots, problems, show=show) if show is not Show.ANSWER else build(intent, slots, problems)


_ALTERNATIVES = 6
_MOST_TOKENS = 1200
_MOST_SPANS = 40
"""Beyond these a message is a list or a text, and no question that one reply could answer."""


def _too_much() -> UnknownQuestion:
    return UnknownQuestion(problems=(Problem(code="too-much-at-once"),))



def _without_times(text: Text) -> Sequence[str]:
    """The words, less the x that joins a number to a name of letters and digits: "8xA100"."""
    glued = [index for index, word in enumerate(text.words) if word[0] == "x" and 1 < len(word) < _LONGEST_GLUED]
    if not glued:
        return text.words
    words, tokens = list(text.words), text.tokens
    for index in glued:
        if index and tokens[index].joined and tokens[index - 1].kind is TokenKind.NUMBER and index + 1 < len(words):
            if tokens[index + 1].joined and tokens[index + 1].kind is TokenKind.NUMBER:
                words[index] = words[index][1:]
    return words


_LONGEST_GLUED = 5


def _filled_names(slots: dict[str, object], name: Name) -> bool:
    return bool(slots.get(f"{name.kind}s"))


def _ask_back(intent: str, slots: dict[str, object], problems: list[Problem], name: Name) -> UnknownQuestion:
    """One question for each entry that the words may mean."""
    slot = f"{name.kind}s"
    alternatives = [build(intent, {**slots, slot: (id,)}, []) for id in name.candidates[:_ALTERNATIVES]]
    return UnknownQuestion(alternatives=tuple(alternatives), problems=tuple(problems))


def _show(message: Message) -> Show:
    if message.has("sources"):
        return Show.SOURCES
    return Show.FORMULA if message.has("formula") else Show.ANSWER


def _name_problems(message: Message, facts: Facts) -> list[Problem]:
    return [
        Problem(code="ambiguous-name" if name.candidates else "unknown-name", slot=f"{name.kind}s",
                text=message.text.source(name.start, name.end))
        for name in facts.open_names if not name.weak
    ]  # fmt: skip


def _longest_terms(terms: list[Name]) -> list[Name]:
    """Terms that overlap give way to the longer one."""
    kept: list[Name] = []
    for term in sorted(terms, key=lambda term: (-(term.end - term.start), term.start)):
        if all(term.end <= other.start or other.end <= term.start for other in kept):
            kept.append(term)
    return sorted(kept, key=lambda term: term.start)


def _terms(message: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.id for term in message.terms))


@cache
def default_reader() -> Reader:
    """The reader of the languages and the knowledge that Cuesta is delivered with, built once."""
    from knowledge.base import load

    knowledge = load()
    models: dict[str, list[str]] = {}
    for claim in knowledge.claims:
        listed = models.setdefault(knowledge.model(claim.model).maker, [])
        if claim.model not in listed:
            listed.append(claim.model)
    return Reader(default_lexicon(), knowledge.aliases(), {maker: tuple(ids) for maker, ids in models.items()})
