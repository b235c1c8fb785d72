"""Buttons under answers and lists: in place, for whoever asked, also after a restart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.answering
from bot.question import DefinitionQuestion, HardwareQuestion, UnknownQuestion
from bot.reading.reader import Reader, Reading
from bot.reply import Button
from bot.replying.catalogue import languages
from bot.telegram.answer_buttons import pairs
from bot.telegram.wording import wording
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer

ANSWERING = Path(bot.answering.__file__).parent
QUESTION = "costo de 512 A100 por un mes"


@pytest.mark.usefixtures("bot")
async def test_formula_sources_and_back_in_place(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks(QUESTION)
    first = answer.text
    assert answer.labels[:2] == ["Fórmula", "Fuentes"]
    await ana.presses(answer, "Fórmula")
    assert "El cálculo" in (await ana.sees_edit(answer)).text
    assert answer.labels == ["« Respuesta", "Fuentes"]
    await ana.presses(answer, "Fuentes")
    assert "De dónde sale cada cifra" in (await ana.sees_edit(answer)).text
    assert answer.labels == ["« Respuesta", "Fórmula"]
    await ana.presses(answer, "Respuesta")
    assert (await ana.sees_edit(answer)).text == first
    assert ana.chat.unread == []


@pytest.mark.usefixtures("bot")
async def test_pressed_twice_changes_once(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks(QUESTION)
    data = next(button["callback_data"] for button in answer.buttons() if button["text"] == "Fórmula")
    await ana.presses_data(answer, data)
    await ana.presses_data(answer, data)
    await server.quiet()
    assert answer.version == 1


async def test_buttons_work_after_a_restart(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    async with running():
        answer = await ana.asks(QUESTION)
    async with running():
        await ana.presses(answer, "Fórmula")
        assert "El cálculo" in (await ana.sees_edit(answer)).text


@pytest.mark.usefixtures("bot")
async def test_another_country(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks("carbono de 512 A100 por un mes")
    assert "Ecuador" in answer.text
    await ana.presses(answer, "Otro país")
    assert (await ana.sees_edit(answer)).labels[0] == "Ecuador"
    assert "Ecuador" in answer.text
    await ana.presses(answer, "›")
    await ana.sees_edit(answer)
    assert "Ecuador" not in answer.labels
    await ana.presses(answer, "« Volver")
    assert (await ana.sees_edit(answer)).labels[0] == "Fórmula"
    await ana.presses(answer, "Otro país")
    while not any(label == "Francia" for label in (await ana.sees_edit(answer)).labels):
        await ana.presses(answer, "›")
    await ana.presses(answer, "Francia")
    assert "Francia" in (await ana.sees_edit(answer)).text
    french = "41,4\N{NO-BREAK SPACE}g CO₂e/kWh"
    assert french in (await ana.asks("/formula")).text, "what follows is about the answer as it stands now"


@pytest.mark.usefixtures("bot")
async def test_forged_and_old_buttons_say_so(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks(QUESTION)
    forged = (
        "", ":", "show", "show:", "show:nonsense", "step:", "step:x", "step:define:x", "step:define:99", "reading:0",
        "reading:x", "list:", "list:stars:0", "list:models:x", "item:models:nothing", "item::", "places:answer:x",
        "place:answer:XXX", "place:mine:XXX", "place:other:ECU", "language:xx", "settings:colour",
        "settings:language:xx", "speak:xx", "speak:", "example:", "example:start",
        "forget:yes", "forget:yes:2", "nothing:at:all", "x" * 64, "\u0000", "ñ" * 32,
    )  # fmt: skip
    for data in forged:
        if data:
            given = await ana.presses_data(answer, data)
            assert given["text"] is None or len(given["text"]) <= 200
    text = answer.text
    assert (await ana.asks("/formula")).text
    assert "512" in text


@pytest.mark.usefixtures("bot")
async def test_lists_are_paged_and_show_what_is_known(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    models = await ana.asks("/modelos")
    assert models.text.startswith("Modelos (página 1 de ")
    assert len(models.labels) == 12
    first = models.labels[0]
    await ana.presses(models, "2 ›")
    assert (await ana.sees_edit(models)).text.startswith("Modelos (página 2 de ")
    assert first not in models.labels
    name = models.labels[3]
    await ana.presses(models, name)
    assert name in (await ana.sees_edit(models)).text
    await ana.presses(models, "Todos los modelos")
    assert (await ana.sees_edit(models)).text.startswith("Modelos (página 1 de ")
    assert "Aceleradores" in (await ana.asks("/aceleradores")).text
    assert "Términos" in (await ana.asks("/definir")).text


@pytest.mark.usefixtures("bot")
async def test_a_definition_leads_to_related_ones(server: TelegramServer) -> None:
    ana = server.person(1, "en")
    definition = await ana.asks("/define inference")
    assert "Inference" in definition.text
    assert "All terms" in definition.labels
    await ana.presses(definition, "See: training")
    assert (await ana.sees_edit(definition)).text.startswith("Training")


def test_every_next_step_has_words_in_every_language() -> None:
    """Whatever an answer may suggest: the codes stand in the code of the answers."""
    written = "\n".join(file.read_text(encoding="utf-8") for file in ANSWERING.glob("*.py"))
    codes = set(re.findall(r'(?:suggest|offer)\(\s*f?"([^"{]+)', written))
    assert {"define", "ask-", "twice-as-many", "compare-with"} <= codes
    for language in languages():
        for code in codes - {"ask-"}:
            assert wording(f"step-{code}", language)


@pytest.mark.usefixtures("bot")
async def test_next_steps_answer_in_place_and_stand(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks(QUESTION)
    await ana.presses(answer, "El doble")
    assert "1.024 × A100" in (await ana.sees_edit(answer)).text
    await ana.presses(answer, "El doble")
    assert "2.048 × A100" in (await ana.sees_edit(answer)).text
    await ana.presses(answer, "Comparar con")
    assert "A100" in (await ana.sees_edit(answer)).text
    await ana.presses(answer, "Fuentes")
    assert "De dónde sale cada cifra" in (await ana.sees_edit(answer)).text


@pytest.mark.usefixtures("bot")
async def test_asking_back_offers_the_readings(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rent = HardwareQuestion(accelerators=("h100",), count=8, hours=730)
    unclear = UnknownQuestion(alternatives=(rent, DefinitionQuestion(terms=("inference",))))
    monkeypatch.setattr(Reader, "understand", lambda *_: Reading(unclear, "es", False, None))
    ana, luis = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, luis)
    back = await ana.asks("@CuestaBot h100 inferencia", group)
    assert back.text == "¿Cuál de estas quiso decir?\n• usar 8 × H100 · 1 mes\n• qué es inferencia"
    assert back.labels == ["usar 8 × H100 · 1 mes", "qué es inferencia"]
    assert "quien hizo la pregunta" in (await luis.presses(back, "8 × H100"))["text"]
    await ana.presses(back, "8 × H100")
    assert "Alquiler" in (await ana.sees_edit(back)).text
    await ana.presses(back, "Fórmula")
    assert "El cálculo" in (await ana.sees_edit(back)).text


def test_two_buttons_share_a_row_where_both_can_be_read() -> None:
    labels = ["short", "also short", "short", "longer than half a row has room for", "short", "last"]
    rows = pairs([Button(label, "x") for label in labels])
    assert [[button.label for button in row] for row in rows] == [
        ["short", "also short"],
        ["short"],
        ["longer than half a row has room for"],
        ["short", "last"],
    ]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("¿qué es inferencia?", "Machine Learning Glossary"),
        ("cuánto cuesta entrenar Llama 3 70B", "Llama 3 model card"),
        ("/verificar", "Actividad extracurricular 04"),
    ],
)
async def test_a_button_for_sources_leads_to_some(server: TelegramServer, question: str, source: str) -> None:
    """Also where the answer states no figure of its own: a definition, an overview, what nobody has published."""
    ana = server.person(1, "es")
    answer = await ana.asks(question)
    await ana.presses(answer, "Fuentes")
    assert source in (await ana.sees_edit(answer)).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("said", "button", "answer"),
    [
        ("asdf qwer", "cost of 512 A100 for a month", "512 × A100 80 GB"),
        ("hello", "which GPU", "Llama 3"),
        ("hello", "what is inference", "Inference"),
    ],
)
async def test_an_example_is_answered_when_pressed(server: TelegramServer, said: str, button: str, answer: str) -> None:
    john = server.person(1, "en")
    message = await john.asks(said)
    await john.presses(message, button)
    assert (await john.sees_edit(message)).text.startswith(answer)
    assert "Sources" in message.labels
