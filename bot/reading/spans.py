"""What reading finds in a message: typed stretches of tokens, each able to say what made it.

How quantities and names share the tokens: quantities are read first, as if no names existed, so "Llama 3", "GPT-4" and
"RTX 4090" also come out as numbers (but a number glued to letters before it, as in "A100", does not). Names then claim
tokens. A quantity wholly inside a name is dropped; where a name claims part of a quantity ("gpt 4 500 consultas", read
as 4,500) quantities are read again with the claimed tokens as walls: `read_quantities(text, lexicon, claimed)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpanKind(StrEnum):
    """What a quantity is of. The unit of `Span.value` stands in brackets."""

    NUMBER = "number"
    """A number with nothing that says of what: a count of accelerators, part of a name, anything."""
    ARTICLE = "article"
    """"Un", "a", "an" before something that is no unit: one of it, if it is a thing that can be counted."""
    DURATION = "duration"
    """A time [hours], a month being 730."""
    HOURS_PER_DAY = "hours-per-day"
    """Use for a part of each day [hours]: "8 hours a day", "from 9 to 5"; 24 for "24/7" and "day and night"."""
    DAYS_PER_WEEK = "days-per-week"
    """Use on some days of each week [days]: "5 days a week", "Monday to Friday"."""
    PER = "per"
    """A rate marker away from its number: "diarias", "each", "per month" [hours, where `per` is a time]."""
    MONEY = "money"
    """A sum [the currency in `unit`, an ISO 4217 code]; `per` makes it a price."""
    POWER = "power"
    """[kW]"""
    ENERGY = "energy"
    """[kWh]"""
    PERCENT = "percent"
    """A percentage that nothing says more about [a fraction]."""
    UTILIZATION = "utilization"
    """A load or MFU [a fraction]."""
    PUE = "pue"
    """A power usage effectiveness [a ratio]."""
    TOKENS = "tokens"
    PARAMETERS = "parameters"
    COMPUTE = "compute"
    """[FLOP]"""
    COMPUTE_RATE = "compute-rate"
    """[FLOP per second]"""
    MEMORY = "memory"
    """[GB]"""
    MASS = "mass"
    """[kg]; of CO2e, where a mass is given at all"""
    VOLUME = "volume"
    """[L]"""
    ACCELERATOR_HOURS = "accelerator-hours"
    """GPU-hours [hours]"""
    REQUESTS = "requests"
    """Queries, prompts, messages, chats."""
    PEOPLE = "people"
    """Users, students, persons."""
    ACCELERATORS = "accelerators"
    """Accelerators by a common noun: "8 GPUs", "20 tarjetas", "0.8k units"."""
    MACHINES = "machines"
    """Servers, nodes, racks: things that hold accelerators."""
    TIMES = "times"
    """How often: "6 veces"."""
    FACTOR = "factor"
    """What a quantity is to be multiplied by: "double", "la mitad"."""
    RANGE = "range"
    """From `low` to `high`, of the kind `of`: never a single value."""
    UNIT = "unit"
    """A unit named without a number: "en MWh", "how many kilowatts"."""
    OTHER = "other"
    """A quantity in a unit that no question of ours takes: "300 km"."""
    IGNORED = "ignored"
    """Digits that count nothing; `reason` says why: year, date, clock, code, list-number, phone, ordinal, version,
    age."""
    UNUSABLE = "unusable"
    """A number that cannot be computed with; `reason`: too-large, too-many-digits."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of tokens that is one quantity.

    `start`, `end`: tokens [start, end). `value` is in the unit that its kind names; `quantity` and `unit` are the
    number and the unit as written ("1.2", "GWh"), for conversions; they are equal for kinds without units.
    `low`, `high`, `of`: of a range. `per` is what the quantity is per: "hour", "day", "week", "month", "quarter",
    "semester", "year", "second", "minute", "token", "request", "kWh", with `per_quantity` of them ("every 2 days", "per
    million tokens"). `each` is what there is one such quantity for: "each" (c/u, apiece), "accelerator", "machine",
    "user", "request"; "$2 per GPU-hour" has both. `bound`: "above" or "below", where the number is a limit ("more than
    400B"). `approximate`: "about", "unos". `suffix`: "b" of a bare "7B", "t" of "2T": a number with a magnitude letter
    and no noun. `evidence` names the word data that made it, as `language:file:entry`.
    """

    start: int
    end: int
    kind: SpanKind
    value: float | None = None
    quantity: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    of: SpanKind | None = None
    per: str = ""
    per_quantity: float = 1.0
    each: str = ""
    bound: str = ""
    approximate: bool = False
    suffix: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()

    def covers(self, token: int) -> bool:
        """Whether the token with this index belongs to the span."""
        return self.start <= token < self.end

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the span shares a token with [start, end)."""
        return self.start < end and start < self.end
