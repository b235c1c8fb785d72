"""What /sources tells of each figure: value, interval and date as the reader's language writes them."""

from __future__ import annotations

import pytest

from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.question import question_adapter
from bot.replying.explaining import Citation, citations, factor_interval
from bot.replying.localizer import localizer
from knowledge.base import load
from knowledge.figures import Figure, Kind

OWNING = {"intent": "hardware", "accelerators": ["a100-80gb"], "count": 512, "hours": 730, "metrics": ["cost"]}
UTILIZATION = {"intent": "training", "parameters": 7e9, "tokens": 2e12, "accelerators": ["h100"], "metrics": ["time"]}


def cited(slots: dict[str, object], name: str, language: str) -> Citation:
    """What is said of one factor of an answer."""
    answer = work_out(question_adapter.validate_python(slots), load(), Circumstances())
    formats = localizer(language)
    wanted = formats.text(f"factor-{name}")
    return next(citation for citation in citations(answer, formats) if citation.name == wanted)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_interval_of_a_share_is_in_percent_like_the_share(language: str) -> None:
    load_of_work = cited(OWNING, "load", language)
    assert load_of_work.value.endswith("%")
    assert load_of_work.interval.startswith("50–")
    assert load_of_work.interval.endswith("%")


@pytest.mark.parametrize(("language", "value", "interval"), [("es", "5 años", "años"), ("en", "5 years", "years")])
def test_amortization_is_told_in_years(language: str, value: str, interval: str) -> None:
    amortization = cited(OWNING, "amortization_time", language)
    assert amortization.value == value
    assert amortization.interval.endswith(interval)


@pytest.mark.parametrize(
    ("name", "bounds", "unit", "told"),
    [
        ("load", (0.5, 0.85, 1.1), "", "50–110%"),
        ("utilization", (0.12, 0.231, 0.44), "", "12–44%"),
        ("pue", (1.1, 1.2, 1.6), "", "1.1–1.6"),
        ("amortization_time", (26280, 43800, 52560), "h", "3–6 years"),
        ("tdp", (700, 700, 700), "W", ""),
    ],
)
def test_an_interval_has_the_unit_of_its_value(
    name: str, bounds: tuple[float, float, float], unit: str, told: str
) -> None:
    low, central, high = bounds
    figure = Figure(low=low, central=central, high=high, unit=unit, kind=Kind.ASSUMPTION)
    assert factor_interval(name, figure, localizer("en")) == told
