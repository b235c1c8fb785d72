"""Charts: photos with the numbers in the caption, drawn once, never in the way of others."""

from __future__ import annotations

import asyncio

import pytest

from bot.reply import Chart
from bot.replying.charts import draw
from bot.telegram import busy
from bot.telegram.pictures import Pictures
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer

QUESTION = "compare A100 and H100"


def actions(server: TelegramServer) -> list[str]:
    return [call.parameters["action"] for call in server.record.of("sendChatAction")]


@pytest.mark.usefixtures("bot")
async def test_a_chart_is_drawn_once_and_sent_again_by_its_id(server: TelegramServer) -> None:
    john, mary = server.person(1, "en"), server.person(2, "en")
    answer = await john.asks(QUESTION)
    assert "Chart" in answer.labels
    await john.presses(answer, "Chart")
    photo = await john.reads()
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


async def test_a_chart_is_drawn_once_also_over_a_restart(server: TelegramServer, running: Running) -> None:
    john = server.person(1, "en")
    async with running():
        answer = await john.asks(QUESTION)
        await john.presses(answer, "Chart")
        photo = await john.reads()
    async with running():
        await john.presses(answer, "Chart")
        assert (await john.reads()).content["photo"] == photo.content["photo"]
    assert server.record.of("sendPhoto")[-1].parameters["photo"] == photo.content["photo"][-1]["file_id"]


@pytest.mark.usefixtures("bot")
async def test_in_words_where_pictures_are_not_allowed(server: TelegramServer) -> None:
    john = server.person(1, "en")
    group = server.group(john)
    group.without_photos = True
    answer = await john.asks(f"@CuestaBot {QUESTION}", group)
    await john.presses(answer, "Chart")
    said = await john.reads(group)
    assert "photo" not in said.content
    assert "A100" in said.text
    assert "H100" in said.text
    server.record.calls[:] = [call for call in server.calls if "not enough rights" not in call.description]


@pytest.mark.usefixtures("bot")
async def test_drawing_holds_up_nobody_and_shows_that_it_goes_on(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = asyncio.Event()

    async def drawn(_: Pictures, chart: Chart) -> bytes:
        await end.wait()
        return draw(chart)

    monkeypatch.setattr(Pictures, "drawn", drawn)
    john, mary = server.person(1, "en"), server.person(2, "en")
    answer = await john.asks(QUESTION)
    await john.presses(answer, "Chart")
    assert "Hello" in (await mary.asks("/start")).text
    await server.record.until(lambda: actions(server), what="that it goes on")
    assert not john.chat.unread
    end.set()
    assert (await john.reads()).content["photo"]
    assert set(actions(server)) == {"upload_photo"}


@pytest.mark.usefixtures("bot")
async def test_a_chart_that_cannot_be_drawn_is_apologized_for(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def drawn(_: Pictures, chart: Chart) -> bytes:
        raise MemoryError(chart.title)

    monkeypatch.setattr(Pictures, "drawn", drawn)
    john = server.person(1, "en")
    answer = await john.asks(QUESTION)
    assert (await john.presses(answer, "Chart"))["text"] is None, "it is on its way, as far as is known"
    assert (await john.reads()).text.startswith("Sorry, something went wrong")


@pytest.mark.usefixtures("bot")
async def test_a_file_id_that_telegram_no_longer_knows(server: TelegramServer) -> None:
    john = server.person(1, "en")
    answer = await john.asks(QUESTION)
    await john.presses(answer, "Chart")
    await john.reads()
    server.world.files._by_id.clear()
    await john.presses(answer, "Chart")
    assert (await john.reads()).content["photo"]
    server.record.calls[:] = [call for call in server.calls if "wrong file identifier" not in call.description]


@pytest.mark.usefixtures("bot")
async def test_typing_is_shown_when_an_answer_takes_long(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    held = server.faults.add("held", "sendMessage")
    await ana.says("/start")
    await server.record.until(lambda: actions(server), what="a sign")
    assert not ana.chat.unread
    held.let_go.set()
    await ana.reads()
    assert set(actions(server)) == {"typing"}


@pytest.mark.usefixtures("bot")
async def test_typing_is_not_shown_when_it_does_not(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "AFTER_SECONDS", 3600.0)
    await server.person(1, "es").asks("/start")
    await server.quiet()
    assert actions(server) == []


@pytest.mark.usefixtures("bot")
async def test_when_many_wait_typing_is_shown_to_few(server: TelegramServer) -> None:
    people = [server.person(number, "es") for number in range(1, 41)]
    held = server.faults.add("held", "sendMessage", times=len(people))
    await asyncio.gather(*(person.says("/start") for person in people))
    # None of them is done before all have been due for a sign.
    await server.eventually(lambda: held.hits == len(people), "all of them under way")
    await asyncio.sleep(2 * busy.AFTER_SECONDS)
    await server.record.until(lambda: actions(server), what="a sign")
    held.let_go.set()
    for person in people:
        await person.reads()
    assert 1 <= len(shown_to(server)) <= busy.MOST_CHATS


def shown_to(server: TelegramServer) -> set[object]:
    """The chats in which something was shown to be under way."""
    return {call.parameters["chat_id"] for call in server.calls if call.method == "sendChatAction"}


@pytest.mark.usefixtures("bot")
async def test_in_a_while_typing_is_shown_to_few(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "FEW_SECONDS", 3600.0)
    monkeypatch.setattr(busy, "AFTER_SECONDS", 0.0)
    for number in range(1, busy.MOST_CHATS + 6):
        person = server.person(number, "es")
        held = server.faults.add("held", "sendMessage")
        await person.says("/start")
        await server.eventually(lambda held=held: held.hits == 1, "an answer under way")  # type: ignore[misc]
        if number <= busy.MOST_CHATS:
            await server.eventually(lambda number=number: len(shown_to(server)) == number, "a sign")  # type: ignore[misc]
        held.let_go.set()
        await person.reads()
    assert len(shown_to(server)) == busy.MOST_CHATS
