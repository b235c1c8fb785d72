"""Many messages at once: below Telegram's limit whatever happens, and no answer to a person waits for them."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable

import pytest
from telegram.error import RetryAfter

from bot.errors import StorageError
from bot.storage.sending_turns import TURNS_PER_SECOND
from bot.telegram import pacing
from bot.telegram.pacing import Lane, Pacer
from bot.telegram.turns import Attendant
from tests import virtual_time
from tests.virtual_time import Clock


class Telegram:
    """Takes messages, notes when, and puts some off. `there` and `back`: what the way takes, message by message."""

    def __init__(
        self,
        clock: Clock,
        put_off: int = 0,
        there: Callable[[], float] = lambda: 0.0,
        back: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.clock = clock
        self.taken: list[float] = []
        self.refused: list[float] = []
        self._put_off = put_off
        self._there = there
        self._back = back

    async def send(self) -> bool:
        await asyncio.sleep(self._there())
        now = self.clock.now
        if len(self.refused) < self._put_off:
            self.refused.append(now)
            raise RetryAfter(1)
        self.taken.append(now)
        await asyncio.sleep(self._back())
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
    assert telegram.most_in_a_second() <= 30
    distances = [later - sooner for sooner, later in itertools.pairwise(telegram.taken)]
    assert min(distances) > 0.99 / pacing.BROADCAST_PER_SECOND - pacing.CATCH_UP_SECONDS


def test_answers_to_people_pass_by_and_take_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 61)]
        await asyncio.sleep(0.1)
        for chat in (60, 59, 58, 201, 202, 203, 204, 205):
            waited = await sent(pacer, telegram, chat, Lane.ANSWER)
            assert waited < 0.3, "also in a chat whose broadcast is still to come"
            await asyncio.sleep(0.1)
        await asyncio.gather(*sending)
        return telegram

    telegram = virtual_time.run(main)
    assert len(telegram.taken) == 68
    assert telegram.most_in_a_second() <= 30


async def test_answers_alone_never_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    pacer, telegram = Pacer(), Telegram(Clock())
    monkeypatch.setattr(pacing, "time", telegram.clock)
    for chat in range(1, 501):
        await sent(pacer, telegram, chat, Lane.ANSWER)
    assert len(telegram.taken) == 500, "with a clock that stands still"


@pytest.mark.parametrize("seed", range(10))
def test_however_long_the_way_takes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was held up on its way arrives together with what left later."""
    chance = random.Random(seed)

    def way() -> float:
        return 0.02 + chance.expovariate(50) + (chance.random() < 0.05) * chance.uniform(0, 0.8)

    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock, there=way, back=way)
        sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 201)]
        for burst in range(5):
            await asyncio.sleep(chance.uniform(0, 1))
            lane = chance.choice((Lane.ANSWER, Lane.TOGETHER))
            chats = range(1000 * burst, 1000 * burst + chance.randint(1, 40))
            sending += [asyncio.create_task(sent(pacer, telegram, 1000 + chat, lane)) for chat in chats]
        await asyncio.gather(*sending)
        return telegram

    assert virtual_time.run(main).most_in_a_second() <= 30


def test_as_many_as_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the way takes always the same, it takes nothing of what Telegram allows."""

    async def main(clock: Clock) -> float:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock, there=lambda: 0.1, back=lambda: 0.1)
        await asyncio.gather(*(sent(pacer, telegram, chat) for chat in range(1, 301)))
        return max(telegram.taken) - min(telegram.taken)

    assert virtual_time.run(main) < 10.5


def test_a_class_that_asks_at_once_is_answered_as_fast_as_telegram_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        await asyncio.gather(*(sent(pacer, telegram, chat, Lane.TOGETHER) for chat in range(1, 91)))
        return telegram

    telegram = virtual_time.run(main)
    assert telegram.most_in_a_second() == 30
    assert max(telegram.taken) - min(telegram.taken) < 2.1


def test_answers_come_first_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """More answers than Telegram takes, without an end: a quiz goes on all the same."""

    async def main(clock: Clock) -> float:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        answers = [asyncio.create_task(sent(pacer, telegram, chat, Lane.ANSWER)) for chat in range(1000, 1600)]
        answers += [asyncio.create_task(sent(pacer, telegram, chat, Lane.TOGETHER)) for chat in range(2000, 2600)]
        begun = clock.now
        await asyncio.gather(*(sent(pacer, telegram, chat) for chat in range(1, 31)))
        took = clock.now - begun
        await asyncio.gather(*answers)
        return took

    assert virtual_time.run(main) < 6


def test_nobody_knows_what_was_sent_before_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> tuple[float, float]:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        await pacer.initialize()
        return await sent(pacer, telegram, 1, Lane.ANSWER), await sent(pacer, telegram, 2)

    answer, question = virtual_time.run(main)
    assert answer == 0
    assert question >= 1


def test_several_files_in_one_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        await sent(pacer, telegram, 1, Lane.ANSWER)
        for _ in range(3):
            await sent(pacer, telegram, 1, Lane.SERIES)
        await sent(pacer, telegram, 1, Lane.ANSWER)
        return telegram

    times = virtual_time.run(main).taken
    assert times[1] == times[0]
    assert times[4] - times[0] < 3.2
    assert all(fourth - first > 3 for first, fourth in zip(times, times[3:], strict=False)), "three are borne"


def test_a_quiz_does_not_add_to_a_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has just been answered three times, as in joining, gets the question a moment later than the others."""

    async def main(clock: Clock) -> tuple[float, float]:
        monkeypatch.setattr(pacing, "time", clock)
        pacer, telegram = Pacer(), Telegram(clock)
        for _ in range(3):
            await sent(pacer, telegram, 1, Lane.ANSWER)
        return tuple(await asyncio.gather(sent(pacer, telegram, 1), sent(pacer, telegram, 2)))

    busy, other = virtual_time.run(main)
    assert busy > 3
    assert other == 0


def test_replicas_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them with many messages each, on one database."""

    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)
        next_at = clock.now

        async def turn() -> float:
            nonlocal next_at
            mine = max(next_at, clock.now)
            next_at = mine + 1 / TURNS_PER_SECOND
            return mine - clock.now

        telegram = Telegram(clock)
        one, other = Pacer(turn=turn), Pacer(turn=turn)
        sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 91) for pacer in (one, other)]
        sending += [asyncio.create_task(sent(other, telegram, 100 + chat, Lane.TOGETHER)) for chat in range(30)]
        await asyncio.gather(*sending)
        return telegram

    telegram = virtual_time.run(main)
    assert telegram.most_in_a_second() <= 30
    assert max(telegram.taken) - min(telegram.taken) < 210 / TURNS_PER_SECOND + 0.1


def test_where_the_database_is_away_a_replica_keeps_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(clock: Clock) -> Telegram:
        monkeypatch.setattr(pacing, "time", clock)

        async def turn() -> float:
            raise StorageError("away")

        telegram = Telegram(clock)
        pacer = Pacer(turn=turn)
        await asyncio.gather(*(sent(pacer, telegram, chat) for chat in range(1, 61)))
        return telegram

    assert virtual_time.run(main).most_in_a_second() <= 30
