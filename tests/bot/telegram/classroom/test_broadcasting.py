"""Many messages at once: below Telegram's limit whatever happens, and no answer to a person waits for them."""

from __future__ import annotations

import asyncio
import time

import pytest
from telegram.error import RetryAfter

from bot.telegram.pacing import Lane, Pacer


class Telegram:
    """Takes messages, notes when, and puts some off."""

    def __init__(self, put_off: int = 0) -> None:
        self.taken: list[float] = []
        self.refused: list[float] = []
        self._put_off = put_off

    async def send(self) -> bool:
        now = time.monotonic()
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
    begun = time.monotonic()
    data = {"chat_id": chat}
    await pacer.process_request(lambda: telegram.send(), (), {}, "sendPoll", data, lane)
    return time.monotonic() - begun


@pytest.mark.parametrize("put_off", [0, 20])
async def test_never_more_than_telegram_takes(put_off: int) -> None:
    pacer, telegram = Pacer(), Telegram(put_off)
    sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 91)]
    await asyncio.sleep(1.2)
    time.sleep(0.4)  # noqa: ASYNC251 - the event loop is held up, as by a heavy computation
    await asyncio.gather(*sending)
    assert len(telegram.taken) == 90
    assert telegram.most_in_a_second() <= 30
    span = max(telegram.taken) - min([*telegram.taken, *telegram.refused])
    assert span < (90 + put_off) / 27 + 0.4 + 1.1, "and not much slower"


async def test_answers_to_people_pass_by_and_take_their_room() -> None:
    pacer, telegram = Pacer(), Telegram()
    sending = [asyncio.create_task(sent(pacer, telegram, chat)) for chat in range(1, 61)]
    await asyncio.sleep(0.1)
    waits = []
    for chat in (60, 59, 58, 201, 202, 203, 204, 205):
        waits.append(await sent(pacer, telegram, chat, Lane.ANSWER))
        await asyncio.sleep(0.1)
    assert max(waits) < 0.05, "also in a chat whose broadcast is still to come"
    await asyncio.gather(*sending)
    assert telegram.most_in_a_second() <= 30
