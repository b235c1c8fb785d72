"""`Question`: what a person asked, as data. Its JSON is the public contract of `cuesta ask --json`.

One model an intent, discriminated by `intent`; each prepares its checks when it is first needed. A slot that the
question does not fill is None or empty and is left out of the JSON. Units are fixed: hours, USD, kW, USD per kWh,
tokens; fractions for `utilization`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from knowledge.figures import plain_number


class Metric(StrEnum):
    """What can be asked for, of a scenario or of a thing."""

    COST = "cost"
    PURCHASE_COST = "purchase_cost"
    RENTAL_COST = "rental_cost"
    ELECTRICITY_COST = "electricity_cost"
    ENERGY = "energy"
    POWER = "power"
    CARBON = "carbon"
    WATER = "water"
    TIME = "time"
    COUNT = "count"
    HARDWARE = "hardware"
    PARAMETERS = "parameters"
    TOKENS = "tokens"
    COMPUTE = "compute"
    MEMORY = "memory"
    PEAK_FLOPS = "peak_flops"
    DEVELOPER = "developer"
    RELEASE = "release"
    API_PRICE = "api_price"
    CONTEXT = "context"


SCENARIOS = frozenset({"hardware", "training", "usage"})
"""Intents of which something is worked out that draws power."""
PICTURED = frozenset({Metric.ENERGY, Metric.CARBON, Metric.WATER})
"""Metrics that everyday things give the scale of."""


class Show(StrEnum):
    """Which side of an answer is wanted: the answer itself, the formula with its numbers, or the sources."""

    ANSWER = "answer"
    FORMULA = "formula"
    SOURCES = "sources"


class Problem(BaseModel):
    """Something in the question that is never computed with, so that the reply can say what is wrong with it.

    `code` names the kind ("count-not-positive", "pue-below-one", "utilization-above-one", "range", "other-currency",
    ...); `slot` is the slot concerned and `text` the words as written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: str
    slot: str = ""
    text: str = ""


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    show: Show = Field(default=Show.ANSWER, exclude=True)
    problems: tuple[Problem, ...] = Field(default=(), exclude=True)

    def contract(self) -> dict[str, Any]:
        """The question as the contract prints it: filled slots only."""
        return {
            name: plain_number(value) if isinstance(value, float) else value
            for name, value in self.model_dump(mode="json").items()
            if value is not None and value != []
        }


class _WithMetrics(_Question):
    metrics: tuple[Metric, ...] = ()


class _WithConditions(_WithMetrics):
    """Conditions that a person may set for any scenario that draws power or costs money."""

    hourly_price: float | None = None
    power_price: float | None = None
    unit_price: float | None = None
    pue: float | None = None
    utilization: float | None = None
    region: str | None = None
    budget: float | None = None
    currency: str | None = None
    power_limit: float | None = None


class HardwareQuestion(_WithConditions):
    """Buying, renting or running accelerators, perhaps for a time; also backwards, from a budget or a power limit.

    `renting` says whether a budget is to rent or to buy, where a word says so; the contract has no slot for it.
    """

    intent: Literal["hardware"] = "hardware"
    accelerators: tuple[str, ...] = ()
    count: float | None = None
    hours: float | None = None
    hours_per_day: float | None = None
    accelerator_hours: float | None = None
    renting: bool | None = Field(default=None, exclude=True)

    @property
    def is_rented(self) -> bool:
        """Whether a budget rents and does not buy: where a word says so, or else where a time is given."""
        if Metric.PURCHASE_COST in self.metrics:
            return False
        return self.hours is not None if self.renting is None else self.renting


class TrainingQuestion(_WithConditions):
    """Training a language model, computed from its size, data, hardware or a budget."""

    intent: Literal["training"] = "training"
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    count: float | None = None
    hours: float | None = None
    hours_per_day: float | None = None
    parameters: float | None = None
    tokens: float | None = None
    compute: float | None = None
    accelerator_hours: float | None = None


class UsageQuestion(_WithConditions):
    """Using a trained model: tokens, requests, users a day; or serving it on accelerators of one's own.

    `users` are the people that a served model is for; the contract has no slot for them.
    """

    intent: Literal["usage"] = "usage"
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    count: float | None = None
    hours: float | None = None
    hours_per_day: float | None = None
    parameters: float | None = None
    tokens: float | None = None
    input_tokens: float | None = None
    output_tokens: float | None = None
    requests: float | None = None
    requests_per_day: float | None = None
    users: float | None = Field(default=None, exclude=True)


class FactQuestion(_WithMetrics):
    """Something known of one named model or accelerator, with no scenario. `earlier` is the fact asked just before."""

    intent: Literal["fact"] = "fact"
    earlier: Question | None = Field(default=None, exclude=True)
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    region: str | None = None


class ComparisonQuestion(_WithConditions):
    """Two or more named models or accelerators side by side.

    `counts` are the numbers of each of the accelerators, in their order, where they differ: "8 A100 or 4 H100"; the
    contract has no slot for them.
    """

    intent: Literal["comparison"] = "comparison"
    counts: tuple[float, ...] = Field(default=(), exclude=True)
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    count: float | None = None
    hours: float | None = None
    hours_per_day: float | None = None
    requests: float | None = None
    requests_per_day: float | None = None
    tokens: float | None = None
    input_tokens: float | None = None
    output_tokens: float | None = None
    parameters: float | None = None


class RankingQuestion(_WithMetrics):
    """Models or accelerators in general, ordered or filtered. `above` and `below` are in the metric's answer unit.

    `inclusive` says that what is exactly at the bound passes too, "at least 80 GB", `maker` whose things alone are
    listed; `released_after` and `released_before` are years, both left out, between which what is ranked by something
    else came out. The contract has no slots for them.
    """

    intent: Literal["ranking"] = "ranking"
    of: Literal["models", "accelerators"] | None = None
    order: Literal["asc", "desc"] | None = None
    limit: int | None = None
    above: float | None = None
    below: float | None = None
    inclusive: bool = Field(default=False, exclude=True)
    maker: str | None = Field(default=None, exclude=True)
    released_after: float | None = Field(default=None, exclude=True)
    released_before: float | None = Field(default=None, exclude=True)
    region: str | None = None


class DefinitionQuestion(_Question):
    """What a term means; with two terms, how they differ. `earlier` is what was asked before this aside.

    `region` is the country of which it is asked: the carbon intensity of Ecuador. `beside` are the terms asked about
    just before, `example` whether nothing but an example is wanted; the contract has slots for neither.
    """

    intent: Literal["definition"] = "definition"
    earlier: Question | None = Field(default=None, exclude=True)
    beside: tuple[str, ...] = Field(default=(), exclude=True)
    example: bool = Field(default=False, exclude=True)
    terms: tuple[str, ...] = ()
    region: str | None = None


class ConversionQuestion(_Question):
    """A quantity in another unit (`to`) or, without `to`, in everyday terms. `earlier` as in a definition.

    Without a quantity it is what the scenario before draws: "how many homes is that?". `region` is where an energy that
    is told as a mass of CO2 comes from. `things` are the everyday things asked for, `hours` the time for which a power
    is kept up: "5 kW for 3 hours in kWh"; the contract has slots for neither.
    """

    intent: Literal["conversion"] = "conversion"
    earlier: Question | None = Field(default=None, exclude=True)
    quantity: float | None = None
    unit: str | None = None
    to: str | None = None
    region: str | None = None
    things: tuple[str, ...] = Field(default=(), exclude=True)
    hours: float | None = Field(default=None, exclude=True)


class AuditQuestion(_WithConditions):
    """Whether a figure of the class tables, or one that the person states, adds up.

    `requests` and `tokens` are what a stated figure is for: "0.5 kWh per 1,000 tokens". A stated time is in
    `hours`; `quantity` and `unit` are any other stated figure.
    """

    intent: Literal["audit"] = "audit"
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    count: float | None = None
    hours: float | None = None
    requests: float | None = None
    tokens: float | None = None
    quantity: float | None = None
    unit: str | None = None

    @property
    def states_a_time(self) -> bool:
        """Whether `hours` is what is to be checked and no time over which accelerators run."""
        told = self.quantity is None and self.hours is not None and self.count is None
        return told and self.metrics == (Metric.TIME,)

    @property
    def states_a_figure(self) -> bool:
        """Whether the person states a figure; if not, what the class tables say is checked."""
        return self.quantity is not None or self.states_a_time


class QuizQuestion(_Question):
    """Practising, being asked questions."""

    intent: Literal["quiz"] = "quiz"


class HelpQuestion(_Question):
    """What the assistant can do, how to ask."""

    intent: Literal["help"] = "help"


class GreetingQuestion(_Question):
    """Just a greeting; `parting` where it is a goodbye."""

    intent: Literal["greeting"] = "greeting"
    parting: bool = Field(default=False, exclude=True)


class ThanksQuestion(_Question):
    """Just thanks; `noted` where it only says that the answer was seen: "ok", a thumb up."""

    intent: Literal["thanks"] = "thanks"
    noted: bool = Field(default=False, exclude=True)


class UnknownQuestion(_Question):
    """Anything else. `alternatives` are the readings that were too close to choose between, offered as buttons.

    `region` is the country whose electricity is asked about, its price or how clean it is: the contract has no intent
    for that. `earlier` is what was asked before such a question.
    """

    intent: Literal["unknown"] = "unknown"
    alternatives: tuple[Question, ...] = Field(default=(), exclude=True)
    region: str | None = Field(default=None, exclude=True)
    earlier: Question | None = Field(default=None, exclude=True)


Question = Annotated[
    HardwareQuestion
    | TrainingQuestion
    | UsageQuestion
    | FactQuestion
    | ComparisonQuestion
    | RankingQuestion
    | DefinitionQuestion
    | ConversionQuestion
    | AuditQuestion
    | QuizQuestion
    | HelpQuestion
    | GreetingQuestion
    | ThanksQuestion
    | UnknownQuestion,
    Field(discriminator="intent"),
]
"""Any question, told apart by its intent."""

question_adapter: TypeAdapter[Question] = TypeAdapter(Question, config=ConfigDict(defer_build=True))
"""Checks and builds a `Question` from a mapping of slots."""
