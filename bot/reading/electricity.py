"""Questions about the electricity of a country: a term that is told of places, or its price and how clean it is.

"The carbon intensity of Ecuador" defines a term with a region. "How much is a kWh in Germany" has no intent of its own:
it stays unknown, with the country whose figures the reply tells.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from bot.reading.cues import group_names
from bot.reading.features.gathering import Facts
from bot.reading.message import Message
from bot.reading.names import HARDWARE_AND_MODELS
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Tables
from bot.reading.wants import COST_GROUPS, Wants
from knowledge.names import NameKind

_OF_SUPPLY = frozenset({"electricity", "energy", "power", "carbon"})
"""Groups that go with a term of a country: "the carbon intensity of French electricity"."""
_OF_A_PRICE = _OF_SUPPLY | COST_GROUPS | {"bill", "consume", "api_price"}
_SOMETHING_ELSE = group_names(
    "out_of_scope train use serve audit table quiz help models accelerators developer release hardware context memory "
    "everyday"
)
"""Groups of words with which a message asks for more than a country's electricity."""
_IDLE = frozenset({SpanKind.ARTICLE, SpanKind.UNIT, SpanKind.PER, SpanKind.IGNORED})


def with_terms_of_places(facts: Facts, message: Message, wants: Wants, of_places: Set[str]) -> Facts:
    """The facts with the feature "term of a place" where a term is asked of one country, and only such terms."""
    local = tuple([term.id for term in message.terms if term.id in of_places and not term.weak])
    if not local or _one_place(message) is None or wants.much or not wants.groups <= _OF_SUPPLY:
        return facts
    if message.unexplained or not _nothing_else(message):
        return facts
    return replace(facts.with_feature("term of a place"), terms=tuple(dict.fromkeys(local)))


def place_of_electricity(message: Message, wants: Wants, facts: Facts, tables: Tables) -> str | None:
    """The country whose electricity is asked about: what it costs, or how clean it is."""
    place = _one_place(message)
    if place is None or not _nothing_else(message) or not wants.groups <= _OF_A_PRICE:
        return None
    if facts.has("term of a place"):
        return None
    words = message.words
    supplied = [index for index, word in enumerate(words) if word in tables.supply]
    clean = [index for index, word in enumerate(words) if word in tables.clean]
    if not set(message.unexplained) <= {*supplied, *clean}:
        return None
    priced = wants.has("bill") or (bool(supplied) and (wants.much or wants.has(*COST_GROUPS)))
    judged = bool(supplied) and (bool(clean) or wants.has("carbon"))
    return place if priced or judged else None


def _one_place(message: Message) -> str | None:
    places = message.ids(NameKind.PLACE)
    return places[0] if len(places) == 1 else None


def _nothing_else(message: Message) -> bool:
    """Whether the message speaks of no hardware, no model, no quantity but a unit, and of nothing outside."""
    if message.foreign or message.has(*_SOMETHING_ELSE) or message.dismissed:
        return False
    if any(name.kind in HARDWARE_AND_MODELS for name in message.names):
        return False
    return all(span.kind in _IDLE or _is_a_unit(span) for span in message.spans)


def _is_a_unit(span: Span) -> bool:
    """Whether a quantity is one of a unit of energy: "a kWh"."""
    return span.kind is SpanKind.ENERGY and span.quantity == 1
