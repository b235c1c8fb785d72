"""Finding the names in a message.

Hyphens do not matter, decimal commas are decimal points, numbers may be spelled out ("las H cien"), and a plural s may
follow. Where a name goes on from an earlier one, its beginning may be left out ("TPU v5e, v5p y v6e", "Mixtral 8x7B or
8x22B"). A family's name with a version or a size that fits several entries, or none, becomes a name without an entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from bot.reading.names import HARDWARE_AND_MODELS, Entry, Name, NameTable, Node, keys_of
from bot.reading.spans import SpanKind
from bot.reading.surroundings import SMALL_VERSION, Surroundings
from knowledge.names import NameKind

MOST_NAMES = 24
"""With more names a message is a list or a text, and no question that one reply could answer."""
_REMEMBERED = 24
"""Beginnings of earlier names that a short name may go on from."""
_ORDER = (NameKind.MODEL, NameKind.ACCELERATOR, NameKind.PLACE, NameKind.MAKER)
_SMALLEST_CARD = 1000
_DIGITS_OF_A_CARD = 4
"""Numbers of cards that are named by one ("RTX 4090") have four digits."""
_SHORTEST_FAMILY = 3
_SHORTEST_PLURAL = 3
"""A word of three letters begins no name in the plural: "vs 100" is no V100, "mis" no MI300X."""


class Step(NamedTuple):
    """How far a name goes: the trie's node, the token after it, and whether a space stands inside."""

    node: Node
    end: int
    apart: bool


class NameFinder:
    """One pass over one message. `names` are in the order of the message and do not overlap; `terms` may overlap them.

    `blocked` are tokens of phrases that are no names ("palm oil"), `earlier` beginnings that short names go on from.
    """

    __slots__ = ("_around", "_blocked", "_earlier", "_seeds", "_table", "_unnamed", "_unnamed_forms", "names", "terms")

    def __init__(
        self, table: NameTable, around: Surroundings, blocked: Collection[int], earlier: Sequence[Node] = ()
    ) -> None:
        self._table = table
        self._around = around
        self._blocked = blocked
        self._earlier = list(earlier)
        self._seeds = frozenset(map(id, earlier))
        self.names: list[Name] = []
        self.terms: list[Name] = []
        self._unnamed: list[int] = []
        """Where no name was found."""
        self._unnamed_forms: list[str] = []
        """The words there, as `Node.after` looks for them."""

    def find(self) -> None:
        """Fill `names` and `terms`; stops beyond MOST_NAMES."""
        root, words, index, size = self._table.root, self._around.words, 0, self._around.size
        beginnings = root.next
        while index < size and len(self.names) <= MOST_NAMES:
            if index in self._blocked:
                index += 1
                continue
            word = words[index]
            node = beginnings.get(word)
            if node is None and len(word) > _SHORTEST_PLURAL:
                node = root.after(word)
            name = self._best(self._walk(node, index), index) if node is not None else None
            if name is None and self._earlier:
                name = self._shortened(index)
            if name is not None:
                self._keep(name)
            if name is None:
                self._unnamed.append(index)
                self._unnamed_forms.extend(keys_of(word))
            index = index + 1 if name is None else name.end

    def _keep(self, name: Name) -> None:
        self.names.append(name)
        if name.path and name.kind in HARDWARE_AND_MODELS:
            newer = [*reversed(name.path[:-1]), *self._earlier]
            self._earlier = list(dict.fromkeys(newer))[:_REMEMBERED]

    def _walk(self, first: Node, start: int) -> list[Step]:
        """Every step on the way as far as the words go."""
        around, words = self._around, self._around.words
        steps = [Step(first, start + 1, False)]
        node, index, apart = first, start + 1, False
        while index < around.size and node.next:
            joined = around.joined[index]
            if words[index] == "-" and index + 1 < around.size:
                index += 1
                joined = True
            if index in self._blocked:
                break
            following, end = node.after(words[index]), index + 1
            if following is None:
                following, end = self._spelled(node, index)
            if following is None:
                break
            apart = apart or not joined
            node, index = following, end
            steps.append(Step(node, end, apart))
        return steps

    def _spelled(self, node: Node, index: int) -> tuple[Node | None, int]:
        """A number in words that the name goes on with: "cien" for "100"."""
        span = self._around.span_over.get(index)
        if span is not None and span.kind is SpanKind.RANGE and span.high and index > span.start:
            return node.next.get(f"{span.high:.0f}"), index + 1
        if span is not None and span.kind is SpanKind.NUMBER and span.start == index and span.value is not None:
            return node.next.get(f"{span.value:.0f}"), span.end
        digits = self._table.number_words.get(self._around.words[index])
        alone = index > 0 and self._around.letter_is_word(index - 1)
        return (node.next.get(digits) if digits and not alone else None), index + 1

    def _best(self, steps: list[Step], start: int) -> Name | None:
        """The longest name that the steps contain and the message allows; terms are kept aside."""
        found: Name | None = None
        for depth in range(len(steps) - 1, -1, -1):
            step = steps[depth]
            if not step.node.entries:
                continue
            path = tuple([passed.node for passed in steps[: depth + 1]])
            term = next((entry for entry in step.node.entries if entry.kind is NameKind.TERM), None)
            if term is not None and (not self.terms or self.terms[-1].end <= start):
                self.terms.append(self._name(term, start, step, path))
            others = [entry for entry in step.node.entries if entry.kind is not NameKind.TERM]
            if others and found is None and self._allowed(start, step, others[0]) and not self._joins(start, step):
                entry = min(others, key=lambda entry: (_ORDER.index(entry.kind), entry.weak))
                found = self._name(entry, start, step, path)
        return self._unknown_variant(steps[-1], found) or self._family(steps, start, found) or found

    def _name(self, entry: Entry, start: int, step: Step, path: tuple[Node, ...], shortened: bool = False) -> Name:
        same = [other for other in path[-1].entries if (other.kind, other.id) == (entry.kind, entry.id)]
        weak = not shortened and all(other.weak for other in same)
        return Name(start, self._around.plural_end(step.end), entry.kind, entry.id, weak, (), shortened, path)

    def _allowed(self, start: int, step: Step, entry: Entry) -> bool:
        """Whether nothing in the message speaks against a name at these tokens."""
        around, first = self._around, self._around.words[start]
        if len(first) == 1 and first.isalpha():
            follows = step.apart and self._accelerator_follows(step.end)
            if not around.letter_begins(start, step.end, follows):
                return False
        if around.is_number(start):
            follows = step.end - start == 1 and self._accelerator_follows(step.end)
            if not around.number_begins(start, step.end, entry.weak, follows):
                return False
        if entry.kind is NameKind.PLACE and around.is_money(start):
            return False
        return not around.goes_on(step.end) and not around.number_needed(start, step.end)

    def _joins(self, start: int, step: Step) -> bool:
        """Whether the letter a name would end in is a small word before the next name: "GPT-4 o Llama 3"."""
        around, last = self._around, step.end - 1
        if last <= start or around.joined[last] or not around.letter_is_word(last) or step.end >= around.size:
            return False
        following = self._table.root.after(around.words[step.end])
        return following is not None and any(entry.kind in HARDWARE_AND_MODELS for entry in following.below())

    def _accelerator_follows(self, index: int) -> bool:
        """Whether an accelerator's name of letters and digits begins at a token."""
        node = self._table.root.after(self._around.words[index]) if index < self._around.size else None
        steps = self._walk(node, index) if node is not None else []
        return len(steps) > 1 and any(
            entry.kind is NameKind.ACCELERATOR for step in steps for entry in step.node.entries
        )

    # families: "Llama 3.1", "GPT-6", "RTX 4080"

    def _family(self, steps: list[Step], start: int, found: Name | None) -> Name | None:
        """A family's name that leaves several entries open, or a version of one that is not on file."""
        around, last = self._around, steps[-1]
        first = around.words[start]
        if len(first) < _SHORTEST_FAMILY or not first.isalpha():
            return None
        beyond = last.end > (found.end if found else start)
        if beyond and len(steps) > 1 and around.is_number(last.end - 1):
            needed = around.number_needed(start, last.end)
            return None if needed else _open_name(start, last, tuple([step.node for step in steps]))
        if not last.node.has_versions():
            return None
        if found is None and len(steps) == 1 and not last.node.entries:
            return self._unknown_version(start, last) or _open_name(start, last, (last.node,))
        return self._unknown_version(start, last) if found is not None and last.end == found.end else None

    def _unknown_variant(self, step: Step, found: Name | None) -> Name | None:
        """A model's name that goes on with a word for a variant that is not on file: "Gemini Ultra"."""
        around = self._around
        if found is None or found.kind is not NameKind.MODEL:
            return None
        if step.end > found.end:
            named = around.words[step.end - 1] in around.variants
            return _open_name(found.start, step, (step.node,)) if named else None
        index = found.end
        index += index < around.size and around.words[index] == "-" and around.joined[index]
        if index >= around.size or around.words[index] not in around.variants:
            return None
        return found._replace(end=index + 1, id="", weak=False)

    def _unknown_version(self, start: int, step: Step) -> Name | None:
        """A number after a family's name that is no version on file."""
        around, index = self._around, step.end
        hyphen = index < around.size and around.words[index] == "-" and around.joined[index]
        index += hyphen
        if index >= around.size or not around.is_number(index):
            return None
        near = hyphen or around.joined[index]
        if not near and not around.plain_number(index, index + 1):
            return None
        if index + 1 < around.size and around.words[index + 1] in around.things:
            return None
        kind = next((entry.kind for entry in step.node.below()), NameKind.TERM)
        if kind not in HARDWARE_AND_MODELS or step.node.after(around.words[index]) is not None:
            return None
        span = around.span_over.get(index)
        value = span.value if span is not None and span.value is not None else 0.0
        version = 0 < value < SMALL_VERSION if kind is NameKind.MODEL else value >= _SMALLEST_CARD
        if not (near or version) or self._accelerator_follows(index + 1):
            return None
        return Name(start, index + 1, kind, "", path=(step.node,))

    # names without their beginning: "v5p", "8x22B", "5090"

    def goes_on(self, earlier: Iterable[Node]) -> bool:
        """Whether another name would have been found, had there been these earlier ones."""
        return any(
            self._gone_on(beginning, index, seeded=True) is not None for beginning in earlier for index in self._unnamed
        )

    def _shortened(self, index: int) -> Name | None:
        """A name whose beginning is left out because an earlier name gave it."""
        for beginning in self._earlier:
            name = self._gone_on(beginning, index, seeded=id(beginning) in self._seeds)
            if name is not None:
                return name
        return None

    def _gone_on(self, beginning: Node, index: int, *, seeded: bool) -> Name | None:
        """A name that begins like an earlier one and goes on with this word."""
        node = beginning.after(self._around.words[index])
        if node is None:
            return None
        steps = self._walk(node, index)
        for depth in range(len(steps) - 1, -1, -1):
            step = steps[depth]
            entry = next((entry for entry in step.node.entries if entry.kind in HARDWARE_AND_MODELS), None)
            if entry is not None and self._allowed_short(index, step, entry.kind, seeded):
                path = (beginning, *(passed.node for passed in steps[: depth + 1]))
                return self._name(entry, index, step, path, shortened=True)
        return None

    def _counts(self, start: int, end: int, kind: NameKind) -> bool:
        """Whether a number alone counts something and names nothing said before: "and 10?" after the A100."""
        around = self._around
        if kind is NameKind.ACCELERATOR:
            return len(around.words[start]) < _DIGITS_OF_A_CARD
        return around.words[start].isdigit() and end < around.size and around.words[end].isalnum()

    def _allowed_short(self, start: int, step: Step, kind: NameKind, seeded: bool) -> bool:
        """Short forms are distinctive ("v5p", "8x22b", "flash") or stand in a list ("RTX 4090 or 5090")."""
        around = self._around
        if not around.fits_short(start, step.end):
            return False
        if around.is_number(start):
            counts = seeded and step.end - start == 1 and self._counts(start, step.end, kind)
            return around.listed(start) and not counts and not self._accelerator_follows(step.end)
        tokens, letters = step.end - start, len(around.words[start])
        if tokens == 1:
            return letters >= _SHORTEST_FAMILY
        return not step.apart or tokens > 2 or letters >= _SHORTEST_FAMILY


def _open_name(start: int, step: Step, path: tuple[Node, ...]) -> Name | None:
    """A name that fits everything below a step; a single entry is that entry's name."""
    below = [entry for entry in step.node.below() if entry.kind in HARDWARE_AND_MODELS]
    ids = tuple(dict.fromkeys(entry.id for entry in below))
    if not ids:
        return None
    known = ids[0] if len(ids) == 1 else ""
    weak = step.end - start == 1
    return Name(start, step.end, below[0].kind, known, weak, () if known else ids, path=path)
