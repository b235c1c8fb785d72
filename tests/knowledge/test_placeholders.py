"""Numbers inside texts: what placeholders are worth, by hand-worked cases, and what holds of all of them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.figures import Figure, Kind
from knowledge.placeholders import amount, amounts, fill, paths, placeholders, rounded
from knowledge.units import UNITS

CASES = read_yaml(Path(__file__).parent / "placeholders.yaml")


def figure_at(path: str) -> Figure:
    """The figures of the cases, with an interval from half to double."""
    try:
        entry = CASES["figures"][path]
    except KeyError:
        raise UnknownIdError("figure", path) from None
    value = float(entry["value"])
    return Figure(low=value / 2, central=value, high=value * 2, unit=entry["unit"], kind=Kind.GIVEN)


@pytest.mark.parametrize(("written", "value", "unit"), CASES["worth"], ids=lambda part: str(part))
def test_what_a_placeholder_is_worth(written: str, value: float | str, unit: str) -> None:
    (placeholder,) = placeholders(f"about {{{written}}} in all")
    assert placeholder.written == written
    if value == "unknown":
        with pytest.raises(UnknownIdError):
            amount(placeholder, figure_at)
    elif value == "error":
        with pytest.raises(KnowledgeError, match="another dimension"):
            amount(placeholder, figure_at)
    else:
        shown = amount(placeholder, figure_at)
        assert shown.unit == unit
        assert shown.value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", CASES["not_grammar"])
def test_what_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        placeholders(text)


@pytest.mark.parametrize(("value", "digits", "expected"), CASES["rounded"])
def test_rounding(value: float, digits: int | None, expected: float) -> None:
    assert rounded(value, digits) == pytest.approx(expected, rel=1e-12)


def test_a_text_lists_each_placeholder_once_in_order_and_is_filled_everywhere() -> None:
    text = "{8} cards of {card/power | W}; {8} of them draw {8 * card/power | kW}."
    assert [placeholder.written for placeholder in placeholders(text)] == [
        "8",
        "card/power | W",
        "8 * card/power | kW",
    ]
    shown = {written: f"{value:g} {unit}".strip() for written, (value, unit) in amounts(text, figure_at).items()}
    assert fill(text, shown) == "8 cards of 400 W; 8 of them draw 3.2 kW."


def test_a_text_tells_which_figures_it_shows() -> None:
    assert paths("{8 * card/power:low * 1 h | kWh} and {model/size / model/data | %}, {card/power | W}, {3}") == (
        "card/power",
        "model/size",
        "model/data",
    )


def test_filling_without_a_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{8} cards", {})


def test_every_unit_on_file_has_a_dimension_that_its_canonical_unit_shares() -> None:
    for unit, size in UNITS.items():
        (placeholder,) = placeholders(f"{{1 {unit} | {size.canonical}}}" if unit else "{1}")
        value = amount(placeholder, figure_at).value
        assert value == pytest.approx(rounded(size.times / size.over), rel=1e-9)


@given(st.floats(min_value=1e-12, max_value=1e30), st.none() | st.integers(1, 9))
def test_rounding_changes_little_and_only_once(value: float, digits: int | None) -> None:
    once = rounded(value, digits)
    assert math.isclose(once, value, rel_tol=0.5 * 10.0 ** (1 - (digits or 3)) * (1 + 1e-9))
    assert rounded(once, digits) == pytest.approx(once, rel=1e-9)


@given(
    st.floats(min_value=1e-3, max_value=1e6).map(lambda value: float(f"{value:.3g}")),
    st.integers(1, 1000),
    st.sampled_from(["W", "kW", "MW"]),
    st.sampled_from(["h", "day", "month", "year"]),
)
def test_power_times_time_is_energy_and_nothing_else(size: float, count: int, power: str, time: str) -> None:
    expression = f"{size:f} {power} * {count} {time}"
    kilowatts, hours = {"W": 1e-3, "kW": 1, "MW": 1e3}[power], {"h": 1, "day": 24, "month": 730, "year": 8760}[time]
    (energy,) = placeholders(f"{{{expression} | kWh | 9}}")
    assert amount(energy, figure_at).value == pytest.approx(float(f"{size:f}") * kilowatts * count * hours, rel=1e-7)
    (wrong,) = placeholders(f"{{{expression} | kW}}")
    with pytest.raises(KnowledgeError):
        amount(wrong, figure_at)
