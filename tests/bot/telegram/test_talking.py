"""Talking to the bot in private: commands, questions, languages."""

from __future__ import annotations

import pytest

from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("command", "language", "says"),
    [
        ("/start", "es", "¡Hola! Soy Cuesta"),
        ("/start", "en", "Hello! I am Cuesta"),
        ("/start", "es-EC", "¡Hola! Soy Cuesta"),
        ("/start", "fr", "¡Hola! Soy Cuesta"),
        ("/start", None, "¡Hola! Soy Cuesta"),
        ("/iniciar", "es", "¡Hola! Soy Cuesta"),
        ("/help", "en", "What you can ask me"),
        ("/ayuda", "es", "Qué puede preguntarme"),
        ("/AYUDA", "es", "Qué puede preguntarme"),
        ("/help@CuestaBot", "en", "What you can ask me"),
        ("/formula", "es", "Todavía no hay una respuesta que explicar"),
        ("/fuentes", "en", "There is no answer to explain yet"),
        ("/nothing", "en", "I don't know that command"),
        ("/país Francia", "es", "Francia"),
        ("/Fórmula", "es", "Todavía no hay una respuesta que explicar"),
        ("/olvídame", "es", "¿Borrar todo"),
        ("/modelos mixtral", "es", "página 1 de 1"),
    ],
)
async def test_commands(server: TelegramServer, command: str, language: str | None, says: str) -> None:
    person = server.person(1, language)
    assert says in (await person.asks(command)).text


@pytest.mark.usefixtures("bot")
async def test_a_question_its_formula_and_its_sources(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks("costo de 512 A100 por un mes")
    assert "512 × A100" in answer.text
    assert "Alquiler" in answer.text
    formula = await ana.asks("/formula")
    assert "El cálculo" in formula.text
    assert "512" in formula.text
    sources = await ana.asks("/fuentes")
    assert "De dónde sale cada cifra" in sources.text


@pytest.mark.usefixtures("bot")
async def test_everybody_is_answered_in_their_own_language(server: TelegramServer) -> None:
    ana, john = server.person(1, "es"), server.person(2, "en")
    assert "Renting" in (await john.asks("cost of 512 A100 for a month")).text
    assert "Alquiler" in (await ana.asks("costo de 512 A100 por un mes")).text
    anyone = server.person(3, "pt")
    assert "Renting" in (await anyone.asks("cost of 512 A100 for a month")).text
    assert "The calculation" in (await anyone.asks("/formula")).text


@pytest.mark.usefixtures("bot")
async def test_choosing_a_language_by_button(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    offer = await ana.asks("/idioma")
    assert offer.text == "¿En qué idioma prefiere que le responda?"
    assert offer.labels == ["Español", "English"]
    await ana.presses(offer, "English")
    assert (await ana.sees_edit(offer)).text == "Done: I will answer in English."
    assert "What you can ask me" in (await ana.asks("/ayuda")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("english", "Done: I will answer in English."),
        ("en", "Done: I will answer in English."),
        ("Español", "Listo: le responderé en español."),
        ("inglés", "Done: I will answer in English."),
        ("ingles", "Done: I will answer in English."),
        ("Spanish", "Listo: le responderé en español."),
        ("klingon", "No hablo ese idioma. Puede elegir: Español, English."),
    ],
)
async def test_choosing_a_language_by_name(server: TelegramServer, argument: str, says: str) -> None:
    assert (await server.person(1, "es").asks(f"/idioma {argument}")).text == says


async def test_what_was_chosen_and_said_outlives_a_restart(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/language English")
        await ana.asks("cost of 512 A100 for a month")
    async with running():
        assert "The calculation" in (await ana.asks("/formula")).text


@pytest.mark.usefixtures("bot")
async def test_conversations_of_two_people_do_not_mix(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    await ana.asks("costo de 512 A100 por un mes")
    assert "Todavía no hay" in (await luis.asks("/formula")).text
    await luis.asks("costo de 7 H100 por un mes")
    assert "512" in (await ana.asks("/formula")).text


@pytest.mark.usefixtures("bot")
async def test_what_is_no_text(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    file = {"file_id": "F1", "file_unique_id": "f1"}
    await ana.says(voice=file | {"duration": 3})
    assert (await ana.reads()).text.startswith("Por ahora solo leo texto.")
    await ana.says("costo de 512 A100 por un mes", photo=[file | {"width": 9, "height": 9}])
    assert "512 × A100" in (await ana.reads()).text
    details = {"width": 9, "height": 9, "is_animated": False, "is_video": False, "type": "regular"}
    await ana.says(sticker=file | details)
    await ana.says("   ")
    await ana.says("512 A100", via_bot=server.world.bot)
    await server.quiet()
    assert ana.chat.unread == []


@pytest.mark.usefixtures("bot")
async def test_markup_in_a_question_is_harmless(server: TelegramServer) -> None:
    ana = server.person(1, "en")
    for text in ("<b>512 A100", "a & b < c > d", "{{ 7*7 }} %(x)s {0}", "x" * 4096, "\u202e512\u0000A100", "😀" * 2000):
        assert (await ana.asks(text)).text


@pytest.mark.usefixtures("bot")
async def test_an_album_is_answered_once(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    for number in range(4):
        picture = {"file_id": f"F{number}", "file_unique_id": f"f{number}", "width": 9, "height": 9}
        await ana.says(photo=[picture], media_group_id="77")
    assert (await ana.reads()).text.startswith("Por ahora solo leo texto.")
    await server.quiet()
    assert ana.chat.unread == []


@pytest.mark.usefixtures("bot")
async def test_a_command_under_a_picture(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    picture = [{"file_id": "F", "file_unique_id": "f", "width": 9, "height": 9}]
    assert "512 × A100" in (await ana.asks("/preguntar costo de 512 A100 por un mes", photo=picture)).text
    assert "No conozco ese comando" in (await ana.asks("/nada", photo=picture)).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("language", "labels"), [("fr", ["Español", "English"]), ("en", []), ("es-EC", [])])
async def test_who_speaks_neither_language_is_offered_both(
    server: TelegramServer, language: str, labels: list[str]
) -> None:
    someone = server.person(1, language)
    start = await someone.starts()
    assert start.labels == labels
    if labels:
        await someone.presses(start, "English")
        assert (await someone.sees_edit(start)).text == "Done: I will answer in English."


@pytest.mark.usefixtures("bot")
async def test_a_list_of_those_that_are_called_so(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    found = await ana.asks("/modelos LLAMA 3.1")
    assert found.labels == ["Llama 3.1 405B", "Llama 3.1 70B", "Llama 3.1 8B"]
    await ana.presses(found, "405B")
    assert (await ana.sees_edit(found)).text.startswith("Llama 3.1 405B")
    assert "›" in (await ana.asks("/modelos nada")).labels[-1], "all of them, where none is called so"


@pytest.mark.usefixtures("bot")
async def test_who_writes_another_language_than_their_telegram_speaks_is_offered_it(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    answer = await ana.asks("cost of 512 A100 for a month")
    assert "Alquiler" in answer.text
    assert answer.labels[-1] == "Answer in English"
    await ana.presses(answer, "Answer in English")
    assert "Renting" in (await ana.sees_edit(answer)).text
    assert "Answer in English" not in answer.labels
    again = await ana.asks("costo de 512 A100 por un mes")
    assert "Renting" in again.text
    assert "Responder en español" not in again.labels, "they have chosen"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["costo de 512 A100 por un mes", "512 A100", "hmm", "token"])
async def test_no_language_is_offered_without_a_reason(server: TelegramServer, text: str) -> None:
    ana = server.person(1, "es")
    assert "Answer in English" not in (await ana.asks(text)).labels
    group = server.group(ana)
    in_group = await ana.asks("@CuestaBot cost of 512 A100 for a month", group)
    assert "Answer in English" not in in_group.labels
