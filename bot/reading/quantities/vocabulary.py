"""All words by which quantities are read, of all languages, in one trie.

A word's role is its path in the data: in `numbers.yaml`, `ranges: {to: [a, hasta]}` gives "hasta" the role `ranges.to`;
where a section's last key is a value (`cardinals: {2: [dos]}`), the role is the path without it. Roles are checked, so
that a mistyped section fails loading with file and entry named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

from bot.reading.lexicon import Lexicon
from bot.reading.quantities.measures import Measures, Unit, measures
from bot.reading.quantities.spelling import Spelling
from bot.reading.spans import SpanKind
from bot.reading.text import fold, words_of
from knowledge.errors import KnowledgeError

Value = Any
"""What a mark carries: a number, a Unit, a (currency, factor) pair, a unit id, or True."""


class Mark(NamedTuple):
    """A phrase found in a message in one of its roles: how many tokens it has, what it stands for, where it is from."""

    length: int
    value: Value
    evidence: str


Marks = dict[str, Mark]
"""The roles of the phrases that begin at a token, each with its longest phrase."""


class Node:
    """A step in the trie. `marks` is None where no phrase ends."""

    __slots__ = ("marks", "next")

    # Most steps lead nowhere further: they share what is empty until something is added.
    _nothing: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        self.next: dict[str, Node] = self._nothing
        self.marks: Marks | None = None

    def child(self, word: str) -> Node:
        """The step that a word leads to, made where there is none."""
        self.next = self.next or {}
        return self.next.setdefault(word, Node())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The trie, the words that are no numbers beside certain others, and the correction of typos.

    `singular` holds the unit words that come first in their lists, which stand for one of their unit even without a
    number ("año y 3 meses"). `beside` gives, by word, the words that must not stand before it and after it.
    """

    root: dict[str, Node]
    singular: frozenset[str]
    beside: dict[str, tuple[frozenset[str], frozenset[str]]]
    number_spelling: Spelling
    unit_spelling: Spelling


def _number(key: str) -> float:
    return float(Fraction(key)) if "/" in key else float(key)


_WITH_VALUES: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(
        ("cardinals", "scales", "plural_scales", "groups", "plural_groups", "fractions", "tails", "factors",
         "factors_alone", "months_of_year", "how_often", "weekdays", "full_load"),
        _number,
    ),
    "periods": str,
    "as_duration": str,
}  # fmt: skip
"""Sections whose keys are values, and how a key is read."""

_WORDS = frozenset({
    "hundred", "approximate_tails", "connectors.tens", "connectors.hundreds", "points", "negative", "articles",
    "final_ones", "of", "powers", "times", "approximate.before", "approximate.after", "plural_articles", "vague",
    "bounds.above", "bounds.below", "ranges.from", "ranges.between", "ranges.to", "ranges.and", "ranges.or",
    "ordinals.suffixes", "labels", "years.certain", "years.possible", "years.at_the_end", "whole_months",
    "clock.at", "clock.before", "clock.hours", "clock.am", "clock.pm", "halves", "percent", "pue", "utilization.plain",
    "utilization.with_percent", "links", "price_links", "whole.before", "whole.certain", "whole.after",
    "whole.during", "all_day", "all_the_day", "rates.strong", "rates.counting", "rates.weak", "rates.of_each",
    "rates.and", "each", "and_cents", "between", "unit_after", "single", "parting_tails", "bounds_behind.above",
    "bounds_behind.below", "ages.before", "ages.after", "together",
})  # fmt: skip
"""Roles of plain word lists."""
_APART = frozenset({"prefixes", "units", "short", "touching", "currencies", "cents", "touching_cents",
                    "thousands", "glued_tens", "not_numbers_beside", "not_misspelled"})  # fmt: skip


def build_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """All `numbers.yaml` and `units.yaml` of a lexicon. Raises KnowledgeError where one has a wrong section or word."""
    builder = _Builder(measures())
    for language, data in lexicon.data("numbers").items():
        builder.numbers(language, data)
    for language, data in lexicon.data("units").items():
        builder.units(language, data)
    return builder.finish()


_OFTEN_MISSPELLED = frozenset(
    {SpanKind.DURATION, SpanKind.TOKENS, SpanKind.PARAMETERS, SpanKind.REQUESTS, SpanKind.POWER, SpanKind.ENERGY}
)
"""Kinds whose unit words are looked for in misspelled words; among the others too many words are near to another."""
_LEAST_FRACTION = 7
"""Letters of a word for a fraction that is looked for in misspelled words: "cuarto" is too near "cuanto"."""


class _Builder:
    def __init__(self, shared: Measures) -> None:
        self.shared = shared
        self.root = Node()
        self.singular: set[str] = set()
        self.beside: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.exceptions: set[str] = set()
        self.number_words: dict[str, Value] = {}
        self.unit_words: dict[str, Value] = {}
        # Later symbols take a phrase over from earlier ones, and all of them stay ahead of a language's words.
        for symbol, unit in dict(shared.symbols).items():
            self.add("units", symbol, unit, "measures")
        for code, symbols in shared.currencies.items():
            for symbol in symbols:
                self.add("currencies", symbol, (code, 1.0), "measures")
                self.add("currency_prefixes", symbol, (code, 1.0), "measures")
        for code, symbols in shared.cents.items():
            for symbol in symbols:
                self.add("currencies", symbol, (code, 0.01), "measures")
        for letter, power in shared.magnitudes.items():
            self.add("magnitudes", letter, power, "measures")
        for symbol in shared.percent:
            self.add("percent", symbol, True, "measures")
        for symbol in shared.approximate:
            self.add("approximate.before", symbol, True, "measures")

    def add(self, role: str, phrase: str, value: Value, source: str) -> None:
        words = words_of(phrase)
        if not words:
            raise KnowledgeError(source, role, "", f"{phrase!r} has no word in it")
        node = self.root
        for word in words:
            node = node.child(word)
        if node.marks is None:
            node.marks = {}
        node.marks.setdefault(role, Mark(len(words), value, f"{source}.{role}:{' '.join(words)}"))

    def numbers(self, language: str, data: dict[str, Any]) -> None:
        source = f"{language}:numbers"
        self._sections(source, data)
        for word, sides in data.get("not_numbers_beside", {}).items():
            before, after = (frozenset(sides.get(side, ())) for side in ("after", "before"))
            self.beside[word] = (before, after)
        self.exceptions.update(word for phrase in data.get("not_misspelled", ()) for word in words_of(phrase))
        glued = data.get("glued_tens", {"tens": {}, "units": {}})
        for tens, stems in glued["tens"].items():
            for units, endings in glued["units"].items():
                for stem in stems:
                    for ending in endings:
                        self.add("cardinals", stem + ending, float(tens) + float(units), source)
        for section in ("cardinals", "scales", "plural_scales", "groups"):
            for key, words in data.get(section, {}).items():
                self.number_words.update(dict.fromkeys(map(fold, words), _number(str(key))))
        self.number_words.update(dict.fromkeys(map(fold, data.get("hundred", ())), 100.0))
        for key, words in data.get("fractions", {}).items():
            long = [fold(word) for word in words if len(word) >= _LEAST_FRACTION]
            self.number_words.update(dict.fromkeys(long, str(key)))

    def units(self, language: str, data: dict[str, Any]) -> None:
        source = f"{language}:units"
        self._sections(source, data)
        for unit_id, words in data.get("units", {}).items():
            unit = self.shared.unit(unit_id, source)
            self.singular.update(map(fold, words[:1]))
            self._unit_words("units", words, unit, source)
            for prefix, prefixed in self.shared.prefixed.get(unit_id, {}).items():
                for spelled in data.get("prefixes", {}).get(prefix, ()):
                    glued = [f"{spelled}{word}" for word in words]
                    self._unit_words("units", glued, self.shared.units[prefixed], source)
        for section in ("short", "touching"):
            for unit_id, words in data.get(section, {}).items():
                unit = self.shared.unit(unit_id, source)
                self._unit_words("units" if section == "short" else "touching", words, unit, source)
        for section, factor in (("currencies", 1.0), ("cents", 0.01), ("thousands", 1000.0)):
            for code, words in data.get(section, {}).items():
                if code == "USD":
                    self.unit_words.update(dict.fromkeys(map(fold, words), code))
                for word in words:
                    self.add("currencies", word, (code, factor), source)

        for code, letters in data.get("touching_cents", {}).items():
            for letter in letters:
                self.add("touching_cents", letter, (code, 0.01), source)

    def _unit_words(self, role: str, words: list[str], unit: Unit, source: str) -> None:
        for word in words:
            if unit.kind in _OFTEN_MISSPELLED:
                self.unit_words[fold(word)] = unit.id
            self.add(role, word, unit, source)
            if " " in word:
                self.add(role, word.replace(" ", "-"), unit, source)

    def _sections(self, source: str, data: dict[str, Any]) -> None:
        for section, content in data.items():
            if section in _APART:
                continue
            for role, key, phrase in _phrases(section, content):
                if section in _WITH_VALUES:
                    value = _WITH_VALUES[section](key)
                    if section == "tails":  # "two-and-a-half"
                        self.add(role, "-" + phrase.replace(" ", "-"), value, source)
                elif role in _WORDS:
                    value = True
                else:
                    raise KnowledgeError(f"{source}.yaml", section, role, "is no section that reading knows")
                self.add(role, phrase, value, source)

    def finish(self) -> Vocabulary:
        known: set[str] = set()
        waiting: list[tuple[Node, Marks | None]] = [(self.root, None)]
        while waiting:
            node, shorter = waiting.pop()
            if node.marks is not None and shorter is not None:
                node.marks = {**shorter, **node.marks}
            known.update(node.next)
            waiting.extend((following, node.marks or shorter) for following in node.next.values())
        known |= self.exceptions
        return Vocabulary(
            root=self.root.next,
            singular=frozenset(self.singular),
            beside=self.beside,
            number_spelling=Spelling(self.number_words, known, least=6),
            unit_spelling=Spelling(self.unit_words, known, least=6),
        )


def _phrases(section: str, content: Any) -> Iterator[tuple[str, str, str]]:
    """The phrases of a section as (role, last key, phrase)."""
    if isinstance(content, list):
        for phrase in content:
            yield section, "", str(phrase)
        return
    for key, phrases in content.items():
        role = section if section in _WITH_VALUES else f"{section}.{key}"
        for phrase in phrases:
            yield role, str(key), str(phrase)
