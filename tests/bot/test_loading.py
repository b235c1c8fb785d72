"""Objects made while loading are never looked at again; what comes after is collected as always."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.loading import loading


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


class Ring:
    def __init__(self) -> None:
        self.me = self


def test_nothing_is_collected_meanwhile() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_loaded_is_left_alone() -> None:
    with loading():
        kept = [[number] for number in range(1000)]
    assert gc.get_freeze_count() >= len(kept)
    seen = {id(thing) for thing in gc.get_objects()}
    assert seen.isdisjoint(map(id, kept))


def test_what_comes_later_is_collected() -> None:
    with loading():
        pass
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is None


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    frozen = gc.get_freeze_count()
    with loading():
        pass
    assert not gc.isenabled()
    assert gc.get_freeze_count() == frozen


def test_errors_come_through() -> None:
    with pytest.raises(ZeroDivisionError), loading():
        raise ZeroDivisionError
    assert gc.isenabled()
