"""Classes: making one, joining, the roster, settings, and who may do what."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.bot.telegram.classroom.people import joins, makes_class, presses_and_reads, presses_and_sees
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def test_making_a_class_and_joining_it(server: TelegramServer) -> None:
    teacher, ana, ben = server.person(1, "es", "Rosa"), server.person(2, "es", "Ana"), server.person(3, "en", "Ben")
    panel, code = await makes_class(teacher)
    assert panel.text.startswith(f"Física 101 · código {code}")
    assert "Estudiantes: 0. Inscripción abierta." in panel.text
    assert f"https://t.me/CuestaBot?start=c-{code}" in panel.text
    asked = await ana.starts(f"c-{code}")
    assert "¿Con qué nombre" in asked.text
    assert asked.labels == ["Ana"]
    there = await ana.asks("  Ana   María Peña ")
    assert "como Ana María Peña" in there.text
    asked = await ben.asks(f"/class {code.lower()[:3]} {code[3:]}")
    assert "Under which name" in asked.text
    there = await presses_and_reads(ben, asked, "Ben")
    assert "as Ben" in there.text
    roster = await presses_and_sees(teacher, panel, "Lista")
    assert "estudiantes: 2\n1. Ana María Peña\n2. Ben" in roster.text
    assert "Estudiantes: 2" in (await presses_and_sees(teacher, panel, "Volver")).text


async def test_the_way_by_buttons(server: TelegramServer) -> None:
    teacher = server.person(1, "es")
    start = await teacher.asks("/clase")
    assert "Todavía no está en ninguna" in start.text
    await presses_and_sees(teacher, start, "Crear una clase")
    assert "¿Cómo se llama" in start.text
    assert (await teacher.asks("x" * 65)).text == "El nombre de la clase debe tener entre 1 y 64 caracteres."
    panel = await teacher.asks("/clase Química 1")
    assert panel.text.startswith("Química 1")
    overview = await teacher.asks("/clase")
    assert overview.labels == ["Química 1", "Crear una clase"]
    assert (await presses_and_sees(teacher, overview, "Química 1")).text == panel.text


async def test_the_qr_code_to_project(server: TelegramServer) -> None:
    teacher = server.person(1, "es")
    panel, code = await makes_class(teacher)
    picture = await presses_and_reads(teacher, panel, "Código QR")
    assert "photo" in picture.content
    assert picture.text == f"Física 101 · código {code}\nhttps://t.me/CuestaBot?start=c-{code}"


async def test_student_numbers(server: TelegramServer, tmp_path: Path) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    panel, code = await makes_class(teacher)
    await presses_and_sees(teacher, panel, "Ajustes")
    await presses_and_sees(teacher, panel, "Pedir número de estudiante: no")
    assert "Pedir número de estudiante: sí" in panel.labels
    await ana.starts(f"c-{code}")
    assert "¿Cuál es su número" in (await ana.asks("Ana Peña")).text
    for shape in ("=1+1", "a" * 33, "12\n34; DROP"):
        assert "solo el número de estudiante" in (await ana.asks(shape)).text
    assert "como Ana Peña (2026-117)" in (await ana.asks("2026-117")).text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT name, number FROM class_members").fetchall() == [("Ana Peña", "2026-117")]
        assert connection.execute("SELECT count(*) FROM dialogues").fetchone() == (0,)


async def test_a_question_asked_is_dropped_by_a_command(server: TelegramServer) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    _, code = await makes_class(teacher)
    asked = await ana.starts(f"c-{code}")
    assert "Qué puede" in (await ana.asks("/ayuda")).text
    answer = await ana.asks("¿qué es inferencia?")
    assert "nombre" not in answer.text.lower()[:40]
    assert "en la clase" not in answer.text
    assert "ya no" in (await ana.presses(asked, "Ana"))["text"]


async def test_closing_and_opening(server: TelegramServer) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    panel, code = await makes_class(teacher)
    await presses_and_sees(teacher, panel, "Cerrar inscripción")
    assert "está cerrada" in (await ana.starts(f"c-{code}")).text
    await presses_and_sees(teacher, panel, "Abrir inscripción")
    await ana.starts(f"c-{code}")
    await presses_and_sees(teacher, panel, "Cerrar inscripción")
    assert "está cerrada" in (await ana.asks("Ana")).text, "closed while she typed"


@pytest.mark.parametrize("payload", ["c-XXXXXX", "c-0", "c-", "c-%", "x-ABCDEF", "c-AAAAAA-AAAAAA"])
async def test_links_with_rubbish(server: TelegramServer, payload: str) -> None:
    said = (await server.person(1, "es").starts(payload)).text
    assert "No hay ninguna clase" in said or "Hola" in said


async def test_strangers_can_do_nothing(server: TelegramServer, tmp_path: Path) -> None:
    """Every button of a class, pressed by another teacher and by a student of it."""
    teacher, other, student = server.person(1, "es"), server.person(2, "es"), server.person(3, "es")
    _, code = await makes_class(teacher)
    theirs, _ = await makes_class(other, "Otra clase")
    there = await joins(student, code, "Ana")
    verbs = "panel stop roster:0 results:0 qr own open close settings settings:number settings:ranking settings:keep"
    forged = [f"class:{code}:{verb}" for verb in [*verbs.split(), "delete", "delete:yes", "own:clear"]]
    forged += [f"live:{code}:show", f"live:{code}:5:30:-:0:go", f"test:{code}:5:20:-:0:go"]
    for data in forged:
        assert "otra persona" in (await other.presses_data(theirs, data))["text"]
        assert "otra persona" in (await student.presses_data(there, data))["text"]
    for data in (f"mine:{code}:results", f"mine:{code}:leave:yes", f"mine:{code}:rename"):
        assert "text" in await other.presses_data(theirs, data)
    await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        kept = connection.execute(
            "SELECT title, is_open, asks_number, shows_ranking, keep_days FROM classes"
        ).fetchall()
        assert sorted(kept) == [("Física 101", 1, 0, 0, 365), ("Otra clase", 1, 0, 0, 365)]
        assert connection.execute("SELECT count(*) FROM quizzes").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM class_members").fetchone() == (1,)


async def test_rubbish_in_buttons_harms_nothing(server: TelegramServer) -> None:
    teacher = server.person(1, "es")
    panel, code = await makes_class(teacher)
    for data in (
        "class:", "class::", f"class:{code}:nothing", f"class:{code}:roster:x", "class:AAAAAA:panel", "live:", "test::",
        "res:", "res:x:panel", f"res:{10**30}:panel", "res:1:panel", "begin:", "begin:99", "sheet:1:0", "mark:1:0:0",
        "mark:::", "review:1:0", "review::", "endquiz:", "endquiz:7", "joinas:", f"joinas:{code}", "mine:", "again:x",
        "myresult:9", "newclass:x", f"class:{code}:settings:nothing",
    ):  # fmt: skip
        await teacher.presses_data(panel, data)
    await server.quiet()
    assert "Perdón" not in "".join(message.text for message in teacher.chat.messages.values())


async def test_leaving_takes_everything_along(server: TelegramServer, tmp_path: Path) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    _, code = await makes_class(teacher)
    there = await joins(ana, code, "Ana")
    await presses_and_sees(ana, there, "Salir de la clase")
    assert "Se borran su nombre" in there.text
    await presses_and_sees(ana, there, "Sí, salir")
    assert "Salió de «Física 101»" in there.text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM class_members").fetchone() == (0,)


async def test_correcting_ones_name(server: TelegramServer) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    _, code = await makes_class(teacher)
    there = await joins(ana, code, "Ama")
    assert "¿Con qué nombre" in (await presses_and_reads(ana, there, "Corregir mi nombre")).text
    assert "como Ana" in (await ana.asks("Ana")).text
    again = await ana.starts(f"c-{code}")
    assert "como Ana" in again.text


async def test_deleting_a_class(server: TelegramServer, tmp_path: Path) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    panel, code = await makes_class(teacher)
    await joins(ana, code, "Ana")
    await presses_and_sees(teacher, panel, "Ajustes")
    await presses_and_sees(teacher, panel, "Borrar la clase")
    await presses_and_sees(teacher, panel, "Sí, borrar todo")
    assert "se borró" in panel.text
    assert "No hay ninguna clase" in (await ana.starts(f"c-{code}")).text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM class_members").fetchone() == (0,)


async def test_in_a_group(server: TelegramServer) -> None:
    teacher, ana = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, administrators=(teacher,))
    _, code = await makes_class(teacher)
    assert "en privado" in (await ana.asks("/clase", group)).text
    way = await ana.asks(f"/clase {code}", group)
    assert next(way.buttons())["url"] == f"https://t.me/CuestaBot?start=c-{code}"
    assert "se proyectarán aquí" in (await teacher.asks(f"/clase {code}", group)).text


async def test_taking_somebody_off_the_roster(server: TelegramServer, tmp_path: Path) -> None:
    teacher, other = server.person(1, "es"), server.person(9, "es")
    panel, code = await makes_class(teacher)
    for number, name in ((2, "Ana"), (3, "Ben"), (4, "Troll")):
        await joins(server.person(number, "es"), code, name)
    await presses_and_sees(teacher, panel, "Lista")
    asked = await presses_and_reads(teacher, panel, "Quitar a alguien")
    assert "Escriba su número en la lista" in asked.text
    for wrong in ("Troll", "0", "4", "-1", "9" * 30):
        assert "del 1 al 3" in (await teacher.asks(wrong)).text
    sure = await teacher.asks("3")
    assert "¿Quitar a Troll de «Física 101»?" in sure.text
    theirs, _ = await makes_class(other, "Otra clase")
    assert "otra persona" in (await other.presses_data(theirs, f"class:{code}:remove:4"))["text"]
    listed = await presses_and_sees(teacher, sure, "Sí, quitar")
    assert "estudiantes: 2\n1. Ana\n2. Ben" in listed.text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT person_id FROM class_members ORDER BY 1").fetchall() == [(2,), (3,)]
        assert connection.execute("SELECT count(*) FROM dialogues").fetchone() == (0,)
