"""What the terms of a message tell: whether it asks what they mean."""

from __future__ import annotations

from collections.abc import Set

from bot.reading.cues import group_names
from bot.reading.features.given import CONVERTIBLE
from bot.reading.message import Message
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants

_IDLE = group_names(
    "define what_is difference compare choose single on price_at copula input output have in_unit after_input "
    "after_output greeting thanks polite needed"
)
"""Groups of words that go with any question about a term."""


def features_of_terms(message: Message, terms: tuple[str, ...], wants: Wants) -> set[str]:
    """Whether the terms are all that is spoken of, and how."""
    covered = {index for term in message.terms for index in range(term.start, term.end)}
    numbers = [span for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None]
    found = {"term"}
    if len(terms) > 1:
        found.add("several terms")
    if any(want.start not in covered for want in wants.wants):
        found.add("wants more than terms")
    elif not (message.names or message.superlatives or _counts_anything(message)) and _nothing_but(message, covered):
        found.add("term alone")
    if message.has("define", "what_is"):
        found.add("term to define")
        if _defines_something_else(message):
            found.add("something else to define")
    if any(span.value != 1 for span in numbers):
        found.add("number beside terms")
    if _opens_with_term(message):
        found.add("opens with a term")
    return found


def _defines_something_else(message: Message) -> bool:
    """Whether a word that nothing explains stands between "what is" and terms that are ordinary words."""
    first = message.terms[0].start
    ends = [cue.end for cue in message.group("define", "what_is") if cue.end <= first]
    if not ends or not all(term.weak for term in message.terms):
        return False
    return any(ends[-1] <= index < first for index in message.unexplained)


def _counts_anything(message: Message) -> bool:
    """Whether any quantity of our subject is given; "in two sentences" is none."""
    idle = (SpanKind.UNIT, SpanKind.ARTICLE, SpanKind.PER, SpanKind.IGNORED, SpanKind.NUMBER, SpanKind.OTHER)
    return any(
        (span.kind not in idle or span.suffix in ("b", "t")) and span.quantity is not None for span in message.spans
    )


def _nothing_but(message: Message, covered: Set[int]) -> bool:
    """Whether the message speaks of nothing beside its terms."""
    if message.unexplained:
        return False
    return all(
        (cue.start in covered and cue.end - 1 in covered) or _IDLE.issuperset(cue.groups) for cue in message.cues
    )


def _opens_with_term(message: Message) -> bool:
    """Whether the message asks if a term is something: "Is batch the amount of data ...?"."""
    copulas = message.group("copula")
    term = message.terms[0]
    begins = term.start == 0 or not message.words[term.start - 1].isalnum()
    if begins and any(cue.start == term.end for cue in copulas):
        return True
    if not copulas or not copulas[0].end <= message.terms[0].start <= copulas[0].end + 1:
        return False
    before = copulas[0].start - 1
    return before < 0 or not message.words[before].isalnum()
