"""One value in words: a number with its unit and interval, a name, a date, or that nobody has published it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from markupsafe import Markup

from bot.answer import Answer, TextValue, UnknownValue, Value
from bot.replying.localizer import Localizer
from bot.replying.markup import filled
from knowledge.figures import Figure, Kind

AS_DURATION = frozenset({"time", "break_even"})
BETWEEN_PRICES = frozenset({"api_price"})
"""Metrics whose bounds are two prices that both hold, and no interval."""
AS_PERCENT = frozenset({"load", "utilization", "mfu", "bandwidth_efficiency", "serving_utilization"})
_AS_DATE = frozenset({"release"})
_COMPUTED_DIGITS, _DIGITS = 3, 4
"""Digits of the centre of an interval: of one that was computed, and of one that stands on file."""
UNSURE = frozenset({Kind.RUMOUR, Kind.THIRD_PARTY_ESTIMATE})
"""Kinds of figures that rest on less than the word of who made the thing, or a price on a list."""
_MOST_OF_A_SIZE = 10_000
"""Of a size of unit fewer are told side by side: 1,287 MWh beside 433 MWh, but 54.6 GWh beside 300 MWh."""
_EN_DASH = "\N{EN DASH}"


class Said(NamedTuple):
    """A value in words and, where it has one, its interval in words."""

    value: str
    interval: str = ""

    @property
    def whole(self) -> str:
        """Both in one: "54.6 GWh (52–58 GWh)"."""
        return f"{self.value} ({self.interval})" if self.interval else self.value


def said(metric: str, value: Value, formats: Localizer, *, beside: float | None = None) -> Said:
    """A value of a metric as a reader of the language would write it.

    `beside` is a value of the same metric whose size of unit is to be used, so that several can be compared.
    """
    if isinstance(value, UnknownValue):
        return Said(formats.text("not-published"))
    if isinstance(value, TextValue):
        return Said(_text(metric, value, formats))
    if metric in AS_PERCENT:
        return Said(formats.percent(value.central))
    words = _duration(value, formats) if metric in AS_DURATION else _amount(metric, value, formats, beside)
    if is_claim(value) and words.interval:
        return Said(words.interval)  # a range was claimed: its middle was not
    return words


def _amount(metric: str, value: Figure, formats: Localizer, beside: float | None) -> Said:
    if value.is_exact:
        return Said(formats.figure(value, beside=beside))
    digits: int | None = _COMPUTED_DIGITS if value.kind is Kind.COMPUTED else _DIGITS
    if metric in BETWEEN_PRICES:
        read, written = (formats.value(bound, value.unit) for bound in (value.low, value.high))
        return Said(formats.value(value.central, value.unit), formats.text("price-in-out", read=read, written=written))
    central = formats.value(value.central, value.unit, digits, beside=beside)
    return Said(central, formats.interval(value, beside=beside))


def size_for_all(values: Iterable[Value | None], formats: Localizer) -> float | None:
    """The value whose size of unit suits all of several; None where they lie too far apart for one size."""
    figures = [value for value in values if isinstance(value, Figure) and value.central > 0]
    if not figures:
        return None
    least = min(figures, key=lambda figure: figure.central)
    most = max(figure.central for figure in figures)
    return least.central if most < _MOST_OF_A_SIZE * formats.size(least.central, least.unit) else None


def resting_on(value: Value, formats: Localizer) -> str:
    """What a value rests on and who says so: "third-party estimate, Epoch AI"; empty for a name without a kind.

    Evidence that nobody could re-read is called weak.
    """
    if isinstance(value, UnknownValue) or not value.kind:
        return ""
    kind = formats.text(f"kind-{value.kind}")
    if value.kind == Kind.PRICE_LIST and value.as_of:
        kind = formats.text("kind-of-date", kind=kind, date=formats.as_of(value.as_of))
    rests = formats.text("kind-by", kind=kind, who=value.by) if value.by else kind
    return f"{rests}, {formats.text('sources-weak')}" if value.weak else rests


def value_line(metric: str, value: Value, formats: Localizer) -> Markup:
    """A metric with its value and interval, as a line of a reply."""
    name = formats.text(f"metric-{metric}")
    if isinstance(value, UnknownValue):
        return filled(formats.pattern("line-unknown"), {"name": name})
    words = said(metric, value, formats)
    key = "line-interval" if words.interval else "line-exact"
    return filled(formats.pattern(key), {"name": name, "value": words.value, "interval": words.interval})


def so_many(key: str, number: float, formats: Localizer) -> str:
    """So many of something, in the plural form of its text that the number asks for."""
    return formats.plural_pattern(key, math.ceil(number)) % {"amount": formats.number_of(number)}


def counted(answer: Answer, value: Value, formats: Localizer) -> str:
    """What a value counts, in the words on file; empty where nothing is said of it."""
    if isinstance(value, UnknownValue) or value.basis is None:
        return ""
    return str(answer.texts.get(formats.language, {}).get("bases", {}).get(value.basis, ""))


def grounds(answer: Answer, value: Value, formats: Localizer) -> str:
    """What a value counts and what it rests on."""
    return "; ".join(part for part in (counted(answer, value, formats), resting_on(value, formats)) if part)


def resting_on_if_unsure(_: Answer, value: Value, formats: Localizer) -> str:
    """What a value rests on where that is less than its maker's word, for lists that have no room for more."""
    sure = isinstance(value, UnknownValue) or value.kind not in UNSURE
    return "" if sure else resting_on(value, formats)


def resting_on_alone(_: Answer, value: Value, formats: Localizer) -> str:
    """What a value rests on, without what it counts."""
    return resting_on(value, formats)


def count_alike(values: Iterable[Value | None]) -> bool:
    """Whether all of several values count the same, so that it need not be said of each."""
    bases = {value.basis for value in values if value is not None and not isinstance(value, UnknownValue)}
    return len(bases) <= 1


def is_claim(value: Value) -> bool:
    """Whether a value is only a claim of the class tables."""
    return not isinstance(value, UnknownValue) and value.kind == Kind.CLASS_TABLE_CLAIM


def _duration(figure: Figure, formats: Localizer) -> Said:
    if figure.is_exact:
        evenly = formats.duration(figure.central)
        in_hours = evenly == formats.value(figure.central, "h", None)
        return Said(formats.rough_duration(figure.central) if in_hours else evenly)
    interval = formats.rough_interval(figure.low, figure.central, figure.high)
    return Said(formats.rough_duration(figure.central), interval)


def _text(metric: str, value: TextValue, formats: Localizer) -> str:
    words = value.words.get(formats.language, value.text)
    if metric in _AS_DATE:
        return formats.as_of(words)
    if value.ids and value.text != words and not words.startswith(value.text):
        words = f"{value.text} ({words})"
    if value.count is None:
        return words
    return f"{_count(value, formats)} × {words}"


def _count(value: TextValue, formats: Localizer) -> str:
    if value.low is not None and value.high is not None and value.low < value.high:
        return f"{formats.number(value.low)}{_EN_DASH}{formats.number(value.high)}"
    return formats.number(value.count or 0.0)


def label(metric: str, kind: Literal["model", "accelerator", ""], formats: Localizer) -> str:
    """What a metric is called: of a model by itself it is that of its training, of an accelerator its specification."""
    prefix, own = _OF_ITS_OWN.get(kind, ("", frozenset()))
    return formats.text(prefix + metric if metric in own else f"metric-{metric}")


def in_a_sentence(label: str) -> str:
    """A label as it stands within a line: its first letter small, unless it begins an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


_OF_ITS_OWN: Mapping[str, tuple[str, frozenset[str]]] = {
    "model": (
        "model-metric-",
        frozenset(
            {
                "cost",
                "purchase_cost",
                "rental_cost",
                "electricity_cost",
                "energy",
                "carbon",
                "water",
                "time",
                "power",
                "count",
                "hardware",
                "tokens",
                "compute",
                "api_price",
            }
        ),
    ),
    "accelerator": ("accelerator-metric-", frozenset({"power", "purchase_cost", "rental_cost", "developer"})),
}
"""Metrics that such a thing's own facts have a name of their own for, and how its key begins."""
