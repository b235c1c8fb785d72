"""What a message asks for, from the words of `metrics.yaml` and from units without a number.

Some words say at once which metric is meant. Others need their neighbours: "rent" is what one does and asks for a
rental cost only where a cost is asked or nothing else is; "electricity" is a cost beside a word for money and an energy
otherwise; what is "consumed" is an energy over a time and a power without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.question import Metric
from bot.reading.cues import Cue
from bot.reading.message import Message
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

_BY_UNIT = {
    SpanKind.ENERGY: "energy",
    SpanKind.POWER: "power",
    SpanKind.DURATION: "time",
    SpanKind.MASS: "carbon",
    SpanKind.VOLUME: "water",
    SpanKind.MONEY: "money",
    SpanKind.TOKENS: "tokens",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.COMPUTE: "compute",
    SpanKind.COMPUTE_RATE: "peak_flops",
    SpanKind.MEMORY: "memory",
    SpanKind.REQUESTS: "requests",
    SpanKind.ACCELERATORS: "count",
    SpanKind.ACCELERATOR_HOURS: "time",
}
_ONLY_ASKED = frozenset({"time", "requests", "count", "tokens", "parameters"})
"""Units that ask for something only after "how many", or at the end of a message: "days?", "how many tokens"."""
_COST_WORDS = ("cost", "pay", "money", "dear", "cheap")
_MODES = {"rent": Metric.RENTAL_COST, "rental": Metric.RENTAL_COST, "buy": Metric.PURCHASE_COST,
          "purchase": Metric.PURCHASE_COST}  # fmt: skip
_PLAIN = frozenset(metric.value for metric in Metric) - {"cost"}
_LEANING = frozenset({"electricity", "bill", "consume", "size", "take", "requests"})
"""Groups that become a metric with what stands around them."""
_NEAR = 3
_ASIDE = frozenset({"hardware", "developer", "size"})
"""Groups whose words often stand in a question without asking for them."""


class Want(NamedTuple):
    """Something asked for: its group, the token where it begins, and whether "how many" or "how much" stands before."""

    start: int
    group: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Wants:
    """Everything asked for, in order. `much` is a "how much" that no noun follows: it asks for a cost."""

    wants: tuple[Want, ...]
    much: bool
    groups: frozenset[str]

    def has(self, *groups: str) -> bool:
        """Whether any of these groups is asked for."""
        return not self.groups.isdisjoint(groups)


def find_wants(message: Message) -> Wants:
    """What the words of the message ask for, before the intent says how to read it."""
    idle = (SpanKind.UNIT, SpanKind.ARTICLE)
    covered = {index for span in message.spans if span.kind not in idle for index in range(span.start, span.end)}
    asked = {cue.end for cue in message.group("how_many", "how_much")}
    wants: list[Want] = []
    for cue in message.cues:
        if cue.start in covered and cue.end - cue.start == 1:
            continue
        if not _is_given(message, cue):
            wants.extend(_of_cue(cue, _counted(cue.start, asked)))
    spoken = {index for cue in message.group("what_is", "define") for index in range(cue.start, cue.end)}
    for span in message.kind(SpanKind.UNIT):
        want = _of_unit(message, span, _counted(span.start, asked))
        if want is not None and span.start not in spoken and all(want[:2] != other[:2] for other in wants):
            wants.append(want)
    wants.extend(_counts(message, wants))
    wants = _without_supply(message, sorted(wants))
    followed = {want.start for want in wants if want.counted}
    alone = [cue for cue in message.group("how_much") if not any(cue.end <= start <= cue.end + 1 for start in followed)]
    return Wants(tuple(wants), bool(alone), frozenset(want.group for want in wants))


def _counted(start: int, asked: Iterable[int]) -> bool:
    return any(end <= start <= end + 1 for end in asked)


_GIVEN: dict[str, tuple[SpanKind, ...]] = {
    "time": (SpanKind.DURATION,),
    "memory": (SpanKind.MEMORY,),
    "power": (SpanKind.POWER,),
    "energy": (SpanKind.ENERGY,),
    "parameters": (SpanKind.PARAMETERS,),
    "compute": (SpanKind.COMPUTE,),
    "cost": (SpanKind.MONEY,),
    "pay": (SpanKind.MONEY,),
}
"""Words that a quantity of these kinds right after them gives a value: "duration 2 months", "if they cost $2 an hour"."""


def _is_given(message: Message, cue: Cue) -> bool:
    if not {"power", "energy", "electricity"}.isdisjoint(cue.groups):
        prices = (span.start for span in message.kind(SpanKind.MONEY) if span.per == "kWh")
        if any(cue.end <= start <= cue.end + 1 for start in prices):
            return True
    for group in cue.groups:
        for span in message.kind(*_GIVEN.get(group, ())):
            between = message.words[cue.end : span.start]
            near = cue.end <= span.start and (
                not between or between[0] in (":", "=") or (len(between) == 1 and group != "cost")
            )
            if near and len(between) <= 1 and span.value is not None and "," not in between:
                return True
    return False


def _of_cue(cue: Cue, counted: bool) -> Iterable[Want]:
    for group in cue.groups:
        if group in _PLAIN or group in _MODES or group in _COST_WORDS or group in _LEANING:
            yield Want(cue.start, group, counted)


def _of_unit(message: Message, span: Span, counted: bool) -> Want | None:
    group = _BY_UNIT.get(span.of) if span.of is not None else None
    if group is None:
        return None
    if group in _ONLY_ASKED and not counted and not _ends_fragment(message, span):
        return None
    return Want(span.start, group, counted)


def _ends_fragment(message: Message, span: Span) -> bool:
    """Whether a unit stands alone: between punctuation, or at the end after it ("..., days?", "hours please")."""
    words = message.words
    trained = any(cue.end == span.start for cue in message.group("train", "use"))
    before = span.start == 0 or trained or not words[span.start - 1].isalnum() or words[span.start - 1] in ("in", "en")
    after = span.end >= len(words) or not words[span.end].isalnum() or words[span.end] in ("needed", "necesarios")
    return before and after


def _counts(message: Message, wants: list[Want]) -> Iterable[Want]:
    """ "How many H100", and "how many can we buy" with no other noun, ask for a count."""
    names = [name.start for name in message.names if name.kind is NameKind.ACCELERATOR]
    much = message.group("how_much") if message.kind(SpanKind.MONEY) else []
    for cue in [*message.group("how_many"), *much]:
        others = [want.start for want in wants if want.counted and cue.end <= want.start <= cue.end + 1]
        others += [span.start for span in message.kind(SpanKind.UNIT) if cue.end <= span.start <= cue.end + 1]
        near = [start for start in names if cue.end <= start <= cue.end + _NEAR and message.same_clause(cue.end, start)]
        if others:
            continue
        if near and (cue.groups[0] == "how_many" or near[0] == cue.end):
            yield Want(near[0], "count", True)
        elif names and "how_many" in cue.groups and message.kind(SpanKind.MONEY, SpanKind.POWER):
            yield Want(cue.start, "count", True)


def _without_supply(message: Message, wants: list[Want]) -> list[Want]:
    """Electricity that only says where it comes from ("con energía de Islandia") is not asked for, if anything else is."""
    supply = set()
    for name in message.names:
        if name.kind is not NameKind.PLACE:
            continue
        for want in wants:
            if want.group not in ("energy", "electricity", "power") or want.counted:
                continue
            before, after = message.words[want.start + 1 : name.start], message.words[name.end : want.start]
            behind = (
                want.start < name.start and len(before) <= 1 and not any(word in (",", "en", "in") for word in before)
            )
            ahead = name.end == want.start and not after
            if behind or ahead:
                supply.add(want)
    rest = [want for want in wants if want not in supply]
    return rest if rest else wants


_ORDER_ALLOWED: dict[str, frozenset[str]] = {
    "hardware": frozenset(
        "cost purchase_cost rental_cost electricity_cost energy power carbon water time count".split()
    ),
    "training": frozenset(
        "cost purchase_cost rental_cost electricity_cost energy power carbon water time count hardware parameters tokens "
        "compute memory".split()
    ),
    "usage": frozenset(
        "cost rental_cost purchase_cost electricity_cost energy power carbon water time count tokens memory".split()
    ),
}
"""What can be asked of a scenario; of named things everything can."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rest of the message says that metrics depend on."""

    intent: str
    has_time: bool = False
    has_budget: bool = False
    has_limit: bool = False
    has_model: bool = False
    has_accelerator: bool = False
    has_requests: bool = False
    trains: bool = False
    enough: bool = False
    gets: bool = False
    has_count: bool = False
    has_power_price: bool = False


def resolve(wants: Wants, setting: Setting) -> tuple[Metric, ...]:
    """The metrics asked for, in the order named, each once."""
    found: list[tuple[int, str]] = []
    modes = [want for want in wants.wants if want.group in _MODES]
    money = [want for want in wants.wants if want.group in _COST_WORDS]
    others = [want for want in wants.wants if want.group in _PLAIN or want.group in _LEANING]
    for want in others:
        metric = _plain_metric(want, wants, setting, bool(money) or wants.much)
        if metric is not None:
            found.append((want.start, metric))
    allowed = _ORDER_ALLOWED.get(setting.intent)
    if allowed is not None:
        found = [(start, metric) for start, metric in found if metric in allowed]
        if wants.has("api_price") and not found and not money:
            money = [want for want in wants.wants if want.group == "api_price"]
    found.extend(_costs(wants, setting, modes, money, found))
    found = _tidy(found, wants, setting)
    found.sort(key=lambda pair: pair[0])
    return tuple(Metric(metric) for metric in dict.fromkeys(metric for _, metric in found))


def _plain_metric(want: Want, wants: Wants, setting: Setting, money: bool) -> str | None:
    group = want.group
    if group == "size":
        return None if wants.has("tokens", "context", "memory", "parameters", "compute") else "parameters"
    if group == "take":
        return "time" if not wants.groups - {"take", "count"} - _ASIDE else None
    if group == "requests":
        return "count" if setting.intent in ("usage", "comparison") else None
    if group == "bill":
        return "electricity_cost"
    if group == "electricity":
        if wants.has("energy", "bill"):
            return None
        return (
            "electricity_cost"
            if money and not want.counted and not wants.has("rent", "rental", "buy", "purchase")
            else "energy"
        )
    if group == "consume":
        if wants.has("energy", "water", "power", "electricity", "bill", "memory", "carbon", "tokens", "compute"):
            return None
        over_time = setting.has_time or setting.trains or setting.has_requests
        if setting.intent in ("fact", "comparison", "ranking") and setting.has_accelerator and not over_time:
            return "power"
        if setting.intent == "hardware" and not over_time:
            return "power"
        return "energy" if setting.intent != "ranking" or setting.has_model or over_time else "power"
    if group == "power" and setting.intent == "hardware" and setting.has_limit:
        return None
    if group == "peak_flops" and (setting.intent == "training" or (setting.has_model and not setting.has_accelerator)):
        return "compute"
    if (
        group == "compute"
        and setting.has_accelerator
        and not setting.has_model
        and setting.intent not in ("training", "usage")
    ):
        return "peak_flops"
    return group


def _costs(
    wants: Wants, setting: Setting, modes: list[Want], money: list[Want], found: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Costs: which way to have the accelerators, or the plain cost."""
    metrics = {metric for _, metric in found}
    if setting.intent == "training" or (setting.has_model and not setting.has_accelerator):
        modes = [want for want in modes if want.group in ("rental", "purchase")] if money else modes
    backwards = (setting.has_budget or setting.has_limit) and metrics & {"time", "count", "tokens", "parameters"}
    if backwards or (setting.enough and not metrics and not _said_both(modes)):
        return []
    if setting.gets and setting.has_budget and not metrics:
        return [(0, "time" if setting.has_count else "count")]
    if "api_price" in metrics:
        return []
    nouns = [want for want in modes if want.group in ("rental", "purchase")]
    spent = metrics & {"energy", "power", "water", "carbon"} and all(want.group == "pay" for want in money)
    asked = (bool(money) and not spent) or (wants.much and not metrics)
    if asked or not metrics:
        chosen = modes
    else:
        chosen = nouns
    costs = [(want.start, _MODES[want.group].value) for want in chosen]
    if costs or not asked:
        return costs
    if "electricity_cost" in metrics and not _separate(money, wants):
        return []
    start = money[0].start if money else 0
    return [(start, "electricity_cost" if setting.has_power_price else "cost")]


def _said_both(modes: list[Want]) -> bool:
    return len({_MODES[want.group] for want in modes}) > 1


def _separate(money: list[Want], wants: Wants) -> bool:
    """Whether a cost is asked beside the electricity's own: no "cost" that the electricity did not use up."""
    return any(want.group == "cost" for want in money) and wants.has("bill") and len(money) > 1


def _tidy(found: list[tuple[int, str]], wants: Wants, setting: Setting) -> list[tuple[int, str]]:
    """Words that only go with another metric."""
    metrics = {metric for _, metric in found}
    drop: set[str] = set()
    if "context" in metrics and not any(want.group == "tokens" and want.counted for want in wants.wants):
        drop |= {"tokens", "parameters"}
    elif "context" in metrics:
        drop |= {"tokens"}
    if "api_price" in metrics:
        drop |= {"cost", "tokens", "rental_cost"}
    if "hardware" in metrics and (
        len(metrics) > 1 and ("count" in metrics or setting.intent != "fact") or not setting.has_model
    ):
        drop |= {"hardware"}
    if (
        "parameters" in metrics
        and len(metrics) > 1
        and not any(w.group == "parameters" and w.counted for w in wants.wants)
    ):
        pass
    if setting.has_budget and metrics & {"tokens", "parameters"} and setting.intent in ("training", "usage"):
        drop |= {"cost", "count"} - ({"count"} if "count" in metrics and "tokens" not in metrics else set())
    return [(start, metric) for start, metric in found if metric not in drop]
