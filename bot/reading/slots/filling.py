"""The slots of each intent, filled from a message."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bot.question import Metric, Problem, Question, UnknownQuestion, question_adapter
from bot.reading.features import Facts
from bot.reading.message import Message
from bot.reading.metrics import Setting, Wants, resolve
from bot.reading.slots.conditions import (
    Slots,
    fill_accelerator_hours,
    fill_money,
    fill_power_limit,
    fill_ratios,
    fill_region,
    fill_time,
)
from bot.reading.slots.conversions import fill_conversion
from bot.reading.slots.counts import find_article, find_count
from bot.reading.slots.lists import fill_ranking
from bot.reading.slots.problems import check
from bot.reading.slots.training import fill_model
from bot.reading.slots.usage import fill_requests, fill_tokens
from bot.reading.spans import SpanKind
from bot.reading.tables import Superlative

_CONDITIONS = frozenset(
    "hourly_price power_price unit_price pue utilization region budget currency power_limit".split()
)
_TIME = frozenset({"hours", "hours_per_day"})
_DESCRIBED = frozenset({"parameters", "tokens", "compute"})
_SLOTS: dict[str, frozenset[str]] = {
    "hardware": _CONDITIONS | _TIME | {"accelerators", "count", "accelerator_hours"},
    "training": _CONDITIONS | _TIME | _DESCRIBED | {"models", "accelerators", "count", "accelerator_hours"},
    "usage": _CONDITIONS | _TIME | {"models", "accelerators", "count", "parameters", "tokens", "input_tokens", "output_tokens",
                                    "requests", "requests_per_day"},
    "fact": frozenset({"models", "accelerators", "region"}),
    "comparison": _CONDITIONS | _TIME | {"models", "accelerators", "count", "requests", "requests_per_day", "tokens",
                                         "input_tokens", "output_tokens", "parameters"},
    "audit": _CONDITIONS | {"models", "accelerators", "count", "hours", "quantity", "unit"},
}  # fmt: skip
_SHOWN = 40
"""Characters of an unusable number that are shown back."""


def fill(
    intent: str,
    message: Message,
    facts: Facts,
    wants: Wants,
    superlatives: dict[str, Superlative],
    before: Slots | None = None,
) -> tuple[Slots, list[Problem]]:
    """The slots of one intent, those that a number makes unusable left out, with what is wrong with them.

    `before` are the slots of the question that a follow-up goes on from, for what metrics depend on.
    """
    problems: list[Problem] = []
    slots: Slots = {}
    if intent == "definition":
        slots["terms"] = facts.terms
    elif intent == "conversion":
        fill_conversion(message, slots)
    elif intent == "ranking":
        metrics = resolve(wants, setting_of(intent, message, facts, {**(before or {}), **slots}))
        fill_ranking(message, wants, superlatives, metrics, slots)
        fill_region(message, slots, problems)
    elif intent in _SLOTS:
        _fill_scenario(intent, message, facts, wants, slots, problems, before or {})
    problems.extend(check(slots))
    for span in message.kind(SpanKind.UNUSABLE):
        problems.append(Problem(code="number-too-large", text=message.text.source(span.start, span.end)[:_SHOWN]))
    return slots, problems


def _fill_scenario(
    intent: str, message: Message, facts: Facts, wants: Wants, slots: Slots, problems: list[Problem], before: Slots
) -> None:
    wanted = _SLOTS[intent]
    filled: Slots = {"models": facts.models, "accelerators": facts.accelerators}
    fill_region(message, filled, problems)
    if intent != "fact":
        fill_time(message, filled, problems)
        fill_money(message, wants, filled, problems)
        fill_ratios(message, filled, problems)
        fill_power_limit(message, wants, filled)
        fill_accelerator_hours(message, filled)
        _fill_count(intent, message, filled, problems, before)
    if intent in ("training", "usage", "comparison"):
        fill_model(message, filled, problems)
        if intent != "training" and facts.models:
            filled.pop("parameters", None)
    if intent in ("usage", "comparison"):
        filled.pop("tokens", None)
        fill_requests(message, filled)
        fill_tokens(message, filled)
        if "requests" in filled or "requests_per_day" in filled:
            filled.pop("hours_per_day", None)
    if intent == "audit":
        fill_conversion(message, filled)
    for name in facts.open_names:
        code = "ambiguous-name" if name.candidates else "unknown-name"
        problems.append(Problem(code=code, slot=f"{name.kind}s", text=message.text.source(name.start, name.end)))
    slots.update(
        {slot: value for slot, value in filled.items() if slot in wanted and value is not None and value != ()}
    )
    slots["metrics"] = resolve(wants, setting_of(intent, message, facts, {**before, **filled}))


def _fill_count(intent: str, message: Message, filled: Slots, problems: list[Problem], before: Slots) -> None:
    count = find_count(message)
    if count is not None and count.range_of is not None:
        text = message.text.source(count.range_of.start, count.range_of.end)
        problems.append(Problem(code="range", slot="count", text=text))
    elif count is not None and count.value is not None:
        if intent != "usage" or filled.get("accelerators"):
            filled["count"] = count.value
    else:
        article = find_article(message) if filled.get("accelerators") and not before else None
        if article is not None and "budget" not in filled:
            filled["count"] = article


def setting_of(intent: str, message: Message, facts: Facts, slots: Slots) -> Setting:
    """What metrics depend on."""
    return Setting(
        intent=intent,
        has_time=bool(slots.get("hours")) or bool(message.kind(SpanKind.DURATION)),
        has_budget="budget" in slots,
        has_limit="power_limit" in slots,
        has_model=facts.has("model", "models word") or bool(slots.get("models")),
        has_accelerator=facts.has("accelerator", "accelerators word") or bool(slots.get("accelerators")),
        has_requests=facts.has("requests", "tokens", "use word"),
        trains=facts.has("train word"),
        enough=message.has("enough"),
        gets=message.has("get"),
        has_count="count" in slots,
        has_power_price="power_price" in slots and "hourly_price" not in slots and "unit_price" not in slots,
    )


def build(intent: str, slots: Slots, problems: list[Problem], **more: Any) -> Question:
    """The question of these slots; an unknown one where they do not fit together."""
    try:
        return question_adapter.validate_python({"intent": intent, "problems": tuple(problems), **slots, **more})
    except ValidationError:
        return UnknownQuestion(problems=tuple(problems))


def metric_values(metrics: object) -> tuple[Metric, ...]:
    """The metrics of a slot."""
    return tuple(Metric(metric) for metric in metrics) if isinstance(metrics, (tuple, list)) else ()
