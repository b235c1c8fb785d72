"""One value in words: a number with its unit and interval, a name, a date, or that nobody has published it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from markupsafe import Markup

from bot.answer import Answer, TextValue, UnknownValue, Value
from bot.replying.localizer import Localizer
from knowledge.figures import Figure, Kind

AS_DURATION = frozenset({"time", "break_even"})
BETWEEN_PRICES = frozenset({"api_price"})
"""Metrics whose bounds are two prices that both hold, and no interval."""
AS_PERCENT = frozenset({"load", "utilization", "mfu", "bandwidth_efficiency", "serving_utilization"})
_AS_DATE = frozenset({"release"})
_COMPUTED_DIGITS, _DIGITS = 3, 4
"""Digits of the centre of an interval: of one that was computed, and of one that stands on file."""
_EN_DASH = "\N{EN DASH}"


class Said(NamedTuple):
    """A value in words and, where it has one, its interval in words."""

    value: str
    interval: str = ""

    @property
    def whole(self) -> str:
        """Both in one: "54.6 GWh (52–58 GWh)"."""
        return f"{self.value} ({self.interval})" if self.interval else self.value


def said(metric: str, value: Value, formats: Localizer) -> Said:
    """A value of a metric as a reader of the language would write it."""
    if isinstance(value, UnknownValue):
        return Said(formats.text("not-published"))
    if isinstance(value, TextValue):
        return Said(_text(metric, value, formats))
    if metric in AS_DURATION:
        return _duration(value, formats)
    if metric in AS_PERCENT:
        return Said(formats.percent(value.central))
    if value.is_exact:
        return Said(formats.figure(value))
    if metric in BETWEEN_PRICES:
        low, central, high = (formats.value(bound, value.unit) for bound in (value.low, value.central, value.high))
        return Said(central, f"{low}{_EN_DASH}{high}")
    low, _, high = formats.interval(value).partition(_EN_DASH)
    central = formats.value(value.central, value.unit, _COMPUTED_DIGITS if value.kind is Kind.COMPUTED else _DIGITS)
    return Said(central, "" if high.startswith(low) and high in {low, central} else f"{low}{_EN_DASH}{high}")


def resting_on(value: Value, formats: Localizer) -> str:
    """What a value rests on and who says so: "third-party estimate, Epoch AI"; empty for a name without a kind."""
    if isinstance(value, UnknownValue) or not value.kind:
        return ""
    kind = formats.text(f"kind-{value.kind}")
    if value.kind == Kind.PRICE_LIST and value.as_of:
        kind = formats.text("kind-of-date", kind=kind, date=formats.as_of(value.as_of))
    return formats.text("kind-by", kind=kind, who=value.by) if value.by else kind


def value_line(metric: str, value: Value, formats: Localizer) -> Markup:
    """A metric with its value and interval, as a line of a reply."""
    name = formats.text(f"metric-{metric}")
    if isinstance(value, UnknownValue):
        return Markup(formats.pattern("line-unknown")) % {"name": name}  # noqa: S704 - our own text
    words = said(metric, value, formats)
    key = "line-interval" if words.interval else "line-exact"
    return Markup(formats.pattern(key)) % {  # noqa: S704 - our own text; what is filled in is escaped
        "name": name,
        "value": words.value,
        "interval": words.interval,
    }


def counted(answer: Answer, value: Value, formats: Localizer) -> str:
    """What a value counts, in the words on file; empty where nothing is said of it."""
    if isinstance(value, UnknownValue) or value.basis is None:
        return ""
    return str(answer.texts.get(formats.language, {}).get("bases", {}).get(value.basis, ""))


def grounds(answer: Answer, value: Value, formats: Localizer) -> str:
    """What a value counts and what it rests on."""
    return "; ".join(part for part in (counted(answer, value, formats), resting_on(value, formats)) if part)


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
    low, high = formats.rough_duration(figure.low), formats.rough_duration(figure.high)
    return Said(formats.rough_duration(figure.central), "" if low == high else f"{low}{_EN_DASH}{high}")


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
