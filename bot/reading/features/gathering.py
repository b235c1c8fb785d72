"""All that a message has in it, summed up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.reading.cues import group_names
from bot.reading.features.claims import features_of_claims
from bot.reading.features.given import features_of_quantities
from bot.reading.features.terms import features_of_terms
from bot.reading.features.together import TOGETHER
from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.slots.counts import Count, counts, find_count
from bot.reading.slots.lists import years_named
from bot.reading.spans import SpanKind
from bot.reading.text import TokenKind
from bot.reading.wants import Wants
from knowledge.names import NameKind

_FACTS = ("developer", "release", "context", "api_price", "hardware", "parameters", "memory", "peak_flops")
_OF_A_YEAR = frozenset({"release"})
_MANY_UNEXPLAINED = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found, summed up: ids by kind, and the features with the names that weights use.

    `open_names` fit several entries or none. `count` is the number of accelerators given.
    """

    accelerators: tuple[str, ...]
    models: tuple[str, ...]
    terms: tuple[str, ...]
    open_names: tuple[Name, ...]
    features: frozenset[str]
    count: Count | None = None

    def has(self, *features: str) -> bool:
        """Whether any of these features holds."""
        return not self.features.isdisjoint(features)

    def with_feature(self, feature: str) -> Facts:
        """The same with one more feature."""
        return replace(self, features=self.features | {feature})


class _Named(dict[str, str]):
    """Names of features made from names of groups, each made once."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, group: str) -> str:
        name = self[group] = self._form.format(group)
        return name


_WORD, _WANTS = _Named("{} word"), _Named("wants {}")


def gather(message: Message, wants: Wants) -> Facts:
    """The facts of a message."""
    count = find_count(message)
    accelerators, models = message.ids(NameKind.ACCELERATOR), message.ids(NameKind.MODEL)
    terms = tuple(dict.fromkeys([term.id for term in message.terms]))
    open_names = tuple([name for name in message.names if not name.id])
    found = {_WORD[group] for group in message.by_group}
    found |= {_WANTS[group] for group in wants.groups}
    found |= _named(accelerators, models, open_names)
    found |= _besides(message, wants)
    found |= features_of_quantities(message)
    found |= features_of_claims(message, wants)
    found |= _talk(message)
    if count is not None and counts(message, count, wants):
        found.add("count")
    if terms:
        found |= features_of_terms(message, terms, wants)
    found |= {feature for feature, holds in TOGETHER.items() if holds(found)}
    return Facts(accelerators, models, terms, open_names, frozenset(found), count)


def _named(accelerators: tuple[str, ...], models: tuple[str, ...], open_names: tuple[Name, ...]) -> set[str]:
    found = set()
    open_kinds = {name.kind for name in open_names}
    for kind, ids, noun in (
        (NameKind.ACCELERATOR, accelerators, "accelerator"),
        (NameKind.MODEL, models, "model"),
    ):
        if ids or kind in open_kinds:
            found.add(noun)
        if len(ids) > 1:
            found.add(f"several {noun}s")
    if not found:
        return {"no name"}
    if len(accelerators) + len(models) == 1 or not (accelerators or models):
        found.add("one name")
    return found


def _besides(message: Message, wants: Wants) -> set[str]:
    """Places, superlatives, words of something else, and whether anything is asked."""
    unexplained = len(message.unexplained)
    judged = {
        "region": bool(message.named(NameKind.PLACE)),
        "foreign": message.foreign,
        "many unexplained words": unexplained > _MANY_UNEXPLAINED,
        "unexplained words": 0 < unexplained <= _MANY_UNEXPLAINED,
        "superlative": bool(message.superlatives),
        "wants": bool(wants.groups) or wants.much,
        "wants a fact": wants.has(*_FACTS),
        "sum of numbers": _is_sum(message),
        "models of a maker": bool(message.maker),
        "year of a list": wants.groups <= _OF_A_YEAR and not wants.much and years_named(message) is not None,
    }
    return {feature for feature, holds in judged.items() if holds}


_ASKS = frozenset("?¿")
_FIGURES = frozenset({SpanKind.NUMBER, SpanKind.TIMES, SpanKind.FACTOR})
_FEWEST_SUMMED = 2


def _is_sum(message: Message) -> bool:
    """Whether the message is numbers and nothing that they could be of: "what is 3 plus 4"."""
    given = [span for span in message.spans if span.kind is not SpanKind.IGNORED]
    if len(given) < _FEWEST_SUMMED or message.names or message.superlatives or message.has("models", "accelerators"):
        return False
    tokens = message.text.tokens
    plain = all(
        span.kind in _FIGURES and tokens[span.start].kind is TokenKind.NUMBER and not (span.per or span.each)
        for span in given
    )
    return plain and message.has("what_is", "how_much", "how_many")


_TALK = group_names(
    "greeting parting thanks noted polite single on price_at in_unit have needed copula formula sources another"
)
"""Groups of words that greetings and thanks may have beside their own."""


def _talk(message: Message) -> set[str]:
    """Whether the message greets or thanks and does nothing else."""
    given = [span for span in message.spans if span.kind is not SpanKind.ARTICLE and span.kind is not SpanKind.IGNORED]
    if given or message.names or message.superlatives:
        return set()
    noted = {cue.start for cue in message.group("noted")}
    if any(_TALK.isdisjoint(cue.groups) and cue.start not in noted for cue in message.cues):
        return set()
    found = set()
    if message.has("greeting", "parting"):
        found.add("greeting alone")
    if message.has("thanks") or (message.has("noted") and _nothing_but_talk(message)):
        found.add("thanks alone")
    return found


def _nothing_but_talk(message: Message) -> bool:
    """Whether hardly a word stands beside those of talk, and nothing is asked: "ok", "listo profe"; not "ok why"."""
    if message.unexplained or not _ASKS.isdisjoint(message.words):
        return False
    talked = {index for cue in message.cues for index in range(cue.start, cue.end)}
    words = [index for index, word in enumerate(message.words) if word.isalnum()]
    return sum(index not in talked for index in words) <= 1
