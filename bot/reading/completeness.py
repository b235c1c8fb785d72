"""Whether a message says by itself all that its question needs: then it starts afresh, however it opens.

Many a whole question opens with a preposition, as follow-ups do: "con 8 mil dólares, ¿cuántas A100 alquilo por un
mes?", "a cuánto está una B200", "if Llama 3 had been trained in Norway, how much carbon?".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.names import HARDWARE_AND_MODELS
from bot.reading.spans import SpanKind

if TYPE_CHECKING:
    from bot.reading.conversation import Turn

_ENDS_A_SCENARIO = ("hours", "budget", "power_limit", "accelerator_hours")
_OF_USE = ("requests", "requests_per_day", "tokens", "input_tokens", "output_tokens", "budget")
_OF_A_MODEL = ("parameters", "tokens", "budget", "compute")
_MANY = 3
"""Quantities beside a name that make a whole scenario, whatever else is said."""
_INTERROGATIVE = ("how_many", "how_much", "choose", "what_is", "hardware", "developer", "release", "time")
_WHOLE_CONVERSION = ("quantity and unit", "energy and a mass", "quantity in everyday terms", "quantity to convert")


def is_complete(turn: Turn) -> bool:
    """Whether the message, as read on its own, leaves nothing to the question before it."""
    found = _COMPLETE.get(turn.question.intent)
    return found is not None and found(turn)


def _asked(turn: Turn) -> bool:
    return bool(getattr(turn.question, "metrics", ())) or turn.wants.much


def _given(turn: Turn, *slots: str) -> int:
    return sum(getattr(turn.question, slot, None) is not None for slot in slots)


def _names(turn: Turn) -> int:
    return sum(name.kind in HARDWARE_AND_MODELS and not name.shortened for name in turn.message.names)


def _hardware(turn: Turn) -> bool:
    if not _names(turn):
        return False
    known = _given(turn, *_ENDS_A_SCENARIO)
    settled = _given(turn, "count", "budget", "power_limit", "accelerator_hours")
    return bool(_asked(turn) and known and settled) or _given(turn, "count", "hours", "hourly_price", "pue") >= _MANY


def _training(turn: Turn) -> bool:
    question, facts = turn.question, turn.facts
    if _given(turn, "parameters", "tokens") == len(("parameters", "tokens")):
        return True
    if facts.models:
        placed = _given(turn, "region", "count", "hours") or bool(facts.accelerators)
        return facts.has("train word") and bool(placed) and _asked(turn)
    needed = 1 if turn.previous.intent != "training" else 2
    told = _given(turn, *_OF_A_MODEL) + bool(getattr(question, "accelerators", ()))
    return _asked(turn) and facts.has("train word", "models word") and told >= needed


def _usage(turn: Turn) -> bool:
    if not turn.facts.models:
        return False
    served = turn.facts.has("serve word") and (bool(turn.facts.accelerators) or _asked(turn))
    return served or (_asked(turn) and _given(turn, *_OF_USE) > 0)


def _fact(turn: Turn) -> bool:
    if not _names(turn):
        return False
    if turn.facts.has("about word"):
        return True
    both = bool(turn.facts.models and turn.facts.accelerators) and turn.facts.has("used word")
    return both or (_asked(turn) and _asks_at_once(turn))


def _asks_at_once(turn: Turn) -> bool:
    """Whether a word that asks stands at the beginning, behind a preposition at most: "de qué empresa es ..."."""
    first = next((index for index, word in enumerate(turn.message.words) if word.isalnum()), 0)
    return any(cue.start <= first + 1 for cue in turn.message.group(*_INTERROGATIVE))


def _comparison(turn: Turn) -> bool:
    return _names(turn) > 1


def _ranking(turn: Turn) -> bool:
    message = turn.message
    sorted_out = bool(message.superlatives) or message.has("rank", "more", "less") or turn.facts.has("bound")
    return turn.facts.has("things in general") and sorted_out


def _definition(turn: Turn) -> bool:
    if turn.facts.has("term of a place"):
        return True
    return len(turn.facts.terms) > 1 and turn.message.has("difference", "compare")


def _conversion(turn: Turn) -> bool:
    return turn.facts.has(*_WHOLE_CONVERSION)


def _electricity(turn: Turn) -> bool:
    """A kilowatt hour of a country, its price or how clean it is; what is paid there may be asked of a scenario."""
    of_a_kwh = any(span.of is SpanKind.ENERGY for span in turn.message.kind(SpanKind.UNIT))
    of_a_kwh = of_a_kwh or bool(turn.message.kind(SpanKind.ENERGY))
    priced = of_a_kwh or turn.message.has("tariff")
    return turn.facts.has("electricity of a place") and (priced or not turn.wants.has("bill", "cost", "pay"))


_COMPLETE = {
    "unknown": _electricity,
    "hardware": _hardware,
    "training": _training,
    "usage": _usage,
    "fact": _fact,
    "comparison": _comparison,
    "ranking": _ranking,
    "definition": _definition,
    "conversion": _conversion,
}
