"""What words add to a number that is being read: "doscientos | treinta | y | cinco | mil", "million | and a half"."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.quantities.sentence import Sentence
from bot.reading.quantities.vocabulary import Mark


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


class Walk:
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

    def fits(self, value: float) -> bool:
        """Whether a cardinal can follow the group: "treinta | cinco", "doscientos | treinta", not "cinco | dos"."""
        group = self.group or 0.0
        if group % 1 or self.numeral.whole_digits:
            return False
        below_hundred = group % 100
        if group >= 100 and below_hundred == 0:
            return value < 100
        return below_hundred >= 20 and below_hundred % 10 == 0 and 0 < value < 10

    def cardinal(self) -> bool:
        """Add a number word below a thousand."""
        mark = self.sentence.marks[self.at]["cardinals"]
        if self.stack and mark.value >= self.stack[-1][0]:
            return False
        self.group = (self.group or 0.0) + mark.value
        self.take(mark.length, mark.evidence)
        return True

    def hundred(self) -> bool:
        """Multiply the group by a hundred: "two | hundred"."""
        if self.group is not None and not 0 < self.group < 100:
            return False
        mark = self.sentence.marks[self.at]["hundred"]
        self.group = 100.0 * (1.0 if self.group is None else self.group)
        self.take(mark.length, mark.evidence)
        return True

    def by_the_scale(self, mark: tuple[int, float, str], letter: str = "") -> bool:
        """Multiply what stands below the scale: "mil trescientos | millones" is 1300 × 10^6."""
        length, scale, evidence = mark
        below, taken = self.group, len(self.stack)
        while taken and self.stack[taken - 1][0] < scale:
            taken -= 1
            below = (below or 0.0) + self.stack[taken][1]
        if below is None and "scales" not in self.sentence.marks[self.at]:
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
        self.take(length, evidence)
        return True

    def scale_of_scales(self) -> bool:
        """Multiply once more: "300 miles de millones", "un millón de millones"."""
        length, scale, evidence = self.sentence.marks[self.at + 1]["plural_scales"]
        amount = scale * (sum(part for _, part in self.stack) + (self.group or 0.0))
        self.stack, self.group = [(scale, amount)], None
        self.take(1 + length, evidence)
        return True

    def by_the_group(self, mark: tuple[int, float, str]) -> bool:
        """Multiply by a dozen, a pair and so on, with their half: "una docena y media"."""
        length, size, evidence = mark
        if self.stack or (self.group is None and "groups" not in self.sentence.marks[self.at]):
            return False
        self.group = size * (1.0 if self.group is None else self.group)
        self.take(length, evidence)
        self.numeral.large = True
        tail = self.sentence.mark(self.at, "tails")
        if tail:
            self.group += size * tail.value
            self.take(tail.length, tail.evidence)
        self.approximate_tail()
        self.done = not self.sentence.has(self.at, "scales")
        return True

    def tail(self) -> bool:
        """As in "and a half" of the last multiplier: "millón y medio", "two and a half"."""
        sentence = self.sentence
        tail = sentence.mark(self.at, "tails")
        if tail is None:
            return self.approximate_tail()
        after = sentence.marks[self.at + tail.length]
        parted = "groups" in after and "parting_tails" in sentence.marks[self.at]
        if parted or (self.group is None and "scales" in after):
            return False  # "8 y media docena": two numbers
        if self.group is None:
            scale, amount = self.stack[-1]
            self.stack[-1] = (scale, amount + scale * tail.value)
        else:
            self.group += tail.value
        self.take(tail.length, tail.evidence)
        return True

    def approximate_tail(self) -> bool:
        """Note "y pico", "and change"; the number ends there."""
        mark = self.sentence.mark(self.at, "approximate_tails")
        if mark is None:
            return False
        self.numeral.approximate = True
        self.take(mark.length, mark.evidence)
        return False

    def connected(self) -> bool:
        """As in "treinta y cinco", "two hundred and five", "treinta y un"."""
        sentence, at = self.sentence, self.at
        marks, following = sentence.marks[at], sentence.marks[at + 1]
        if "final_ones" in marks and self._takes_a_one():
            return self._one(marks["final_ones"])
        if not self.connectors or self.numeral.whole_digits or self.numeral.suffix:
            return False
        if "connectors.tens" in marks and self._takes_a_one(least=20):
            unit = following["cardinals"].value if "cardinals" in following else 0
            if not 0 < unit < 10 and ("final_ones" not in following or sentence.has(at + 2, "units")):
                return False  # "veinte y una semana": the "una" belongs to the week
            self.at += 1
            return True
        if "connectors.hundreds" in marks and "cardinals" in following and self._takes_a_rest(at + 1):
            self.at += 1
            return True
        return False

    def _takes_a_rest(self, at: int) -> bool:
        """Whether "and" adds to the number: "a hundred and five", not "a hundred and two hundred"."""
        value = self.sentence.marks[at]["cardinals"].value
        if self.group is not None:
            after = at + self.sentence.marks[at]["cardinals"].length
            return self.group % 100 == 0 and value < 100 and not self.sentence.has(after, "hundred")
        rest = self.rest(at)
        return rest is not None and rest < self.stack[-1][0]

    def rest(self, at: int) -> float | None:
        """The value of the number that begins at a token, were it alone."""
        raise NotImplementedError

    def _one(self, mark: Mark) -> bool:
        self.group = (self.group or 0.0) + 1
        self.take(mark.length, mark.evidence)
        return True

    def _takes_a_one(self, least: int = 0) -> bool:
        """Whether a unit below ten can still be added: to 30 and 230, and without "y" to 200, but not to 15 or 7.5."""
        group = self.group
        if group is None or group % 1 or self.numeral.whole_digits:
            return False
        return group >= 20 and group % 10 == 0 and group % 100 >= least

    def decimals(self) -> bool:
        """As in "uno punto cinco", "cero coma veinticinco", "one point two five"."""
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
        self.take(at - self.at, point.evidence)
        self.numeral.whole_digits = "-"
        return True

    def take(self, length: int, evidence: str) -> None:
        """Go on behind a phrase that was read."""
        self.at += length
        if evidence:
            self.numeral.evidence.append(evidence)
