"""Estimates beside published runs: the arithmetic of the report, and that what is promised is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator.estimates import exact
from estimator.validation import QUANTITIES, Check, Summary, checks, report, summaries
from estimator.validation_page import page
from knowledge.base import load
from knowledge.figures import Figure, Kind


def check(quantity: str, published: float, low: float, central: float, high: float) -> Check:
    estimate = Figure(low=low, central=central, high=high, unit="h", kind=Kind.COMPUTED)
    return Check(run="a", quantity=quantity, basis="", published=published, estimate=estimate)


def test_a_summary_worked_by_hand() -> None:
    made = [check("time", 20, 5, 10, 20), check("time", 5, 5, 10, 20), check("time", 40, 5, 10, 20)]
    (result,) = summaries(made)
    assert (result.quantity, result.figures) == ("time", 3)
    assert result.inside == pytest.approx(2 / 3)
    # factors 2, 2 and 4 either way; mean of ln 2, -ln 2 and ln 4
    assert result.median_factor == pytest.approx(2)
    assert result.median_width == pytest.approx(4)
    assert result.bias == pytest.approx(2 ** (2 / 3))


def test_the_report_says_what_lies_outside() -> None:
    lines = list(report([check("time", 40, 5, 10, 20), check("energy", 10, 5, 10, 20)]))
    assert "OUTSIDE" in lines[1]
    assert "inside" in lines[2]
    assert [line.split()[0] for line in lines[-2:]] == ["time", "energy"]


@pytest.fixture(scope="module")
def made() -> tuple[Check, ...]:
    return checks(load())


@pytest.fixture(scope="module")
def by_quantity(made: tuple[Check, ...]) -> dict[str, Summary]:
    return {one.quantity: one for one in summaries(made)}


def test_every_quantity_has_published_figures(by_quantity: dict[str, Summary]) -> None:
    assert list(by_quantity) == list(QUANTITIES)
    assert all(one.figures >= 15 for one in by_quantity.values())


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_nine_of_ten_published_figures_lie_inside(by_quantity: dict[str, Summary], quantity: str) -> None:
    assert by_quantity[quantity].inside >= 0.85


@pytest.mark.parametrize(
    ("quantity", "width"), [("time", 4), ("energy", 3), ("energy-from-flop", 4), ("carbon", 3), ("cost", 3)]
)
def test_intervals_are_useful(by_quantity: dict[str, Summary], quantity: str, width: float) -> None:
    assert by_quantity[quantity].median_width <= width


@pytest.mark.parametrize(
    ("quantity", "factor"), [("time", 1.35), ("energy", 1.3), ("energy-from-flop", 1.5), ("carbon", 1.3)]
)
def test_the_centre_is_near(by_quantity: dict[str, Summary], quantity: str, factor: float) -> None:
    assert by_quantity[quantity].median_factor <= factor
    assert 1 / factor < by_quantity[quantity].bias < factor


def test_hours_make_an_energy_surer(made: tuple[Check, ...]) -> None:
    found = {(one.run, one.quantity, one.basis): one.estimate for one in made}
    for run, basis in (("bloom-176b", "accelerators"), ("gpt-3-175b", "data-centre")):
        given, not_given = (found[run, quantity, basis] for quantity in ("energy", "energy-from-flop"))
        assert given.high / given.low < not_given.high / not_given.low
    # of OLMo 2 no hours are published: both are the same
    assert found["olmo-2-7b", "energy", "accelerators"] == found["olmo-2-7b", "energy-from-flop", "accelerators"]


def test_what_is_published_is_what_is_on_file(made: tuple[Check, ...]) -> None:
    found = {(one.run, one.quantity, one.basis): one.published for one in made}
    assert found["bloom-176b", "time", ""] == 1_082_990
    assert found["llama-1-65b", "energy", "accelerators-with-pue"] == 449_000
    assert found["gpt-3-175b", "carbon", "location-based"] == 552_100
    assert found["deepseek-v3-671b", "cost", "assumed-rental-rate"] == 5_576_000


def test_what_was_no_whole_training_run_is_not_compared(made: tuple[Check, ...]) -> None:
    runs = {one.run for one in made}
    assert runs.isdisjoint({"code-llama-all-12", "deepseek-r1-posttrain", "minimax-m1-rl", "u-palm-540b"})


def test_the_page_shows_every_figure(made: tuple[Check, ...]) -> None:
    text = page(load(), made)
    assert all(f"| {one.run} |" in text for one in made)
    assert text.count("| outside |") == sum(not one.inside for one in made)
    assert "| ampere |" in text


def test_the_documentation_has_the_page() -> None:
    written = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")
    assert written.startswith("# Estimates beside published training runs")
    assert all(f"| {quantity} |" in written for quantity in QUANTITIES)


def test_an_exact_hit_is_inside() -> None:
    assert Check(run="a", quantity="time", basis="", published=5, estimate=exact(5.0, "h")).inside
