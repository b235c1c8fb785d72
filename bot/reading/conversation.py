"""Follow-ups: a message that leans on the question before it keeps its intent and every slot it does not replace.

A message leans where it opens like one ("and with H100s?", "what about France"), points back ("how much does it
weigh on the bill?"), or is only a piece of a question ("for a year", "v5p", "double that"). One that stands on its own,
with a name and something asked of it, starts afresh; greetings, thanks and talk of something else never lean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.question import Metric, Problem, Question, Show
from bot.reading.features import Facts
from bot.reading.message import Message
from bot.reading.metrics import Want, Wants
from bot.reading.names import Name, NameTable, Node
from bot.reading.slots.conditions import HOURS_OF, Slots
from bot.reading.slots.filling import build, fill, setting_of
from bot.reading.slots.problems import check
from bot.reading.spans import Span, SpanKind
from bot.reading.tables import Superlative
from knowledge.names import NameKind

_TALK = frozenset({"greeting", "thanks", "help", "quiz"})
_KEPT_APART = frozenset({"intent", "show", "problems", "alternatives"})
_SCENARIOS = frozenset({"hardware", "training", "usage"})
_NAME_SLOTS = {NameKind.MODEL: "models", NameKind.ACCELERATOR: "accelerators"}
_NUMBERS_BY_KIND: Mapping[SpanKind, tuple[str, ...]] = {
    SpanKind.NUMBER: ("count", "budget", "pue", "requests", "tokens", "requests_per_day", "quantity", "limit", "above", "below",
                      "hourly_price", "power_price", "unit_price", "parameters"),
    SpanKind.ACCELERATORS: ("count",),
    SpanKind.MONEY: ("budget", "power_price", "hourly_price", "unit_price", "above", "below"),
    SpanKind.PERCENT: ("utilization",),
}  # fmt: skip
_DOUBLED = ("count", "requests", "requests_per_day", "tokens", "input_tokens", "output_tokens", "budget", "quantity",
            "accelerator_hours", "limit")  # fmt: skip
"""What "double that" means, the first that the question before has; tokens of both directions go together."""
_PRICES = frozenset({"hourly_price", "power_price", "unit_price"})
_HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A message as read on its own, beside the question before it."""

    question: Question
    previous: Question
    message: Message
    facts: Facts
    wants: Wants
    superlatives: Mapping[str, Superlative]


def seeds(previous: Question | None, names: NameTable) -> list[Node]:
    """Where short names can go on from the names of the question before: "for the 405B" after Llama 3.1 70B."""
    if previous is None:
        return []
    found: list[Node] = []
    for kind, slot in _NAME_SLOTS.items():
        for id in getattr(previous, slot, ()):
            found.extend(names.beginnings(kind, id))
    return found


def follow_up(turn: Turn) -> Question | None:
    """The question before with what the message changes; None where the message stands on its own."""
    if turn.question.intent in _TALK or turn.message.foreign:
        return None
    if _asks_for_another_side(turn):
        return turn.previous.model_copy(
            update={"show": turn.question.show if turn.question.intent != "unknown" else _show(turn.message)}
        )
    if not _leans(turn):
        return None
    return _Merger(turn).merged()


def slots_of(question: Question) -> Slots:
    """The filled slots of a question."""
    return {
        name: value
        for name in type(question).model_fields
        if name not in _KEPT_APART and (value := getattr(question, name)) is not None and value != ()
    }


def _show(message: Message) -> Show:
    return Show.SOURCES if message.has("sources") else Show.FORMULA


def _asks_for_another_side(turn: Turn) -> bool:
    """ "How did you calculate that?", "sources?": nothing else is said."""
    message = turn.message
    return message.has("formula", "sources") and not message.names and not _numbers(message)


def _numbers(message: Message) -> list[Span]:
    idle = (SpanKind.PER, SpanKind.ARTICLE, SpanKind.UNIT, SpanKind.IGNORED, SpanKind.OTHER, SpanKind.UNUSABLE)
    return [span for span in message.spans if span.kind not in idle]


def _opener(message: Message) -> bool:
    """Whether the message opens like a follow-up."""
    for cue in message.scope:
        if "follow_up" in cue.groups:
            return all(not message.words[index].isalnum() for index in range(cue.start))
    return False


def _points_back(message: Message) -> bool:
    return any(not {"pronoun", "same"}.isdisjoint(cue.groups) for cue in message.scope)


def _has_own_names(turn: Turn) -> bool:
    return any(name.kind in _NAME_SLOTS for name in turn.message.names)


def _leans(turn: Turn) -> bool:
    message, question = turn.message, turn.question
    opener = _opener(message)
    something = bool(turn.wants.groups or turn.wants.much or _numbers(message) or message.names or message.superlatives)
    something = (
        something
        or bool(turn.facts.terms)
        or message.has("more", "less", "everyday", "how_many", "how_much", "rank", "compare")
    )
    something = something or bool(message.kind(SpanKind.UNIT)) or bool(message.kind(SpanKind.PER))
    if not something or message.has("out_of_scope"):
        return False
    if question.intent == "unknown":
        return opener or not message.unexplained
    if question.intent == "definition":
        return not message.has("define", "what_is") and (
            opener or turn.previous.intent != "definition" or len(turn.facts.terms) == 1
        )
    if question.intent == "audit":
        return turn.previous.intent == "audit" and not message.has("audit")
    if question.intent == "ranking":
        return turn.previous.intent in ("ranking", "comparison") and not message.has("models", "accelerators")
    if question.intent == "conversion":
        return turn.previous.intent != "conversion" or opener
    return not _stands_alone(turn, opener)


def _stands_alone(turn: Turn, opener: bool) -> bool:
    """Whether a scenario, a fact or a comparison says all that it needs itself."""
    question, previous = turn.question, turn.previous
    named = _has_own_names(turn)
    asked = bool(getattr(question, "metrics", ())) or turn.wants.much
    scenario = bool(_numbers(turn.message))
    described = getattr(question, "parameters", None) is not None and getattr(question, "tokens", None) is not None
    if opener:
        return (named or described) and asked and scenario and question.intent != previous.intent
    if question.intent in _SCENARIOS:
        return (named and (asked or len(_numbers(turn.message)) > 1)) or described
    if question.intent == "fact":
        return named and asked and not any(name.shortened for name in turn.message.names)
    return named


class _Merger:
    """Puts a message's slots over those of the question before."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.message = turn.message
        self.before = slots_of(turn.previous)
        self.bare = self._bare_numbers()
        self.intent = self._intent()

    def merged(self) -> Question | None:
        before, intent = dict(self.before), self.intent
        new, problems = self._new_slots()
        if intent == "conversion":
            self._merge_conversion(before, new)
        if not new and not problems and not self.message.kind(SpanKind.FACTOR) and intent == self.turn.previous.intent:
            return None
        self._merge_names(before, new)
        self._merge_usage_time(before, new)
        self._merge_metrics(before, new)
        slots: Slots = {**before, **new}
        self._multiply(slots)
        problems.extend(check(slots))
        known = self._slots_of_intent(intent)
        question = build(intent, {name: value for name, value in slots.items() if name in known}, problems)
        if self.message.has("sources", "formula"):
            question = question.model_copy(update={"show": _show(self.message)})
        return question

    def _slots_of_intent(self, intent: str) -> frozenset[str]:
        sample = build(intent, {}, [])
        return frozenset(type(sample).model_fields) - _KEPT_APART

    # what the follow-up is about

    def _intent(self) -> str:
        previous, facts, message = self.turn.previous, self.turn.facts, self.message
        intent: str = previous.intent
        conditions = (
            facts.has("count", "duration", "budget", "price given", "pue", "utilization", "region", "hours per day")
            or self.bare
        )
        if intent == "fact" and self._model_meant():
            if facts.has("requests", "times") or (facts.has("tokens") and not facts.has("train word")):
                return "usage"
            if facts.has("region", "accelerator", "price given", "pue", "utilization", "parameters") or (
                facts.has("count") and facts.has("accelerators word")
            ):
                return "training"
        if intent == "fact" and self._accelerator_meant() and conditions and not facts.has("model"):
            return "hardware"
        if intent in ("fact", "hardware", "audit") and message.has("compare") and self._same_kind_named():
            return "comparison"
        if intent == "hardware" and facts.has("parameters", "compute") and not facts.has("bound"):
            return "training"
        if intent == "definition" and not facts.terms and self.turn.question.intent != "unknown":
            return str(self.turn.question.intent)
        if intent in ("ranking", "conversion", "definition") and _has_own_names(self.turn):
            return str(self.turn.question.intent) if self.turn.question.intent != "unknown" else "fact"
        return intent

    def _model_meant(self) -> bool:
        return bool(self.turn.facts.models or ("models" in self.before and not self.turn.facts.accelerators) or
                    ("models" in self.before and self.turn.facts.has("train word")))  # fmt: skip

    def _accelerator_meant(self) -> bool:
        return bool(self.turn.facts.accelerators or ("accelerators" in self.before and not self.turn.facts.models))

    def _same_kind_named(self) -> bool:
        facts = self.turn.facts
        return bool(
            (facts.models and "models" in self.before) or (facts.accelerators and "accelerators" in self.before)
        )

    # the message's own slots

    def _new_slots(self) -> tuple[Slots, list[Problem]]:
        turn, intent = self.turn, self.intent
        if intent == "definition":
            terms = turn.facts.terms
            together = self.message.has("difference", "compare") and len(terms) == 1
            return ({"terms": (*self.before.get("terms", ()), *terms) if together else terms} if terms else {}), []  # type: ignore[dict-item, misc]
        slots, problems = fill(intent, self.message, turn.facts, self._wants(), dict(turn.superlatives), self.before)
        for span in self.bare:
            slots.pop("count", None)
            slots.pop("limit", None)
            if span.kind is SpanKind.MONEY:
                for slot in (*_PRICES, "budget"):
                    slots.pop(slot, None)
        for span in self.bare:
            slot = self._nearest(span)
            if slot is not None and slot not in slots and span.value is not None:
                slots[slot] = int(span.value) if slot == "limit" else span.value
        if not slots.get("metrics"):
            slots.pop("metrics", None)
        return slots, problems

    def _wants(self) -> Wants:
        """What is asked; "how many?" and "how many of them?" with no noun ask for a count."""
        wants = self.turn.wants
        many = self.message.group("how_many")
        if many and not wants.groups and not self.turn.message.names:
            return Wants((Want(many[0].start, "count", True),), False, frozenset({"count"}))
        return wants

    def _bare_numbers(self) -> list[Span]:
        """Numbers with nothing that says of what, and sums of money with nothing that says for what."""
        found = []
        names = [name for name in self.message.names if name.kind is NameKind.ACCELERATOR]
        for span in self.message.kind(SpanKind.NUMBER, SpanKind.MONEY, SpanKind.PERCENT):
            if span.value is None or span.per or span.each or span.suffix in ("b", "t"):
                continue
            beside = any(abs(name.start - span.end) <= 1 or abs(span.start - name.end) <= 1 for name in names)
            if not beside:
                found.append(span)
        return found

    def _nearest(self, span: Span) -> str | None:
        """The slot of the question before that a bare number most likely replaces: the nearest in size."""
        if self.intent == "ranking" and span.bound:
            return span.bound
        slots = [
            slot for slot in _NUMBERS_BY_KIND.get(span.kind, ()) if isinstance(self.before.get(slot), (int, float))
        ]
        value = span.value or 0.0
        if span.kind is SpanKind.NUMBER and value != int(value):
            slots = [slot for slot in slots if slot not in ("count", "limit", "requests")]
        if value > 0 and slots:
            return min(slots, key=lambda slot: abs(math.log(value / max(float(self.before[slot]), 1e-12))))  # type: ignore[arg-type]
        if slots:
            return slots[0]
        if span.kind is SpanKind.MONEY:
            return "budget"
        if span.kind is SpanKind.PERCENT:
            return "utilization"
        return {"ranking": "limit", "conversion": "quantity"}.get(self.intent, "count")

    # putting them over

    def _merge_names(self, before: Slots, new: Slots) -> None:
        if self.intent == "comparison":
            for slot in ("models", "accelerators"):
                self._merge_compared(slot, before, new)
        elif self.intent == "fact":
            if new.get("models") and "accelerators" in before and not new.get("accelerators"):
                del before["accelerators"]
            if new.get("accelerators") and "models" in before and not new.get("models"):
                del before["models"]

    def _merge_compared(self, slot: str, before: Slots, new: Slots) -> None:
        """One more thing to compare joins the others, unless it takes the place of one."""
        named, old = new.get(slot, ()), before.get(slot, ())
        if not named or not old or len(named) > 1:  # type: ignore[arg-type]
            return
        replaced = {name.id for name in self.message.dismissed if isinstance(name, Name)}
        new[slot] = tuple(dict.fromkeys((*(id for id in old if id not in replaced), *named)))  # type: ignore[misc, attr-defined]

    def _merge_usage_time(self, before: Slots, new: Slots) -> None:
        """Another time for the same rate of requests."""
        hours = new.get("hours")
        if self.intent not in ("usage", "comparison") or not isinstance(hours, float) or "requests" in new:
            return
        daily, requests, old_hours = before.get("requests_per_day"), before.get("requests"), before.get("hours")
        if isinstance(daily, float):
            new["requests"] = daily * hours / _HOURS_A_DAY
            del before["requests_per_day"]
        elif isinstance(requests, float) and isinstance(old_hours, float) and old_hours:
            new["requests"] = requests * hours / old_hours

    def _merge_metrics(self, before: Slots, new: Slots) -> None:
        adding = any("adding" in cue.groups for cue in self.message.scope)
        if adding and "metrics" in new and "metrics" in before:
            new["metrics"] = tuple(dict.fromkeys((*before["metrics"], *new["metrics"])))  # type: ignore[misc]

    def _merge_conversion(self, before: Slots, new: Slots) -> None:
        units = [span for span in self.message.kind(SpanKind.UNIT) if span.unit]
        if self.message.has("everyday") and not units:
            before.pop("to", None)
            new["quantity"] = before["quantity"]
        elif units and "quantity" not in new:
            from bot.reading.slots.conversions import symbol

            new["to"] = symbol(units[0].unit)

    def _multiply(self, slots: Slots) -> None:
        factors = [span.value for span in self.message.kind(SpanKind.FACTOR) if span.value]
        if not factors:
            return
        if self.turn.wants.has("time") and isinstance(slots.get("hours"), float):
            slots["hours"] = slots["hours"] * factors[0]  # type: ignore[operator]
            return
        for slot in _DOUBLED:
            value = slots.get(slot)
            if isinstance(value, (int, float)):
                slots[slot] = value * factors[0]
                if slot == "input_tokens" and isinstance(slots.get("output_tokens"), float):
                    slots["output_tokens"] = slots["output_tokens"] * factors[0]  # type: ignore[operator]
                return
