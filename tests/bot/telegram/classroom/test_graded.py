"""Graded tests: one attempt, each in another order, answers changed until the time is up; exports."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.bot.telegram.classroom.people import joins, makes_class, presses_and_sees
from tests.telegram_server import Message, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def begun(server: TelegramServer, students: int = 2) -> tuple[Person, list[Person], Message, list[Message]]:
    """A test of ten questions in a class: the teacher, students, how it stands for the teacher, the invitations."""
    teacher = server.person(1, "es", "Rosa")
    people = [server.person(number + 2, "en" if number == 1 else "es", f"S{number}") for number in range(students)]
    panel, code = await makes_class(teacher)
    for person in people:
        await joins(person, code, person.user["first_name"])
    await presses_and_sees(teacher, panel, "Prueba calificada")
    await teacher.presses(panel, "Comenzar")
    return teacher, people, await teacher.reads(), [await person.reads() for person in people]


def item_of(sheet: Message) -> str:
    """Which item the sheet shows: fixed ones name it."""
    found = re.search(r"(?:Pregunta|Question) ((?:energy|hardware)-\d)\?", sheet.text)
    return found[1] if found else "energy-product"


def letter(sheet: Message, *, rightly: bool) -> str:
    """The letter of the right option, or of a wrong one."""
    item = item_of(sheet)
    lines = [line for line in sheet.text.splitlines() if line[1:2] == ")"]
    if item == "energy-product":
        hours = int(re.search(r" (\d+) h\?", sheet.text)[1])  # type: ignore[index]
        return next(line[0] for line in lines if (line[3:].removesuffix(" ●") == f"{3 * hours} kWh") is rightly)
    key = int(item[-1]) % 3
    return next(line[0] for line in lines if (f" {key} " in line) is rightly)


async def answers(person: Person, sheet: Message, *, rightly: bool) -> None:
    await presses_and_sees(person, sheet, letter(sheet, rightly=rightly))


async def test_the_whole_way(server: TelegramServer, tmp_path: Path) -> None:
    teacher, (ana, ben), status, (mine, theirs) = await begun(server)
    assert "Prueba en marcha" in status.text
    assert "Empezaron: 0. Respondieron todo: 0." in status.text
    assert "Preguntas: 10. Tiempo: 20 minutos para todas." in mine.text
    assert "Questions: 10. Time: 20 minutes" in theirs.text
    await presses_and_sees(ana, mine, "Empezar")
    await presses_and_sees(ben, theirs, "Begin")
    assert mine.text.startswith("Pregunta 1 de 10 · tiempo: ")
    orders: list[list[str]] = [[], []]
    for number in range(10):
        orders[0].append(item_of(mine))
        orders[1].append(item_of(theirs))
        assert f"Pregunta {number + 1} de 10" in mine.text
        assert f"Respondidas: {number} de 10" in mine.text
        await answers(ana, mine, rightly=number != 4)
        await answers(ben, theirs, rightly=number < 4)
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1], "each in another order"
    await presses_and_sees(ana, mine, "5 ›") if "5 ›" in mine.labels else await go_to(ana, mine, 5)
    assert "●" in mine.text
    await answers(ana, mine, rightly=True)  # changed
    assert "Pregunta 5 de 10" in mine.text, "a change stays where it is"
    while "Respondieron todo: 2" not in status.text:
        await teacher.sees_edit(status)
    await teacher.presses(status, "Terminar ya")
    assert "Sus aciertos: 10 de 10." in (await ana.reads()).text
    assert "Your right answers: 4 of 10." in (await ben.reads()).text
    summary = await teacher.reads()
    assert "Aciertos en promedio: 7 de 10" in summary.text
    late = await ana.presses(mine, "A")
    assert late["text"] == "El tiempo ya terminó. Lo que respondió antes queda guardado."
    assert late["show_alert"]
    await exports_agree(server, teacher, summary, tmp_path)


async def go_to(person: Person, sheet: Message, number: int) -> None:
    for _ in range(10):
        if f"Pregunta {number} de" in sheet.text:
            return
        await presses_and_sees(person, sheet, " ›")


async def exports_agree(server: TelegramServer, teacher: Person, summary: Message, folder: Path) -> None:
    """What is exported is what is on file."""
    await teacher.presses(summary, "CSV")
    files = {}
    for _ in range(3):
        document = (await teacher.reads()).content["document"]
        content = server.world.files.by_id(document["file_id"]).upload.content
        files[document["file_name"].rsplit("-", 1)[1]] = list(
            csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        )
    assert files.keys() == {"scores.csv", "answers.csv", "items.csv"}
    scores = {row["name"]: row for row in files["scores.csv"]}
    assert {name: row["score"] for name, row in scores.items()} == {"S0": "10.0", "S1": "4.0"}
    assert len(files["answers.csv"]) == 20
    assert len({(row["student_id"], row["question"]) for row in files["answers.csv"]}) == 20
    assert sum(int(row["correct"]) for row in files["answers.csv"]) == 14
    assert [row["changes"] for row in files["answers.csv"]].count("1") == 1
    assert sum(int(row["right"]) for row in files["items.csv"]) == 14
    with sqlite3.connect(folder / "cuesta.sqlite3") as connection:
        kept = connection.execute("SELECT count(*), sum(is_right) FROM quiz_answers").fetchone()
    assert kept == (20, 14)
    await teacher.presses(summary, "XLSX")
    document = (await teacher.reads()).content["document"]
    book = load_workbook(io.BytesIO(server.world.files.by_id(document["file_id"]).upload.content))
    assert book.sheetnames == ["gradebook", "scores", "answers", "items"]
    grades = [[cell.value for cell in row] for row in book["gradebook"].rows]
    assert grades[0][:4] == ["student_number", "name", "score", "max_score"]
    assert [(row[1], row[2], sum(row[4:])) for row in grades[1:]] == [("S0", 10, 10), ("S1", 4, 4)]


async def test_late_answers_are_refused_and_the_rest_stands(server: TelegramServer, tmp_path: Path) -> None:
    _, (ana, ben), _, (mine, theirs) = await begun(server)
    await presses_and_sees(ana, mine, "Empezar")
    await answers(ana, mine, rightly=True)
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        past = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=1)
        connection.execute("UPDATE quizzes SET ends_at = ?", (str(past),))
    for press in ("A", "B", "‹"):
        assert "El tiempo ya terminó" in (await ana.presses(mine, press))["text"]
    assert "Time is already up" in (await ben.presses(theirs, "Begin"))["text"]
    assert "1 de 10" in (await ana.reads()).text
    await server.quiet(0.5)
    assert not ben.chat.unread, "who did not begin has nothing to be told"
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*), sum(is_right) FROM quiz_answers").fetchone() == (1, 1)


async def test_one_attempt_and_nobody_elses_sheet(server: TelegramServer, tmp_path: Path) -> None:
    _, (ana, ben), _, (mine, theirs) = await begun(server)
    await presses_and_sees(ana, mine, "Empezar")
    first = item_of(mine)
    await answers(ana, mine, rightly=True)
    quiz = next(mine.buttons())["callback_data"].split(":")[1]
    await ana.presses_data(mine, f"begin:{quiz}")
    await server.quiet()
    assert "Respondidas: 1 de 10" in mine.text, "the same sheet again"
    assert item_of(mine) != first
    stranger = server.person(9, "es")
    elsewhere = await stranger.asks("/start")
    for data in (f"begin:{quiz}", f"mark:{quiz}:0:0", f"sheet:{quiz}:1"):
        assert "text" in await stranger.presses_data(elsewhere, data)
    assert "text" in await ben.presses_data(theirs, f"mark:{quiz}:0:0"), "not begun"
    for data in (f"mark:{quiz}:99:0", f"mark:{quiz}:0:9", f"mark:{quiz}:0:x", f"mark:{quiz}", f"mark:{10**20}:0:0"):
        assert "text" in await ana.presses_data(mine, data)
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT person_id FROM quiz_papers").fetchall() == [(2,)]
        assert connection.execute("SELECT person_id FROM quiz_answers").fetchall() == [(2,)]


async def test_generated_questions_have_other_numbers(server: TelegramServer) -> None:
    """Of twelve students with six variants, nearly always at least three different ones are met."""
    _, people, _, sheets = await begun(server, 12)
    numbers = set()
    for person, sheet in zip(people, sheets, strict=True):
        await presses_and_sees(person, sheet, "Begin" if person.id == 3 else "Empezar")
        for _ in range(10):
            if item_of(sheet) == "energy-product":
                numbers.add(re.search(r" (\d+) h\?", sheet.text)[1])  # type: ignore[index]
                break
            await presses_and_sees(person, sheet, " ›")
    assert 3 <= len(numbers) <= 12, "six variants of each of two"
