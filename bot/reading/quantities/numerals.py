"""One number, in digits or words or both: "1.000", "10 mil", "2 1/2", "3e23", "una docena y media", "half a million".

`read_numeral` is a single walk over the tokens. What has been read is kept as sums below each scale ("two million" and
"five hundred thousand" of 2,500,000) and the group below a thousand that is not yet multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.quantities.digits import read_digits, read_exponent
from bot.reading.quantities.measures import Unit
from bot.reading.quantities.sentence import Sentence
from bot.reading.spans import SpanKind

LARGEST = 1e36
"""No quantity that anybody asks for is greater; beyond it a number is unusable."""


_COUNTED = (SpanKind.REQUESTS, SpanKind.PEOPLE, SpanKind.ACCELERATORS, SpanKind.MACHINES, SpanKind.TIMES)


@dataclass(slots=True)
class Numeral:
    """A number and what must be known of how it was written.

    `value` is None where it is too large. `plain`: nothing but one run of digits. `large`: written with a scale or a
    group word, or at least a thousand, so that "de" may follow ("2T de tokens", "un par de semanas"). `scale`: the
    last multiplier ("mil": 1000). `suffix`: its letter, in "7B". `needs_unit`: a half or quarter of a unit ("media
    hora"). `article`: nothing but "un" or "a".
    """

    start: int
    end: int
    value: float | None = 0.0
    plain: bool = False
    large: bool = False
    scale: float = 1.0
    suffix: str = ""
    needs_unit: bool = False
    article: bool = False
    approximate: bool = False
    negative: bool = False
    whole_digits: str = ""
    evidence: list[str] = field(default_factory=list)


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
    numeral = _Walk(sentence, start + sign, connectors).read()
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


class _Walk:
    """The state of reading one number."""

    __slots__ = ("at", "connectors", "done", "group", "numeral", "sentence", "stack")

    def __init__(self, sentence: Sentence, start: int, connectors: bool) -> None:
        self.sentence = sentence
        self.at = start
        self.connectors = connectors
        self.stack: list[tuple[float, float]] = []
        self.group: float | None = None
        self.done = False
        self.numeral = Numeral(start, start)

    def read(self) -> Numeral | None:
        sentence, numeral = self.sentence, self.numeral
        if sentence.numbers[self.at]:
            if sentence.glued(self.at) or not self._digits():
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
            return self._cardinal()
        if "groups" in marks or "scales" in marks or "hundred" in marks:
            return self._step()
        return self._fraction()

    def _beside_others(self) -> bool:
        """Whether what stands around a word shows that it is no number: "once" in "at once", "which one"."""
        words = self.sentence.words
        sides = self.sentence.vocabulary.beside.get(words[self.at])
        return sides is not None and (words[self.at - 1] in sides[0] or words[self.at + 1] in sides[1])

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
        elif "units" in marks and _divisible(marks["units"].value):
            self.group = part * (1.0 if self.group is None else self.group)
            self.at = after
            self.numeral.needs_unit = self.done = True
        else:
            return False
        self.numeral.evidence.append(evidence)
        return True

    def _article(self) -> bool:
        """As in "A million", "un par", "a quarter of a million", "an hour"; an article before anything else is only that."""
        sentence, start = self.sentence, self.at
        self.at = start + 1
        marks = sentence.marks[self.at]
        self.numeral.evidence.append(sentence.marks[start]["articles"].evidence)
        if "scales" in marks or "groups" in marks or "hundred" in marks:
            self.group = 1.0
            return True
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
        if "hundred" in marks and self._hundred():
            return True
        if "scales" in marks or "plural_scales" in marks:
            return self._scale(marks.get("scales") or marks["plural_scales"])
        if "groups" in marks or "plural_groups" in marks:
            return self._group(marks.get("groups") or marks["plural_groups"])
        if "cardinals" in marks and (self.group is None or self._fits(marks["cardinals"].value)):
            return self._cardinal()
        if sentence.numbers[self.at]:
            return self._more_digits()
        if "powers" in marks and self._word_power():
            return False
        return self._tail() or self._decimals() or self._connected() or self._fraction() or self._letter()

    def _fits(self, value: float) -> bool:
        """Whether a cardinal can follow the group: "treinta | cinco", "doscientos | treinta", not "cinco | dos"."""
        group = self.group or 0.0
        if group % 1 or self.numeral.whole_digits:
            return False
        below_hundred = group % 100
        if group >= 100 and below_hundred == 0:
            return value < 100
        return below_hundred >= 20 and below_hundred % 10 == 0 and 0 < value < 10

    def _cardinal(self) -> bool:
        mark = self.sentence.marks[self.at]["cardinals"]
        if self.stack and mark.value >= self.stack[-1][0]:
            return False
        self.group = (self.group or 0.0) + mark.value
        self._take(mark.length, mark.evidence)
        return True

    def _hundred(self) -> bool:
        if self.group is not None and not 0 < self.group < 100:
            return False
        mark = self.sentence.marks[self.at]["hundred"]
        self.group = 100.0 * (1.0 if self.group is None else self.group)
        self._take(mark.length, mark.evidence)
        return True

    def _scale(self, mark: tuple[int, float, str], letter: str = "") -> bool:
        """Multiply what stands below the scale: "mil trescientos | millones" is 1300 × 10^6."""
        length, scale, evidence = mark
        below, taken = self.group, len(self.stack)
        while taken and self.stack[taken - 1][0] < scale:
            taken -= 1
            below = (below or 0.0) + self.stack[taken][1]
        if below is None and (self.stack or "scales" not in self.sentence.marks[self.at]):
            return False
        if taken and self.stack[taken - 1][0] == scale:
            return False
        del self.stack[taken:]
        self.stack.append((scale, scale * (1.0 if below is None else below)))
        self.group = None
        self.numeral.large = True
        self.numeral.scale = scale
        self.numeral.suffix = letter
        self.numeral.whole_digits = ""
        self._take(length, evidence)
        return True

    def _group(self, mark: tuple[int, float, str]) -> bool:
        length, size, evidence = mark
        if self.stack or (self.group is None and "groups" not in self.sentence.marks[self.at]):
            return False
        self.group = size * (1.0 if self.group is None else self.group)
        self._take(length, evidence)
        self.numeral.large = True
        tail = self.sentence.mark(self.at, "tails")
        if tail:
            self.group += size * tail.value
            self._take(tail.length, tail.evidence)
        self._approximate_tail()
        self.done = not self.sentence.has(self.at, "scales")
        return True

    def _tail(self) -> bool:
        """As in "And a half" of the last multiplier: "millón y medio", "two and a half"."""
        sentence = self.sentence
        tail = sentence.mark(self.at, "tails")
        if tail is None:
            return self._approximate_tail()
        after = sentence.marks[self.at + tail.length]
        if "groups" in after or (self.group is None and "scales" in after):
            return False  # "8 y media docena": two numbers
        if self.group is None:
            scale, amount = self.stack[-1]
            self.stack[-1] = (scale, amount + scale * tail.value)
        else:
            self.group += tail.value
        self._take(tail.length, tail.evidence)
        return True

    def _approximate_tail(self) -> bool:
        mark = self.sentence.mark(self.at, "approximate_tails")
        if mark is None:
            return False
        self.numeral.approximate = True
        self._take(mark.length, mark.evidence)
        return False

    def _connected(self) -> bool:
        """As in "Treinta y cinco", "two hundred and five", "treinta y un"."""
        sentence, at = self.sentence, self.at
        tens = sentence.mark(at, "connectors.tens")
        hundreds = sentence.mark(at, "connectors.hundreds")
        if "final_ones" in sentence.marks[at] and self._takes_a_one():
            mark = sentence.marks[at]["final_ones"]
            self.group = (self.group or 0.0) + 1
            self._take(mark.length, mark.evidence)
            return True
        if not self.connectors or self.numeral.whole_digits or self.numeral.suffix:
            return False
        group = self.group
        following = sentence.marks[at + 1]
        value = following["cardinals"].value if "cardinals" in following else None
        if tens and group is not None and 20 <= group % 100 and group % 10 == 0:
            if value is not None and 0 < value < 10:
                self.at += 1
                return True
            return "final_ones" in following and not self._unit_follows(at + 2) and self._advance()
        if hundreds and value is not None and (group is None or (group % 100 == 0 and value < 100)):
            ahead = at + 1 + following["cardinals"].length
            if group is not None and sentence.has(ahead, "hundred"):
                return False  # "between a hundred and two hundred"
            self.at += 1
            return True
        return False

    def _advance(self) -> bool:
        self.at += 1
        return True

    def _unit_follows(self, index: int) -> bool:
        """As in "Veinte y una semana": the "una" belongs to the week."""
        return self.sentence.has(index, "units")

    def _takes_a_one(self) -> bool:
        group = self.group
        if group is None or group % 1 or self.numeral.whole_digits:
            return False
        return group >= 20 and group % 10 == 0

    def _hyphen(self) -> bool:
        """As in "Twenty-five": a hyphen between two words that fit."""
        sentence, at = self.sentence, self.at
        if sentence.words[at] != "-" or not sentence.joined[at] or not sentence.joined[at + 1]:
            return self._letter()
        following = sentence.marks[at + 1]
        if "approximate_tails" in following:
            self.numeral.approximate = True
            self._take(1 + following["approximate_tails"].length, following["approximate_tails"].evidence)
            return False
        if self.group is None or "cardinals" not in following or not self._fits(following["cardinals"].value):
            return False
        self.at += 1
        return True

    def _decimals(self) -> bool:
        """As in "Uno punto cinco", "cero coma veinticinco", "one point two five"."""
        sentence = self.sentence
        point = sentence.mark(self.at, "points")
        if point is None or self.group is None or self.group % 1:
            return False
        at, digits = self.at + point.length, ""
        while "cardinals" in sentence.marks[at] and len(digits) < 9:
            mark = sentence.marks[at]["cardinals"]
            if mark.value >= 100 or (len(digits) > 1 and mark.value >= 10):
                break
            value, at = mark.value, at + mark.length
            connected = sentence.has(at, "connectors.tens") and sentence.mark(at + 1, "cardinals")
            if connected and value >= 20 and value % 10 == 0 and 0 < connected.value < 10:
                value, at = value + connected.value, at + 1 + connected.length
            digits += str(int(value))
        if not digits:
            return False
        self.group = float(f"{int(self.group)}.{digits}")
        self._take(at - self.at, point.evidence)
        self.numeral.whole_digits = "-"
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

    # Digits ---------------------------------------------------------------------------------------------------------

    def _digits(self) -> bool:
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
        else:
            self._letter()
        return True

    def _more_digits(self) -> bool:
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
        self._take(1, "")
        return True

    def _word_power(self) -> bool:
        """As in "Ten to the power of 24"."""
        if self.group != 10.0 or self.stack or self.numeral.whole_digits:
            return False
        number = read_exponent(self.sentence, 1.0, 10.0, self.at + self.sentence.marks[self.at]["powers"].length)
        if number is None:
            return False
        self.group = self.numeral.value = number.value
        self.numeral.large = True
        self.at = number.end
        return True

    def _letter(self) -> bool:
        """A magnitude letter: "10k", "2.5M", and apart from its number before a unit or a currency, "7 B params"."""
        sentence, at = self.sentence, self.at
        mark = sentence.mark(at, "magnitudes")
        if mark is None or self.numeral.suffix or sentence.name_ahead(at):
            return False
        if not sentence.joined[at]:
            after = sentence.marks[at + 1]
            known = "units" in after or "of" in after or "currencies" in after
            if not known or sentence.has(at, "of") or sentence.name_ahead(at + 1):
                return False
        if self.group is None and not self.stack:
            return False
        return self._scale(mark, letter=sentence.words[at])

    def _take(self, length: int, evidence: str) -> None:
        self.at += length
        if evidence:
            self.numeral.evidence.append(evidence)


def _divisible(unit: Unit) -> bool:
    """Whether half of a unit makes sense: half an hour or a megawatt, not half a question."""
    return unit.kind not in _COUNTED
