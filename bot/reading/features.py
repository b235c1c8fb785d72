"""What a message has in it, as yes-or-no features: the evidence on which intents are weighed."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

from bot.reading.cues import group_names
from bot.reading.message import Message
from bot.reading.names import Name
from bot.reading.slots.counts import Count, counts, find_count
from bot.reading.spans import Span, SpanKind
from bot.reading.text import TokenKind
from bot.reading.wants import Wants
from knowledge.names import NameKind

CONVERTIBLE = frozenset(
    {SpanKind.ENERGY, SpanKind.POWER, SpanKind.DURATION, SpanKind.MASS, SpanKind.VOLUME, SpanKind.COMPUTE,
     SpanKind.COMPUTE_RATE, SpanKind.MEMORY}
)  # fmt: skip
"""Kinds of quantities that can be told in another unit."""
_TOLD = CONVERTIBLE - {SpanKind.DURATION, SpanKind.MEMORY}
"""Kinds of quantities that everyday things give the scale of."""
_BOUNDED = CONVERTIBLE - {SpanKind.VOLUME} | {SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.MONEY, SpanKind.NUMBER}
"""Kinds of quantities that a list can be limited by."""
_FACTS = ("developer", "release", "context", "api_price", "hardware", "parameters", "memory", "peak_flops")
_BUDGET_PERIODS = frozenset({"", "day", "week", "month", "quarter", "semester", "year"})
_MANY_UNEXPLAINED = 2
_SMALLEST_MODEL = 1e6


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found, summed up: ids by kind, and the features with the names that weights use.

    `open_names` fit several entries or none. `count` is the number of accelerators given.
    """

    accelerators: tuple[str, ...]
    models: tuple[str, ...]
    terms: tuple[str, ...]
    open_names: tuple[Name, ...]
    features: frozenset[str]
    count: Count | None = None

    def has(self, *features: str) -> bool:
        """Whether any of these features holds."""
        return not self.features.isdisjoint(features)


class _Named(dict[str, str]):
    """Names of features made from names of groups, each made once."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, group: str) -> str:
        name = self[group] = self._form.format(group)
        return name


_WORD, _WANTS = _Named("{} word"), _Named("wants {}")


def gather(message: Message, wants: Wants) -> Facts:
    """The facts of a message."""
    count = find_count(message)
    accelerators, models = message.ids(NameKind.ACCELERATOR), message.ids(NameKind.MODEL)
    terms = tuple(dict.fromkeys([term.id for term in message.terms]))
    open_names = tuple([name for name in message.names if not name.id])
    found = {_WORD[group] for group in message.by_group}
    found |= {_WANTS[group] for group in wants.groups}
    found |= _named(accelerators, models, open_names)
    found |= _besides(message, wants)
    found |= _quantities(message)
    found |= _talk(message)
    if count is not None and counts(message, count, wants):
        found.add("count")
    if terms:
        found |= _terms(message, terms, wants)
    found |= {feature for feature, holds in _TOGETHER.items() if holds(found)}
    return Facts(accelerators, models, terms, open_names, frozenset(found), count)


def is_budget(span: Span) -> bool:
    """A sum that is there to be spent: no price of one thing."""
    return span.kind is SpanKind.MONEY and not span.each and span.per in _BUDGET_PERIODS


def _named(accelerators: tuple[str, ...], models: tuple[str, ...], open_names: tuple[Name, ...]) -> set[str]:
    found = set()
    open_kinds = {name.kind for name in open_names}
    for kind, ids, noun in (
        (NameKind.ACCELERATOR, accelerators, "accelerator"),
        (NameKind.MODEL, models, "model"),
    ):
        if ids or kind in open_kinds:
            found.add(noun)
        if len(ids) > 1:
            found.add(f"several {noun}s")
    if not found:
        return {"no name"}
    if len(accelerators) + len(models) == 1 or not (accelerators or models):
        found.add("one name")
    return found


def _besides(message: Message, wants: Wants) -> set[str]:
    """Places, superlatives, words of something else, and whether anything is asked."""
    unexplained = len(message.unexplained)
    judged = {
        "region": bool(message.named(NameKind.PLACE)),
        "foreign": message.foreign,
        "many unexplained words": unexplained > _MANY_UNEXPLAINED,
        "unexplained words": 0 < unexplained <= _MANY_UNEXPLAINED,
        "superlative": bool(message.superlatives),
        "wants": bool(wants.groups) or wants.much,
        "wants a fact": wants.has(*_FACTS),
        "sum of numbers": _is_sum(message),
    }
    return {feature for feature, holds in judged.items() if holds}


_FIGURES = frozenset({SpanKind.NUMBER, SpanKind.TIMES, SpanKind.FACTOR})
_FEWEST_SUMMED = 2


def _is_sum(message: Message) -> bool:
    """Whether the message is numbers and nothing that they could be of: "what is 3 plus 4"."""
    given = [span for span in message.spans if span.kind is not SpanKind.IGNORED]
    if len(given) < _FEWEST_SUMMED or message.names or message.superlatives or message.has("models", "accelerators"):
        return False
    tokens = message.text.tokens
    plain = all(
        span.kind in _FIGURES and tokens[span.start].kind is TokenKind.NUMBER and not (span.per or span.each)
        for span in given
    )
    return plain and message.has("what_is", "how_much", "how_many")


_BY_KIND = {
    SpanKind.DURATION: "duration",
    SpanKind.HOURS_PER_DAY: "hours per day",
    SpanKind.UTILIZATION: "utilization",
    SpanKind.PUE: "pue",
    SpanKind.POWER: "power given",
    SpanKind.ENERGY: "energy given",
    SpanKind.REQUESTS: "requests",
    SpanKind.TIMES: "times",
    SpanKind.PEOPLE: "people",
    SpanKind.ACCELERATOR_HOURS: "accelerator hours",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.TOKENS: "tokens",
    SpanKind.COMPUTE: "compute",
    SpanKind.MACHINES: "machines",
    SpanKind.RANGE: "range",
    SpanKind.OTHER: "other quantity",
}


_TALK = group_names("greeting thanks polite single on price_at in_unit have needed copula formula sources another")
"""Groups of words that greetings and thanks may have beside their own."""


def _talk(message: Message) -> set[str]:
    """Whether the message greets or thanks and does nothing else."""
    given = [span for span in message.spans if span.kind is not SpanKind.ARTICLE and span.kind is not SpanKind.IGNORED]
    if given or message.names or message.superlatives:
        return set()
    if any(_TALK.isdisjoint(cue.groups) for cue in message.cues):
        return set()
    return {f"{talk} alone" for talk in ("greeting", "thanks") if message.has(talk)}


def _quantities(message: Message) -> set[str]:
    found = {feature for kind, feature in _BY_KIND.items() if message.by_kind.get(kind)}
    of_things = message.has("models", "accelerators")
    for span in message.spans:
        if span.bound and span.kind in _BOUNDED and (span.kind is not SpanKind.DURATION or of_things):
            found.add("bound")
        if span.kind in CONVERTIBLE and not span.per and span.quantity is not None:
            found |= {"quantity", "quantity to tell"} if span.kind in _TOLD else {"quantity"}
        if span.kind is SpanKind.MONEY and not (span.bound and not message.named(NameKind.ACCELERATOR)):
            found.add("budget" if is_budget(span) else "price given")
        if span.kind is SpanKind.NUMBER:
            found |= _numbers(message, span)
            if span.suffix == "t" and any(other.suffix == "b" for other in message.kind(SpanKind.NUMBER)):
                found.add("tokens")  # "7B on 2T"
        if span.kind is SpanKind.PER:
            found |= _rates(message, span)
    units = {span.of for span in message.kind(SpanKind.UNIT)}
    if any(span.kind in units for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None):
        found.add("quantity and unit")
    return found


def _numbers(message: Message, span: Span) -> set[str]:
    """What a number without a noun tells: a model's size, a price of an hour, tokens before "in" and "out"."""
    found = set()
    large = span.value is not None and span.value >= _SMALLEST_MODEL and not span.per and not span.bound
    described = large and message.has("models", "train") and bool(message.kind(SpanKind.TOKENS))
    if span.suffix == "b" or described:
        found.add("parameters")
    if span.per == "hour":
        found.add("price given")
    if message.has("after_input") and any(cue.start == span.end for cue in message.group("after_output")):
        found |= {"tokens", "output word"}
    return found


def _rates(message: Message, span: Span) -> set[str]:
    """What "per prompt" and "per 1k tokens" tell."""
    if "request" in (span.per, span.each):
        return {"requests"}
    return {"tokens"} if span.per == "token" and not message.has("cost", "price", "api_price") else set()


# terms

_IDLE = group_names(
    "define what_is difference compare choose single on price_at copula input output have in_unit after_input "
    "after_output greeting thanks polite needed"
)
"""Groups of words that go with any question about a term."""


def _terms(message: Message, terms: tuple[str, ...], wants: Wants) -> set[str]:
    covered = {index for term in message.terms for index in range(term.start, term.end)}
    numbers = [span for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None]
    found = {"term"}
    if len(terms) > 1:
        found.add("several terms")
    if any(want.start not in covered for want in wants.wants):
        found.add("wants more than terms")
    elif not (message.names or message.superlatives or _counts_anything(message)) and _nothing_but(message, covered):
        found.add("term alone")
    if message.has("define", "what_is"):
        found.add("term to define")
    if any(span.value != 1 for span in numbers):
        found.add("number beside terms")
    if _opens_with_term(message):
        found.add("opens with a term")
    return found


def _counts_anything(message: Message) -> bool:
    """Whether any quantity of our subject is given; "in two sentences" is none."""
    idle = (SpanKind.UNIT, SpanKind.ARTICLE, SpanKind.PER, SpanKind.IGNORED, SpanKind.NUMBER, SpanKind.OTHER)
    return any(span.kind not in idle and span.quantity is not None for span in message.spans)


def _nothing_but(message: Message, covered: Set[int]) -> bool:
    """Whether the message speaks of nothing beside its terms."""
    if message.unexplained:
        return False
    return all(
        (cue.start in covered and cue.end - 1 in covered) or _IDLE.issuperset(cue.groups) for cue in message.cues
    )


def _opens_with_term(message: Message) -> bool:
    """Whether the message asks if a term is something: "Is batch the amount of data ...?"."""
    copulas = message.group("copula")
    if not copulas or not copulas[0].end <= message.terms[0].start <= copulas[0].end + 1:
        return False
    before = copulas[0].start - 1
    return before < 0 or not message.words[before].isalnum()


# features that only say something in company

_SCENARIO = {"count", "duration", "budget", "price given", "pue", "utilization", "hours per day", "accelerator hours",
             "machines", "power given", "region", "range"}  # fmt: skip
_COUNTED = {"count", "duration", "budget", "machines"}
_TRAINED = {"accelerator", "count", "region", "price given", "pue", "utilization", "budget", "duration"}
_DESCRIBED = {"accelerator", "model", "term", "wants"}
_NAMED = {"model", "accelerator"}
_ASKED_FOR = {"how_many word", "how_much word", "limit word", "enough word"}
_ASKED_OF_USE = {"requests", "tokens", "serve word", "people"}

_TOGETHER: dict[str, Callable[[set[str]], bool]] = {
    "accelerator in a scenario": lambda found: "accelerator" in found and bool(found & _SCENARIO),
    "accelerators of no name in a scenario": lambda found: (
        "accelerators word" in found and "accelerator" not in found and bool(found & _COUNTED)
    ),
    "model trained in a scenario": lambda found: {"train word", "model"} <= found and bool(found & _TRAINED),
    "training in a scenario": lambda found: (
        "train word" in found and "model" not in found and bool(found & {"accelerator", "count", "budget", "duration"})
    ),
    "training of a model": lambda found: {"train word", "model"} <= found and not found & _TRAINED,
    "model on accelerators": lambda found: (
        {"model", "accelerator"} <= found and "train word" not in found and not found & _ASKED_OF_USE
    ),
    "serving a model": lambda found: (
        "serve word" in found and "train word" not in found and bool(found & {"model", "parameters"})
    ),
    "tokens of a model": lambda found: {"model", "tokens"} <= found and not found & {"train word", "bound"},
    "using a model": lambda found: (
        {"model", "use word"} <= found and not found & {"train word", "requests", "tokens"}
    ),
    "memory of a model": lambda found: (
        {"model", "wants memory"} <= found and not found & {"train word", "accelerator"}
    ),
    "budget for a model": lambda found: (
        {"model", "budget"} <= found and "train word" not in found and bool(found & {"wants tokens", "how_many word"})
    ),
    "times of a model": lambda found: (
        {"model", "times"} <= found and not found & {"train word", "compare word", "superlative"}
    ),
    "used by a model": lambda found: (
        {"model", "accelerator", "used word"} <= found and not found & ({"train word", "serve word"} | _SCENARIO)
    ),
    "accelerators compared": lambda found: (
        "several accelerators" in found and bool(found & {"compare word", "choose word"})
    ),
    "tokens in and out": lambda found: "tokens" in found and bool(found & {"input word", "output word"}),
    "parameters and tokens": lambda found: {"parameters", "tokens"} <= found,
    "data for a described model": lambda found: (
        "parameters" in found and "model" not in found and bool(found & {"wants tokens", "wants compute"})
    ),
    "compute to spend": lambda found: "compute" in found and "bound" not in found,
    "quantity in everyday terms": lambda found: {"quantity to tell", "everyday word"} <= found,
    "quantity to convert": lambda found: {"quantity", "convert word"} <= found,
    "model in a table": lambda found: {"model", "table word"} <= found,
    "check of a model or table": lambda found: "audit word" in found and bool(found & {"model", "table word"}),
    "things in general": lambda found: "no name" in found and bool(found & {"models word", "accelerators word"}),
    "ranked things": lambda found: (
        {"no name", "count"} <= found
        and bool(found & {"models word", "accelerators word"})
        and bool(found & {"superlative", "more word", "less word"})
        and ("superlative" in found or not found & {"buy word", "rent word"})
        and found & _SCENARIO == {"count"}
    ),
    "claim": lambda found: (
        "audit word" in found
        and ("quantity to tell" in found or {"model", "budget", "cost word"} <= found)
        and bool(found & _NAMED)
        and not found & _ASKED_FOR
    ),
    "another alone": lambda found: "another word" in found and not found & _DESCRIBED,
}  # fmt: skip
