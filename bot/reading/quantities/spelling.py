"""Words of one typo, put right: one letter too many, too few, wrong, or two changed round.

Every word of the vocabulary is entered with each of its letters left out; a misspelled word meets it there. That takes
a handful of dictionary look-ups a word, whatever the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA

_KEPT = 4096
_LONGEST = 24


class Spelling:
    """Corrects towards words of at least `least` letters, leaving alone what is in `known`.

    `meanings` gives the words and what each stands for: where several are one typo away they must mean the same.
    """

    __slots__ = ("_found", "_known", "_least", "_meanings", "_missing")

    def __init__(self, meanings: Mapping[str, object], known: set[str], least: int) -> None:
        self._meanings = meanings
        self._known = known
        self._least = least
        self._missing: dict[str, str] = {}
        """Words with a letter left out, and the words, parted by spaces, that they may be: mostly one."""
        self._found: dict[str, str] = {}
        for word in sorted(word for word in meanings if word.isalpha() and word.isascii() and len(word) >= least):
            for shortened in _shortened(word):
                others = self._missing.get(shortened)
                self._missing[shortened] = word if others is None else f"{others} {word}"

    def correct(self, word: str) -> str:
        """The word of the vocabulary that is one typo away; the word itself where there is none or doubt which."""
        if word in self._known or not self._least - 1 <= len(word) <= _LONGEST:
            return word
        found = self._found.get(word)
        if found is None:
            candidates = {near for shortened in _shortened(word) for near in self._missing.get(shortened, "").split()}
            near = sorted(other for other in candidates if OSA.distance(word, other, score_cutoff=1) <= 1)
            same = near and all(self._meanings[other] == self._meanings[near[0]] for other in near)
            found = near[0] if same else word
            if len(self._found) < _KEPT:
                self._found[word] = found
        return found


def _shortened(word: str) -> set[str]:
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}
