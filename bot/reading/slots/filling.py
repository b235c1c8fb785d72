"""The slots of each intent, filled from a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.question import Metric, Problem, Question, question_adapter
from bot.reading.cues import group_names
from bot.reading.features.gathering import Facts
from bot.reading.message import Message
from bot.reading.metrics import Setting, resolve
from bot.reading.slots.conditions import (
    Slots,
    fill_accelerator_hours,
    fill_money,
    fill_power_limit,
    fill_ratios,
    fill_region,
    fill_time,
)
from bot.reading.slots.conversions import claimed_metrics, fill_claim, fill_conversion
from bot.reading.slots.counts import find_article, find_counts
from bot.reading.slots.lists import fill_ranking
from bot.reading.slots.problems import check, unread
from bot.reading.slots.training import fill_model
from bot.reading.slots.usage import fill_requests, fill_tokens
from bot.reading.spans import SpanKind
from bot.reading.tables import Superlative
from bot.reading.wants import Wants
from knowledge.names import NameKind

_THINGS = group_names("models accelerators")
_CONDITIONS = group_names("hourly_price power_price unit_price pue utilization region budget currency power_limit")
_RUN = _THINGS | _CONDITIONS | group_names("count hours hours_per_day")
_USE = group_names("requests requests_per_day tokens input_tokens output_tokens parameters")
SLOTS: Mapping[str, frozenset[str]] = {
    "hardware": (_RUN - {"models"}) | {"accelerator_hours", "renting"},
    "training": _RUN | group_names("parameters tokens compute accelerator_hours"),
    "usage": _RUN | _USE | {"users"},
    "comparison": _RUN | _USE | {"counts"},
    "fact": _THINGS | {"region"},
    "audit": _THINGS | _CONDITIONS | group_names("count hours requests tokens quantity unit"),
}
"""The slots that each intent about named things takes, beside its metrics."""
_FOR_A_COUNT = group_names("models budget power_limit parameters tokens hours requests requests_per_day")
"""Slots with which a comparison can be one of how many accelerators are needed."""
_MEASURED = group_names(
    "accelerators count budget power_limit requests requests_per_day tokens input_tokens output_tokens"
)
"""Slots with which using a model is asked about and not what to run it on."""
_COSTS = frozenset({Metric.COST, Metric.RENTAL_COST, Metric.PURCHASE_COST, Metric.ELECTRICITY_COST})


def fill(
    intent: str,
    message: Message,
    facts: Facts,
    wants: Wants,
    superlatives: Mapping[str, Superlative],
    before: Slots | None = None,
) -> tuple[Slots, list[Problem]]:
    """The slots of one intent, those that a number makes unusable left out, with what is wrong with them.

    `before` are the slots of the question that a follow-up goes on from, for what metrics depend on.
    """
    problems = unread(message, SLOTS.get(intent, frozenset()))
    earlier = before or {}
    slots: Slots = {}
    match intent:
        case "greeting":
            slots["parting"] = message.has("parting") and not message.has("greeting")
        case "thanks":
            slots["noted"] = not message.has("thanks")
        case "definition":
            slots["terms"] = facts.terms
            if facts.has("term of a place"):
                fill_region(message, slots, problems)
        case "conversion":
            fill_conversion(message, slots)
            fill_region(message, slots, problems)
        case "ranking":
            metrics = resolve(wants, setting_of(intent, message, facts, earlier))
            fill_ranking(message, superlatives, metrics, slots)
            fill_region(message, slots, problems)
        case _ if intent in SLOTS:
            slots = _about_named(intent, message, facts, wants, problems, earlier)
    problems.extend(check(slots))
    return slots, problems


def _about_named(
    intent: str, message: Message, facts: Facts, wants: Wants, problems: list[Problem], earlier: Slots
) -> Slots:
    """The slots of an intent about named things, with what is asked of them."""
    found = _scenario(intent, message, facts, wants, problems, earlier)
    filled = {slot: value for slot, value in found.items() if value not in (None, ())}
    slots = {slot: value for slot, value in filled.items() if slot in SLOTS[intent]}
    slots["metrics"] = resolve(wants, setting_of(intent, message, facts, {**earlier, **filled}))
    if intent == "fact" and not slots["metrics"] and _asks_for_the_maker(message):
        slots["metrics"] = (Metric.DEVELOPER,)
    if intent == "comparison" and slots["metrics"] == (Metric.COUNT,) and _FOR_A_COUNT.isdisjoint(slots):
        slots["metrics"] = (Metric.PEAK_FLOPS,)  # "how many A100 equal one H100?"
        slots.pop("count", None)
    if intent == "usage" and not slots["metrics"] and facts.has("serve word") and _MEASURED.isdisjoint(slots):
        slots["metrics"] = (Metric.HARDWARE,)  # "what do I need to run Llama 3 70B?"
    # "took 1 GWh": of a claim with a unit, what was taken is what the unit measures.
    if intent == "audit" and slots["metrics"] in ((), (Metric.TIME,)):
        slots["metrics"] = claimed_metrics(message, slots) or slots["metrics"]
    return slots


def _asks_for_the_maker(message: Message) -> bool:
    """Whether it is asked if something is of a maker: "is Llama 3 from Google?"."""
    if not message.ids(NameKind.MAKER) or message.has("about", "define", "what_is"):
        return False
    return any(not any(word.isalnum() for word in message.words[: cue.start]) for cue in message.group("copula"))


def _scenario(
    intent: str, message: Message, facts: Facts, wants: Wants, problems: list[Problem], earlier: Slots
) -> Slots:
    """Everything that the message gives for a question about named things."""
    filled: Slots = {"models": facts.models, "accelerators": facts.accelerators}
    fill_region(message, filled, problems)
    if intent == "fact":
        return filled
    fill_time(message, filled)
    fill_money(message, wants, filled, problems)
    fill_ratios(message, filled)
    fill_power_limit(message, wants, filled)
    fill_accelerator_hours(message, filled)
    rented, bought = message.has("rent", "rental"), message.has("buy", "purchase")
    if rented != bought:
        filled["renting"] = rented
    _fill_count(intent, message, facts, wants, filled, earlier)
    if intent in ("training", "usage", "comparison"):
        fill_model(message, filled)
    if intent in ("usage", "comparison"):
        _fill_use(message, facts, filled)
    if intent == "comparison" and "count" not in filled:
        filled["counts"] = find_counts(message, facts.accelerators)
    if intent == "audit":
        fill_claim(message, filled)
    return filled


def _fill_use(message: Message, facts: Facts, filled: Slots) -> None:
    """Requests and tokens; a named model brings its own parameters."""
    filled.pop("tokens", None)
    if facts.models:
        filled.pop("parameters", None)
    fill_requests(message, filled)
    fill_tokens(message, filled)
    if "requests" in filled or "requests_per_day" in filled:
        filled.pop("hours_per_day", None)
    elif facts.has("serve word", "people to serve"):
        people = [span.value for span in message.kind(SpanKind.PEOPLE) if span.value is not None and span.value > 0]
        filled["users"] = people[0] if people else None


def _fill_count(intent: str, message: Message, facts: Facts, wants: Wants, filled: Slots, earlier: Slots) -> None:
    count = facts.count
    if count is not None:
        if count.value is not None and (intent != "usage" or filled.get("accelerators")):
            filled["count"] = count.value
    elif filled.get("accelerators") and not earlier and ("budget" not in filled or wants.has("time")):
        article = find_article(message)
        if article is not None:
            filled["count"] = article


def setting_of(intent: str, message: Message, facts: Facts, slots: Slots) -> Setting:
    """What metrics depend on."""
    asked = slots.get("metrics", ())
    return Setting(
        intent=intent,
        asked_cost=isinstance(asked, tuple) and any(metric in _COSTS for metric in asked),
        has_time=bool(slots.get("hours")) or bool(message.kind(SpanKind.DURATION)),
        has_budget="budget" in slots,
        has_limit="power_limit" in slots,
        has_model=facts.has("model", "models word") or bool(slots.get("models")),
        has_accelerator=facts.has("accelerator", "accelerators word") or bool(slots.get("accelerators")),
        has_requests=facts.has("requests", "tokens", "use word"),
        has_size=facts.has("parameters"),
        trains=facts.has("train word"),
        enough=message.has("enough"),
        gets=message.has("get"),
        has_count="count" in slots,
        has_power_price="power_price" in slots and "hourly_price" not in slots and "unit_price" not in slots,
    )


def build(intent: str, slots: Slots, problems: list[Problem], **more: Any) -> Question:
    """The question of these slots. Raises pydantic.ValidationError where a slot is none of the intent's."""
    return question_adapter.validate_python({"intent": intent, "problems": tuple(problems), **slots, **more})
