"""Misspelled words, put right towards the words that questions are made of.

Three ways, the surest first: one typo (a letter too many, too few, wrong, or two changed round); the same sound in one
of the languages ("presio", "alkilar", "yama"); two typos in a long word. A word that any table knows is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST, _SHORTEST_TARGET = 4, 4
_LONG = 8
"""Letters from which a word may have two typos."""
_LONGEST = 24
_KEPT = 8192


class Speller:
    """Corrects single words. `targets` are the words to correct to, `known` those to leave alone.

    `sounds` are replacements, per language in order, that bring words that sound alike to one form.
    """

    def __init__(
        self, targets: Iterable[str], known: Iterable[str], stems: Iterable[str], sounds: Sequence[Mapping[str, str]]
    ) -> None:
        self._targets = sorted({word for word in targets if len(word) >= _SHORTEST_TARGET and word.isalpha()})
        self._known = frozenset(known)
        self._stems = frozenset(stem for stem in stems if len(stem) >= _SHORTEST)
        self._stem_lengths = tuple(sorted({len(stem) for stem in self._stems}))
        self._sounds = tuple(tuple(rules.items()) for rules in sounds)
        self._found: dict[str, str] = {}

    # What follows takes as long as all other tables together, and is made when the first misspelling comes.

    @cached_property
    def _shortened(self) -> dict[str, list[str]]:
        """The targets by what is left of them without any one letter."""
        found: dict[str, list[str]] = {}
        for word in self._targets:
            for shortened in _shortened(word):
                found.setdefault(shortened, []).append(word)
        return found

    @cached_property
    def _long(self) -> dict[str, list[str]]:
        """Long targets by their first letter."""
        found: dict[str, list[str]] = {}
        for word in self._targets:
            if len(word) >= _LONG - 1:
                found.setdefault(word[0], []).append(word)
        return found

    @cached_property
    def _alike(self) -> list[dict[str, str]]:
        """Per language, the first target of each sound."""
        found: list[dict[str, str]] = []
        for rules in self._sounds:
            alike: dict[str, str] = {}
            for word in self._targets:
                alike.setdefault(_sound(word, rules), word)
            found.append(alike)
        return found

    def knows(self, word: str) -> bool:
        """Whether the word is one of a table, or begins with a stem of one."""
        return word in self._known or any(word[:length] in self._stems for length in self._stem_lengths)

    def correct(self, word: str) -> str:
        """The word meant; the word itself where it is known, or where nothing is near enough."""
        if word in self._known or not _SHORTEST <= len(word) <= _LONGEST or not word.isascii():
            return word
        found = self._found.get(word)
        if found is None:
            found = word if self.knows(word) else self._search(word)
            if len(self._found) < _KEPT:
                self._found[word] = found
        return found

    def _search(self, word: str) -> str:
        near = {other for shortened in _shortened(word) for other in self._shortened.get(shortened, ())}
        one_off = sorted(other for other in near if OSA.distance(word, other, score_cutoff=1) <= 1)
        if len(word) == _SHORTEST:
            one_off = [other for other in one_off if other[0] == word[0] and sorted(other) == sorted(word)]
        if one_off:
            return min(one_off, key=lambda other: (other[0] != word[0], abs(len(other) - len(word)), other))
        for rules, alike in zip(self._sounds, self._alike, strict=True):
            same = alike.get(_sound(word, rules))
            if same is not None:
                return same
        if len(word) >= _LONG:
            match = process.extractOne(word, self._long.get(word[0], ()), scorer=OSA.distance, score_cutoff=2)
            if match is not None:
                return str(match[0])
        return word


def _shortened(word: str) -> set[str]:
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


def _sound(word: str, rules: Sequence[tuple[str, str]]) -> str:
    for written, spoken in rules:
        word = word.replace(written, spoken)
    return word
