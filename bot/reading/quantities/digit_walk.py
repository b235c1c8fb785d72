"""What digits add to a number that is being read: "3 mil 500", "ten to the power of 24", "10k", "7 B params"."""

from __future__ import annotations

from bot.reading.quantities.digits import read_digits, read_exponent
from bot.reading.quantities.walk import Walk


class DigitWalk(Walk):
    """The steps of reading a number that take digits and letters of magnitude."""

    __slots__ = ()

    def digits(self) -> bool:
        """Begin with digits; False where they are no number."""
        text = self.sentence.words[self.at]
        number = read_digits(self.sentence, self.at)
        if number is None:
            return False
        self.at = number.end
        self.numeral.value, self.numeral.plain, self.numeral.large = number.value, number.plain, number.raised
        self.numeral.whole_digits = text
        self.group = number.value
        if number.value is None:
            self.done = True
            return True
        of = self.sentence.has(self.at, "of")
        if of and 0 < number.value < 1:  # "3/4 de millón"
            after = self.at + 1 + self.sentence.has(self.at + 1, "articles")
            if "scales" in self.sentence.marks[after]:
                self.at = after
        self.letter()
        return True

    def more_digits(self) -> bool:
        """Digits after a scale word: "3 mil 500", "2 millones 500 mil"."""
        sentence, text = self.sentence, self.sentence.words[self.at]
        if self.group is not None or not self.stack or self.numeral.suffix or sentence.joined[self.at]:
            return False
        scale = self.stack[-1][0]
        if not text.isdigit() or len(text) > 12 or float(text) >= scale:
            return False
        next_scale = sentence.mark(self.at + 1, "scales")
        if float(text) * 10 < scale and not (next_scale and next_scale.value < scale):
            return False
        self.group = float(text)
        self.numeral.whole_digits = text
        self.take(1, "")
        return True

    def _clearly(self, at: int) -> bool:
        """Whether a letter apart is a magnitude without more ado: "10 k", "7 b", "5 M", but not "5 m"."""
        text = self.sentence.text
        return self.sentence.words[at] in ("k", "b") or text.original[text.tokens[at].start].isupper()

    def word_power(self) -> bool:
        """As in "ten to the power of 24"."""
        if self.group != 10.0 or self.stack or self.numeral.whole_digits:
            return False
        number = read_exponent(self.sentence, 1.0, 10.0, self.at + self.sentence.marks[self.at]["powers"].length)
        if number is None:
            return False
        self.group = self.numeral.value = number.value
        self.numeral.large = True
        self.at = number.end
        return True

    def letter(self) -> bool:
        """A magnitude letter: "10k", "2.5M", and apart from its number before a unit or a currency, "7 B params"."""
        sentence, at = self.sentence, self.at
        mark = sentence.mark(at, "magnitudes")
        unit = sentence.mark(at, "units")
        if mark is None or self.numeral.suffix or sentence.name_ahead(at) or (unit and unit.length > 1):
            return False
        if not sentence.joined[at]:
            after = sentence.marks[at + 1]
            known = "units" in after or "of" in after or "currencies" in after or self._clearly(at)
            if not known or sentence.has(at, "of") or sentence.name_ahead(at + 1):
                return False
        if self.group is None and not self.stack:
            return False
        return self.by_the_scale(mark, letter=sentence.words[at])
