"""What templates are given of an answer: the parts of its first line, the lines shown, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.answer import Answer, Notice, Value
from bot.question import SCENARIOS, GreetingQuestion, Show, ThanksQuestion
from bot.replying.explaining import citations, factor_names, factor_value, most_uncertain, steps
from bot.replying.localizer import Localizer
from bot.replying.presenting_affordable import is_affordable, present_affordable
from bot.replying.presenting_audit import present_audit
from bot.replying.presenting_comparison import present_comparison
from bot.replying.presenting_conversion import present_conversion
from bot.replying.presenting_places import present_place
from bot.replying.presenting_ranking import present_ranking
from bot.replying.presenting_readings import present_readings
from bot.replying.presenting_scenario import present_hardware, present_training, present_usage
from bot.replying.presenting_texts import present_definition, present_fact
from bot.replying.presenting_values import BETWEEN_PRICES
from bot.replying.showing import compared_metrics, missing, shown_values, wanted
from knowledge.figures import Figure, Kind

_AS_DURATION = frozenset({"amortization_time", "hours"})
_NO_INTERVAL = frozenset({"mean_price"})
"""Factors whose bounds are two values that both hold: what they widen is no 90 % interval."""
_UNDERSTOOD = frozenset({"count", "hours", "parameters", "tokens", "compute"})
"""Assumed values that the first line or a line of its own tells."""

_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "energy_per_request": ("output_tokens",),
    "mean_price": ("input_price", "output_price"),
}
"""A factor that is no formula of its own -> the assumptions that it was found with."""

INFORMATIVE = frozenset(
    {
        "accelerator-assumed",
        "accelerator-chosen",
        "accelerator-chosen-alone",
        "budget-enough",
        "budget-probably-enough",
        "claims-beside",
        "compute-optimal",
        "count-assumed",
        "demand-spread-evenly",
        "estimate-beside",
        "estimate-of",
        "estimate-of-on",
        "estimate-on",
        "family-taken",
        "fits-memory",
        "is-a-family",
        "is-a-product",
        "is-a-study",
        "kept-up-for-a-year",
        "methods-differ",
        "more-there-are",
        "not-of-a-country",
        "not-ranked",
        "not-ranked-accelerators",
        "one-day-assumed",
        "one-month-assumed",
        "one-request-assumed",
        "only-the-first",
        "ordered-by",
        "prices-of-any-place",
        "problem-another-language",
        "product-taken",
        "published-hours",
        "rent-of-a-month-assumed",
        "served-from-usual-place",
        "table-does-not-say",
        "taken-as-of-a-query",
        "time-enough",
        "time-probably-enough",
        "tokens-as-written",
        "tokens-between-prices",
        "mixed-price",
        "tokens-of-peers",
    }
)
"""Notices that say how something was done; the others are warnings."""


_WORKED_OUT = SCENARIOS | {"comparison"}
"""Intents whose answers may have nothing on a metric that is asked for."""

_ENVIRONMENT = frozenset({"energy", "carbon", "water"})
_MONEY = frozenset({"cost", "rental_cost", "purchase_cost", "owning_cost", "electricity_cost"})
_CONCERNS: Mapping[str, frozenset[str]] = {
    "compute-optimal": _ENVIRONMENT
    | _MONEY
    | frozenset({"time", "accelerator_hours", "count", "power", "parameters", "tokens", "compute", "hardware"}),
    "tokens-as-written": _ENVIRONMENT,
    "tokens-between-prices": frozenset({"cost"}),
    "methods-differ": _ENVIRONMENT,
    "energy-of-use-unknown": _ENVIRONMENT,
    "served-from-usual-place": frozenset({"carbon", "water"}),
    "no-api-price": frozenset({"cost", "tokens", "requests"}),
    "no-rental-price": frozenset({"cost", "rental_cost", "time", "count"}),
    "no-purchase-price": frozenset({"cost", "purchase_cost", "owning_cost", "count"}),
    "no-tdp": _ENVIRONMENT | {"power", "electricity_cost", "owning_cost", "count"},
    "one-month-assumed": _ENVIRONMENT | (_MONEY - {"purchase_cost"}),
}
"""What a notice is about: it is not shown beside an answer to something else."""


def presentation(answer: Answer, formats: Localizer) -> dict[str, Any]:
    """Everything that the template of an answer may show."""
    question = answer.question
    shown = shown_values(answer)
    common = {
        "question": question,
        "talk": _talk(answer),
        "notices": list(_notices(answer, formats)),
        "values": answer.values,
        "shown": shown,
        "missing": missing(answer) if question.intent in _WORKED_OUT else [],
        "basis": list(basis(answer, shown, formats)) if question.show is Show.ANSWER else [],
        "most_uncertain": _widest(shown),
        "brackets": any(_has_interval(answer)),
        "explained": bool(shown or answer.rows),
        "steps": list(steps(answer, formats)) if question.show is Show.FORMULA else [],
        **present_readings(answer, formats),
        "citations": list(citations(answer, formats)) if question.show is Show.SOURCES else [],
        "sources": answer.sources,
    }
    if question.show is not Show.ANSWER or answer.is_refused:
        return common
    if is_affordable(answer):
        return {**common, **present_affordable(answer, formats)}
    presenter = present_comparison if answer.rows and question.intent != "ranking" else _PRESENTERS.get(question.intent)
    return {**common, **presenter(answer, formats)} if presenter else common


def _talk(answer: Answer) -> str:
    """Which of the texts of talk answers: a goodbye and a nod have their own."""
    question = answer.question
    if isinstance(question, GreetingQuestion) and question.parting:
        return "parting"
    return "noted" if isinstance(question, ThanksQuestion) and question.noted else str(question.intent)


def basis(answer: Answer, shown: Mapping[str, Value], formats: Localizer) -> Iterator[str]:
    """In words, each assumed value that the shown values rest on; what the person gave stands in the first line."""
    compared = set(compared_metrics(answer)) if answer.rows else set()
    in_rows = (value for row in answer.rows for metric, value in row.values.items() if metric in compared)
    used = set(factor_names((*shown.values(), *in_rows)))
    used.update(part for name in used & _RESTS_ON.keys() for part in _RESTS_ON[name])
    for assumption in answer.assumptions:
        if assumption.name in used and assumption.figure.kind is not Kind.GIVEN and assumption.name not in _UNDERSTOOD:
            value = factor_value(assumption.name, assumption.figure, formats)
            if assumption.name in _AS_DURATION:
                value = formats.duration(assumption.figure.central)
            yield formats.text(f"basis-{assumption.name}", value=value)


def _widest(shown: Mapping[str, Value]) -> str | None:
    """What widens the first interval shown most; None where there is none, or where its bounds are no interval."""
    widest = most_uncertain(shown.values())
    return None if widest in _NO_INTERVAL else widest


def _has_interval(answer: Answer) -> Iterator[bool]:
    """Of each value side by side, whether it is shown with an interval."""
    for row in answer.rows:
        for metric, value in row.values.items():
            yield isinstance(value, Figure) and not value.is_exact and metric not in BETWEEN_PRICES


def _notices(answer: Answer, formats: Localizer) -> Iterator[Notice]:
    """The notices that concern what is shown, each once, with their data in words."""
    asked = set(wanted(answer))
    for notice in answer.notices:
        if not asked or not asked.isdisjoint(_CONCERNS.get(notice.code, asked)):
            yield Notice(code=notice.code, data=_in_words(notice, formats))


def _in_words(notice: Notice, formats: Localizer) -> dict[str, str]:
    """The data of a notice as its text takes them."""
    return {
        name: formats.text(f"metric-{value}")
        if name == "metric"
        else value
        if isinstance(value, str)
        else formats.number(value)
        for name, value in notice.data.items()
    }


_PRESENTERS: Mapping[str, Callable[[Answer, Localizer], dict[str, Any]]] = {
    "hardware": present_hardware,
    "training": present_training,
    "usage": present_usage,
    "ranking": present_ranking,
    "comparison": present_comparison,
    "conversion": present_conversion,
    "audit": present_audit,
    "definition": present_definition,
    "fact": present_fact,
    "unknown": present_place,
}
