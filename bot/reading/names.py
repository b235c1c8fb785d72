"""Names of accelerators, models, makers, places and terms, in a trie built from the aliases that `knowledge` gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from bot.reading.text import words_of
from knowledge.names import Alias, NameKind

HARDWARE_AND_MODELS = frozenset({NameKind.MODEL, NameKind.ACCELERATOR})
_HYPHEN = "-"
_PLURAL, _COMMA = "s", ","
_DECIMAL_COMMA = re.compile(r"[0-9]{1,2},[0-9]")
_LONGEST_SHORTENED = 5
"""Tokens of the longest alias whose beginning people leave out; full product names are longer."""


class Entry(NamedTuple):
    """What a sequence of tokens is a name of. `weak` names are ordinary words too."""

    kind: NameKind
    id: str
    weak: bool
    language: str | None


class Node:
    """A step in the trie: what is named here and how names go on."""

    __slots__ = ("entries", "next")

    # Most steps lead nowhere further: they share what is empty until something is added.
    _nothing: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        self.next: dict[str, Node] = self._nothing
        self.entries: tuple[Entry, ...] = ()

    def child(self, word: str) -> Node:
        """The step that a word leads to, made where there is none."""
        self.next = self.next or {}
        return self.next.setdefault(word, Node())

    def after(self, word: str) -> Node | None:
        """The step that a word, its singular or its decimal comma leads to; None where names do not go on like this."""
        following = self.next.get(word)
        if following is None and len(word) > 1:
            if word[-1] == _PLURAL:
                following = self.next.get(word[:-1])
            elif _COMMA in word and _DECIMAL_COMMA.fullmatch(word):
                following = self.next.get(word.replace(_COMMA, "."))
        return following

    def below(self) -> Iterator[Entry]:
        """Everything that is named by this beginning."""
        yield from self.entries
        for node in self.next.values():
            yield from node.below()

    def has_versions(self) -> bool:
        """Whether names go on from here with a number."""
        return any(word[0].isdigit() for word in self.next)


def keys_of(word: str) -> Iterator[str]:
    """All under which `Node.after` may find a word."""
    yield word
    if word[-1] == _PLURAL:
        yield word[:-1]
    elif _COMMA in word:
        yield word.replace(_COMMA, ".")


class Name(NamedTuple):
    """A name found: tokens [start, end) stand for the entry `id` of its kind.

    `id` is empty where the words fit several entries (`candidates`) or a version that is not on file (no candidates).
    `weak` names count only where the message speaks of our subject. `shortened` names lean on an earlier one. `path`
    are the steps of the trie that the name took.
    """

    start: int
    end: int
    kind: NameKind
    id: str
    weak: bool = False
    candidates: tuple[str, ...] = ()
    shortened: bool = False
    path: tuple[Node, ...] = ()


class NameTable:
    """All aliases. `words` are the words of two letters or more that occur in them.

    `number_words` gives the digits of numbers that are one word, for names that are spoken: "hache cien".
    """

    def __init__(self, aliases: Iterable[Alias], number_words: Mapping[str, str] | None = None) -> None:
        self.root = Node()
        self.number_words = dict(number_words or {})
        self.words: set[str] = set()
        self._paths: dict[tuple[NameKind, str], list[tuple[str, ...]]] = {}
        self._beginnings: dict[tuple[NameKind, str], list[Node]] = {}
        for alias in aliases:
            words = tuple([word for word in words_of(alias.text) if word != _HYPHEN])
            if words:
                self._add(words, Entry(alias.kind, alias.id, alias.needs_context, alias.language))

    def _add(self, words: tuple[str, ...], entry: Entry) -> None:
        node = self.root
        for word in words:
            node = node.child(word)
            if len(word) > 1 and word.isalpha():
                self.words.add(word)
        if entry not in node.entries:
            node.entries = (*node.entries, entry)
        if entry.kind in HARDWARE_AND_MODELS and len(words) <= _LONGEST_SHORTENED:
            self._paths.setdefault((entry.kind, entry.id), []).append(words)

    def beginnings(self, kind: NameKind, entry: str) -> list[Node]:
        """The steps on the way to every alias of an entry, the longest first: where a short form can go on."""
        known = self._beginnings.get((kind, entry))
        if known is None:
            known = self._beginnings[kind, entry] = self._found_beginnings(kind, entry)
        return known

    def _found_beginnings(self, kind: NameKind, entry: str) -> list[Node]:
        found: list[tuple[int, Node]] = []
        for words in self._paths.get((kind, entry), ()):
            node = self.root
            for depth, word in enumerate(words[:-1]):
                node = node.next[word]
                found.append((-depth, node))
        return [node for _, node in sorted(found, key=lambda pair: pair[0])]
