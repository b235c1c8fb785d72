from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.replying.localizer import localizer
from knowledge.figures import Figure, Kind

CASES = yaml.safe_load((Path(__file__).parent / "localizer_cases.yaml").read_text(encoding="utf-8"))
WRITTEN = [
    pytest.param(method, case, language, id=f"{method}-{case['value']}-{language}")
    for method, cases in CASES.items()
    if "interval" not in method
    for case in cases
    for language in ("es", "en")
]


@pytest.mark.parametrize(("method", "case", "language"), WRITTEN)
def test_values_are_written_as_the_language_writes_them(method: str, case: dict[str, Any], language: str) -> None:
    arguments = [case[name] for name in ("value", "unit", "digits") if name in case]
    written = getattr(localizer(language), method)(*arguments)
    assert written.replace("\N{NO-BREAK SPACE}", "_") == case[language]


def figure(low: float, central: float, high: float, unit: str) -> Figure:
    return Figure(low=low, central=central, high=high, unit=unit, kind=Kind.COMPUTED)


@pytest.mark.parametrize("case", CASES["interval"], ids=lambda case: str(case["value"]))
@pytest.mark.parametrize("language", ["es", "en"])
def test_an_interval_says_once_what_follows_both_numbers(case: dict[str, Any], language: str) -> None:
    written = localizer(language).interval(figure(*case["value"], case["unit"]))
    assert written.replace("\N{NO-BREAK SPACE}", "_") == case[language]


@pytest.mark.parametrize("case", CASES["rough_interval"], ids=lambda case: str(case["value"]))
@pytest.mark.parametrize("language", ["es", "en"])
def test_an_interval_of_times_has_one_unit_where_that_reads_well(case: dict[str, Any], language: str) -> None:
    assert localizer(language).rough_interval(*case["value"]) == case[language]


def test_a_value_can_be_told_in_the_size_of_another() -> None:
    energy = figure(1_200_000, 1_287_000, 1_400_000, "kWh")
    assert localizer("en").figure(energy, beside=433_196) == "1,290\N{NO-BREAK SPACE}MWh"
    assert localizer("en").interval(energy, beside=433_196) == "1,200–1,400\N{NO-BREAK SPACE}MWh"


def test_an_exact_figure_is_shown_whole_or_to_the_fourth_digit() -> None:
    assert localizer("en").figure(figure(12_345_678, 12_345_678, 12_345_678, "USD")) == "$12.35 million"
    assert localizer("en").figure(figure(1234, 1234, 1234, "h")) == "1,234\N{NO-BREAK SPACE}h"
    assert localizer("es").figure(figure(433_196, 433_196, 433_196, "kWh")) == "433,2\N{NO-BREAK SPACE}MWh"
    assert localizer("es").figure(figure(540.35e9, 540.35e9, 540.35e9, "")) == "540.350 millones"


def test_lists_are_joined_in_words() -> None:
    assert localizer("es").join(["agua", "energía", "costo"]) == "agua, energía y costo"
    assert localizer("es").join(["entrenamiento", "inferencia"]) == "entrenamiento e inferencia"
    assert localizer("es").join(["agua y hielo", "hierro"]) == "agua y hielo y hierro"
    assert localizer("es").join(["siete", "ocho"], either=True) == "siete u ocho"
    assert localizer("en").join(["A100", "H100"], either=True) == "A100 or H100"


def test_a_key_that_the_catalogue_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        localizer("es").text("no-such-key")


@given(
    st.floats(min_value=1e-9, max_value=1e30),
    st.sampled_from(["USD", "kWh", "kW", "kgCO2e", "L", "GB", "h", "FLOP", ""]),
)
def test_any_value_can_be_written_in_few_characters(value: float, unit: str) -> None:
    for language in ("es", "en"):
        assert 0 < len(localizer(language).value(value, unit)) <= 32


@pytest.mark.parametrize(
    ("language", "style", "written"),
    [
        ("es", "point", ("1,234.5", "2.5 millones", "$1,234.5", "1.5 meses")),
        ("es", "comma", ("1.234,5", "2,5 millones", "$1.234,5", "1,5 meses")),
        ("en", "comma", ("1.234,5", "2,5 million", "$1.234,5", "1,5 months")),
        ("en", "space", ("1\u202f234,5", "2,5 million", "$1\u202f234,5", "1,5 months")),
    ],
)
def test_numbers_in_a_style_of_ones_own(language: str, style: str, written: tuple[str, ...]) -> None:
    formats = localizer(language, style)
    shown = (formats.number(1234.5), formats.number(2_500_000), formats.money(1234.5), formats.amount(1.5, "month"))
    assert shown == written
