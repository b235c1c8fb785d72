"""What a message has in it, as yes-or-no features: the evidence on which intents are weighed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.message import Message
from bot.reading.metrics import Wants
from bot.reading.names import Name
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

CONVERTIBLE = frozenset(
    {SpanKind.ENERGY, SpanKind.POWER, SpanKind.DURATION, SpanKind.MASS, SpanKind.VOLUME, SpanKind.COMPUTE,
     SpanKind.COMPUTE_RATE, SpanKind.MEMORY}
)  # fmt: skip
"""Kinds of quantities that can be told in another unit."""

_TOLD = CONVERTIBLE - {SpanKind.DURATION, SpanKind.MEMORY}
"""Kinds of quantities that everyday things give the scale of."""
_FACTS = ("developer", "release", "context", "api_price", "hardware", "parameters", "memory", "peak_flops")
_REQUEST_COUNT = frozenset({SpanKind.REQUESTS, SpanKind.TIMES})
_MANY_UNEXPLAINED = 2
_SMALLEST_MODEL = 1e6


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found, summed up: ids by kind, and the features with the names that weights use."""

    accelerators: tuple[str, ...]
    models: tuple[str, ...]
    terms: tuple[str, ...]
    makers: tuple[str, ...]
    open_names: tuple[Name, ...]
    features: frozenset[str]

    def has(self, *features: str) -> bool:
        """Whether any of these features holds."""
        return not self.features.isdisjoint(features)


def is_money(span: Span) -> bool:
    """A sum that is a budget: no price of one thing."""
    return (
        span.kind is SpanKind.MONEY
        and span.each == ""
        and span.per in ("", "month", "week", "day", "year", "quarter", "semester")
    )


def gather(message: Message, wants: Wants, counted: bool, terms: tuple[str, ...]) -> Facts:
    """The facts of a message. `counted`: a number of accelerators was given."""
    accelerators = message.ids(NameKind.ACCELERATOR)
    models = message.ids(NameKind.MODEL)
    open_names = tuple(name for name in message.names if not name.id)
    found = _named(message, accelerators, models, open_names)
    found |= _quantities(message, counted)
    found |= {f"{group} word" for group in message.by_group}
    found |= _asked(wants)
    found |= _terms(message, terms, wants)
    found |= _together(found)
    return Facts(accelerators, models, terms, message.ids(NameKind.MAKER), open_names, frozenset(found))


def _named(
    message: Message, accelerators: tuple[str, ...], models: tuple[str, ...], open_names: tuple[Name, ...]
) -> set[str]:
    found = set()
    open_accelerators = any(name.kind is NameKind.ACCELERATOR for name in open_names)
    open_models = any(name.kind is NameKind.MODEL for name in open_names)
    if accelerators or open_accelerators:
        found.add("accelerator")
    if models or open_models:
        found.add("model")
    if len(accelerators) > 1:
        found.add("several accelerators")
    if len(models) > 1:
        found.add("several models")
    if len(accelerators) + len(models) == 1 or (open_names and not accelerators and not models):
        found.add("one name")
    if not found:
        found.add("no name")
    if message.ids(NameKind.PLACE):
        found.add("region")
    if message.ids(NameKind.MAKER):
        found.add("maker")
    if message.foreign:
        found.add("foreign")
    if len(message.unexplained) > _MANY_UNEXPLAINED:
        found.add("many unexplained words")
    elif message.unexplained:
        found.add("unexplained words")
    if message.superlatives:
        found.add("superlative")
    return found


_SPAN_FEATURES = {
    SpanKind.HOURS_PER_DAY: "hours per day",
    SpanKind.UTILIZATION: "utilization",
    SpanKind.PUE: "pue",
    SpanKind.REQUESTS: "requests",
    SpanKind.TIMES: "times",
    SpanKind.PEOPLE: "people",
    SpanKind.ACCELERATOR_HOURS: "accelerator hours",
    SpanKind.PARAMETERS: "parameters",
    SpanKind.TOKENS: "tokens",
    SpanKind.COMPUTE: "compute",
    SpanKind.MACHINES: "machines",
    SpanKind.MASS: "mass",
    SpanKind.ENERGY: "energy given",
    SpanKind.OTHER: "other quantity",
    SpanKind.UNUSABLE: "unusable",
    SpanKind.RANGE: "range",
    SpanKind.FACTOR: "factor",
}


def _quantities(message: Message, counted: bool) -> set[str]:
    found = {feature for kind, feature in _SPAN_FEATURES.items() if message.by_kind.get(kind)}
    if counted:
        found.add("count")
    durations = message.kind(SpanKind.DURATION)
    if durations:
        found.add("duration")
    per = message.kind(SpanKind.PER)
    if any(span.per == "request" or span.each == "request" for span in per):
        found.add("requests")
    if any(span.per == "token" for span in per) and not message.has("cost", "api_price"):
        found.add("tokens")
    marked = message.group("after_output")
    if marked and message.has("after_input") and any(span.end == marked[0].start for span in message.kind(SpanKind.NUMBER)):
        found.update(("tokens", "output word"))
    for span in message.spans:
        if span.bound and span.kind in (SpanKind.MEMORY, SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.COMPUTE, SpanKind.POWER,
                                        SpanKind.MONEY, SpanKind.ENERGY, SpanKind.MASS, SpanKind.NUMBER, SpanKind.COMPUTE_RATE,
                                        SpanKind.DURATION):  # fmt: skip
            found.add("bound")
        if span.kind is SpanKind.NUMBER and (span.suffix == "b" or _model_size(message, span)):
            found.add("parameters")
        if span.kind is SpanKind.MONEY and not (span.bound and not message.named(NameKind.ACCELERATOR)):
            found.add("budget" if is_money(span) else "price given")
        if span.kind is SpanKind.POWER:
            found.add("power given")
        if span.kind in CONVERTIBLE and not span.per and span.quantity is not None:
            found.add("quantity")
            if span.kind in _TOLD:
                found.add("quantity to tell")
        if span.kind is SpanKind.NUMBER and span.per == "hour":
            found.add("price given")
    units = {span.of for span in message.kind(SpanKind.UNIT)}
    convertible = [span for span in message.spans if span.kind in CONVERTIBLE and span.quantity is not None]
    if any(span.kind in units for span in convertible):
        found.add("quantity and unit")
    if found & {"parameters"} and message.kind(SpanKind.TOKENS):
        found.add("parameters and tokens")
    return found


def _model_size(message: Message, span: Span) -> bool:
    """A number too large for accelerators where a model is described: "un modelo de 2 mil millones"."""
    large = span.value is not None and span.value >= _SMALLEST_MODEL and not span.per and not span.bound
    return large and message.has("models", "train") and bool(message.kind(SpanKind.TOKENS))


def _asked(wants: Wants) -> set[str]:
    found = {f"wants {group}" for group in wants.groups}
    if wants.groups or wants.much:
        found.add("wants")
    if wants.has(*_FACTS):
        found.add("wants a fact")
    return found


def _terms(message: Message, terms: tuple[str, ...], wants: Wants) -> set[str]:
    if not terms:
        return set()
    found = {"term"}
    if len(terms) > 1:
        found.add("several terms")
    covered = {index for term in message.terms for index in range(term.start, term.end)}
    if all(want.start in covered for want in wants.wants):
        found.add("wants no more than terms")
        if not message.names and not message.superlatives and not _numbers(message) and _nothing_but(message, covered):
            found.add("term alone")
    else:
        found.add("wants more than terms")
    if any(span.kind in CONVERTIBLE and span.quantity is not None and span.value != 1 for span in message.spans):
        found.add("number beside terms")
    if message.has("define", "what_is"):
        found.add("term to define")
    if _opens_with_term(message):
        found.add("opens with a term")
    return found


_IDLE_GROUPS = frozenset(
    {
        "define",
        "what_is",
        "difference",
        "compare",
        "choose",
        "single",
        "on",
        "price_at",
        "copula",
        "input",
        "output",
        "have",
    }
)


def _nothing_but(message: Message, covered: set[int]) -> bool:
    """Whether the message speaks of nothing beside its terms."""
    if message.unexplained:
        return False
    return all(
        (cue.start in covered and cue.end - 1 in covered) or not _IDLE_GROUPS.isdisjoint(cue.groups)
        for cue in message.cues
    )


def _opens_with_term(message: Message) -> bool:
    """ "Is batch the amount of data ...": a question whether a term is something."""
    copulas = message.group("copula")
    return bool(copulas) and copulas[0].start <= 1 and copulas[0].end <= message.terms[0].start <= copulas[0].end + 1


def _numbers(message: Message) -> bool:
    """Whether any quantity of our subject is given; "in two sentences" is none."""
    idle = (SpanKind.UNIT, SpanKind.ARTICLE, SpanKind.PER, SpanKind.IGNORED, SpanKind.NUMBER, SpanKind.OTHER)
    return any(span.kind not in idle and span.quantity is not None for span in message.spans)


def _together(found: set[str]) -> set[str]:
    """Features that only say something in company."""
    both = set()
    scenario = {
        "count",
        "duration",
        "budget",
        "price given",
        "pue",
        "utilization",
        "hours per day",
        "accelerator hours",
        "machines",
    }
    train, model = "train word" in found, "model" in found
    if "accelerator" in found and found & (scenario | {"power given", "region", "range"}):
        both.add("accelerator in a scenario")
    if (
        "accelerators word" in found
        and "accelerator" not in found
        and found & {"count", "duration", "budget", "machines"}
    ):
        both.add("accelerators of no name in a scenario")
    if (
        train
        and model
        and found & {"accelerator", "count", "region", "price given", "pue", "utilization", "budget", "duration"}
    ):
        both.add("model trained in a scenario")
    if train and not model and found & {"accelerator", "count", "budget", "duration"}:
        both.add("training in a scenario")
    if "serve word" in found and found & {"model", "parameters"} and not train:
        both.add("serving a model")
    if model and "tokens" in found and not train and "bound" not in found:
        both.add("tokens of a model")
    if model and "use word" in found and not train and not found & {"requests", "tokens"}:
        both.add("using a model")
    if model and "budget" in found and found & {"wants tokens", "how_many word"} and not train:
        both.add("budget for a model")
    if found & {"input word", "output word"} and "tokens" in found:
        both.add("tokens in and out")
    if model and "accelerator" in found and not train and not found & {"requests", "tokens", "serve word", "people"}:
        both.add("model on accelerators")
    if model and "wants memory" in found and "accelerator" not in found and not train:
        both.add("memory of a model")
    if "parameters" in found and not model and found & {"wants tokens", "wants compute"}:
        both.add("data for a described model")
    if "another word" in found and not found & {"accelerator", "model", "term", "wants"}:
        both.add("another alone")
    if train and model and not both:
        both.add("training of a model")
    if "quantity to tell" in found and "everyday word" in found:
        both.add("quantity in everyday terms")
    if "quantity" in found and "convert word" in found:
        both.add("quantity to convert")
    if "compute" in found and "bound" not in found:
        both.add("compute to spend")
    if model and "table word" in found:
        both.add("model in a table")
    if "audit word" in found and found & {"model", "table word"}:
        both.add("check of a model or table")
    if found & {"models word", "accelerators word"} and "no name" in found:
        both.add("things in general")
    return both
