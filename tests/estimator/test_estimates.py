"""The arithmetic of intervals and the vocabulary of formulas."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import estimator
from estimator.estimates import Dependence, Estimate, Factor, exact, product, remainder, total
from estimator.factors import CONSTANTS, FACTOR_NAMES, constant, factor
from knowledge.figures import Figure, Kind


def spread(low: float, central: float, high: float) -> Figure:
    return Figure(low=low, central=central, high=high, unit="", kind=Kind.ASSUMPTION)


def test_log_normal_spreads_add_in_quadrature() -> None:
    result = product("", Factor("a", spread(1, 2, 4)), Factor("b", spread(1 / 3, 1, 3)))
    assert result.central == 2
    assert math.log(result.high / 2) == pytest.approx(math.hypot(math.log(2), math.log(3)))


def hours_and_power(slope: float, *, load: Figure | None = None) -> Estimate:
    """What takes longer where a utilization is low, times a power that goes with it."""
    hours = product("h", Factor("compute", exact(12)), Factor("utilization", spread(1, 2, 6), -1))
    factors = Factor("accelerator_hours", hours), Factor("load", load or spread(1, 4, 12))
    return product("kWh", *factors, dependence=Dependence("utilization", ("load",), slope))


def test_what_moves_together_worked_by_hand() -> None:
    # hours: 12/2 = 6, ln 3 below and ln 2 above; load: ln 4 below, ln 3 above; slope 0.5 takes twice 0.5 x the hours'
    # spread squared: sqrt(ln3^2 + ln4^2 - ln3^2) = ln 4 below and sqrt(ln2^2 + ln3^2 - ln2^2) = ln 3 above
    result = hours_and_power(0.5)
    assert (result.low, result.central, result.high) == pytest.approx((6, 24, 72))


def test_what_multiplies_together_widens() -> None:
    # ln 2 each way for both, in step: ln(high/central) = sqrt(ln2^2 + ln2^2 + 2 ln2^2) = 2 ln 2
    pair = Factor("a", spread(1, 2, 4)), Factor("b", spread(1, 2, 4))
    result = product("", *pair, dependence=Dependence("a", ("b",), 1))
    assert (result.low, result.central, result.high) == pytest.approx((1, 4, 16))


def test_two_followers_move_as_their_product() -> None:
    # ln 3 and ln 4 make 1.7701 in quadrature, wider than the leader: only the slope counts
    factors = Factor("a", spread(1 / 2, 1, 2), -1), Factor("b", spread(1 / 3, 1, 3)), Factor("c", spread(1 / 4, 1, 4))
    result = product("", *factors, dependence=Dependence("a", ("b", "c"), 0.25))
    expected = math.log(2) ** 2 + math.log(3) ** 2 + math.log(4) ** 2 - 2 * 0.25 * math.log(2) ** 2
    assert math.log(result.high) == pytest.approx(math.sqrt(expected))
    assert result.low * result.high == pytest.approx(1)


def test_what_is_in_step_and_as_wide_leaves_nothing() -> None:
    factors = Factor("a", spread(1, 2, 4), -1), Factor("b", spread(1, 2, 4))
    mirrored = product("", *factors, dependence=Dependence("a", ("b",), 1))
    assert (mirrored.low, mirrored.central, mirrored.high) == pytest.approx((1, 1, 1))


def test_a_dependence_without_its_parts_changes_nothing() -> None:
    factors = Factor("a", spread(1, 2, 4)), Factor("b", spread(1, 2, 4))
    for names in (("x", ("b",)), ("a", ("x",))):
        result = product("", *factors, dependence=Dependence(*names, 1))
        assert (result.low, result.high) == (product("", *factors).low, product("", *factors).high)


def test_a_dependence_of_a_root_is_refused() -> None:
    factors = Factor("a", spread(1, 2, 4), 0.5), Factor("b", spread(1, 2, 4))
    with pytest.raises(ValueError, match="multiply or divide once"):
        product("", *factors, dependence=Dependence("a", ("b",), 1))


@given(
    slopes=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    down=st.floats(1, 20),
    up=st.floats(1, 20),
)
def test_the_more_two_offset_each_other_the_narrower(slopes: tuple[float, float], down: float, up: float) -> None:
    load = spread(1 / down, 1, up)
    looser, closer = (hours_and_power(slope, load=load) for slope in sorted(slopes))
    assert closer.central == looser.central
    assert looser.low <= closer.low * (1 + 1e-9)
    assert closer.high <= looser.high * (1 + 1e-9)
    assert closer.low <= closer.central <= closer.high


def test_a_divisor_swaps_its_sides() -> None:
    result = product("", Factor("a", exact(12)), Factor("b", spread(2, 3, 6), -1))
    assert (result.low, result.central, result.high) == pytest.approx((2, 4, 6))


def test_nothing_times_something_is_nothing() -> None:
    result = product("", Factor("a", exact(0)), Factor("b", spread(1, 2, 3)))
    assert (result.low, result.central, result.high) == (0, 0, 0)


@pytest.mark.parametrize("bad", [spread(-1, 1, 2), spread(0, 1, 2)])
def test_a_factor_that_may_be_negative_or_nothing_is_refused(bad: Figure) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        product("", Factor("a", bad))


def test_absolute_spreads_of_a_sum_add_in_quadrature() -> None:
    result = total("", Factor("a", spread(7, 10, 13)), Factor("b", spread(1, 5, 9)))
    assert (result.low, result.central, result.high) == (10, 15, 20)


def test_a_term_taken_away_swaps_its_sides() -> None:
    result = total("", Factor("a", exact(10)), Factor("b", spread(1, 2, 5), -1))
    assert (result.low, result.central, result.high) == (5, 8, 9)


def test_what_is_left_keeps_the_relative_spread_of_the_whole_where_the_part_is_small() -> None:
    result = remainder("", Factor("a", spread(5, 10, 20)), Factor("b", exact(0)))
    assert (result.low, result.central, result.high) == pytest.approx((5, 10, 20))


def test_a_part_may_not_exceed_the_whole() -> None:
    with pytest.raises(ValueError, match="rent must be greater than electricity"):
        remainder("", Factor("rent", exact(1)), Factor("electricity", exact(1)))


@given(whole=st.floats(1, 1e6), share=st.floats(0.01, 0.99), down=st.floats(1, 5), up=st.floats(1, 5))
def test_what_is_left_is_positive_and_in_order(whole: float, share: float, down: float, up: float) -> None:
    part = whole * share
    result = remainder(
        "", Factor("a", spread(whole / down, whole, whole * up)), Factor("b", spread(part / down, part, part * up))
    )
    assert 0 <= result.low <= result.central <= result.high


def test_the_widest_factor_is_named() -> None:
    result = product("", Factor("a", spread(1, 2, 3)), Factor("b", spread(1, 2, 9)), Factor("c", exact(4)))
    widest = result.most_uncertain()
    assert widest is not None
    assert widest.name == "b"
    assert product("", Factor("c", exact(4))).most_uncertain() is None


def test_formulas_take_only_named_factors() -> None:
    with pytest.raises(KeyError):
        factor("fudge", 2)


def test_constants_are_what_they_say() -> None:
    assert constant("seconds_per_hour").figure.central == 60 * 60
    assert CONSTANTS["hours_per_month"].central * 12 == 365 * 24


def names_used() -> set[str]:
    """Every name given to a factor anywhere in the estimator's code."""
    used = set()
    for file in Path(estimator.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in {"Factor", "factor", "constant"} and isinstance(first, ast.Constant):
                    used.add(first.value)
    return used


def test_the_vocabulary_is_what_formulas_use() -> None:
    assert names_used() == FACTOR_NAMES


def test_a_result_too_large_to_be_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        product("", Factor("a", exact(1e300)), Factor("b", exact(1e300)))
