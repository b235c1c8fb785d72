"""Putting what a follow-up says over the question before it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.question import Metric, Problem, Question, Show
from bot.reading.continuing import intent_of_follow_up
from bot.reading.conversation import Turn, asked_side, asks_for_another_side, leans
from bot.reading.factors import factors, multiplied_word, multiply
from bot.reading.names import Name
from bot.reading.slots.conditions import DEAREST_KWH, HOURS_OF, Slots
from bot.reading.slots.conversions import symbol
from bot.reading.slots.filling import build, fill
from bot.reading.slots.lists import is_year
from bot.reading.slots.problems import check
from bot.reading.spans import Span, SpanKind
from bot.reading.wants import MODES, Want, Wants
from knowledge.names import NameKind

_KEPT_APART = frozenset({"intent", "show", "problems", "alternatives", "earlier", "beside", "example"})
_BY_KIND: Mapping[SpanKind, tuple[str, ...]] = {
    SpanKind.NUMBER: (
        "count", "budget", "pue", "requests", "tokens", "requests_per_day", "quantity", "limit", "above", "below",
        "hourly_price", "power_price", "unit_price", "parameters",
    ),
    SpanKind.MONEY: ("budget", "power_price", "hourly_price", "unit_price", "above", "below"),
    SpanKind.PERCENT: ("utilization",),
}  # fmt: skip
"""Slots that a bare number, a bare sum or a bare percentage may replace."""
_WHOLE = frozenset({"count", "limit", "requests"})
_BOUNDS = frozenset({"above", "below"})
_PRICES = ("hourly_price", "power_price", "unit_price", "budget")
_HOURS_A_DAY = 24.0
_TINY = 1e-12
_CENTS = 100.0


def follow_up(turn: Turn) -> Question | None:
    """The question before with what the message changes; None where the message stands on its own."""
    if turn.message.foreign:
        return None
    if asks_for_another_side(turn):
        return turn.previous.model_copy(update={"show": asked_side(turn.message)})
    return Merger(turn).merged() if leans(turn) else None


def slots_of(question: Question) -> Slots:
    """The filled slots of a question."""
    values = ((name, getattr(question, name)) for name in type(question).model_fields if name not in _KEPT_APART)
    return {name: value for name, value in values if value is not None and value != ()}


class Merger:
    """Puts a message's slots over those of the question before."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.message = turn.message
        self.before = slots_of(turn.previous)
        self.bare = self._bare_numbers()
        self.intent = intent_of_follow_up(turn, self.before, bare_numbers=bool(self.bare))

    def merged(self) -> Question | None:
        """The merged question; None where the message changes nothing."""
        new, problems = self._new_slots()
        before = dict(self.before)
        if self.intent == "conversion":
            self._convert(before, new)
        if factors(self.message):
            new.pop("requests", None)
        changed = new or problems or factors(self.message) or self.intent != self.turn.previous.intent
        if not changed:
            return None
        self._merge_names(before, new)
        self._merge_time_of_use(before, new)
        self._merge_metrics(before, new)
        self._turn_round(before, new)
        slots: Slots = {**before, **new}
        multiply(self.message, self.turn.wants, slots)
        problems.extend(check(slots))
        known = frozenset(type(build(self.intent, {}, [])).model_fields) - _KEPT_APART
        question = build(self.intent, {name: value for name, value in slots.items() if name in known}, problems)
        side = asked_side(self.message)
        return question if side is Show.ANSWER else question.model_copy(update={"show": side})

    # the message's own slots

    def _new_slots(self) -> tuple[Slots, list[Problem]]:
        if self.intent == "definition":
            return self._terms(), []
        turn = self.turn
        slots, problems = fill(
            self.intent, self.message, turn.facts, self._wants(), turn.superlatives, before=self.before
        )
        for span in self.bare:
            for slot in _PRICES if span.kind is SpanKind.MONEY else ("count", "limit"):
                slots.pop(slot, None)
        self._limits_and_rates(slots)
        for span in self.bare:
            slot, value = self._nearest(span), span.value
            if value is None or slot in slots:
                continue
            if slot == "budget" and self._of_energy(span):
                slot = "power_price"
            if slot == "count" and self._cents(span):
                slot, value = "power_price", value / _CENTS
            slots[slot] = int(value) if slot == "limit" else value
        if not slots.get("metrics"):
            slots.pop("metrics", None)
        return slots, problems

    def _limits_and_rates(self, slots: Slots) -> None:
        """Another power limit, another number a day of the same requests, use all day long."""
        for span in self.message.kind(SpanKind.POWER):
            if "power_limit" in self.before and span.value is not None:
                slots.setdefault("power_limit", span.value)
        asked = {"requests", "requests_per_day"} & self.before.keys()
        for span in self.message.kind(SpanKind.NUMBER):
            if asked and span.value is not None and span.per in HOURS_OF and "requests" not in slots:
                daily = span.value * _HOURS_A_DAY / (HOURS_OF[span.per] * span.per_quantity)
                hours = slots.get("hours", self.before.get("hours"))
                slots.pop("hourly_price", None)
                if isinstance(hours, float):
                    slots["requests"] = daily * hours / _HOURS_A_DAY
                else:
                    slots["requests_per_day"] = daily
        self._rate_of_before(slots)
        whole = any(span.value == _HOURS_A_DAY for span in self.message.kind(SpanKind.HOURS_PER_DAY))
        if whole and "hours_per_day" in self.before:
            del self.before["hours_per_day"]
            slots.setdefault("hours", self.before.get("hours"))

    def _rate_of_before(self, slots: Slots) -> None:
        """As in "make that per day for a month": the requests of the question before are those of each day."""
        rates = [span for span in self.message.kind(SpanKind.PER) if span.per in HOURS_OF and not span.each]
        requests = self.before.get("requests")
        if not rates or "requests" in slots or "hours" in self.before or not isinstance(requests, float):
            return
        daily = requests * _HOURS_A_DAY / (HOURS_OF[rates[0].per] * rates[0].per_quantity)
        hours = slots.get("hours")
        if self.message.kind(SpanKind.DURATION) and isinstance(hours, float):
            slots["requests"] = daily * hours / _HOURS_A_DAY
        else:
            slots["requests_per_day"] = daily
            del self.before["requests"]
            slots.pop("hours", None)

    def _cents(self, span: Span) -> bool:
        """Whether a bare number after "at" is the cents of a kilowatt hour: "and at 15?" after "at 10 cents"."""
        if "power_price" not in self.before or span.kind is not SpanKind.NUMBER:
            return False
        return any(cue.end == span.start for cue in self.message.group("price_at"))

    def _of_energy(self, span: Span) -> bool:
        """Whether a small price is that of a kilowatt hour, since an energy was asked: "in dollars at 10 cents?"."""
        asked = self.before.get("metrics")
        of_energy = isinstance(asked, tuple) and set(asked) <= {Metric.ENERGY, Metric.ELECTRICITY_COST} and bool(asked)
        priced = any(cue.end == span.start for cue in self.message.group("price_at"))
        return of_energy and priced and (span.value or 0.0) < DEAREST_KWH

    def _terms(self) -> Slots:
        terms, earlier = self.turn.facts.terms, self.before.get("terms", ())
        if not terms:
            return {}
        together = self.message.has("difference", "compare") and len(terms) == 1 and isinstance(earlier, tuple)
        return {"terms": (*earlier, *terms) if together and isinstance(earlier, tuple) else terms}

    def _wants(self) -> Wants:
        """What is asked; "how many?" and "how many of them?" with no noun ask for a count."""
        wants, many = self.turn.wants, self.message.group("how_many")
        multiplied = multiplied_word(self.message)
        if multiplied is not None:
            wants = Wants.of([want for want in wants.wants if want.start != multiplied.start], wants.much)
        counted = any(want.counted for want in wants.wants)
        asked = not (wants.groups - MODES.keys()) or (
            not counted and bool(self.message.kind(SpanKind.MONEY, SpanKind.POWER))
        )
        if many and asked and not self.message.names:
            return Wants.of([Want(many[0].start, "count", True), *wants.wants], wants.much)
        return wants

    def _bare_numbers(self) -> list[Span]:
        """Numbers with nothing that says of what, and sums of money with nothing that says for what."""
        names = self.message.named(NameKind.ACCELERATOR)
        found = []
        for span in self.message.kind(*_BY_KIND):
            beside = any(abs(name.start - span.end) <= 1 or abs(span.start - name.end) <= 1 for name in names)
            if span.value is not None and not beside and not (span.per or span.each or span.suffix in ("b", "t")):
                found.append(span)
        return found

    def _nearest(self, span: Span) -> str:
        """The slot of the question before that a bare number most likely replaces: the nearest in size."""
        if self.intent == "ranking" and span.bound:
            return span.bound
        for direction in ("input", "output"):
            if f"{direction}_tokens" in self.before and self.message.has(direction):
                return f"{direction}_tokens"
        value = span.value or 0.0
        sizes: dict[str, float] = {}
        for slot in _BY_KIND.get(span.kind, ()):
            earlier = self.before.get(slot)
            if slot in _BOUNDS and self._of_years() and not is_year(value):
                continue
            if isinstance(earlier, (int, float)) and (value == int(value) or slot not in _WHOLE):
                sizes[slot] = float(earlier)
        if sizes and value > 0:
            return min(sizes, key=lambda slot: abs(math.log(value / max(sizes[slot], _TINY))))
        if sizes:
            return next(iter(sizes))
        if span.kind is not SpanKind.NUMBER:
            return "budget" if span.kind is SpanKind.MONEY else "utilization"
        return {"ranking": "limit", "conversion": "quantity"}.get(self.intent, "count")

    def _of_years(self) -> bool:
        """Whether the bounds of the list before are years."""
        return self.intent == "ranking" and self.before.get("metrics") == (Metric.RELEASE,)

    # putting them over

    def _merge_names(self, before: Slots, new: Slots) -> None:
        """In a comparison one more thing joins the others; a fact of another kind of thing takes the place."""
        for slot, other in (("models", "accelerators"), ("accelerators", "models")):
            named, earlier = new.get(slot), before.get(slot)
            if self.intent == "fact" and named and not new.get(other):
                before.pop(other, None)
            if (
                self.intent == "comparison"
                and isinstance(named, tuple)
                and isinstance(earlier, tuple)
                and len(named) == 1
            ):
                replaced = {item.id for item in self.message.dismissed if isinstance(item, Name)}
                new[slot] = tuple(dict.fromkeys([*(entry for entry in earlier if entry not in replaced), *named]))

    def _merge_time_of_use(self, before: Slots, new: Slots) -> None:
        """Another time for the same rate of requests."""
        hours = new.get("hours")
        if self.intent not in ("usage", "comparison") or not isinstance(hours, float) or "requests" in new:
            return
        daily, requests, earlier = before.get("requests_per_day"), before.get("requests"), before.get("hours")
        if isinstance(daily, float):
            new["requests"] = daily * hours / _HOURS_A_DAY
            del before["requests_per_day"]
        elif isinstance(requests, float) and isinstance(earlier, float) and earlier:
            new["requests"] = requests * hours / earlier

    def _merge_metrics(self, before: Slots, new: Slots) -> None:
        asked, earlier = new.get("metrics"), before.get("metrics")
        if asked == (Metric.COST,) and isinstance(earlier, tuple) and set(earlier) == {Metric.ENERGY}:
            groups = self.turn.wants.groups
            if "money" in groups and groups.isdisjoint({"cost", "price"}):  # "how much is that in dollars?"
                new["metrics"] = asked = (Metric.ELECTRICITY_COST,)
        adding = any("adding" in cue.groups for cue in self.message.scope)
        if adding and isinstance(asked, tuple) and isinstance(earlier, tuple):
            new["metrics"] = tuple(dict.fromkeys([*earlier, *asked]))

    def _turn_round(self, before: Slots, new: Slots) -> None:
        """What is asked backwards now is no longer given, and a power over a time is an energy."""
        metrics = new.get("metrics", ())
        if isinstance(metrics, tuple) and ("budget" in new or "power_limit" in new):
            for metric, slot in ((Metric.COUNT, "count"), (Metric.TIME, "hours")):
                if metric in metrics and slot not in new:
                    before.pop(slot, None)
        if self.intent == "usage" and Metric.API_PRICE in before.get("metrics", ()):  # type: ignore[operator]
            before["metrics"] = (Metric.COST,)
        if "hours" in new and not metrics and before.get("metrics") == (Metric.POWER,) and self.intent == "hardware":
            new["metrics"] = (Metric.ENERGY,)
        if self.intent == "ranking" and "limit" in new:
            ordered = [cue for cue in self.message.group("more", "less") if "rank" not in cue.groups]
            if not ordered and not self.message.superlatives:
                new.pop("order", None)

    def _convert(self, before: Slots, new: Slots) -> None:
        """Another unit to convert to, or none: everyday terms; another time for the same power."""
        times = [span.value for span in self.message.kind(SpanKind.DURATION) if span.value is not None]
        if times and "hours" in before:
            new.pop("quantity", None)
            new.pop("unit", None)
            new["hours"] = times[0]
            return
        units = [span for span in self.message.kind(SpanKind.UNIT) if span.unit]
        if units and "quantity" not in new:
            new["to"] = symbol(units[0].unit)
        elif self.message.has("everyday") and "quantity" in before:
            before.pop("to", None)
            new["things"] = self.message.things
            new["quantity"] = before["quantity"]
