"""One number, in digits or words or both: "1.000", "10 mil", "2 1/2", "3e23", "una docena y media", "half a million".

`read_numeral` is a single walk over the tokens. What has been read is kept as sums below each scale ("two million" and
"five hundred thousand" of 2,500,000) and the group below a thousand that is not yet multiplied.
"""

from __future__ import annotations

from bot.reading.quantities.digit_walk import DigitWalk
from bot.reading.quantities.measures import Unit
from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.walk import Numeral
from bot.reading.spans import SpanKind

LARGEST = 1e36
"""No quantity that anybody asks for is greater; beyond it a number is unusable."""
_LEAST_BEHIND_COMMA = 100
_COUNTED = (SpanKind.REQUESTS, SpanKind.PEOPLE, SpanKind.MACHINES, SpanKind.TIMES)


def read_numeral(sentence: Sentence, start: int, connectors: bool = True) -> Numeral | None:
    """The number that begins at a token, or None. Without `connectors` "veinte y cinco" ends after "veinte".

    It is read once: a range, a rate and a quantity may all look at the same number.
    """
    key = (start, connectors)
    if key not in sentence.numerals:
        sentence.numerals[key] = _read(sentence, start, connectors)
    return sentence.numerals[key]


def _read(sentence: Sentence, start: int, connectors: bool) -> Numeral | None:
    if not sentence.numbers[start] and not sentence.marks[start] and sentence.words[start] != "-":
        return None
    sign = _sign(sentence, start)
    numeral = _Reading(sentence, start + sign, connectors).read()
    if numeral is None:
        return None
    if sign:
        if numeral.article or numeral.needs_unit:
            return None
        numeral.start = start
        numeral.negative = True
        numeral.plain = False
        if numeral.value is not None:
            numeral.value = -numeral.value
    if numeral.value is not None and abs(numeral.value) > LARGEST:
        numeral.value = None
    return numeral


def _sign(sentence: Sentence, start: int) -> int:
    """How many tokens a minus takes: "-5" but not "GPT-4", "A - 5" or "3-5"; "menos cinco"."""
    if sentence.words[start] == "-":
        return 1 if sentence.joined[start + 1] and not sentence.joined[start] else 0
    mark = sentence.mark(start, "negative")
    return mark.length if mark else 0


class _Reading(DigitWalk):
    """Where a number begins and how it goes on."""

    __slots__ = ()

    def read(self) -> Numeral | None:
        sentence, numeral = self.sentence, self.numeral
        if sentence.numbers[self.at]:
            if sentence.glued(self.at) or not self.digits():
                return None
        elif not self._begin():
            return None if not numeral.article else numeral
        while not self.done and self._step():
            pass
        if numeral.value is not None:
            numeral.value = sum(amount for _, amount in self.stack) + (self.group or 0.0)
            numeral.large = numeral.large or numeral.value >= 1000
        numeral.end = self.at
        return numeral

    # The first word -------------------------------------------------------------------------------------------------

    def _begin(self) -> bool:
        marks = self.sentence.marks[self.at]
        if not marks:
            return False
        if "halves" in marks:
            return self._half()
        if "articles" in marks:
            return self._article()
        if "cardinals" in marks and not self._beside_others():
            return self.cardinal()
        if "groups" in marks or "scales" in marks or "hundred" in marks:
            return self._step()
        return self._fraction()

    def _beside_others(self) -> bool:
        """Whether what stands around a word shows that it is no number: "once" in "at once", "which one"."""
        words = self.sentence.words
        sides = self.sentence.vocabulary.beside.get(words[self.at])
        if sides is None:
            return False
        behind = words[self.at + 1] in sides[1] and not self.sentence.name_ahead(self.at + 1)
        return behind or (self.at > 0 and words[self.at - 1] in sides[0])

    def _half(self) -> bool:
        """Half of a scale, a group or a unit: "medio millón", "half a dozen", "media hora", "half-year"."""
        sentence, after = self.sentence, self.at + self.sentence.marks[self.at]["halves"].length
        if sentence.words[after] == "-" or sentence.has(after, "of"):
            after += 1
        if sentence.has(after, "articles"):
            after += 1
        return self._part(0.5, after, "halves")

    def _part(self, part: float, after: int, role: str) -> bool:
        marks = self.sentence.marks[after]
        evidence = self.sentence.marks[self.at][role].evidence
        if "scales" in marks or "groups" in marks or "hundred" in marks:
            self.group = part * (1.0 if self.group is None else self.group)
            self.at = after
        elif "currencies" in marks or ("units" in marks and _divisible(marks["units"].value)):
            self.group = part * (1.0 if self.group is None else self.group)
            self.at = after
            self.numeral.needs_unit = self.done = True
        else:
            return False
        self.numeral.evidence.append(evidence)
        return True

    def _article(self) -> bool:
        """As in "a million", "un par", "a quarter of a million", "an hour"; else no more than an article."""
        sentence, start = self.sentence, self.at
        self.at = start + 1
        marks = sentence.marks[self.at]
        self.numeral.evidence.append(sentence.marks[start]["articles"].evidence)
        if "scales" in marks or "groups" in marks or "hundred" in marks:
            self.group = 1.0
            return True
        if "cardinals" in marks or sentence.numbers[self.at]:
            return False  # "a diez centavos"
        if "halves" in marks and self._half():
            return True
        if "fractions" in marks and self._fraction():
            return True
        if sentence.words[self.at] == "-" and sentence.joined[self.at]:
            return False
        self.numeral.article = True
        self.numeral.value = 1.0
        self.numeral.end = self.at
        return False

    # Further words --------------------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Take the next word into the number; False where the number ends."""
        sentence, marks = self.sentence, self.sentence.marks[self.at]
        if not marks and not sentence.numbers[self.at]:
            return self._hyphen()
        if self.numeral.value is None:
            return False
        if "hundred" in marks and self.hundred():
            return True
        if "scales" in marks or "plural_scales" in marks:
            return self.by_the_scale(marks.get("scales") or marks["plural_scales"])
        if "groups" in marks or "plural_groups" in marks:
            return self.by_the_group(marks.get("groups") or marks["plural_groups"])
        if "cardinals" in marks and (self.group is None or self.fits(marks["cardinals"].value)):
            return self.cardinal()
        if sentence.numbers[self.at]:
            return self.more_digits()
        if "powers" in marks and self.word_power():
            return False
        if "of" in marks and self.stack and "plural_scales" in sentence.marks[self.at + 1]:
            return self.scale_of_scales()
        return self.tail() or self.decimals() or self.connected() or self._fraction() or self.letter() or self._comma()

    def _hyphen(self) -> bool:
        """As in "twenty-five": a hyphen between two words that fit."""
        sentence, at = self.sentence, self.at
        if sentence.words[at] != "-" or not sentence.joined[at] or not sentence.joined[at + 1]:
            return self.letter()
        following = sentence.marks[at + 1]
        if "scales" in following and self.group is not None:
            self.at += 1
            return True  # "13-billion-parameter"
        if "approximate_tails" in following:
            self.numeral.approximate = True
            self.take(1 + following["approximate_tails"].length, following["approximate_tails"].evidence)
            return False
        if "connectors.hundreds" in following and sentence.words[at + 2] == "-" and self._hyphened_rest(at + 3):
            return True
        if "hundred" in following and self.group is not None and 0 < self.group < 100:
            self.at += 1
            return True
        if self.group is None or "cardinals" not in following or not self.fits(following["cardinals"].value):
            return False
        self.at += 1
        return True

    def _hyphened_rest(self, at: int) -> bool:
        """As in "five-hundred-and-twelve": go on with the number behind the "and"."""
        if "cardinals" not in self.sentence.marks[at] or not self._takes_a_rest(at):
            return False
        self.at = at
        return True

    def _comma(self) -> bool:
        """As in "one thousand, one hundred": a comma behind a scale, where a good part of it follows."""
        if self.sentence.words[self.at] != "," or self.group is not None or not self.stack:
            return False
        if self.numeral.whole_digits or self.numeral.suffix:
            return False
        rest = self.rest(self.at + 1) if "cardinals" in self.sentence.marks[self.at + 1] else None
        if rest is None or not _LEAST_BEHIND_COMMA <= rest < self.stack[-1][0]:
            return False
        self.at += 1
        return True

    def _fraction(self) -> bool:
        """Three quarters of a million, a third of a year: only before a scale, a group or, with "of", a unit."""
        sentence = self.sentence
        mark = sentence.mark(self.at, "fractions")
        if mark is None or self.stack or (self.group or 0.0) % 1:
            return False
        after = self.at + mark.length
        of = sentence.has(after, "of")
        after += of
        after += sentence.has(after, "articles")
        if not of and "units" in sentence.marks[after] and "scales" not in sentence.marks[after]:
            return False
        return self._part(mark.value, after, "fractions")

    def rest(self, at: int) -> float | None:
        """The value of the number that begins at a token, were it alone."""
        numeral = read_numeral(self.sentence, at)
        return None if numeral is None else numeral.value


def _divisible(unit: Unit) -> bool:
    """Whether half of a unit makes sense: half an hour or a megawatt, not half a question."""
    return unit.kind not in _COUNTED
