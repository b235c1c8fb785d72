"""Teachers bring questions along as GIFT or Aiken, and take them out again."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.classroom.people import joins, makes_class, poll_of, presses_and_reads, presses_and_sees
from tests.telegram_server import Message, Person, TelegramServer
from tests.telegram_server.files import Upload

pytestmark = pytest.mark.usefixtures("bot")

AIKEN = "¿Qué unidad mide energía?\nA) kW\nB) kWh\nANSWER: B\n\n¿Cuál es mayor?\nA) mega\nB) giga\nC) kilo\nANSWER: B\n"


def document(server: TelegramServer, content: bytes, **changes: Any) -> dict[str, Any]:
    """A file as a person sends it."""
    kept = server.world.files.keep(Upload("preguntas.txt", "text/plain", content), "document")
    return {"document": {**kept.json(), "file_name": "preguntas.txt", "mime_type": "text/plain"} | changes}


async def ready(server: TelegramServer) -> tuple[Person, Message, str]:
    """A teacher who was asked for a file."""
    teacher = server.person(1, "es")
    panel, code = await makes_class(teacher)
    await presses_and_sees(teacher, panel, "Preguntas propias")
    assert "Hay 0." in panel.text
    await presses_and_sees(teacher, panel, "Traer preguntas")
    assert "GIFT o Aiken" in panel.text
    return teacher, panel, code


async def test_a_file_becomes_questions_of_a_live_quiz(server: TelegramServer) -> None:
    teacher, _, code = await ready(server)
    await teacher.says("", **document(server, AIKEN.encode()))
    taken = await teacher.reads()
    assert "Preguntas recibidas: 2." in taken.text
    assert "Hay 2." in taken.text
    ana = server.person(2, "en")
    await joins(ana, code, "Ana")
    panel = await teacher.asks(f"/clase {code}")
    await presses_and_sees(teacher, panel, "Quiz en vivo")
    await presses_and_sees(teacher, panel, "Tema:")
    assert panel.labels == ["todos los temas", "preguntas propias", "Energía y potencia", "GPU y aceleradores"]
    await presses_and_sees(teacher, panel, "preguntas propias")
    assert "Tema: preguntas propias" in panel.labels
    await teacher.presses(panel, "Comenzar")
    questions = [poll_of(await ana.reads())]
    assert questions[0]["question"].split(" · ")[1] in AIKEN
    assert len(questions[0]["options"]) in (2, 3)
    await teacher.says("/detener")


async def test_pasted_questions(server: TelegramServer) -> None:
    teacher, _, _ = await ready(server)
    assert "Preguntas recibidas: 1." in (await teacher.asks("¿Sí? {=sí ~no #Sí.}")).text


async def test_faults_are_named_by_line_and_nothing_is_taken(server: TelegramServer, tmp_path: Path) -> None:
    teacher, _, _ = await ready(server)
    bad = "Buena {=a ~b}\n\nCuánto {#42}\n\nSin llave {~a ~<b>}\n"
    await teacher.says("", **document(server, bad.encode()))
    refusal = (await teacher.reads()).text
    assert "No tomé ninguna pregunta. Problemas: 2." in refusal
    assert "Línea 3: es una pregunta numérica; solo tomo preguntas de opción múltiple. Cuánto" in refusal
    assert "Línea 5: ninguna opción está marcada como correcta. Sin llave" in refusal
    await teacher.says("", **document(server, "¿Ñ? {=a ~b}".encode("latin-1")))
    assert "Línea 1: el archivo no está en UTF-8." in (await teacher.reads()).text
    await teacher.says("", **document(server, b"x", file_size=2_000_000))
    assert "demasiado grande" in (await teacher.reads()).text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM own_items").fetchone() == (0,)
    await teacher.says("", **document(server, b"Ahora {=a ~b}"))
    assert "Preguntas recibidas: 1." in (await teacher.reads()).text, "they may try again"


async def test_a_file_that_nobody_asked_for(server: TelegramServer) -> None:
    ana = server.person(2, "es")
    await ana.asks("/start")
    await ana.says("", **document(server, AIKEN.encode()))
    assert "recibidas" not in (await ana.reads()).text


async def test_out_again_and_deleted(server: TelegramServer) -> None:
    teacher, _, _ = await ready(server)
    taken = await teacher.asks(AIKEN)
    for button, text in (("Aiken", "ANSWER: B"), ("GIFT", "=kWh")):
        file = await presses_and_reads(teacher, taken, button)
        content = server.world.files.by_id(file.content["document"]["file_id"]).upload.content.decode()
        assert "¿Qué unidad mide energía?" in content
        assert text in content
    await presses_and_sees(teacher, taken, "Borrarlas")
    await presses_and_sees(teacher, taken, "Sí, borrarlas")
    assert "Hay 0." in taken.text
