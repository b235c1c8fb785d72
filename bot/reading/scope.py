"""What a message takes back: "not the rental, the purchase", "H100 instead of A100", "for 3 weeks, sorry, 4 weeks".

A negated or replaced item is dismissed only where another of its sort remains, so that "wouldn't it be cheaper to rent
8 H100?" still speaks of renting H100. After a correction the item before it of the same sort gives way to the one after
it. Dismissed items leave the message's lists and stand in `Message.dismissed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from bot.reading.cues import Cue, group_names
from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.spans import Span, SpanKind

Item = Cue | Name | Span

_TURNING = frozenset({"correction", "instead_of", "negation", "negation_behind", "left_out"})
_BEHIND = frozenset({"negation_behind", "left_out"})
_MOST_TURNS = 32
"""Words of negation, replacement and correction that are looked at: no question has more, and each costs time."""
_NEAR = 6
"""Tokens after a word of correction or replacement within which its new or old item begins."""
_COUNTS = frozenset({SpanKind.NUMBER, SpanKind.ACCELERATORS})
_NO_ITEM = frozenset(
    {
        SpanKind.PER,
        SpanKind.ARTICLE,
        SpanKind.UNIT,
        SpanKind.IGNORED,
        SpanKind.UNUSABLE,
        SpanKind.OTHER,
        SpanKind.FACTOR,
    }
)
_DENIABLE = group_names(
    "cost rent rental buy purchase electricity bill energy power carbon water time memory hardware parameters tokens "
    "compute peak_flops developer release api_price context count consume"
)
_MODES = frozenset({"rent", "rental", "buy", "purchase"})


def apply_scope(message: Message) -> None:
    """Dismiss what the message takes back."""
    turns = [(at, cue) for at, cue in enumerate(message.scope) if not _TURNING.isdisjoint(cue.groups)]
    if not turns:
        return
    items = _items(message)
    dismissed: list[Item] = []
    for position, cue in turns[:_MOST_TURNS]:
        if "correction" in cue.groups or _lone_no(message, cue):
            dismissed.extend(_corrected(message, cue, items))
        elif "instead_of" in cue.groups and "negation" not in cue.groups:
            # What is saved by one thing instead of another is the difference between the two.
            dismissed.extend(() if message.has("saving") else _replaced(cue, items))
        else:
            behind = not _BEHIND.isdisjoint(cue.groups)
            before = _denied_before(message, cue, items) if behind else []
            if before:
                dismissed.extend(before)
            elif "negation" in cue.groups:
                dismissed.extend(_denied(message, cue, items, message.scope[position + 1 :]))
    kept = _with_alternatives(items, dismissed)
    if kept:
        _remove(message, kept)


def _items(message: Message) -> list[Item]:
    """Everything that can be taken back, in the order of the message."""
    spans = [span for span in message.spans if span.kind not in _NO_ITEM]
    cues = [cue for cue in message.cues if not _DENIABLE.isdisjoint(cue.groups)]
    cues = [cue for cue in cues if not any(span.start <= cue.start < span.end for span in spans)]
    return sorted(chain(spans, message.names, cues), key=lambda item: item.start)


def sort_of(item: Item) -> str:
    """What can stand in for what: names of a kind, quantities of a kind, ways to have accelerators, metrics."""
    if isinstance(item, Name):
        return f"name {item.kind}"
    if isinstance(item, Span):
        return "count" if item.kind in _COUNTS else f"quantity {item.kind}"
    return "mode" if not _MODES.isdisjoint(item.groups) else "metric"


def _lone_no(message: Message, cue: Cue) -> bool:
    """A "no" between punctuation takes back what came before: "5080... no, 5090!"."""
    if "negation" not in cue.groups or cue.end - cue.start != 1 or cue.start == 0 or cue.end >= len(message.words):
        return False
    return message.words[cue.end] in (",", ":", ".") and message.words[cue.start - 1] in (".", ",", ";", "-", "(", "…")


def _corrected(message: Message, cue: Cue, items: list[Item]) -> list[Item]:
    following = [item for item in items if cue.end <= item.start <= cue.end + _NEAR]
    before = [item for item in items if item.end <= cue.start]
    taken: list[Item] = []
    sorts: set[str] = set()
    for item in following:
        sort = sort_of(item)
        if sort in sorts:
            continue
        sorts.add(sort)
        same = [earlier for earlier in before if sort_of(earlier) == sort]
        if not same and isinstance(item, Name):
            same = [earlier for earlier in before if isinstance(earlier, Span) and earlier.kind is SpanKind.NUMBER]
            same = [
                earlier
                for earlier in same
                if earlier.end == cue.start or not message.same_clause(earlier.end, cue.start)
            ]
        taken.extend(same[-1:])
    return taken


def _replaced(cue: Cue, items: list[Item]) -> list[Item]:
    following = [item for item in items if cue.end <= item.start <= cue.end + _NEAR]
    if not following:
        return []
    first = following[0]
    taken = [first]
    if (
        isinstance(first, Span)
        and len(following) > 1
        and isinstance(following[1], Name)
        and following[1].start == first.end
    ):
        taken.append(following[1])
    return taken


def _denied(message: Message, cue: Cue, items: list[Item], later: Iterable[Cue]) -> list[Item]:
    stops = [other.start for other in later if not {"contrast", "correction"}.isdisjoint(other.groups)]
    end = message.clause_end(cue.end, stops)
    denied = [item for item in items if cue.end <= item.start < end]
    words: list[Item] = [item for item in denied if isinstance(item, Cue)]
    names: list[Item] = [item for item in denied if isinstance(item, Name)]
    return words or (names if len(names) > 1 else denied)


def _denied_before(message: Message, cue: Cue, items: list[Item]) -> list[Item]:
    """What stands before its denial: "the rent aside, ...", "leave the purchase out", "la compra no me interesa"."""
    start = 0
    if "left_out" in cue.groups and "negation_behind" not in cue.groups:
        verbs = [other.end for other in message.scope if "leaving" in other.groups and other.end <= cue.start]
        if not verbs:
            return []
        start = verbs[-1]
    asked = [item for item in items if isinstance(item, Cue) and start <= item.start < cue.start]
    return [item for item in asked if message.same_clause(item.start, cue.start)]


def _with_alternatives(items: list[Item], dismissed: list[Item]) -> list[Item]:
    """Only those dismissed for which another of the same sort remains."""
    gone = {id(item) for item in dismissed}
    remaining = {sort_of(item) for item in items if id(item) not in gone}
    if "metric" in remaining or "mode" in remaining:
        remaining |= {"metric", "mode"}
    if "name accelerator" in remaining:
        remaining.add("count")
    once = {id(item): item for item in dismissed}.values()
    return [item for item in once if sort_of(item) in remaining]


def _remove(message: Message, items: list[Item]) -> None:
    gone = {id(item) for item in items}
    message.spans = [span for span in message.spans if id(span) not in gone]
    message.names = [name for name in message.names if id(name) not in gone]
    message.cues = [cue for cue in message.cues if id(cue) not in gone]
    message.dismissed.extend(items)
    message.index()
