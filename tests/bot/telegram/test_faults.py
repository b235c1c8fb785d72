"""Bad days: networks that fail, servers that are busy, updates that come twice, people who block the bot."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.bot.telegram.conftest import Running
from tests.telegram_server import FloodLimits, Kind, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


def texts_to(server: TelegramServer, chat_id: int) -> list[str]:
    return [message.text for message in server.world.chats[chat_id].messages.values() if message.sender["is_bot"]]


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        (Kind.DROPPED, {}),
        (Kind.STATUS, {"status": 500}),
        (Kind.STATUS, {"status": 502, "description": "Bad Gateway"}),
        (Kind.STATUS, {"status": 429, "retry_after": 1}),
        (Kind.GARBLED, {}),
        (Kind.SLOW, {"seconds": 0.5}),
    ],
)
async def test_an_answer_arrives_exactly_once(server: TelegramServer, kind: Kind, details: dict[str, Any]) -> None:
    fault = server.faults.add(kind, "sendMessage", **details)
    ana = server.person(1, "es")
    assert "Hola" in (await ana.asks("/start")).text
    await server.quiet()
    assert fault.hits == 1
    assert len(texts_to(server, 1)) == 1


async def test_what_was_taken_is_not_sent_again(server: TelegramServer) -> None:
    server.faults.add(Kind.TRUNCATED, "sendMessage")
    ana = server.person(1, "es")
    await ana.asks("/start")
    await server.quiet(0.5)
    assert len(texts_to(server, 1)) == 1
    assert "Qué puede" in (await ana.asks("/ayuda")).text


async def test_after_a_closed_connection_rather_twice_than_never(server: TelegramServer) -> None:
    """Whether a message was taken cannot be told from a connection that closes before any answer."""
    server.faults.add(Kind.LOST, "sendMessage")
    ana = server.person(1, "es")
    await ana.asks("/start")
    assert "Hola" in (await ana.reads()).text


@pytest.mark.parametrize("kind", [Kind.DROPPED, Kind.LOST, Kind.TRUNCATED, Kind.STATUS, Kind.GARBLED])
async def test_a_press_gets_through(server: TelegramServer, kind: Kind) -> None:
    ana = server.person(1, "es")
    offer = await ana.asks("/idioma")
    server.faults.add(kind, "editMessageText")
    server.faults.add(kind, "answerCallbackQuery")
    await ana.presses(offer, "English")
    assert (await ana.sees_edit(offer)).text == "Done: I will answer in English."
    await server.quiet(0.5)
    # Trying an edit or an answer again does no harm; Telegram says so with these words.
    known = ("message is not modified",)
    server.record.calls[:] = [call for call in server.calls if not any(word in call.description for word in known)]


async def test_fetching_goes_on_after_faults(server: TelegramServer) -> None:
    for kind in (Kind.DROPPED, Kind.STATUS, Kind.LOST, Kind.TRUNCATED, Kind.GARBLED):
        server.faults.add(kind, "getUpdates")
    ana = server.person(1, "es")
    for _ in range(3):
        await ana.asks("/start")
    assert len(texts_to(server, 1)) == 3


async def test_a_chats_flood_wait_is_waited_for(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    server.faults.add("status", "sendMessage", status=429, retry_after=2)
    begun = time.monotonic()
    await ana.says("/start")
    await ana.says("/ayuda")
    assert "Hola" in (await ana.reads()).text
    assert time.monotonic() - begun >= 2
    assert "Qué puede" in (await ana.reads()).text


async def test_one_chats_flood_wait_is_nobody_elses(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.running.FINISH_SECONDS", 0.1)
    ana, luis = server.person(1, "es"), server.person(2, "es")
    fault = server.faults.add(
        "status", "sendMessage", status=429, retry_after=600, when=lambda given: given["chat_id"] == "1"
    )
    await ana.says("/start")
    await server.record.until(lambda: fault.hits, what="the flood limit")
    await ana.says("/ayuda")
    assert "Hola" in (await luis.asks("/start")).text
    assert texts_to(server, 1) == []


async def test_a_burst_within_flood_limits_loses_nothing(server: TelegramServer) -> None:
    server.world.floods = FloodLimits(chat_burst=3, chat_seconds=0.3)
    ana = server.person(1, "es")
    for _ in range(5):
        await ana.says("/start")
    for _ in range(5):
        await ana.reads()
    assert len(texts_to(server, 1)) == 5


async def test_order_within_a_chat_and_concurrency_across_chats(server: TelegramServer) -> None:
    people = [server.person(number, "es") for number in range(1, 21)]
    held = server.faults.add("held", "sendMessage", times=len(people))
    commands = ("/start", "/ayuda", "/formula")
    for command in commands:
        for person in people:
            await person.says(command)
    await server.eventually(lambda: held.hits == len(people), "an answer to each on its way at the same time")
    assert {call.parameters["chat_id"] for call in server.calls if call.method == "sendMessage"} == {
        str(person.id) for person in people
    }
    held.let_go.set()
    for person in people:
        seen = [(await person.reads()).text[:10] for _ in commands]
        assert seen == ["¡Hola! Soy", "Qué puede ", "Todavía no"]


async def test_an_update_that_comes_twice_is_answered_once(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    await ana.asks("/start")
    await server.quiet()
    server.world.updates.repeat(*server.world.updates.delivered)
    await ana.asks("/ayuda")
    await server.quiet()
    assert len(texts_to(server, 1)) == 2


async def test_whoever_blocks_the_bot_harms_nobody(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    await ana.asks("/start")
    await ana.says("/ayuda")
    await ana.blocks()
    assert "Hola" in (await luis.asks("/start")).text
    await server.quiet()
    refused = [call for call in server.refused if call.status == 403]
    assert len(refused) <= 1, "one try, no apology, no second try"
    server.record.calls[:] = [call for call in server.calls if call.status != 403]
    await ana.unblocks()
    assert "Hola" in (await ana.asks("/start")).text


async def test_an_error_is_apologized_for_with_a_reference_in_the_log(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.assistant import Assistant

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret question")

    monkeypatch.setattr(Assistant, "ask", broken)
    ana, luis = server.person(1, "es"), server.person(2, "en")
    apology = (await ana.asks("costo de 512 A100 por un mes")).text
    assert apology.startswith("Perdón, algo falló")
    reference = next(record.__dict__["reference"] for record in caplog.records if "reference" in record.__dict__)
    assert reference in apology
    await ana.asks("/idioma english")
    assert (await ana.asks("costo de 512 A100 por un mes")).text.startswith("Sorry, something went wrong")
    assert "Hello" in (await luis.asks("/start")).text
    assert "512" not in caplog.text


async def test_a_second_bot_does_not_stop_the_first(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    async with running():
        await server.record.until(lambda: any(call.status == 409 for call in server.refused), what="a conflict")
    server.record.calls[:] = [call for call in server.calls if call.status != 409]
    await ana.says("/start")
    assert "Hola" in (await ana.reads()).text
    server.record.calls[:] = [call for call in server.calls if call.status != 409]


async def test_a_press_whose_effect_is_put_off_is_answered_at_once(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    offer = await ana.asks("/idioma")
    server.faults.add("status", "editMessageText", status=429, retry_after=4)
    begun = time.monotonic()
    await ana.presses(offer, "English")
    assert (await ana.sees_edit(offer)).text == "Done: I will answer in English."
    assert time.monotonic() - begun >= 4
    methods = [call.method for call in server.calls if call.method in ("answerCallbackQuery", "editMessageText")]
    assert methods == ["editMessageText", "answerCallbackQuery", "editMessageText"]
