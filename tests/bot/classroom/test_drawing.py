"""Drawing items, ordering options, class codes, copies of items."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.bank import draw, variant
from bot.classroom.codes import class_id_of, code_of, new_class_id
from bot.classroom.ordering import shuffled
from bot.classroom.played import restored
from tests.bot.classroom.small_bank import SmallBank

BANK = SmallBank()


def test_a_draw_is_the_same_for_the_same_seed() -> None:
    assert draw(BANK, 6, 1) == draw(BANK, 6, 1)
    assert draw(BANK, 6, 1) != draw(BANK, 6, 2)


@given(count=st.integers(1, 9), seed=st.integers(0, 10**9))
def test_a_draw_has_different_items_and_topics_take_turns(count: int, seed: int) -> None:
    drawn = draw(BANK, count, seed)
    assert len({one.item_id for one in drawn}) == count
    assert all((one.seed is not None) == BANK.is_generated(one.item_id) for one in drawn)
    first = [BANK.topic_of(one.item_id) for one in drawn[:8]]
    assert abs(first.count("energy") - first.count("hardware")) <= 1


def test_a_draw_of_more_than_there_is() -> None:
    """Generated items come again with other numbers; without any, there are only as many as there are."""
    energy = draw(BANK, 8, 1, "energy")
    assert len(energy) == 8
    assert len({one.seed for one in energy if one.item_id == "energy-product"}) == 4
    assert len(draw(BANK, 8, 1, "hardware")) == 4


def test_variants_differ_in_their_numbers_only() -> None:
    (product,) = [one for one in draw(BANK, 9, 1) if one.item_id == "energy-product"]
    assert variant(product, 0) == product
    assert variant(product, 1) == variant(product, 1)
    assert len({variant(product, number).seed for number in range(8)}) == 8
    fixed = next(one for one in draw(BANK, 9, 1) if one.seed is None)
    assert variant(fixed, 3) == fixed


@given(size=st.integers(0, 6), seed=st.lists(st.integers(), min_size=1, max_size=3))
def test_an_order_holds_every_option_once(size: int, seed: list[int]) -> None:
    assert sorted(shuffled(size, *seed)) == list(range(size))
    assert shuffled(size, *seed) == shuffled(size, *seed)


def test_orders_of_neighbours_differ() -> None:
    """Of 300 students each of the six orders of three options is seen by about 50; 95 % within 50 ± 13."""
    orders = [shuffled(3, 1, 1, student) for student in range(300)]
    assert len(set(orders)) == 6
    assert all(30 <= orders.count(order) <= 70 for order in set(orders))


@given(st.integers(0, 32**6 - 1))
def test_codes_stand_for_numbers(class_id: int) -> None:
    code = code_of(class_id)
    assert len(code) == 6
    assert class_id_of(code) == class_id
    assert class_id_of(f" {code[:3].lower()}-{code[3:]} ") == class_id


@pytest.mark.parametrize("rubbish", ["", "ABCDE", "ABCDEFG", "ABCDE0", "ABCDEI", "ñandúx", "AB CD"])
def test_what_is_no_code(rubbish: str) -> None:
    assert class_id_of(rubbish) is None


def test_new_codes_are_not_guessed() -> None:
    assert len({new_class_id() for _ in range(1000)}) > 995


def test_a_copy_of_an_item_survives_json() -> None:
    for one in draw(BANK, 9, 1):
        item = BANK.item(*one)
        assert restored(json.loads(json.dumps(item.kept()))) == item
