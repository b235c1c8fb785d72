"""Which metrics a message asks for, from its wants and what the rest of it says.

Some words say at once which metric is meant. Others need their neighbours: "rent" is what one does and asks for a
rental cost only where a cost is asked or nothing else is; "electricity" is a cost beside a word for money and an energy
otherwise; what is "consumed" is an energy over a time and a power without one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.question import Metric
from bot.reading.wants import COST_GROUPS, LEANING_GROUPS, MODES, PLAIN_GROUPS, Want, Wants

_COSTS = ("cost", "purchase_cost", "rental_cost", "electricity_cost")
_OF_ANY_RUN = frozenset({*_COSTS, "energy", "power", "carbon", "water", "time", "count"})
_ALLOWED: dict[str, frozenset[str]] = {
    "hardware": _OF_ANY_RUN,
    "training": _OF_ANY_RUN | {"hardware", "parameters", "tokens", "compute", "memory"},
    "usage": _OF_ANY_RUN | {"hardware", "tokens", "memory"},
}
"""What can be asked of a scenario; of named things everything can."""
_SPECIFIC = frozenset({"tokens", "context", "memory", "parameters", "compute"})
_CONSUMED = frozenset({"energy", "water", "power", "electricity", "bill", "memory", "carbon", "tokens", "compute"})
_RESOURCES = frozenset({"energy", "power", "water", "carbon"})
_BACKWARDS = frozenset({"time", "count", "tokens", "parameters"})
"""What a budget or a power limit is asked for."""
_BESIDE_TIME = frozenset({"take", "count", "hardware", "developer", "size"})
"""Groups beside which "takes" asks for a time."""

Found = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What else the message says that metrics depend on. `gets`: "what do I get for"; `enough`: "is it enough".

    `asked_cost`: the question that a follow-up goes on from asked for a cost.
    """

    intent: str
    has_time: bool = False
    has_budget: bool = False
    has_limit: bool = False
    has_count: bool = False
    has_power_price: bool = False
    has_model: bool = False
    has_accelerator: bool = False
    has_requests: bool = False
    has_size: bool = False
    trains: bool = False
    enough: bool = False
    gets: bool = False
    asked_cost: bool = False


def resolve(wants: Wants, setting: Setting) -> tuple[Metric, ...]:
    """The metrics asked for, in the order named, each once."""
    money = [want for want in wants.wants if want.group in COST_GROUPS]
    asks_money = bool(money) or wants.much
    found: Found = []
    for want in wants.wants:
        if want.group in PLAIN_GROUPS or want.group in LEANING_GROUPS:
            metric = _metric(want, wants, setting, asks_money)
            if metric:
                found.append((want.start, metric))
    allowed = _ALLOWED.get(setting.intent)
    if allowed is not None:
        found = [(start, metric) for start, metric in found if metric in allowed]
        if not found and not money:
            money = [want for want in wants.wants if want.group == "api_price"]
    found.extend(_costs(wants, setting, money, {metric for _, metric in found}))
    metrics = {metric for _, metric in found} - _needless(wants, setting, {metric for _, metric in found})
    return tuple(dict.fromkeys(Metric(metric) for _, metric in sorted(found) if metric in metrics))


def _metric(want: Want, wants: Wants, setting: Setting, asks_money: bool) -> str:
    """The metric of one want; empty where it asks for none here."""
    group = want.group
    if group in LEANING_GROUPS:
        return _leaning(want, wants, setting, asks_money)
    scenario = setting.intent in ("training", "usage")
    if group == "power" and setting.intent == "hardware" and setting.has_limit:
        return ""
    if group == "peak_flops" and (setting.intent == "training" or (setting.has_model and not setting.has_accelerator)):
        return "compute"
    if group == "compute" and setting.has_accelerator and not setting.has_model and not scenario:
        return "peak_flops"
    return group


def _leaning(want: Want, wants: Wants, setting: Setting, asks_money: bool) -> str:
    match want.group:
        case "bill":
            return "electricity_cost"
        case "size":
            return "" if wants.has(*_SPECIFIC) or setting.has_size else "parameters"
        case "optimal":
            return "" if wants.has("size", "tokens", "parameters") else "tokens"
        case "take":
            if wants.counts("count") and not want.counted:
                return ""
            return "" if wants.groups - _BESIDE_TIME else "time"
        case "requests":
            return "count" if setting.intent in ("usage", "comparison") else ""
        case "electricity":
            if wants.has("energy", "bill") or (wants.has("power") and not asks_money):
                return ""
            if setting.has_power_price and not wants.has(*MODES):
                return "electricity_cost"
            money = asks_money or setting.asked_cost
            listed = wants.has("rental", "purchase") and not wants.has(
                "consume", "rent", "buy"
            )  # "the rent or the power"
            apart = listed or not wants.has(*MODES)
            return "electricity_cost" if money and not want.counted and apart else "energy"
        case _:
            return _consumed(wants, setting)


def _consumed(wants: Wants, setting: Setting) -> str:
    """What is consumed: an energy where there is a time, a training or a use, else a power."""
    if wants.has(*_CONSUMED):
        return ""
    if setting.has_time or setting.trains or setting.has_requests:
        return "energy"
    if setting.intent == "hardware" or (setting.intent == "ranking" and not setting.has_model):
        return "power"
    of_things = setting.intent in ("fact", "comparison", "ranking")
    return "power" if of_things and setting.has_accelerator else "energy"


def _costs(wants: Wants, setting: Setting, money: list[Want], metrics: set[str]) -> Found:
    """Costs: of the way to have the accelerators, of the electricity, or not said which."""
    modes = [want for want in wants.wants if want.group in MODES]
    nouns = [want for want in modes if want.group in ("rental", "purchase")]
    if money and (setting.intent == "training" or (setting.has_model and not setting.has_accelerator)):
        modes = nouns
    if (setting.has_budget or setting.has_limit) and metrics & _BACKWARDS:
        return []
    if setting.enough and not metrics and len({MODES[want.group] for want in modes}) < 2:
        return []
    if setting.gets and setting.has_budget and not metrics:
        return [(0, "time" if setting.has_count else "count")]
    if "api_price" in metrics:
        return []
    spent = bool(metrics & _RESOURCES) and all(want.group == "pay" for want in money)
    asked = (bool(money) and not spent) or (wants.much and not metrics)
    chosen = modes if asked or metrics <= {"electricity_cost"} else nouns
    if chosen or not asked:
        return [(want.start, MODES[want.group].value) for want in chosen]
    if _of_api(wants, setting, money):
        return [(money[0].start, "api_price")]
    separate = wants.has("bill") and len(money) > 1 and any(want.group in ("cost", "price") for want in money)
    if "electricity_cost" in metrics and not separate:
        return []
    return [(money[0].start if money else 0, "electricity_cost" if setting.has_power_price else "cost")]


def _of_api(wants: Wants, setting: Setting, money: list[Want]) -> bool:
    """Whether a price is that of a model's API: a model that is not trained here has no other."""
    of_model = setting.intent in ("fact", "comparison", "ranking") and setting.has_model and not setting.has_accelerator
    priced = wants.has("price") and all(want.group in ("price", "cheap", "dear") for want in money)
    return of_model and priced and not setting.trains


def _needless(wants: Wants, setting: Setting, metrics: set[str]) -> set[str]:
    """Metrics whose words only went with another metric."""
    drop: set[str] = set()
    if "context" in metrics:
        drop |= {"tokens"} if wants.has("parameters") or wants.counts("tokens") else {"tokens", "parameters"}
    if "api_price" in metrics:
        drop |= {"cost", "tokens", "rental_cost"}
    if "hardware" in metrics:
        others = len(metrics) > 1 and ("count" in metrics or setting.intent not in ("fact", "comparison"))
        if others or not setting.has_model:
            drop.add("hardware")
    if setting.has_budget and setting.intent in ("training", "usage") and metrics & {"tokens", "parameters"}:
        drop.add("cost")
        if "tokens" in metrics:
            drop.add("count")
    return drop
