"""Replicas whose computers' clocks are wrong tell the same time: that of their database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot.storage import inbox, times
from bot.storage.database import Database

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    yield
    times.go_by(datetime.now(UTC))


def set_clock(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(time.time(), tz) + ahead

    monkeypatch.setattr(times, "datetime", Skewed)


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize("ahead", [10 * MINUTE, -10 * MINUTE])
async def test_a_clock_that_is_wrong(url: str, monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    async with Database(url) as right:
        await right.run(inbox.take, {5: {}})
        set_clock(monkeypatch, ahead)
        async with Database(url) as wrong:
            assert abs(times.now() - datetime.now(UTC)) < 5 * MINUTE
            assert await wrong.run(inbox.take_over) == [], "its holder is alive"
            set_clock(monkeypatch, -ahead)  # it jumps
            assert abs(times.now() - datetime.now(UTC)) < 5 * MINUTE
            await wrong.go_by_its_clock()
            assert abs(times.now() - datetime.now(UTC)) < 5 * MINUTE


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_where_all_is_on_one_computer_its_clock_counts(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 10 * MINUTE)
    async with Database(url):
        assert abs(times.now() - datetime.now(UTC)) > 5 * MINUTE


def test_a_difference_that_asking_makes_is_none() -> None:
    before = times.began()
    times.go_by(times.now() - times.SAME / 2)
    assert times.began() == before


def test_time_goes_on_evenly_while_the_clock_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    before = times.now()
    set_clock(monkeypatch, 60 * MINUTE)
    assert timedelta(0) <= times.now() - before < MINUTE
    assert times.has_been_set()
    times.go_by_the_computers()
    assert times.now() - before > 59 * MINUTE
    assert not times.has_been_set()
