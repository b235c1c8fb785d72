"""Charts: photos with the numbers in the caption, drawn once, never in the way of others."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.telegram.busy import AFTER_SECONDS, MOST_CHATS
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.usefixtures("bot")
QUESTION = "compare A100 and H100"


async def test_a_chart_is_drawn_once_and_sent_again_by_its_id(server: TelegramServer) -> None:
    john, mary = server.person(1, "en"), server.person(2, "en")
    answer = await john.asks(QUESTION)
    assert "Chart" in answer.labels
    await john.presses(answer, "Chart")
    photo = await john.reads(within=30)
    assert "A100" in photo.text
    assert "H100" in photo.text
    assert any(digit in photo.text for digit in "123456789")
    assert photo.reply_to is answer
    first = server.record.of("sendPhoto")[-1]
    other = await mary.asks(QUESTION)
    await mary.presses(other, "Chart")
    assert (await mary.reads()).content["photo"] == photo.content["photo"]
    assert "photo" in server.record.of("sendPhoto")[-1].parameters
    assert server.record.of("sendPhoto")[-1].parameters["photo"] == photo.content["photo"][-1]["file_id"]
    assert first.parameters["photo"] != photo.content["photo"][-1]["file_id"]


async def test_drawing_holds_up_nobody_and_shows_that_it_goes_on(server: TelegramServer) -> None:
    john, mary = server.person(1, "en"), server.person(2, "en")
    answer = await john.asks(QUESTION)
    await john.presses(answer, "Chart")
    begun = time.monotonic()
    assert "Hello" in (await mary.asks("/start")).text
    assert time.monotonic() - begun < 0.4
    await john.reads(within=30)
    actions = [call.parameters["action"] for call in server.calls if call.method == "sendChatAction"]
    assert set(actions) <= {"upload_photo"}


async def test_a_file_id_that_telegram_no_longer_knows(server: TelegramServer) -> None:
    john = server.person(1, "en")
    answer = await john.asks(QUESTION)
    await john.presses(answer, "Chart")
    await john.reads(within=30)
    server.world.files._by_id.clear()
    await john.presses(answer, "Chart")
    assert (await john.reads(within=30)).content["photo"]
    server.record.calls[:] = [call for call in server.calls if "wrong file identifier" not in call.description]


async def test_typing_is_shown_when_an_answer_takes_long(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    server.faults.add("slow", "sendMessage", seconds=1.0)
    await ana.asks("/start")
    await ana.asks("/ayuda")
    actions = [call.parameters["action"] for call in server.calls if call.method == "sendChatAction"]
    assert actions == ["typing"]


async def test_when_many_wait_typing_is_shown_to_few(server: TelegramServer) -> None:
    people = [server.person(number, "es") for number in range(1, 41)]
    held = server.faults.add("held", "sendMessage", times=len(people))
    await asyncio.gather(*(person.says("/start") for person in people))
    # None of them is done before all have been due for a sign.
    async with asyncio.timeout(60):
        while held.hits < len(people):
            await asyncio.sleep(0.05)
    await asyncio.sleep(2 * AFTER_SECONDS)
    held.let_go.set()
    for person in people:
        await person.reads()
    shown_to = {call.parameters["chat_id"] for call in server.calls if call.method == "sendChatAction"}
    assert 1 <= len(shown_to) <= MOST_CHATS
