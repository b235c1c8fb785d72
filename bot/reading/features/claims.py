"""Whether a message states a figure to have it checked: "2000 H100 cost 16 million?", "it used 10,000 H100, right?"."""

from __future__ import annotations

from bot.reading.message import Message
from bot.reading.names import HARDWARE_AND_MODELS
from bot.reading.spans import SpanKind
from bot.reading.wants import Wants
from knowledge.names import NameKind

_ASKS = "?"
_TOLD = (SpanKind.ENERGY, SpanKind.POWER, SpanKind.MASS, SpanKind.VOLUME)


def features_of_claims(message: Message, wants: Wants) -> set[str]:
    """A cost that is stated and asked back, accelerators that a model is said to have been trained on."""
    if wants.much:
        return set()
    found = {"figure asked back"} if _figure_asked_back(message) else set()
    if wants.groups - {"cost"}:
        return found
    if _cost_asked_back(message):
        found.add("cost asked back")
    if _trained_on(message):
        found.add("trained on what is named")
    return found


def _cost_asked_back(message: Message) -> bool:
    """Whether nothing but a name, a word for its cost, a sum and a question mark follow each other."""
    words = message.words
    ends = {name.end for name in message.names if name.kind in HARDWARE_AND_MODELS}
    sums = {span.start: span.end for span in message.kind(SpanKind.MONEY) if span.value is not None}
    for cue in message.group("cost", "price_at"):
        if cue.start in ends and cue.end in sums:
            rest = words[sums[cue.end] :]
            return _ASKS in rest and not any(word.isalnum() for word in rest)
    return False


def _figure_asked_back(message: Message) -> bool:
    """Whether a model's figure is stated and asked back: "is GPT-4's energy 1200 MWh?", "la energía son 1200 MWh?"."""
    words = message.words
    told = [span for span in message.spans if span.kind in _TOLD and span.quantity is not None and not span.per]
    if len(told) != 1 or not message.named(NameKind.MODEL):
        return False
    figure, rest = told[0], words[told[0].end :]
    asked_back = _ASKS in rest and not any(word.isalnum() for word in rest)
    copulas = message.group("copula")
    stated = any(cue.end == figure.start for cue in copulas) or any(cue.start == 0 for cue in copulas)
    return asked_back and stated


def _trained_on(message: Message) -> bool:
    """Whether a model stands before a word for training, and accelerators behind it."""
    models = [name.end for name in message.named(NameKind.MODEL)]
    accelerators = [name.start for name in message.named(NameKind.ACCELERATOR)]
    return any(
        any(end <= cue.start for end in models) and any(start >= cue.end for start in accelerators)
        for cue in message.group("train")
    )
