"""What the words of a message ask for, before the intent says how to read them.

Every word of `metrics.yaml` is a want, and so is a unit without a number ("how many kWh", "days?"). Words that only
give a value ("duration 2 months"), say where electricity comes from ("con energía de Islandia") or belong to a quantity
are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from bot.question import Metric
from bot.reading.cues import Cue
from bot.reading.message import Message
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

COST_GROUPS = frozenset({"cost", "price", "pay", "money", "dear", "cheap"})
"""Groups that ask for a cost, no matter of what."""
MODES = {
    "rent": Metric.RENTAL_COST,
    "rental": Metric.RENTAL_COST,
    "buy": Metric.PURCHASE_COST,
    "purchase": Metric.PURCHASE_COST,
}
"""Ways to have accelerators: as something that is done ("rent", "buy") or as what is asked ("rental", "purchase")."""
PLAIN_GROUPS = frozenset(metric.value for metric in Metric) - {"cost"}
"""Groups that are metrics themselves."""
LEANING_GROUPS = frozenset({"electricity", "bill", "consume", "size", "take", "requests", "optimal"})
"""Groups that become a metric with what stands around them."""

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
_GIVEN: dict[str, tuple[SpanKind, ...]] = {
    "time": (SpanKind.DURATION,),
    "memory": (SpanKind.MEMORY,),
    "power": (SpanKind.POWER,),
    "energy": (SpanKind.ENERGY,),
    "parameters": (SpanKind.PARAMETERS,),
    "compute": (SpanKind.COMPUTE,),
    "cost": (SpanKind.MONEY,),
    "price": (SpanKind.MONEY,),
    "pay": (SpanKind.MONEY,),
}
"""Words that get their value from a quantity right after them: "duration 2 months", "if they cost $2 an hour"."""
_SUPPLIES = frozenset({"energy", "electricity", "power"})
_NEAR = 3
"""Tokens between "how many" and the accelerators it counts."""


class Want(NamedTuple):
    """Something asked for: where its words begin, its group, and whether "how many" or "how much" stands before."""

    start: int
    group: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Wants:
    """Everything asked for, in order. `much` is a "how much" that no noun follows: it asks for a cost."""

    wants: tuple[Want, ...]
    much: bool
    groups: frozenset[str]

    @classmethod
    def of(cls, wants: Iterable[Want], much: bool = False) -> Wants:
        """These wants, with their groups."""
        wanted = tuple(wants)
        return cls(wanted, much, frozenset([want.group for want in wanted]))

    def has(self, *groups: str) -> bool:
        """Whether any of these groups is asked for."""
        return not self.groups.isdisjoint(groups)

    def counts(self, group: str) -> bool:
        """Whether "how many" or "how much" stands before a word of this group."""
        return any(want.counted for want in self.wants if want.group == group)


def find_wants(message: Message) -> Wants:
    """What the message asks for."""
    asked = {cue.end for cue in message.group("how_many", "how_much")}
    wants = [*_of_cues(message, asked)]
    wants.extend(want for want in _of_units(message, asked) if all(want[:2] != other[:2] for other in wants))
    wants.extend(_counts(message, wants))
    wants.extend(_at_the_end(message, wants))
    wants = _without_asides(message, _without_supply(message, sorted(wants)))
    followed = [want.start for want in wants if want.counted]
    alone = [cue for cue in message.group("how_much") if not any(cue.end <= start <= cue.end + 1 for start in followed)]
    joined = {cue.end for cue in message.scope if "linking" in cue.groups and cue.end - cue.start == 1}
    joined |= {cue.start + 1 for cue in message.scope if cue.start and "follow_up" in cue.groups}  # "and how much"
    last = [cue for cue in alone if wants and cue.start in joined and _ends_clause(message, cue.end)]
    wants = sorted([*wants, *(Want(cue.start, "cost", True) for cue in last)])  # "how many days, and how much?"
    return Wants.of(wants, bool(alone))


def _at_the_end(message: Message, wants: Sequence[Want]) -> Iterator[Want]:
    """What a last word asks for: "what was it trained on?" which hardware, "how much does one question use?" energy."""
    last = next((index for index in range(len(message.words) - 1, -1, -1) if message.words[index].isalnum()), -1)
    if wants or last < 0:
        return
    if message.has("train") and message.has("what_is") and any(cue.end == last + 1 for cue in message.group("on")):
        yield Want(last, "hardware")
    elif message.has("how_much") and any(cue.start == last for cue in message.group("used")):
        yield Want(last, "consume")


def _counted(start: int, asked: Iterable[int]) -> bool:
    return any(end <= start <= end + 1 for end in asked)


def _of_cues(message: Message, asked: set[int]) -> Iterator[Want]:
    idle = (SpanKind.UNIT, SpanKind.ARTICLE)
    covered = {index for span in message.spans if span.kind not in idle for index in range(span.start, span.end)}
    for cue in message.cues:
        groups = [group for group in cue.groups if group in PLAIN_GROUPS or group in MODES]
        groups += [group for group in cue.groups if group in COST_GROUPS or group in LEANING_GROUPS]
        if "request" in cue.groups and _counted(cue.start, asked):
            groups.append("requests")
        if not groups or (cue.start in covered and cue.end - cue.start == 1) or _is_given(message, cue):
            continue
        counted = _counted(cue.start, asked)
        yield from (Want(cue.start, group, counted) for group in groups)


def _is_given(message: Message, cue: Cue) -> bool:
    """Whether a quantity right after the word gives its value."""
    if not _SUPPLIES.isdisjoint(cue.groups):
        prices = [span.start for span in message.kind(SpanKind.MONEY) if span.per == "kWh"]
        if any(cue.end <= start <= cue.end + 1 for start in prices):
            return True
    for group in cue.groups:
        for span in message.kind(*_GIVEN.get(group, ())):
            gap = span.start - cue.end
            if gap == 0 and span.value is not None:
                return True
            sign = message.words[cue.end] if gap == 1 and span.value is not None else ""
            if sign and sign != "," and (group not in COST_GROUPS or not sign.isalnum()):
                return True
    return False


def _of_units(message: Message, asked: set[int]) -> Iterator[Want]:
    spoken = {index for cue in message.group("what_is", "define") for index in range(cue.start, cue.end)}
    for span in message.kind(SpanKind.UNIT):
        group = _BY_UNIT.get(span.of) if span.of is not None else None
        if group is None or span.start in spoken:
            continue
        counted = _counted(span.start, asked)
        if counted or group not in _ONLY_ASKED or _stands_alone(message, span):
            yield Want(span.start, group, counted)


def _stands_alone(message: Message, span: Span) -> bool:
    """Whether a unit is asked for by itself: "..., days?", "in hours", "training days?", "days needed"."""
    words = message.words
    leading = any(cue.end == span.start for cue in message.group("train", "use", "in_unit"))
    links = [cue for cue in message.scope if "linking" in cue.groups and cue.end - cue.start == 1]
    leading = leading or any(cue.end == span.start for cue in links)
    before = span.start == 0 or leading or not words[span.start - 1].isalnum()
    following = any(cue.start == span.end for cue in chain(message.group("needed"), links))
    after = span.end >= len(words) or following or not words[span.end].isalnum()
    return before and after


def _counts(message: Message, wants: list[Want]) -> Iterator[Want]:
    """Counts asked for by "how many H100", or "how many can we buy" with no other noun."""
    names = [name.start for name in message.named(NameKind.ACCELERATOR)]
    if not names:
        return
    counted = [want.start for want in wants if want.counted] + [span.start for span in message.kind(SpanKind.UNIT)]
    much = message.group("how_much") if message.kind(SpanKind.MONEY) else []
    most = message.group("more") if message.kind(SpanKind.MONEY, SpanKind.POWER) else []
    for cue in most:
        if any(cue.end <= start <= cue.end + 1 for start in names) and "rank" not in cue.groups:
            yield Want(cue.start, "count", True)  # "maximum H100s on a 75 kW feed"
            return
    needed = {cue.start for cue in message.group("required")}
    ends = {name.end: name.start for name in message.named(NameKind.ACCELERATOR)}
    given = [span for span in message.kind(SpanKind.NUMBER, SpanKind.ACCELERATORS) if not span.suffix]
    alone = not given and not wants
    if alone and not needed.isdisjoint(ends):
        yield Want(ends[min(needed & ends.keys())], "count", True)  # "2T tokens in a month: H100s needed?"
        return
    hours = {span.start for span in message.kind(SpanKind.UNIT) if span.of is SpanKind.DURATION}
    pictured = {cue.start for cue in message.group("everyday")}  # "how many homes could 10 H100 power?"
    for cue in [*message.group("how_many"), *much]:
        if cue.end in pictured:
            continue
        if any(cue.end <= start <= cue.end + 1 for start in counted):
            continue
        near = [start for start in names if cue.end <= start <= cue.end + _NEAR and message.same_clause(cue.end, start)]
        many = "how_many" in cue.groups
        if near and (many or near[0] == cue.end):
            timed = any(end in hours for end, start in ends.items() if start == near[0])
            yield Want(near[0], "time" if timed else "count", True)
        elif many and (message.kind(SpanKind.MONEY, SpanKind.POWER) or _ends_clause(message, cue.end)):
            yield Want(cue.start, "count", True)


def _ends_clause(message: Message, index: int) -> bool:
    return index >= len(message.words) or not message.words[index].isalnum()


def _without_supply(message: Message, wants: list[Want]) -> list[Want]:
    """Electricity that only says where it comes from is not asked for, if anything else is."""
    supply: set[Want] = set()
    places = message.named(NameKind.PLACE)
    for want in wants if places else ():
        supplied = any(_supplied(message, want, name.start, name.end) for name in places)
        if supplied and want.group in _SUPPLIES and not want.counted:
            supply.add(want)
    rest = [want for want in wants if want not in supply]
    return rest or wants


def _without_asides(message: Message, wants: list[Want]) -> list[Want]:
    """Leave out words that only accompany what is asked: "90 questions in total", "used when it was trained"."""
    totals = {cue.start for cue in message.group("summed")}
    whens = {cue.start for cue in message.group("whenever") if _inside_clause(message, cue)}
    aside = [
        want
        for want in wants
        if (want.group == "cost" and want.start in totals) or (want.group == "release" and want.start in whens)
    ]
    rest = [want for want in wants if want not in aside]
    return rest or wants


def _inside_clause(message: Message, cue: Cue) -> bool:
    """Whether words of the same clause stand right before, none of them one that begins another question."""
    before = cue.start - 1
    if before < 0 or not message.words[before].isalnum():
        return False
    return not any("follow_up" in other.groups and other.end == cue.start for other in message.scope)


def _supplied(message: Message, want: Want, start: int, end: int) -> bool:
    """Whether electricity is that of a place: "energía de Islandia", "French electricity", but not "energy in"."""
    if end == want.start:
        return True
    gap = start - want.start - 1
    inside = any(cue.start == start - 1 for cue in message.group("in_unit"))
    return gap == 0 or (gap == 1 and message.words[start - 1] != "," and not inside)
