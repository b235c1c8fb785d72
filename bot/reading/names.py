"""Names of accelerators, models, makers, places and terms in a message.

A name is a sequence of tokens in a trie built from the aliases that `knowledge` gives. Hyphens do not matter, decimal
commas are decimal points, numbers may be spelled out ("las H cien"), and a plural s may follow. Where a name goes on
from an earlier one, its beginning may be left out ("TPU v5e, v5p y v6e", "Mixtral 8x7B or 8x22B").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text, TokenKind, words_of
from knowledge.names import Alias, NameKind

_DECIMAL_COMMA = re.compile(r"[0-9]{1,2},[0-9]")
MOST_NAMES = 24
"""With more names a message is a list or a text, and no question that one reply could answer."""
_REMEMBERED = 24
"""Beginnings of earlier names that a short name may go on from."""
_SMALL_VERSION = 20
"""Above this, a number that stands apart after a family's name is a quantity and no version of it."""


class Entry(NamedTuple):
    """What a sequence of tokens is a name of."""

    kind: NameKind
    id: str
    weak: bool
    language: str | None


class Node:
    """A step in the trie: what is named here and how names go on."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entries: list[Entry] = []

    def below(self) -> Iterator[Entry]:
        """Everything named by this beginning."""
        yield from self.entries
        for node in self.next.values():
            yield from node.below()

    def versions(self) -> int:
        """In how many numbers names go on from here."""
        return sum(word[0].isdigit() for word in self.next)


@dataclass(frozen=True, slots=True)
class Name:
    """A name found: tokens [start, end) stand for the entry `id` of its kind.

    `id` is empty where the words fit several entries (`candidates`) or a version that is not on file (no candidates).
    `weak` names are ordinary words too and count only where the message speaks of our subject. `apart` tells that
    spaces part the letters from the number of a short name ("a 100"). `shortened` names lean on an earlier one.
    """

    start: int
    end: int
    kind: NameKind
    id: str
    weak: bool = False
    candidates: tuple[str, ...] = ()
    apart: bool = False
    shortened: bool = False
    languages: tuple[str, ...] = ()
    path: tuple[Node, ...] = ()

    def covers(self, token: int) -> bool:
        """Whether the token with this index belongs to the name."""
        return self.start <= token < self.end


class _Step(NamedTuple):
    node: Node
    end: int
    apart: bool


class NameTable:
    """All aliases as a trie. `words` are the words of two letters or more that occur in names.

    `number_words` gives the digits of numbers that are one word, for names that are spoken.
    """

    def __init__(self, aliases: Iterable[Alias], number_words: Mapping[str, str] | None = None) -> None:
        self.root = Node()
        self.number_words = dict(number_words or {})
        self.words: set[str] = set()
        self.paths: dict[tuple[NameKind, str], list[tuple[str, ...]]] = {}
        for alias in aliases:
            words = tuple(word for word in words_of(alias.text) if word != "-")
            if not words:
                continue
            node = self.root
            for word in words:
                node = node.next.setdefault(word, Node())
            entry = Entry(alias.kind, alias.id, alias.needs_context, alias.language)
            if entry not in node.entries:
                node.entries.append(entry)
            self.paths.setdefault((alias.kind, alias.id), []).append(words)
            self.words.update(word for word in words if len(word) > 1 and word.isalpha())

    def beginnings(self, kind: NameKind, id: str) -> list[Node]:
        """The nodes on the way to every alias of an entry, longest beginning first: where a short form can go on."""
        found: list[tuple[int, Node]] = []
        for words in self.paths.get((kind, id), ()):
            node = self.root
            for depth, word in enumerate(words[:-1]):
                node = node.next[word]
                found.append((depth, node))
        return [node for _, node in sorted(found, key=lambda pair: -pair[0])]


class NameFinder:
    """One pass over one message."""

    def __init__(
        self,
        table: NameTable,
        text: Text,
        words: Sequence[str],
        spans: Sequence[Span],
        blocked: frozenset[int] | set[int],
        connectors: Mapping[str, str] | frozenset[str],
        earlier: Sequence[Node] = (),
    ) -> None:
        self.table = table
        self.text = text
        self.words = words
        self.joined = [token.joined for token in text.tokens]
        self.size = len(words)
        self.blocked = blocked
        self.connectors = connectors
        self.spans_at: dict[int, Span] = {}
        self.span_over: dict[int, Span] = {}
        for span in spans:
            self.spans_at[span.start] = span
            for index in range(span.start, span.end):
                self.span_over[index] = span
        self.names: list[Name] = []
        self.terms: list[Name] = []
        self.earlier: list[Node] = list(earlier)

    def find(self) -> None:
        """Fill `names` and `terms`, in the order of the message."""
        root, words, index = self.table.root.next, self.words, 0
        while index < self.size and len(self.names) <= MOST_NAMES:
            if index in self.blocked:
                index += 1
                continue
            node = root.get(words[index]) or self._number_node(self.table.root, index)
            steps = self._walk(node, index) if node is not None else []
            name = self._best(steps, index) if steps else None
            if name is None and self.earlier:
                name = self._shortened(index)
            if name is None:
                index += 1
                continue
            self._keep(name)
            index = name.end

    def _keep(self, name: Name) -> None:
        self.names.append(name)
        if name.path and name.kind in (NameKind.MODEL, NameKind.ACCELERATOR):
            newer = [*reversed(name.path[:-1]), *self.earlier]
            self.earlier = list(dict.fromkeys(newer))[:_REMEMBERED]

    def _number_node(self, start: Node, index: int) -> Node | None:
        word = self.words[index]
        if "," in word and _DECIMAL_COMMA.fullmatch(word):
            return start.next.get(word.replace(",", "."))
        return None

    def _walk(self, first: Node, start: int) -> list[_Step]:
        """Every node on the way as far as the words go, with where it ends."""
        steps = [_Step(first, start + 1, False)]
        node, index, apart = first, start + 1, False
        while index < self.size and node.next:
            if self.words[index] == "-" and index + 1 < self.size and index not in self.blocked:
                index += 1
                if self.words[index] == "-" or not node.next:
                    break
                joined = True
            else:
                joined = self.joined[index]
            word = self.words[index]
            following = node.next.get(word) or self._number_node(node, index)
            if following is None and len(word) > 1 and word[-1] == "s":
                following = node.next.get(word[:-1])
            end = index + 1
            if following is None:
                following, end = self._spelled(node, index)
            if following is None or index in self.blocked:
                break
            apart = apart or not joined
            node, index = following, end
            steps.append(_Step(node, end, apart))
        return steps

    def _spelled(self, node: Node, index: int) -> tuple[Node | None, int]:
        """A number in words that the name goes on with: "cien" for "100"."""
        tail = self.span_over.get(index)
        if tail is not None and tail.kind is SpanKind.RANGE and tail.high and index > tail.start:
            return node.next.get(str(int(tail.high))), index + 1
        span = self.spans_at.get(index)
        if span is None or span.kind is not SpanKind.NUMBER or span.value is None or span.value != int(span.value):
            digits = self.table.number_words.get(self.words[index]) if self.words[index - 1] != "a" else None
            return (node.next.get(digits) if digits else None), index + 1
        return node.next.get(str(int(span.value))), span.end

    def _best(self, steps: list[_Step], start: int) -> Name | None:
        """The longest name that the steps contain and the message allows; terms are kept aside."""
        found: Name | None = None
        for depth in range(len(steps) - 1, -1, -1):
            step = steps[depth]
            if not step.node.entries:
                continue
            path = tuple(step.node for step in steps[: depth + 1])
            terms = [entry for entry in step.node.entries if entry.kind is NameKind.TERM]
            if terms and (not self.terms or self.terms[-1].end <= start):
                self.terms.extend(self._name(entry, start, step, path) for entry in terms[:1])
            others = [entry for entry in step.node.entries if entry.kind is not NameKind.TERM]
            if others and found is None and self._allowed(start, step, others[0]):
                found = self._name(self._strongest(others), start, step, path)
        return self._family(steps, start, found) or found

    @staticmethod
    def _strongest(entries: list[Entry]) -> Entry:
        order = (NameKind.MODEL, NameKind.ACCELERATOR, NameKind.PLACE, NameKind.MAKER)
        return min(entries, key=lambda entry: (order.index(entry.kind), entry.weak))

    def _name(self, entry: Entry, start: int, step: _Step, path: tuple[Node, ...]) -> Name:
        same = [other for other in path[-1].entries if (other.kind, other.id) == (entry.kind, entry.id)]
        weak = all(other.weak for other in same)
        languages = tuple({other.language for other in same if other.language is not None})
        end = step.end
        if end < self.size and self.words[end] == "s" and self.joined[end]:
            end += 1
        return Name(start, end, entry.kind, entry.id, weak, (), step.apart, False, languages, path)

    def _allowed(self, start: int, step: _Step, entry: Entry) -> bool:
        """Whether nothing in the message speaks against a name at these tokens."""
        words, end = self.words, step.end
        first = words[start]
        if len(first) == 1 and not first[0].isdigit():
            if start and self.joined[start] and words[start - 1].isalpha() and not self._times_sign(start - 1):
                return False
            if (
                end - start > 1
                and not self.joined[start + 1]
                and words[start + 1] != "-"
                and not self._letter_apart(start, end)
            ):
                return False
        if first[0].isdigit() and not self._leading_number(start, end, entry):
            return False
        if end < self.size and self.joined[end] and self._glued_tail(end):
            return False
        return not self._number_needed_elsewhere(start, end)

    def _glued_tail(self, end: int) -> bool:
        """Whether letters or digits go on where the name would end, as in "L4" of "L40" or "T4" of "T4X"."""
        word, kind = self.words[end], self.text.tokens[end].kind
        before = self.text.tokens[end - 1].kind
        if kind is TokenKind.NUMBER:
            return before is TokenKind.WORD and len(self.words[end - 1]) == 1
        return kind is TokenKind.WORD and before is TokenKind.NUMBER and word not in ("s", "x") and len(word) <= 2

    def _times_sign(self, index: int) -> bool:
        """Whether a letter stands between a number and a name glued to it: the x of "8xA100"."""
        return index > 0 and self.words[index] == "x" and self.text.tokens[index - 1].kind is TokenKind.NUMBER

    def _letter_apart(self, start: int, end: int) -> bool:
        """A single letter and a number with a space between them: "a 100", "H cien", but not "a 100 dólares"."""
        if self.words[start] in ("o", "r", "y", "e", "u"):
            return False
        span = self.span_over.get(start + 1)
        if span is not None and span.kind is SpanKind.RANGE and span.of is SpanKind.NUMBER and span.start + 1 == start:
            return True  # "20 a cien": a number of A100, as no "from" opens a range
        plain = span is None or (span.kind is SpanKind.NUMBER and span.end <= end and not span.per and not span.suffix)
        if self.words[start] != "a":
            return plain or self.text.tokens[start + 1].kind is TokenKind.WORD
        before = self.span_over.get(start - 1)
        counted = before is not None and before.kind in (SpanKind.NUMBER, SpanKind.ACCELERATORS)
        article = start > 0 and self.words[start - 1] in self.connectors and self.words[start - 1] not in (",", "/")
        return plain and (counted or article or end == self.size)

    def _leading_number(self, start: int, end: int, entry: Entry) -> bool:
        """A name that begins with digits ("4090", "4o", "2.5 Pro", "80GB A100")."""
        if start and self.joined[start] and self.words[start - 1].isalpha():
            return False
        span = self.span_over.get(start)
        if end - start == 1:
            plain = span is None or (span.kind is SpanKind.NUMBER and span.end == end and not span.per)
            plain = plain or (span is not None and span.kind is SpanKind.MACHINES)
            return plain and not self._accelerator_follows(end)
        if entry.weak and not all(self.joined[start + 1 : end]):
            return False
        return True

    def _accelerator_follows(self, end: int) -> bool:
        if end >= self.size:
            return False
        node = self.table.root.next.get(self.words[end])
        steps = self._walk(node, end) if node is not None else []
        return any(
            entry.kind is NameKind.ACCELERATOR for step in steps for entry in step.node.entries if len(steps) > 1
        )

    def _number_needed_elsewhere(self, start: int, end: int) -> bool:
        """Whether the name's last number begins a longer quantity: "Claude 3 millones de tokens"."""
        span = self.span_over.get(end - 1)
        if span is None or span.end <= end or span.start <= start:
            return False
        if span.start < end - 1 or self.joined[end - 1] or self.words[end - 2] == "-":
            return False
        following = self.text.tokens[end]
        if following.kind is TokenKind.NUMBER or span.kind is SpanKind.ACCELERATORS:
            return False
        if span.kind is SpanKind.RANGE and len(self.words[start]) > 1:
            return False
        if span.kind in (SpanKind.REQUESTS, SpanKind.TOKENS, SpanKind.PARAMETERS, SpanKind.PEOPLE):
            return span.value is not None and span.value > _SMALL_VERSION
        return True

    def _family(self, steps: list[_Step], start: int, found: Name | None) -> Name | None:
        """A family's name with a size or a version that leaves several entries open, or none."""
        reached = found.end if found else start
        last = steps[-1]
        if found and found.end > last.end:
            last = _Step(found.path[-1], found.end, found.apart)
        if last.end > reached and len(steps) > 1 and self.text.tokens[last.end - 1].kind is TokenKind.NUMBER:
            if self._number_needed_elsewhere(start, last.end) or not self._allowed_family(start, last):
                return None
            return self._open_name(start, last, tuple(step.node for step in steps))
        if found is None and len(steps) == 1 and not last.node.entries and self._is_family(last.node, start):
            version = self._version_after(last)
            return version or self._open_name(start, last, (last.node,))
        if found is not None and last.end == found.end and self._is_family(last.node, start):
            return self._version_after(_Step(last.node, found.end, False), start)
        return None

    def _allowed_family(self, start: int, step: _Step) -> bool:
        return len(self.words[start]) > 1 and self.words[start].isalpha() and step.end - start >= 2

    def _is_family(self, node: Node, start: int) -> bool:
        word = self.words[start]
        return len(word) > 2 and word.isalpha() and node.versions() > 0

    def _open_name(self, start: int, step: _Step, path: tuple[Node, ...]) -> Name | None:
        below = [entry for entry in step.node.below() if entry.kind in (NameKind.MODEL, NameKind.ACCELERATOR)]
        ids = tuple(dict.fromkeys(entry.id for entry in below))
        if not ids:
            return None
        id = ids[0] if len(ids) == 1 else ""
        weak = step.end - start == 1
        candidates = () if id else ids
        return Name(start, step.end, below[0].kind, id, weak, candidates, step.apart, False, (), path)

    def _version_after(self, step: _Step, start: int | None = None) -> Name | None:
        """A number after a family's name that is no version on file: "GPT-6", "RTX 4080"."""
        index = step.end
        hyphen = index < self.size and self.words[index] == "-" and self.joined[index]
        index += hyphen
        if index >= self.size or self.text.tokens[index].kind is not TokenKind.NUMBER:
            return None
        span = self.span_over.get(index)
        plain = span is None or (span.kind is SpanKind.NUMBER and span.end == index + 1)
        kind = next((entry.kind for entry in step.node.below()), NameKind.TERM)
        if not plain or kind not in (NameKind.MODEL, NameKind.ACCELERATOR) or self._number_node(step.node, index):
            return None
        close = hyphen or self.joined[index]
        value = span.value if span is not None and span.value is not None else None
        small = value is not None and value < _SMALL_VERSION and kind is NameKind.MODEL
        card = kind is NameKind.ACCELERATOR and value is not None and value >= 1000
        if not (close or small or card) or self._accelerator_follows(index + 1):
            return None
        begin = start if start is not None else step.end - 1
        return Name(begin, index + 1, kind, "", False, (), False, False, (), (step.node,))

    def _shortened(self, index: int) -> Name | None:
        """A name whose beginning is left out because an earlier name gave it."""
        for beginning in self.earlier:
            node = beginning.next.get(self.words[index]) or self._number_node(beginning, index)
            if node is None:
                continue
            steps = self._walk(node, index)
            for depth in range(len(steps) - 1, -1, -1):
                step = steps[depth]
                entries = [entry for entry in step.node.entries if entry.kind in (NameKind.MODEL, NameKind.ACCELERATOR)]
                if entries and self._allowed_short(index, step):
                    path = (beginning, *(step.node for step in steps[: depth + 1]))
                    name = self._name(entries[0], index, step, path)
                    return Name(index, name.end, name.kind, name.id, False, (), step.apart, True, (), path)
        return None

    def _allowed_short(self, start: int, step: _Step) -> bool:
        """Short forms are distinctive ("v5p", "8x22b", "flash") or stand in a list ("RTX 4090 or 5090")."""
        words, end = self.words, step.end
        if start and self.joined[start] and words[start - 1] != "-" and words[start - 1].isalnum():
            return False
        span = self.span_over.get(end - 1)
        inside = span is None or (span.end <= end and (span.start >= start or span.kind is SpanKind.RANGE))
        if not inside or (end < self.size and self.joined[end] and self._glued_tail(end)):
            return False
        single = end - start == 1
        first_is_number = self.text.tokens[start].kind is TokenKind.NUMBER
        if single and len(words[start]) < 3 and not first_is_number:
            return False
        if not first_is_number:
            return not step.apart or end - start > 2 or len(words[start]) > 2
        listed = start == 0 or words[start - 1] in self.connectors
        return listed and not self._accelerator_follows(end)
