"""Misspelled words, put right towards the words that questions are made of.

Three ways, the surest first: one typo (a letter too many, too few, wrong, or two changed round); the same sound in one
of the languages ("presio", "alkilar", "yama"); two typos in a long word. The first letter is right or changed places
with the second, or the sound is right. A word that any table knows is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

_SHORTEST = 4
_LONG = 8
"""Letters from which a word may have two typos."""
_LONGEST = 24
_KEPT = 8192
_DRAWN_OUT = re.compile(r"([a-z])\1\1+")
"""A letter that is held for effect: "hiii", "holaaaa"."""


class Sounds:
    """Spellings that sound alike in one language, brought to one form.

    `rules` replace letters by letters: those of several letters first, in order, then single letters all at once.
    """

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._groups = tuple([(written, spoken) for written, spoken in rules.items() if len(written) > 1])
        self._letters = str.maketrans({written: spoken for written, spoken in rules.items() if len(written) == 1})

    def of(self, word: str) -> str:
        """The form that the word has in common with all that sound like it."""
        for written, spoken in self._groups:
            if written in word:
                word = word.replace(written, spoken)
        spoken = word.translate(self._letters)
        return word if spoken == word else spoken  # most sound as they are written, and are there already


class Speller:
    """Corrects single words. `targets` are the words to correct to, `known` those to leave alone, with the `stems`."""

    def __init__(
        self, targets: Iterable[str], known: Iterable[str], stems: Iterable[str], sounds: Sequence[Mapping[str, str]]
    ) -> None:
        self._targets = [word for word in targets if len(word) >= _SHORTEST and word.isalpha()]
        self._known = frozenset(known)
        self._stems = frozenset([stem for stem in stems if len(stem) >= _SHORTEST])
        self._stem_lengths = tuple(sorted({len(stem) for stem in self._stems}))
        self._sounds = tuple([Sounds(rules) for rules in sounds])
        self._found: dict[str, str] = {}

    @cached_property
    def _shelves(self) -> dict[tuple[str, int], list[str]]:
        """The targets by first letter and length, sorted."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._targets):
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    @cached_property
    def _alike(self) -> list[dict[str, str]]:
        """Per language, the first target of each sound; made when the first word of unknown spelling comes."""
        targets = sorted(self._targets, reverse=True)
        return [{sounds.of(word): word for word in targets} for sounds in self._sounds]

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
        if _DRAWN_OUT.search(word):
            for drawn in (_DRAWN_OUT.sub(r"\1", word), _DRAWN_OUT.sub(r"\1\1", word)):
                if self.knows(drawn):
                    return drawn
        one_typo = self._near(word, 1)
        if len(word) == _SHORTEST:
            one_typo = [other for other in one_typo if sorted(other) == sorted(word)]
        if one_typo:
            return min(one_typo, key=lambda other: (other[0] != word[0], abs(len(other) - len(word)), other))
        for sounds, alike in zip(self._sounds, self._alike, strict=True):
            same = alike.get(sounds.of(word))
            if same is not None:
                return same
        return next(iter(self._near(word, 2)), word) if len(word) >= _LONG else word

    def _near(self, word: str, typos: int) -> list[str]:
        """The targets that many typos away, the nearest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: list[tuple[float, str]] = []
        for letter in (word[0],) if typos > 1 else dict.fromkeys(word[:2]):
            for length in range(len(word) - typos, len(word) + typos + 1):
                shelf = self._shelves.get((letter, length))
                if shelf:
                    matches = process.extract(word, shelf, scorer=OSA.distance, score_cutoff=typos, limit=None)
                    found.extend((distance, other) for other, distance, _ in matches)
        return [other for _, other in sorted(found)]
