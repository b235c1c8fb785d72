"""Settings, privacy, forgetting, deep links."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.telegram.links import LinkKind, payload, read_payload
from tests.telegram_server import TelegramServer


@pytest.mark.usefixtures("bot")
async def test_settings_by_button(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    overview = await ana.asks("/ajustes")
    assert overview.text.splitlines() == [
        "Ajustes",
        "Idioma: Español",
        "País de la electricidad: Ecuador",
        "Números: Como en el idioma (12.345,6)",
        "Periodo de los precios: El habitual (un mes)",
    ]
    await ana.presses(overview, "Idioma")
    await ana.presses(await ana.sees_edit(overview), "English")
    assert (await ana.sees_edit(overview)).text.startswith("Settings\nLanguage: English\nCountry of the electricity: E")
    await ana.presses(overview, "Country")
    while "France" not in (await ana.sees_edit(overview)).labels:
        await ana.presses(overview, "›")
    await ana.presses(overview, "France")
    assert "France" in (await ana.sees_edit(overview)).text
    assert "France" in (await ana.asks("energy and carbon of 8 H100 for a day")).text
    assert "France" in (await ana.asks("/settings")).text


@pytest.mark.usefixtures("bot")
async def test_numbers_as_the_person_prefers_them(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    question = "comprar 512 A100 a 12345,6 dólares cada una"
    assert "12.345,6" in (await ana.asks(question)).text
    overview = await ana.asks("/ajustes")
    await ana.presses(overview, "Números")
    assert (await ana.sees_edit(overview)).labels == [
        "Como en el idioma (12.345,6)",
        "12.345,6",
        "12,345.6",
        "12\N{NARROW NO-BREAK SPACE}345,6",
        "« Volver",
    ]
    await ana.presses(overview, "12,345.6")
    assert "Números: 12,345.6" in (await ana.sees_edit(overview)).text
    changed = await ana.asks(question)
    assert "12,345.6" in changed.text
    await ana.presses(changed, "Fórmula")
    assert "12,345.6" in (await ana.sees_edit(changed)).text
    await ana.presses(overview, "Números")
    await ana.presses(await ana.sees_edit(overview), "Como en el idioma")
    await ana.sees_edit(overview)
    assert "12.345,6" in (await ana.asks(question)).text


@pytest.mark.usefixtures("bot")
async def test_the_period_for_which_prices_are_told(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    assert "1 mes" in (await ana.asks("costo de 8 H100")).text
    overview = await ana.asks("/ajustes")
    await ana.presses(overview, "Periodo")
    await ana.presses(await ana.sees_edit(overview), "Un día")
    assert "Periodo de los precios: Un día" in (await ana.sees_edit(overview)).text
    assert "1 día" in (await ana.asks("costo de 8 H100")).text
    assert "2 semanas" in (await ana.asks("costo de 8 H100 por dos semanas")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("Francia", "Listo: calcularé con la electricidad de Francia"),
        ("france", "Listo: calcularé con la electricidad de Francia"),
        ("FRA", "Listo: calcularé con la electricidad de Francia"),
        ("Narnia <b>", "No tengo datos de electricidad de «Narnia <b>»"),
    ],
)
async def test_country_by_name(server: TelegramServer, argument: str, says: str) -> None:
    assert (await server.person(1, "es").asks(f"/pais {argument}")).text.startswith(says)


@pytest.mark.usefixtures("bot")
async def test_no_country_any_more(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    await ana.asks("/pais Francia")
    offer = await ana.asks("/pais")
    assert "Ahora: Francia." in offer.text
    await ana.presses(offer, "Sin país fijo")
    assert "ya no hay un país fijo" in (await ana.sees_edit(offer)).text
    assert "Ahora: Ecuador." in (await ana.asks("/pais")).text


@pytest.mark.usefixtures("bot")
async def test_everything_is_forgotten_and_that_is_shown(server: TelegramServer, tmp_path: Path) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    await luis.asks("costo de 512 A100 por un mes")
    answer = await ana.asks("costo de 512 A100 por un mes")
    await ana.asks("/idioma español")
    privacy = (await ana.asks("/privacidad")).text
    assert "30 días" in privacy or "1 mes" in privacy
    assert "Registros suyos ahora mismo: 3." in privacy
    question = await ana.asks("/olvidame")
    assert (await luis.presses_data(question, "forget:yes:1"))["text"] == "Este botón es para quien hizo la pregunta."
    await ana.presses(question, "No, conservar")
    assert (await ana.sees_edit(question)).text == "De acuerdo, no borré nada."
    again = await ana.asks("/olvidame")
    await ana.presses(again, "Sí, borrar todo")
    assert (await ana.sees_edit(again)).text.endswith("Registros que quedan: 0.")
    await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        for table, column in (("people", "id"), ("conversations", "person_id"), ("answers", "person_id")):
            count = f"SELECT count(*) FROM {table} WHERE {column} = ?"
            assert connection.execute(count, (1,)).fetchone() == (0,)
            assert connection.execute(count, (2,)).fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM updates WHERE payload IS NOT NULL").fetchone() == (0,)
    assert (await ana.presses(answer, "Fórmula"))["text"] == "Este botón ya no sirve. Haga la pregunta otra vez."
    assert "Todavía no hay una respuesta" in (await ana.asks("/formula")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("kind", "what", "says"),
    [
        (LinkKind.DEFINITION, "inference", "Inferencia"),
        (LinkKind.QUESTION, "costo de 512 A100 por un mes", "512 × A100"),
        (LinkKind.DEFINITION, "nothing-of-ours", "¡Hola! Soy Cuesta"),
        (LinkKind.CLASS, "ABC123", "clase"),
        (LinkKind.MODEL, "llama-3.1-405b", "Llama 3.1 405B"),
        (LinkKind.MODEL, "inference", "¡Hola! Soy Cuesta"),
        (LinkKind.ACCELERATOR, "h100", "NVIDIA H100"),
    ],
)
async def test_deep_links(server: TelegramServer, kind: LinkKind, what: str, says: str) -> None:
    start = payload(kind, what)
    assert start is not None
    assert says in (await server.person(1, "es").starts(start)).text


@pytest.mark.usefixtures("bot")
async def test_rubbish_in_links(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    for rubbish in (
        "x",
        "-",
        "d-",
        "q-",
        "q-%%%",
        "q-____",
        "q-gICA",
        "m-gICA",
        "a-%%%",
        "z-abc",
        "d-<b>",
        "q-" + "A" * 62,
        "д-д",
        "d-../../x",
    ):
        assert (await ana.starts(rubbish)).text


def test_links_keep_their_form() -> None:
    """These stand in slides and books: they must be read for ever."""
    assert payload(LinkKind.DEFINITION, "inference") == "d-inference"
    assert payload(LinkKind.CLASS, "ABC123") == "c-ABC123"
    assert payload(LinkKind.QUESTION, "¿costo de 8 H100?") == "q-wr9jb3N0byBkZSA4IEgxMDA_"
    assert read_payload("q-wr9jb3N0byBkZSA4IEgxMDA_") == (LinkKind.QUESTION, "¿costo de 8 H100?")
    assert payload(LinkKind.MODEL, "llama-3.1-405b") == "m-bGxhbWEtMy4xLTQwNWI"
    assert read_payload("a-aDEwMA") == (LinkKind.ACCELERATOR, "h100")
    assert payload(LinkKind.QUESTION, "x" * 47) is None
    assert payload(LinkKind.DEFINITION, "con espacio") is None


@pytest.mark.usefixtures("bot")
async def test_from_the_settings_to_the_countries_and_back(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    overview = await ana.asks("/ajustes")
    await ana.presses(overview, "País")
    await ana.presses(await ana.sees_edit(overview), "« Volver")
    assert (await ana.sees_edit(overview)).text.startswith("Ajustes")
