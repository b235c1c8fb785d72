"""Somebody sets the computer's clock while a quiz is going on: a question lasts as long as it was meant to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import clock, times
from tests.bot.telegram.classroom.conftest import Running
from tests.bot.telegram.classroom.people import right
from tests.telegram_server import Person, TelegramServer

HOUR = timedelta(hours=1)
SetClock = Callable[[timedelta], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetClock]:
    """Sets the computer's clock, by so much from the right time."""
    yield lambda ahead: monkeypatch.setattr(times, "_computers", lambda: datetime.now(UTC) + ahead)
    monkeypatch.undo()
    times.go_by_the_computers()


async def everything_was_looked_at(server: TelegramServer) -> None:
    """Somebody else's quiz has begun since."""
    luis = server.person(2, "es")
    await luis.asks("/quiz 1")
    assert "poll" in (await luis.reads()).content


async def answers(ana: Person, server: TelegramServer) -> None:
    """The question is still open: with the answer to it the quiz is over, not before."""
    question = next(one for one in ana.chat.messages.values() if "poll" in one.content)
    await everything_was_looked_at(server)
    assert not any("Terminó" in message.text for message in ana.chat.messages.values() if "poll" not in message.content)
    await ana.votes(question, right(question))
    assert "1 de 1" in (await ana.reads()).text


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
async def test_while_a_question_is_open(
    server: TelegramServer, running: Running, set_clock: SetClock, ahead: timedelta
) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 60s")
        await ana.reads()
        set_clock(ahead)
        await answers(ana, server)


async def test_set_back_a_question_ends_in_time(server: TelegramServer, running: Running, set_clock: SetClock) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 5s")
        await ana.reads()
        set_clock(-HOUR)
        assert "Terminó" in (await ana.reads()).text


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
async def test_between_two_processes(
    server: TelegramServer,
    running: Running,
    set_clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    ahead: timedelta,
) -> None:
    monkeypatch.setattr(clock, "_this_run", lambda: "one-run-of-the-computer")
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 60s")
        await ana.reads()
    set_clock(ahead)
    async with running():
        await answers(ana, server)


async def test_set_back_before_the_computer_was_started_anew(
    server: TelegramServer, running: Running, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What passed meanwhile nobody knows; no question lasts an hour for all that."""
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 5s")
        await ana.reads()
    set_clock(-HOUR)
    monkeypatch.setattr(clock, "_this_run", lambda: "another-run")
    async with running():
        assert "Terminó" in (await ana.reads()).text


async def test_once_no_quiz_is_going_on_the_clock_counts(
    server: TelegramServer, running: Running, set_clock: SetClock
) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 60s")
        question = await ana.reads()
        set_clock(HOUR)
        assert times.has_been_set()
        await ana.votes(question, 0)
        await ana.reads()
        await server.eventually(lambda: not times.has_been_set(), "that the clock is gone by")
