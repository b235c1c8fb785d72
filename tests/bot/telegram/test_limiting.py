"""One person who sends without end takes nothing from the others, and is told so politely, once."""

from __future__ import annotations

import pytest

from bot.telegram import limiting
from bot.telegram.limiting import Limiter
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(limiting, "time", clock)
    return clock


def test_a_burst_is_allowed_then_one_a_second(clock: Clock) -> None:
    limiter = Limiter(burst=3, per_second=1, waiting=0)
    assert [limiter.allows(1, 9) for _ in range(5)] == [True, True, True, False, False]
    clock.now += 2.5
    assert [limiter.allows(1, 9) for _ in range(3)] == [True, True, False]
    assert limiter.allows(2, 9), "somebody else"


def test_whoever_waits_for_answers_is_never_limited(clock: Clock) -> None:
    limiter = Limiter(burst=3, waiting=5)
    assert all(limiter.allows(1, 4) for _ in range(1000))
    assert not limiter.allows(1, 5)


def test_somebody_is_told_once_a_minute(clock: Clock) -> None:
    limiter = Limiter(burst=1, waiting=0)
    limiter.allows(1, 0)
    assert [limiter.is_to_be_told(1) for _ in range(3)] == [True, False, False]
    clock.now += 59
    assert not limiter.is_to_be_told(1)
    clock.now += 1
    assert limiter.is_to_be_told(1)


def test_strangers_do_not_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "_KEPT", 10)
    limiter = Limiter(burst=1, waiting=0)
    for person in range(100):
        limiter.allows(person, 0)
    assert len(limiter._people) == 10
    assert not limiter.allows(99, 0), "whoever wrote last is remembered"


@pytest.mark.usefixtures("bot")
async def test_a_flood_of_one_person(server: TelegramServer, clock: Clock) -> None:
    """The clock stands still: what one may write in the meantime does not depend on how long the meantime is."""
    eve, luis = server.person(1, "es"), server.person(2, "es")
    for _ in range(200):
        await eve.says("qué es PUE")
    assert "Hello" in (await server.person(3, "en").asks("/start")).text
    assert "PUE" in (await luis.asks("qué es PUE")).text
    await server.quiet()
    texts = [message.text for message in server.world.chats[1].messages.values() if message.sender["is_bot"]]
    told = [text for text in texts if "más rápido" in text]
    assert len(told) == 1
    assert limiting.BURST < len(texts) <= limiting.BURST + limiting.WAITING + 1, "the rest was not read"


async def test_in_groups_nobody_is_told(
    server: TelegramServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limiter.__init__, "__defaults__", (2, 0.0, 0))
    eve = server.person(1, "es")
    group = server.group(eve)
    async with running():
        for _ in range(4):
            await eve.says("/start@CuestaBot", group)
        await server.quiet(0.5)
    texts = [message.text for message in group.messages.values() if message.sender["is_bot"]]
    assert len(texts) == 2
    assert not any("más rápido" in text for text in texts)


async def test_a_press_too_many_is_answered(
    server: TelegramServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limiter.__init__, "__defaults__", (2, 0.0, 0))
    ana = server.person(1, "es")
    async with running():
        offer = await ana.asks("/idioma")
        await ana.presses(offer, "English")
        assert "más rápido" in (await ana.presses_data(offer, "language:en"))["text"]
        assert (await ana.presses_data(offer, "language:en"))["text"] is None
