"""Live quizzes of a class: to each in private and in their own language, with a screen for all."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.bot.telegram.classroom.people import (
    joins,
    makes_class,
    poll_of,
    presses_and_reads,
    presses_and_sees,
    right,
    sent_polls,
    starts_live,
    wrong,
)
from tests.telegram_server import Message, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def classroom(server: TelegramServer) -> tuple[Person, Person, Person, Message, str]:
    teacher, ana, ben = server.person(1, "es", "Rosa"), server.person(2, "es", "Ana"), server.person(3, "en", "Ben")
    panel, code = await makes_class(teacher)
    await joins(ana, code, "Ana")
    await joins(ben, code, "Ben")
    return teacher, ana, ben, panel, code


async def test_the_whole_way(server: TelegramServer) -> None:
    teacher, ana, ben, panel, _ = await classroom(server)
    opening = await starts_live(teacher, panel)
    assert opening.text.startswith("Física 101: quiz en vivo · todos los temas")
    for number in range(1, 6):
        theirs = [await ana.reads(), await ben.reads()]
        screen = await teacher.reads()
        assert f"Pregunta {number} de 5" in screen.text
        assert "Respondieron: 0 de 2" in screen.text
        assert poll_of(theirs[0])["question"].startswith(f"{number}/5 · ¿")
        assert poll_of(theirs[1])["question"].startswith((f"{number}/5 · Question", f"{number}/5 · How"))
        await ana.votes(theirs[0], right(theirs[0]))
        await teacher.sees_edit(screen)
        assert "Respondieron: 1 de 2" in screen.text
        await ben.votes(theirs[1], wrong(theirs[1]) if number == 3 else right(theirs[1]))
        while "respondieron 2 de 2" not in screen.text:
            await teacher.sees_edit(screen)
        assert ": 2 (100%) ✓ esta es la respuesta" in screen.text or number == 3
        assert "Porque" in screen.text or "×" in screen.text
    mine = await ana.reads()
    assert mine.text == "Física 101\nSus aciertos: 5 de 5."
    assert mine.labels == ["Revisar", "Practicar"]
    assert "Your right answers: 4 of 5." in (await ben.reads()).text
    summary = await teacher.reads()
    assert "Participantes: 2. Aciertos en promedio: 4,5 de 5" in summary.text
    assert "La más fallada (1 de 2)" in summary.text
    assert "Ana" not in summary.text
    students = await presses_and_sees(teacher, summary, "Por estudiante")
    assert "Ana: 5/5\nBen: 4/5" in students.text
    await presses_and_sees(teacher, summary, "Volver")
    items = await presses_and_sees(teacher, summary, "Por pregunta")
    assert "Aciertos: 1 de 2 respuestas; sin responder: 0" in items.text
    assert "menos de 30 respuestas" in items.text
    assert "discriminación" not in items.text
    await presses_and_sees(teacher, summary, "Volver")
    histogram = await presses_and_reads(teacher, summary, "Histograma")
    assert "photo" in histogram.content
    assert "0: 0, 1: 0, 2: 0, 3: 0, 4: 1, 5: 1" in histogram.text


async def test_looking_back(server: TelegramServer) -> None:
    teacher, ana, ben, panel, _ = await classroom(server)
    await starts_live(teacher, panel)
    for _ in range(5):
        question, other = await ana.reads(), await ben.reads()
        await ana.votes(question, wrong(question))
        await ben.votes(other, right(other))
    mine = await ana.reads()
    assert "0 de 5" in mine.text
    await presses_and_sees(ana, mine, "Revisar")
    assert "pregunta 1 de 5" in mine.text
    assert "✗ su respuesta" in mine.text
    assert "✓ esta es la respuesta" in mine.text
    await presses_and_sees(ana, mine, "2 ›")
    assert "pregunta 2 de 5" in mine.text
    stranger = server.person(9, "es")
    elsewhere = await stranger.asks("/start")
    quiz = next(mine.buttons())["callback_data"].split(":")[1]
    for data in (f"review:{quiz}:0", f"res:{quiz}:panel", f"res:{quiz}:csv", f"endquiz:{quiz}", f"begin:{quiz}"):
        assert "text" in await stranger.presses_data(elsewhere, data)
    assert "otra persona" in (await ana.presses_data(mine, f"res:{quiz}:xlsx"))["text"]


async def test_two_classes_and_a_student_in_both(server: TelegramServer) -> None:
    teacher, other, ana = server.person(1, "es"), server.person(4, "es"), server.person(2, "es")
    panel, code = await makes_class(teacher)
    second, second_code = await makes_class(other, "Química 1")
    await joins(ana, code, "Ana")
    await joins(ana, second_code, "Ana P.")
    await starts_live(teacher, panel)
    await starts_live(other, second)
    mine: list[Message] = []
    while len(mine) < 12:
        message = await ana.reads()
        mine.append(message)
        if "poll" in message.content:
            await ana.votes(message, right(message))
    results = [message.text for message in mine if "poll" not in message.content]
    assert results == ["Física 101\nSus aciertos: 5 de 5.", "Química 1\nSus aciertos: 5 de 5."] or results == [
        "Química 1\nSus aciertos: 5 de 5.",
        "Física 101\nSus aciertos: 5 de 5.",
    ]


async def test_the_teacher_ends_it(server: TelegramServer) -> None:
    teacher, ana, ben, panel, _ = await classroom(server)
    await starts_live(teacher, panel)
    question, screen = await ana.reads(), await teacher.reads()
    await ben.reads()
    await ana.votes(question, right(question))
    assert "Terminando" in (await teacher.presses(screen, "Terminar ya"))["text"]
    assert "Sus aciertos: 1 de 1" in (await ana.reads()).text
    assert "right answers: 0 of 1" in (await ben.reads()).text.lower()
    assert "Participantes: 2" in (await teacher.reads()).text
    assert poll_of(sent_polls(server, ben)[0])["is_closed"]


async def test_stop_ends_it_too_and_one_at_a_time(server: TelegramServer) -> None:
    teacher, ana, _, panel, _ = await classroom(server)
    await starts_live(teacher, panel)
    question = await ana.reads()
    await teacher.reads()
    code = panel.text.split("start=c-")[1]
    told = await teacher.presses_data(panel, f"live:{code}:5:30:-:0:go")
    assert "Ya hay un cuestionario" in told["text"]
    await teacher.says("/detener")
    assert "Sus aciertos: 0 de 1" in (await ana.reads()).text
    assert poll_of(question)["is_closed"]


async def test_a_class_without_students(server: TelegramServer) -> None:
    teacher = server.person(1, "es")
    panel, _ = await makes_class(teacher)
    await presses_and_sees(teacher, panel, "Quiz en vivo")
    assert "Todavía no ha entrado nadie" in (await teacher.presses(panel, "Comenzar"))["text"]


async def test_a_screen_in_a_group_and_a_ranking_of_nicknames(server: TelegramServer) -> None:
    teacher, ana, ben, panel, code = await classroom(server)
    group = server.group(ana, ben, administrators=(teacher,))
    await teacher.asks(f"/clase {code}", group)
    await presses_and_sees(teacher, panel, "Ajustes")
    await presses_and_sees(teacher, panel, "Ranking con apodos")
    await presses_and_sees(teacher, panel, "Volver")
    there = await ana.starts(f"c-{code}")
    await presses_and_reads(ana, there, "Aparecer en el ranking")
    await ana.asks("Pumita")
    await presses_and_sees(teacher, panel, "Quiz en vivo")
    await presses_and_sees(teacher, panel, "Cuenta la rapidez: no")
    while "Preguntas: 5" not in panel.labels:
        await presses_and_sees(teacher, panel, "Preguntas:")
    await teacher.presses(panel, "Comenzar")
    assert "quiz en vivo" in (await ana.reads(group)).text
    for _ in range(5):
        question, other, screen = await ana.reads(), await ben.reads(), await ana.reads(group)
        assert screen.labels == [], "no button for everybody to end it"
        await ana.votes(question, right(question))
        await ben.votes(other, right(other))
    summary = await ana.reads(group)
    points = re.search(r"Ranking\n1\. Pumita: (\d(?:,\d+)?)", summary.text)
    assert points is not None
    assert 2.5 <= float(points[1].replace(",", ".")) <= 5, "less the later she answered"
    assert "Ben" not in summary.text
    assert "Puntos con la rapidez" in (await ana.reads()).text
    assert "Ranking" in (await teacher.reads()).text


async def test_whoever_blocks_the_bot_holds_nobody_up(server: TelegramServer) -> None:
    teacher, ana, ben, panel, _ = await classroom(server)
    await ben.blocks()
    await starts_live(teacher, panel)
    for _ in range(5):
        question = await ana.reads()
        await ana.votes(question, right(question))
    assert "5 de 5" in (await ana.reads()).text
    assert "Participantes: 1" in [await teacher.reads() for _ in range(6)][-1].text
    assert {call.status for call in server.refused} == {403}
    server.record.calls[:] = [call for call in server.calls if call.status != 403]


async def test_who_joins_late_takes_part_from_the_next_question_on(server: TelegramServer) -> None:
    teacher, ana, ben, panel, code = await classroom(server)
    await starts_live(teacher, panel)
    first, other = await ana.reads(), await ben.reads()
    luis = server.person(5, "es", "Luis")
    await joins(luis, code, "Luis")
    await ana.votes(first, right(first))
    await ben.votes(other, right(other))
    question = await luis.reads()
    assert poll_of(question)["question"].startswith("2/5")
    await teacher.says("/detener")
    await asyncio.sleep(0)
    assert "0 de 2" in (await luis.reads()).text
