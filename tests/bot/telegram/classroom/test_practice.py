"""/practice and quizzes asked for in a sentence."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.classroom import practice as kept
from bot.telegram.classroom import practicing
from tests.telegram_server import Message, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def answers(person: Person, question: Message, *, rightly: bool) -> Message:
    """Press the letter of the right option, or of a wrong one; options say which item they are of."""
    lines = [line for line in question.text.splitlines() if line[1:2] == ")"]
    item = question.text.split("¿Pregunta ")[1].split("?")[0]
    key = int(item[-1]) % 3
    letter = next(line[0] for line in lines if (f"Opción {key} " in line) is rightly)
    await person.presses(question, letter)
    return await person.sees_edit(question)


async def test_one_question_after_the_other(server: TelegramServer, tmp_path: Path) -> None:
    ana = server.person(1, "es")
    question = await ana.asks("/practicar GPU")
    assert question.text.startswith("Práctica · GPU y aceleradores")
    assert question.labels == ["A", "B", "C"]
    seen = await answers(ana, question, rightly=True)
    assert "✓ correcto" in seen.text
    assert "Porque hardware-" in seen.text
    assert "Vuelve en 10 minutos." in seen.text
    assert seen.labels == ["Siguiente", "Mi progreso"]
    first = seen.text.split("¿Pregunta ")[1].split("?")[0]
    await ana.presses(question, "Siguiente")
    await ana.sees_edit(question)
    assert "GPU y aceleradores" in question.text, "the topic stays"
    assert first not in question.text
    seen = await answers(ana, question, rightly=False)
    assert "✗ su respuesta" in seen.text
    assert "✓ esta es la respuesta" in seen.text
    assert "Error" in seen.text
    assert "Vuelve en 1 minuto." in seen.text
    await ana.presses(question, "Mi progreso")
    chart = await ana.reads()
    assert "photo" in chart.content
    assert "Días seguidos: 1" in chart.text
    assert "Preguntas vistas: 2, dominadas: 0" in chart.text
    assert "GPU y aceleradores: vistas 2, dominadas 0" in chart.text
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*), sum(is_right) FROM practice_questions").fetchone() == (2, 1)
        assert connection.execute("SELECT sum(reviews) FROM practice_cards").fetchone() == (2,)


async def test_a_press_counts_once_and_only_ones_own(server: TelegramServer, tmp_path: Path) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    question = await ana.asks("/practicar")
    data = [button["callback_data"] for button in question.buttons()]
    theirs = await luis.asks("/practicar")
    assert "ya no" in (await luis.presses_data(theirs, data[0]))["text"]
    for forged in ("card:1", "card:1::", "card:1::9", "card:x::0", f"card:{10**30}::0", "card:::", "card:1::-1"):
        assert "text" in await ana.presses_data(question, forged)
    for one in data:
        await ana.presses_data(question, one)
    server.world.updates.repeat(*server.world.updates.delivered)
    await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        kept = connection.execute("SELECT person_id, option IS NOT NULL FROM practice_questions ORDER BY id").fetchall()
        assert kept == [(1, 1), (2, 0)]
        assert connection.execute("SELECT person_id, reviews FROM practice_cards").fetchall() == [(1, 1)]


async def test_what_is_due_is_asked_first_in_whatever_language(server: TelegramServer, tmp_path: Path) -> None:
    ana = server.person(1, "es")
    question = await ana.asks("/practicar GPU")
    item = question.text.split("¿Pregunta ")[1].split("?")[0]
    await answers(ana, question, rightly=True)
    await ana.presses(question, "Siguiente")
    await ana.sees_edit(question)
    await answers(ana, question, rightly=True)
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        past = datetime(2026, 1, 1) - timedelta(days=1)
        connection.execute("UPDATE practice_cards SET due_at = ? WHERE item_id = ?", (str(past), item))
    await ana.asks("/idioma English")
    assert f"Question {item}?" in (await ana.asks("/practice")).text


async def test_practice_is_private(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(administrators=(ana,))
    assert "en privado" in (await ana.asks("/practicar", group)).text


async def test_a_quiz_asked_for_in_a_sentence(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    opening = await ana.asks("hazme un quiz de GPUs")
    assert "GPU y aceleradores" in opening.text
    assert "poll" in (await ana.reads()).content
    group = server.group(luis, administrators=(ana,))
    assert "solo sus administradores" in (await luis.asks("@CuestaBot hazme un quiz de GPUs", group)).text
    assert "Preguntas: 3" in (await ana.asks("@CuestaBot hazme un quiz de 3 preguntas", group)).text


async def test_practice_over_several_days(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right answers come back later and later; days in a row are counted by the clocks of Quito."""
    clock = [datetime(2026, 3, 2, 23, 0, tzinfo=UTC)]  # six in the evening in Quito
    for module in (practicing, kept):
        monkeypatch.setattr(module, "now", lambda: clock[0])
    ana = server.person(1, "es")
    question = await ana.asks("/practicar GPU")
    told = (await answers(ana, question, rightly=True)).text
    first = question.text.split("¿Pregunta ")[1].split("?")[0]
    assert "Vuelve en 10 minutos." in told
    await answers(ana, await ana.asks("/practicar GPU"), rightly=True)
    waits = []
    for days in (0, 1, 2):  # 19:00 in Quito is already the next day in UTC
        clock[0] = datetime(2026, 3, 3, 0, 0, tzinfo=UTC) + timedelta(days=days)
        question = await ana.asks("/practicar GPU")
        item = question.text.split("¿Pregunta ")[1].split("?")[0]
        if days == 0:
            assert item == first, "what is due comes before what is new"
        waits.append((await answers(ana, question, rightly=True)).text.split("Vuelve en ")[1])
    assert waits[0].endswith("días."), waits
    await ana.presses(question, "Mi progreso")
    assert "Días seguidos: 3." in (await ana.reads()).text
    clock[0] += timedelta(days=1, hours=20)  # nothing on the fourth day; the fifth
    await ana.presses(question, "Mi progreso")
    assert "Días seguidos: 0." in (await ana.reads()).text
    question = await ana.asks("/practicar GPU")
    told = (await answers(ana, question, rightly=False)).text
    assert "Vuelve en 10 minutos." in told or "Vuelve en 1 minuto." in told, "what was forgotten comes back soon"
    await ana.presses(question, "Mi progreso")
    assert "Días seguidos: 1." in (await ana.reads()).text
