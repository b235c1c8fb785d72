"""Many messages at once: below Telegram's limit whatever happens, and no answer to a person waits for them."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from telegram.error import RetryAfter

from bot.telegram import pacing
from bot.telegram.pacing import Lane, Pacer
from bot.telegram.turns import Attendant
from tests import virtual_time
from tests.virtual_time import Clock


class Telegram:
    """Takes messages, notes when, and puts some off."""

    def __init__(self, clock: Clock, put_off: int = 0) -> None:
        self.clock = clock
        self.taken: list[float] = []
        self.refused: list[float] = []
        self._put_off = put_off

    async def send(self) -> bool:
        now = self.clock.now
        if len(self.refused) < self._put_off:
            self.refused.append(now)
            raise RetryAfter(1)
        self.taken.append(now)
        return True

    def most_in_a_second(self) -> int:
        times = sorted([*self.taken, *self.refused])
        return max(sum(1 for other in times if 0 <= other - start < 1) for start in times)


async def sent(pacer: Pacer, telegram: Telegram, chat: int, lane: Lane = Lane.BROADCAST) -> float:
    """Send a message; how long it took."""
    begun = telegram.clock.now
    data = {"chat_id": chat}
    await pacer.process_request(lambda: telegram.send(), (), {}, "sendPoll", data, lane)
    return telegram.clock.now - begun


@pytest.mark.parametrize("put_off", [0, 20])
def test_never_more_than_telegram_takes(put_off: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock, put_off)
        sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 91)]
        await asyncio.sleep(1.2)
        clock.now += 0.4  # the event loop is held up, as by a heavy computation
        await asyncio.gather(*sending)
        return telegram

    telegram = virtual_time.run(main)
    assert len(telegram.taken) == 90
    assert telegram.most_in_a_second() <= 30
    span = max(telegram.taken) - min([*telegram.taken, *telegram.refused])
    assert span < (90 + put_off) / pacing.BROADCAST_PER_SECOND + 0.4 + 1.1, "and not much slower"


class SlowToNote(Attendant):
    """Notes what is to go out together with everything else of the same third of a second, as a busy disk does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def about_to_send(self) -> None:
        await asyncio.sleep(0.33 - self._clock.now % 0.33)


def test_what_is_noted_together_does_not_go_out_together(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(attendant=SlowToNote(clock)), Telegram(clock)
        await asyncio.gather(*(sent(pacer, telegram, chat) for chat in range(1, 91)))
        return telegram

    telegram = virtual_time.run(main)
    assert len(telegram.taken) == 90
    assert telegram.most_in_a_second() <= pacing.BROADCAST_PER_SECOND + 1
    distances = [later - sooner for sooner, later in itertools.pairwise(telegram.taken)]
    assert min(distances) > 0.99 / pacing.BROADCAST_PER_SECOND


def test_answers_to_people_pass_by_and_take_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 61)]
        await asyncio.sleep(0.1)
        for chat in (60, 59, 58, 201, 202, 203, 204, 205):
            waited = await sent(pacer, telegram, chat, Lane.ANSWER)
            assert waited == 0, "also in a chat whose broadcast is still to come"
            await asyncio.sleep(0.1)
        await asyncio.gather(*sending)
        return telegram

    telegram = virtual_time.run(main)
    assert len(telegram.taken) == 68
    assert telegram.most_in_a_second() <= 30
