"""What templates are given where the assistant asks back: each reading of the message in a few words."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.question import Question, UnknownQuestion
from bot.replying.localizer import Localizer
from bot.replying.presenting_values import in_a_sentence, label

_OF_TRAINING = frozenset({"fact", "audit"})
"""Intents in which a metric of a model is that of its training."""


def present_readings(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """The readings between which the message is not settled, in words."""
    question = answer.question
    readings = question.alternatives if isinstance(question, UnknownQuestion) else ()
    return {"readings": [reading_in_words(answer, reading, formats) for reading in readings]}


def reading_in_words(answer: Answer, reading: Question, formats: Localizer) -> str:
    """What a reading does with what it is about, and the metrics that it asks for."""
    titles = answer.texts.get(formats.language, {}).get("titles", {})
    things = [answer.names[one] for slot in ("models", "accelerators") for one in getattr(reading, slot, ())]
    things += [titles[term] for term in getattr(reading, "terms", ())]
    count, hours = getattr(reading, "count", None), getattr(reading, "hours", None)
    names = formats.join(things) if count is None else f"{formats.number(count)} × {formats.join(things)}"
    named = names if hours is None else f"{names} · {formats.duration(hours)}"
    of_a_model = reading.intent in _OF_TRAINING and bool(getattr(reading, "models", ()))
    metrics = [
        in_a_sentence(label(metric, "model" if of_a_model else "", formats))
        for metric in getattr(reading, "metrics", ())
    ]
    about = formats.text(f"reading-{reading.intent}", names=named)
    return formats.text("reading-of", about=about, metrics=formats.join(metrics)) if metrics else about
