"""Words and phrases that say how a question is put: which group each belongs to, in which language.

A language's file maps groups to phrases (`rent: [rent, leas*, in the cloud]`); a star ends a stem. Longer phrases win
over shorter ones, and a token belongs to one phrase of a table at most. All languages are looked for at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from bot.reading.text import words_of
from knowledge.errors import KnowledgeError

STEM = "*"
"""Ends a stem: "alquilar*" is any word that begins so."""


def group_names(names: str) -> frozenset[str]:
    """Names of groups, parted by spaces."""
    return frozenset(names.split())


class Cue(NamedTuple):
    """A phrase found in a message: tokens [start, end), the groups it stands for and the languages it belongs to.

    `senses` are its groups with the language that gives each.
    """

    start: int
    end: int
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    senses: tuple[tuple[str, str], ...] = ()

    def spoken(self, language: str) -> Cue:
        """The cue as this language means it, where it is a word of that language at all."""
        if len(self.languages) == 1 or language not in self.languages:
            return self
        groups = tuple(dict.fromkeys(group for group, spoken in self.senses if spoken == language))
        return self._replace(groups=groups, languages=(language,))


class _Node:
    __slots__ = ("groups", "languages", "lengths", "next", "senses", "stems")

    # Most steps lead nowhere further: they share what is empty until something is added.
    _nothing: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        self.next: dict[str, _Node] = self._nothing
        self.stems: dict[str, _Node] = self._nothing
        self.lengths: tuple[int, ...] = ()
        self.groups: tuple[str, ...] = ()
        self.languages: tuple[str, ...] = ()
        self.senses: tuple[tuple[str, str], ...] = ()

    def following(self, word: str) -> _Node | None:
        found = self.next.get(word)
        if found is None:
            for length in self.lengths:
                found = self.stems.get(word[:length])
                if found is not None:
                    return found
        return found

    def child(self, word: str, stem: bool) -> _Node:
        if not stem:
            self.next = self.next or {}
            return self.next.setdefault(word, _Node())
        self.stems = self.stems or {}
        child = self.stems.setdefault(word, _Node())
        self.lengths = tuple(sorted({len(stem) for stem in self.stems}, reverse=True))
        return child


class CueTable:
    """The phrases of one kind of file in all languages.

    `words` are the whole words that occur in it, `stems` the beginnings of words.
    """

    __slots__ = ("_root", "stems", "words")

    # Thousands of phrases stand for the same few groups: what is equal is there once.
    _once: ClassVar[dict[tuple[Any, ...], tuple[Any, ...]]] = {}

    def __init__(self) -> None:
        self._root = _Node()
        self.words: set[str] = set()
        self.stems: set[str] = set()

    @classmethod
    def of(cls, files: Mapping[str, Mapping[str, Sequence[str]]], name: str, groups: frozenset[str]) -> CueTable:
        """A table of the file `name` of each language. Raises KnowledgeError for a group that reading does not know."""
        table = cls()
        for language, content in files.items():
            for group, phrases in content.items():
                if group not in groups:
                    raise KnowledgeError(f"{language}/{name}.yaml", group, "", "is no group that reading knows")
                for phrase in phrases:
                    table.add(str(phrase), group, language)
        return table

    def add(self, phrase: str, group: str, language: str) -> None:
        """Enter one phrase. Raises ValueError where it has no words."""
        words = words_of(phrase)
        if not words:
            raise ValueError(f"an empty phrase in {language}, {group}")
        node = self._root
        index = 0
        while index < len(words):
            stem = index + 1 < len(words) and words[index + 1] == STEM
            node = node.child(words[index], stem)
            (self.stems if stem else self.words).add(words[index])
            index += 2 if stem else 1
        if group not in node.groups:
            node.groups = self._same((*node.groups, group))
        if language not in node.languages:
            node.languages = self._same((*node.languages, language))
        node.senses = self._same((*node.senses, self._same((group, language))))

    @classmethod
    def _same(cls, names: tuple[Any, ...]) -> tuple[Any, ...]:
        return cls._once.setdefault(names, names)

    def beginning(self, word: str) -> _Node | None:
        """The step that phrases take which begin with this word."""
        return self._root.following(word)

    def find(self, words: Sequence[str]) -> list[Cue]:
        """The phrases in a message, from left to right, each the longest at its place, none overlapping another."""
        steps = [(index, self._root.following(word)) for index, word in enumerate(words)]
        return _phrases(words, [(index, node) for index, node in steps if node is not None])

    def longest(self, words: Sequence[str], start: int) -> Cue | None:
        """The longest phrase that begins at one token."""
        node: _Node | None = self._root
        best: Cue | None = None
        index = start
        while index < len(words) and node is not None:
            node = node.following(words[index])
            index += 1
            if node is not None and node.groups:
                best = Cue(start, index, node.groups, node.languages, node.senses)
        return best


def strings_in(content: object) -> Iterator[str]:
    """Every string in parsed YAML, keys left out."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from strings_in(part)
    elif isinstance(content, list):
        for part in content:
            yield from strings_in(part)


def _phrases(words: Sequence[str], steps: Sequence[tuple[int, _Node]]) -> list[Cue]:
    """The longest phrases from the places where one may begin, none overlapping another."""
    found: list[Cue] = []
    size, free = len(words), 0
    for start, first in steps:
        if start < free:
            continue
        node, best, end, index = first, first if first.groups else None, start + 1, start + 1
        while index < size and (node.next or node.stems):
            following = node.following(words[index])
            if following is None:
                break
            node = following
            index += 1
            if node.groups:
                best, end = node, index
        if best is not None:
            found.append(Cue(start, end, best.groups, best.languages, best.senses))
            free = end
    return found


class CueFinder:
    """Several tables looked through at once: each word is asked once in which of them a phrase begins with it."""

    _KEPT = 8192

    def __init__(self, *tables: CueTable) -> None:
        self._tables = tables
        self._beginning: dict[str, tuple[tuple[int, _Node], ...]] = {}

    def find(self, words: Sequence[str]) -> list[list[Cue]]:
        """The phrases of each table."""
        steps: list[list[tuple[int, _Node]]] = [[] for _ in self._tables]
        known = self._beginning
        for index, word in enumerate(words):
            beginning = known.get(word)
            if beginning is None:
                beginning = self._look_up(word)
            for number, node in beginning:
                steps[number].append((index, node))
        return [_phrases(words, taken) if taken else [] for taken in steps]

    def _look_up(self, word: str) -> tuple[tuple[int, _Node], ...]:
        nodes = [(number, table.beginning(word)) for number, table in enumerate(self._tables)]
        found = tuple([(number, node) for number, node in nodes if node is not None])
        if len(self._beginning) < self._KEPT:
            self._beginning[word] = found
        return found
