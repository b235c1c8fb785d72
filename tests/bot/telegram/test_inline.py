"""Inline mode: answers in any chat, in the language of whoever asks."""

from __future__ import annotations

import pytest

from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_question(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.searches("costo de 512 A100 por un mes")
    assert "512 × A100" in answer["results"][0]["title"]
    assert "Alquiler" in answer["results"][0]["description"]
    assert answer["is_personal"] is True
    group = server.group(ana)
    sent = await ana.chooses(answer, 0, group)
    assert "Alquil" in sent.text
    await server.quiet()
    assert group.unread == []


async def test_everybody_in_their_language(server: TelegramServer) -> None:
    ana, john = server.person(1, "es"), server.person(2, "en")
    spanish, english = await ana.searches("inferencia"), await john.searches("inference")
    assert any("Inferencia" in result["title"] for result in spanish["results"])
    assert any("Inference" in result["title"] for result in english["results"])
    await ana.asks("/idioma english")
    assert any("Inference" in result["title"] for result in (await ana.searches("inference"))["results"])


async def test_names_of_models_and_nothing_at_all(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    models = await ana.searches("llama")
    assert len(models["results"]) >= 3
    examples = await ana.searches("")
    assert len(examples["results"]) == 3
    nothing = await ana.searches("zzzz qqqq")
    assert nothing["results"] == []
    assert nothing["button"]["text"] == "Preguntar a Cuesta en privado"
    assert (await ana.starts(nothing["button"]["start_parameter"])).text.startswith("¡Hola! Soy Cuesta")


@pytest.mark.parametrize(
    ("query", "says"),
    [("llama 3.1 405", "Llama 3.1 405B"), ("h100", "NVIDIA H100"), ("kilowatt-hour", "Kilowatt-hour")],
)
async def test_a_result_leads_to_the_same_in_private(server: TelegramServer, query: str, says: str) -> None:
    john = server.person(1, "en")
    result = (await john.searches(query))["results"][0]
    address = result["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert result["title"].startswith(says)
    assert (await john.starts(address.partition("?start=")[2])).text.startswith(says)


async def test_hostile_queries(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    for text in ("<b>", "a" * 256, "😀" * 128, "\u0000", "%s %(x)s {0} {{ 1 }}", "   "):
        await ana.searches(text)


async def test_results_that_come_too_late_harm_nothing(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    held = server.faults.add("held", "answerInlineQuery")
    with pytest.raises(AssertionError, match="results for"):
        await ana.searches("a100", within=0.05)
    next(iter(server.world.inline_queries.values())).seconds = 0
    held.let_go.set()
    await server.record.until(lambda: server.refused, what="a refusal")
    server.record.calls[:] = [call for call in server.calls if "query is too old" not in call.description]
    assert "Hola" in (await ana.asks("/start")).text
