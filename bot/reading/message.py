"""One message with everything found in it: what the later layers of reading work on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.reading.cues import Cue
from bot.reading.names import Name
from bot.reading.naming import NameFinder
from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text
from knowledge.names import NameKind

CLAIMED = "\0"
"""Stands in for a token that belongs to a name: no cue is looked for there."""

_CLAUSE_ENDS = frozenset(",.:;?!()\n") | {"¿", "¡"}


@dataclass(slots=True)
class Message:
    """Tokens, quantities, names and cues of one message; `words` are corrected for spelling.

    What scope takes back (negated, replaced, corrected) has been removed from `spans`, `names` and `cues` and stands
    in `dismissed`. `by_group` gives the cues of each group in order, `superlatives` the groups of ranking words.
    `maker` is whose models are to be listed, `things` are the everyday things named, `finder` found the names.
    """

    text: Text
    words: tuple[str, ...]
    spans: list[Span]
    names: list[Name]
    terms: list[Name]
    cues: list[Cue] = field(default_factory=list)
    scope: list[Cue] = field(default_factory=list)
    superlatives: list[Cue] = field(default_factory=list)
    dismissed: list[Cue | Name | Span] = field(default_factory=list)
    language: str = ""
    unexplained: tuple[int, ...] = ()
    foreign: bool = False
    maker: str = ""
    things: tuple[str, ...] = ()
    finder: NameFinder | None = None
    by_group: dict[str, list[Cue]] = field(default_factory=dict)
    by_kind: dict[SpanKind, list[Span]] = field(default_factory=dict)

    def index(self) -> None:
        """Fill `by_group` and `by_kind` anew; called whenever cues or spans have changed."""
        self.index_cues()
        self.index_spans()

    def index_cues(self) -> None:
        """Fill `by_group` anew."""
        self.by_group = {}
        for cue in self.cues:
            for group in cue.groups:
                self.by_group.setdefault(group, []).append(cue)

    def index_spans(self) -> None:
        """Fill `by_kind` anew."""
        self.by_kind = {}
        for span in self.spans:
            self.by_kind.setdefault(span.kind, []).append(span)

    def has(self, *groups: str) -> bool:
        """Whether a cue of any of these groups stands in the message."""
        return not self.by_group.keys().isdisjoint(groups)

    def group(self, *groups: str) -> list[Cue]:
        """The cues of these groups, in the order of the message."""
        if len(groups) == 1:
            return self.by_group.get(groups[0], [])
        found = [self.by_group[group] for group in groups if group in self.by_group]
        if len(found) < 2:
            return found[0] if found else []
        return sorted({cue for cues in found for cue in cues})

    def kind(self, *kinds: SpanKind) -> list[Span]:
        """The quantities of these kinds, in the order of the message."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], [])
        found = [self.by_kind[kind] for kind in kinds if kind in self.by_kind]
        if len(found) < 2:
            return found[0] if found else []
        return sorted([span for spans in found for span in spans], key=lambda span: span.start)

    def ids(self, kind: NameKind) -> tuple[str, ...]:
        """The entries of a kind that are named, in the order named, each once."""
        return tuple(dict.fromkeys(name.id for name in self.names if name.kind is kind and name.id))

    def named(self, kind: NameKind) -> list[Name]:
        """The names of a kind, those that stand for several entries or none included."""
        return [name for name in self.names if name.kind is kind]

    def span_at(self, token: int) -> Span | None:
        """The quantity that a token belongs to."""
        for span in self.spans:
            if span.start <= token < span.end:
                return span
        return None

    def same_clause(self, first: int, last: int) -> bool:
        """Whether no punctuation stands between two tokens."""
        return _CLAUSE_ENDS.isdisjoint(self.words[min(first, last) : max(first, last)])

    def clause_end(self, start: int, stops: Iterable[int] = ()) -> int:
        """The token where the clause that begins at `start` ends: at punctuation, or at one of `stops`."""
        limits = set(stops)
        for index in range(start, len(self.words)):
            if self.words[index] in _CLAUSE_ENDS or index in limits:
                return index
        return len(self.words)

    def between(self, first: int, last: int) -> Sequence[str]:
        """The words from one token up to, not including, another."""
        return self.words[first:last]
