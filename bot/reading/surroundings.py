"""What stands around a possible name in a message, and whether it speaks against the name.

"a 100" is the A100 in "20 a cien por una semana" and no name in "a 100 dólares"; "4090" is a card or a number of them;
"Claude 3" is a model, but in "Claude 3 millones de tokens" the 3 belongs to the tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text, TokenKind

SMALL_VERSION = 20
"""Above this, a number that stands apart after a family's name is a quantity and no version of it."""
_COUNTED_NOUNS = frozenset({SpanKind.REQUESTS, SpanKind.TOKENS, SpanKind.PARAMETERS, SpanKind.PEOPLE})
_COUNTS = frozenset({SpanKind.NUMBER, SpanKind.ACCELERATORS})
_DISTINCTIVE = 4
"""Tokens from which a short form ("8x22b") is a name whatever follows."""
_GLUED = 2
"""Letters that may be glued to a number as part of the same name ("A10G", "L40S"): more are another word."""
_PLURAL, _TIMES = "s", "x"
_MARKS = frozenset({",", "/"})


class Surroundings:
    """One message as names see it: corrected words, tokens, quantities.

    `joining` are the words of lists, articles and prepositions before names, `linking` those of them that mean and, or;
    `before_short` are those before names without their beginning, more prepositions among them, `things` nouns that a
    number counts, `variants` words that tell apart the models of a family.
    """

    __slots__ = (
        "_before_short",
        "_linking",
        "joined",
        "joining",
        "kinds",
        "size",
        "span_at",
        "span_over",
        "things",
        "variants",
        "words",
    )

    def __init__(
        self,
        text: Text,
        words: Sequence[str],
        spans: Sequence[Span],
        joining: frozenset[str],
        linking: frozenset[str],
        before_short: frozenset[str] = frozenset(),
        things: frozenset[str] = frozenset(),
        variants: frozenset[str] = frozenset(),
    ) -> None:
        self.words = words
        self.size = len(words)
        self.joined = [token.joined for token in text.tokens]
        self.kinds = [token.kind for token in text.tokens]
        self.joining = joining
        self._linking = linking
        self.things = things
        self.variants = variants
        self._before_short = before_short
        self.span_at: dict[int, Span] = {}
        self.span_over: dict[int, Span] = {}
        for span in spans:
            self.span_at[span.start] = span
            for index in range(span.start, span.end):
                self.span_over[index] = span

    def letter_is_word(self, index: int) -> bool:
        """Whether the token is a letter that is a small word of a language: "a", "y", "o"."""
        return len(self.words[index]) == 1 and self.words[index] in self.joining

    def is_number(self, index: int) -> bool:
        """Whether the token is made of digits."""
        return self.kinds[index] is TokenKind.NUMBER

    def is_money(self, index: int) -> bool:
        """Whether the token belongs to a sum of money: "pesos mexicanos" is no place."""
        span = self.span_over.get(index)
        return span is not None and span.kind is SpanKind.MONEY

    def plain_number(self, index: int, end: int) -> bool:
        """Whether the tokens from `index` to `end` are no more than a number, or no quantity at all."""
        span = self.span_over.get(index)
        if span is None:
            return True
        each = span.each and index > 0 and self.words[index - 1] in self.joining  # "una 3090 cada una"
        plain = span.kind is SpanKind.NUMBER and not span.per and not span.suffix
        return plain and (span.end <= end or bool(each))

    def letter_begins(self, start: int, end: int, accelerator_follows: bool) -> bool:
        """Whether a single letter may begin a name here: not glued to a word, not a preposition before a number."""
        before = start - 1
        if start and self.joined[start] and self.words[before].isalpha():
            times = self.words[before] == _TIMES and before > 0 and self.is_number(before - 1)
            if not times:
                return False
        if end - start == 1 or self.joined[start + 1] or self.words[start + 1] == "-":
            return True
        return self._letter_apart(start, end, accelerator_follows)

    def _letter_apart(self, start: int, end: int, accelerator_follows: bool) -> bool:
        """A letter and a number with a space between: "H cien", "las a 100", but not "a 100 dólares", "y 4"."""
        letter = self.words[start]
        span = self.span_over.get(start + 1)
        if span is not None and span.kind is SpanKind.RANGE and span.of is SpanKind.NUMBER:
            return not accelerator_follows  # "20 a cien": no range of anything, so it is a number of A100
        if span is not None and span.kind is SpanKind.RANGE and span.of is SpanKind.NUMBER and end == self.size:
            mixed = not self.is_number(start + 1) and self.is_number(start - 1)
            return mixed and self.letter_is_word(start)  # "de 16 a cien" at the end, where a range would need its noun
        plain = self.plain_number(start + 1, end)
        if not self.letter_is_word(start):
            return plain or not self.is_number(start + 1)
        if letter in self._linking or not plain:
            return False
        before = self.span_over.get(start - 1)
        counted = before is not None and before.kind in _COUNTS
        article = start > 0 and self.words[start - 1] in self.joining and self.words[start - 1] not in _MARKS
        return counted or article or end == self.size

    def number_begins(self, start: int, end: int, weak: bool, accelerator_follows: bool) -> bool:
        """Whether a number may begin a name here ("4090", "4o", "2.5 Pro", "80GB A100")."""
        if start and self.joined[start] and self.words[start - 1].isalpha():
            return False
        if end - start > 1:
            return not weak or all(self.joined[start + 1 : end])
        span = self.span_over.get(start)
        of_machines = span is not None and span.kind is SpanKind.MACHINES
        return (of_machines or self.plain_number(start, end)) and not accelerator_follows

    def goes_on(self, end: int) -> bool:
        """Whether letters or digits go on where a name would end, as in "L4" of "L40" or "T4" of "T4X"."""
        if end >= self.size or not self.joined[end]:
            return False
        if self.is_number(end):
            return not self.is_number(end - 1) and len(self.words[end - 1]) == 1
        word = self.words[end]
        glued = self.kinds[end] is TokenKind.WORD and self.is_number(end - 1)
        return glued and word not in (_PLURAL, _TIMES) and len(word) <= _GLUED

    def plural_end(self, end: int) -> int:
        """Where a name ends, a plural s after it included: "A100s"."""
        return end + 1 if end < self.size and self.words[end] == _PLURAL and self.joined[end] else end

    def number_needed(self, start: int, end: int) -> bool:
        """Whether the last number of a possible name begins a longer quantity: "Claude 3 millones de tokens"."""
        span = self.span_over.get(end - 1)
        if span is None or span.end <= end or span.start <= start or not self.is_number(end - 1):
            return False
        if span.start < end - 1 or self.joined[end - 1] or self.words[end - 2] == "-":
            return False
        if self.is_number(end) or span.kind is SpanKind.ACCELERATORS:
            return False
        if span.kind is SpanKind.NUMBER and span.each and not span.per:
            return False  # "30 computers with an RTX 4090 each"
        if span.kind is SpanKind.DURATION and self.words[end] == _PLURAL and self.joined[end]:
            return False  # "500 Gaudi 2s"
        if span.kind is SpanKind.RANGE and len(self.words[start]) > 1:
            return False
        if span.kind in _COUNTED_NOUNS:
            return span.value is not None and span.value > SMALL_VERSION
        return True

    def fits_short(self, start: int, end: int) -> bool:
        """Whether a name without its beginning may stand here: not glued to a word, not inside a longer quantity."""
        before = self.words[start - 1] if start else ""
        if start and self.joined[start] and before != "-" and before.isalnum():
            return False
        span = self.span_over.get(end - 1)
        within = span is None or (span.end <= end and (span.start >= start or span.kind is SpanKind.RANGE))
        inside = within or end - start >= _DISTINCTIVE
        return inside and not self.goes_on(end)

    def listed(self, start: int) -> bool:
        """Whether a word of lists or a preposition stands before a token, or nothing does."""
        return start == 0 or self.words[start - 1] in self._before_short
