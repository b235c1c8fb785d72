"""Which values of an answer are shown: those asked for, in the order asked, or the usual ones of its intent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answer import Answer, Value
from bot.question import FactQuestion, HardwareQuestion, Metric, TrainingQuestion

_USUAL: Mapping[str, Sequence[str]] = {
    "hardware": ("time", "count", "rental_cost", "purchase_cost", "owning_cost", "energy", "carbon"),
    "training": ("time", "accelerator_hours", "count", "rental_cost", "energy", "carbon"),
    "usage": ("cost", "energy", "carbon", "water"),
    "serving": ("memory", "memory_8_bit", "memory_4_bit", "least_count", "speed", "rental_cost", "power"),
}
"""What is shown of an intent where nothing in particular is asked for."""

_TOGETHER: Mapping[str, Mapping[str, Sequence[str]]] = {
    "hardware": {"cost": ("rental_cost", "purchase_cost", "owning_cost", "electricity_cost")},
    "training": {
        "cost": ("rental_cost", "owning_cost"),
        "time": ("time", "accelerator_hours"),
        "count": ("count", "time"),
        "parameters": ("parameters", "tokens"),
        "memory": ("memory", "least_count"),
    },
    "usage": {"count": ("requests",)},
    "serving": {
        "cost": ("rental_cost", "purchase_cost"),
        "memory": ("memory", "memory_8_bit", "memory_4_bit"),
        "count": ("count", "memory"),
        "time": ("time", "speed"),
        "tokens": ("speed",),
        "hardware": ("hardware", "memory", "purchase_cost"),
    },
    "comparison": {"cost": ("cost", "rental_cost", "purchase_cost", "owning_cost")},
    "fact": {
        "api_price": ("input_price", "output_price"),
        "parameters": ("parameters", "parameters_active"),
        "time": ("time", "accelerator_hours"),
        "energy": ("energy", "energy_per_request"),
    },
    "fact-of-an-accelerator": {"cost": ("purchase_cost", "rental_cost")},
    "audit": {"energy": ("energy", "inference_energy"), "cost": ("cost", "purchase_cost")},
}
"""Metric asked for -> what is shown for it, in an intent where that is more than itself."""

_WITHOUT_COUNT = "accelerator_hours"
"""What leads a training whose number of accelerators is assumed: it does not depend on it, as the time does."""

_AS_LOOKED_UP = frozenset({"comparison", "ranking"})
"""Intents whose rows hold nothing but what is to be shown."""


def kind_of(answer: Answer) -> str:
    """The intent of an answer; serving a model oneself is told apart from using it, accelerators from models."""
    question = answer.question
    intent: str = question.intent
    if isinstance(question, FactQuestion) and not question.models:
        return "fact-of-an-accelerator"
    values = answer.rows[0].values if answer.rows else answer.values
    return "serving" if intent == "usage" and "memory" in values else intent


def shown_values(answer: Answer) -> dict[str, Value]:
    """The values that the question asks for, in the order asked; the usual ones where it asks for none."""
    return {metric: answer.values[metric] for metric in wanted(answer) if metric in answer.values}


def missing(answer: Answer) -> list[str]:
    """The metrics asked for that an answer has nothing on, although it has something on others."""
    held = {*answer.values, *(metric for row in answer.rows for metric in (*row.values, *row.claims))}
    together = _TOGETHER.get(kind_of(answer), {})
    asked = [str(metric) for metric in getattr(answer.question, "metrics", ())]
    return [metric for metric in asked if (held or answer.rows) and held.isdisjoint(together.get(metric, (metric,)))]


def wanted(answer: Answer) -> Iterator[str]:
    """The metrics to show, in order, whether the answer has them or not."""
    kind = kind_of(answer)
    asked = [str(metric) for metric in getattr(answer.question, "metrics", ())]
    together = _TOGETHER.get(kind, {})
    names = asked or _USUAL.get(kind, tuple(answer.values))
    shown = [one for metric in names for one in (together.get(metric, (metric,)) if asked else (metric,))]
    if isinstance(answer.question, HardwareQuestion):
        shown = _of_hardware(answer.question, shown)
    elif isinstance(answer.question, TrainingQuestion) and answer.question.count is not None and not asked:
        shown.remove("count")  # the first line tells it back
    if _WITHOUT_COUNT in shown and _count_is_assumed(answer):
        yield _WITHOUT_COUNT
        shown.remove(_WITHOUT_COUNT)
    yield from shown


def _of_hardware(question: HardwareQuestion, shown: list[str]) -> list[str]:
    """What is shown of a fleet: buying over a time is owning it, and hours of use are bought by nobody."""
    asked = question.metrics
    if question.count is None and question.accelerator_hours is not None and Metric.PURCHASE_COST not in asked:
        return [metric for metric in shown if metric != Metric.PURCHASE_COST]
    over_a_time = Metric.RENTAL_COST in asked or (question.hours is not None and question.budget is None)
    if Metric.PURCHASE_COST in asked and over_a_time and "owning_cost" not in shown:
        last = max(shown.index(metric) for metric in shown if metric in {Metric.PURCHASE_COST, Metric.RENTAL_COST})
        return [*shown[: last + 1], "owning_cost", *shown[last + 1 :]]
    return shown


def _count_is_assumed(answer: Answer) -> bool:
    """Whether a training names its accelerators but not how many."""
    question = answer.question
    named = isinstance(question, TrainingQuestion) and bool(question.accelerators)
    return named and any(notice.code == "count-assumed" for notice in answer.notices)


def compared_metrics(answer: Answer) -> list[str]:
    """The metrics shown, in the order asked; of a comparison that names none, all that were looked up."""
    held = dict.fromkeys(metric for row in answer.rows for metric in (*row.values, *row.claims))
    chosen = list(dict.fromkeys(metric for metric in wanted(answer) if metric in held))
    return chosen or (list(held) if answer.question.intent in _AS_LOOKED_UP else [])
