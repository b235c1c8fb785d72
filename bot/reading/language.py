"""Which language a message is written in, from the words that only one language has."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.cues import Cue

_CUE = 2
"""A word that asks something tells more about the language than small words and fillers, which visit others."""


class LanguageDetector:
    """Counts the words of each language. `vocabulary` gives the small words and fillers, `letters` the telling ones."""

    def __init__(self, vocabulary: dict[str, set[str]], letters: dict[str, str]) -> None:
        owners: dict[str, set[str]] = {}
        for language, words in vocabulary.items():
            for word in words:
                owners.setdefault(word, set()).add(language)
        self._owner = {word: next(iter(found)) for word, found in owners.items() if len(found) == 1}
        self._letters = letters
        self._languages = tuple(sorted(vocabulary))

    def detect(self, original: str, words: Sequence[str], cues: Sequence[Cue], likely: str | None) -> str:
        """The language with most evidence; in doubt `likely`, and "" where nothing tells."""
        score = dict.fromkeys(self._languages, 0)
        for word in words:
            owner = self._owner.get(word)
            if owner is not None:
                score[owner] += 1
        for cue in cues:
            if len(cue.languages) == 1:
                score[cue.languages[0]] = score.get(cue.languages[0], 0) + _CUE
        for language, letters in self._letters.items():
            score[language] = score.get(language, 0) + any(letter in original for letter in letters)
        best = max(score.values(), default=0)
        winners = [language for language, points in score.items() if points == best]
        if best and len(winners) == 1:
            return winners[0]
        return likely or (winners[0] if best else "")
