"""A message with its words looked up: what the grammars of quantities walk over."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from bot.reading.quantities.vocabulary import Mark, Marks, Vocabulary
from bot.reading.text import Text, TokenKind

if TYPE_CHECKING:
    from bot.reading.quantities.walk import Numeral

WALL = "\0"
"""Stands in for a claimed token: no grammar reads across it."""
_PADDING = 6
_NO_MARKS: Marks = {}
_NUMBER = TokenKind.NUMBER
_WORD = TokenKind.WORD


class Sentence:
    """Tokens, and for each the phrases that begin there by role.

    The lists are padded at the end, so that looking a few tokens ahead needs no test of bounds. `corrected` keeps the
    words as written where a typo was put right.
    """

    __slots__ = ("corrected", "joined", "marks", "numbers", "numerals", "size", "text", "vocabulary", "words")

    def __init__(self, text: Text, vocabulary: Vocabulary, claimed: Set[int]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        tokens = text.tokens
        self.size = len(tokens)
        padding = [""] * _PADDING
        self.words = list(text.words) + padding
        self.joined = [token[4] for token in tokens] + [False] * _PADDING
        self.numbers = [token[3] is _NUMBER for token in tokens] + [False] * _PADDING
        for index in claimed:
            self.words[index] = WALL
            self.numbers[index] = False
        self.numerals: dict[tuple[int, bool], Numeral | None] = {}
        self.corrected: dict[int, str] = {}
        self.marks: list[Marks] = []
        self._look_up()

    def _look_up(self) -> None:
        words, root, marks = self.words, self.vocabulary.root, self.marks
        skipped = 0
        for index in range(self.size):
            if index < skipped:
                marks.append(_NO_MARKS)
                continue
            node = root.get(words[index])
            if node is None:
                if len(words[index]) < 5 or not self._correct(index):
                    marks.append(_NO_MARKS)
                    continue
                node = root[words[index]]
            found = node.marks
            ahead = index
            while node.next:
                ahead += 1
                following = node.next.get(words[ahead])
                if following is None:
                    break
                node = following
                if node.marks is not None:
                    found = node.marks
            if found is not None and "together" in found and self._is_together(index, found):
                skipped = index + found["together"].length
                found = None
            marks.append(found if found is not None else _NO_MARKS)
        marks.extend([_NO_MARKS] * _PADDING)

    def _is_together(self, index: int, marks: Marks) -> bool:
        """Whether a letter and a slash are short for "with": "13B w/ 260B tokens", but not "$2 c/u", "8c/kWh"."""
        apart = not self.joined[index] or not self.numbers[index - 1]
        return apart and not any(mark.length > marks["together"].length for mark in marks.values())

    def _correct(self, index: int) -> bool:
        """Put one typo right. A unit is only looked for after a number, where the word can hardly be another."""
        word = self.words[index]
        corrected = self.vocabulary.number_spelling.correct(word)
        if corrected == word and index and self._may_count(index - 1):
            corrected = self.vocabulary.unit_spelling.correct(word)
        if corrected == word or corrected not in self.vocabulary.root:
            return False
        self.corrected[index] = word
        self.words[index] = corrected
        return True

    def _may_count(self, index: int) -> bool:
        marks = self.marks[index]
        return (
            self.numbers[index] or "cardinals" in marks or "scales" in marks or "of" in marks or "magnitudes" in marks
        )

    def mark(self, index: int, role: str) -> Mark | None:
        """The phrase in this role that begins at a token."""
        return self.marks[index].get(role)

    def has(self, index: int, role: str) -> bool:
        """Whether a phrase in this role begins at a token."""
        return role in self.marks[index]

    def ends_before(self, index: int, role: str) -> bool:
        """Whether a phrase in this role ends where the token at `index` begins (phrases of up to three tokens)."""
        for start in range(index - 1, max(index - 4, -1), -1):
            mark = self.marks[start].get(role)
            if mark is not None and start + mark.length == index:
                return True
        return False

    def glued(self, index: int) -> bool:
        """Whether a number is glued to letters before it that make it part of a name, as in "A100"."""
        if not self.joined[index] or index == 0:
            return False
        before = self.words[index - 1]
        if not before.isalpha():
            return False
        if before == "x":
            return False  # "x512", "H100x8"
        marks = self.marks[index - 1]
        return not ("currency_prefixes" in marks or "pue" in marks or "utilization.plain" in marks)

    def name_ahead(self, index: int) -> bool:
        """Whether the token at `index` is letters with a number glued on, as in "h100": a name, not a unit."""
        return self.numbers[index + 1] and self.joined[index + 1] and self.words[index].isalpha()
