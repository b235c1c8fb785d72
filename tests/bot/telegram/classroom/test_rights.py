"""Who may do what: whatever people forward, forge, or write in whosever name."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.classroom.people import (
    joins,
    makes_class,
    poll_of,
    presses_and_sees,
    right,
    starts_live,
    wrong,
)
from tests.telegram_server import Chat, Message, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")

GROUP_ANONYMOUS_BOT = 1087968824
"""Telegram's user in whose name administrators write who do not want to be seen."""
CHANNEL_BOT = 136817688
"""The same where somebody writes in a channel's name."""


def one(folder: Path, query: str) -> Any:
    with sqlite3.connect(folder / "cuesta.sqlite3") as connection:
        return connection.execute(query).fetchone()


async def test_a_question_in_private_is_for_one_person(server: TelegramServer, tmp_path: Path) -> None:
    """A poll that is forwarded is the same poll: others may vote on it, and Telegram tells us."""
    teacher, ana, luis, eva = (server.person(n, "es", name) for n, name in enumerate(("Rosa", "Ana", "Luis", "Eva"), 1))
    panel, code = await makes_class(teacher)
    await joins(ana, code, "Ana")
    await joins(luis, code, "Luis")
    await starts_live(teacher, panel)
    mine, theirs = await ana.reads(), await luis.reads()
    await eva.votes(mine, right(mine))  # a stranger
    await luis.votes(mine, wrong(mine))  # a classmate, with the help of the other's question
    await luis.votes(theirs, right(theirs))
    await ana.votes(mine, right(mine))
    await ana.reads()
    assert one(tmp_path, "SELECT count(*), sum(is_right), min(person_id) FROM quiz_answers") == (2, 2, 2)


async def test_a_quiz_of_ones_own_is_ones_own(server: TelegramServer, tmp_path: Path) -> None:
    ana, eva = server.person(1, "es"), server.person(2, "es")
    await ana.asks("/quiz 2")
    question = await ana.reads()
    await eva.votes(question, right(question))
    await ana.votes(question, wrong(question))
    await ana.reads()
    assert one(tmp_path, "SELECT count(*), sum(is_right), min(person_id) FROM quiz_answers") == (1, 0, 1)


def in_the_name_of(chat: Chat) -> dict[str, Any]:
    return {"sender_chat": {"id": chat.id, "type": chat.type, "title": chat.title}}


async def test_an_administrator_who_is_not_seen(server: TelegramServer) -> None:
    """Only administrators can write in the name of the group itself."""
    luis, hidden = server.person(2, "es"), server.person(GROUP_ANONYMOUS_BOT, None, "Group")
    group = server.group(luis)
    opening = await hidden.asks("/quiz 2", group, **in_the_name_of(group))
    assert "Cuestionario" in opening.text or "Quiz" in opening.text
    await luis.reads(group)
    assert "solo sus administradores" in (await luis.asks("/detener", group)).text
    ended = await hidden.asks("/detener", group, **in_the_name_of(group))
    assert "No hubo respuestas" in ended.text or "no answers" in ended.text.lower()


@pytest.mark.parametrize("number", [CHANNEL_BOT, 777000], ids=["in a channel's name", "forwarded by itself"])
async def test_a_channel_is_no_administrator(server: TelegramServer, number: int, tmp_path: Path) -> None:
    channel, writer = Chat(-1002000000009, "channel", "Avisos"), server.person(number, None, "Channel")
    group = server.group()
    for typed in ("/quiz 2", "/detener", "/idioma English"):
        await writer.says(typed, group, **in_the_name_of(channel))
        await server.quiet()
    assert one(tmp_path, "SELECT count(*) FROM quizzes") == (0,)
    assert "sendPoll" not in {call.method for call in server.calls}


async def test_a_member_who_mentions_the_bot_starts_nothing(server: TelegramServer, tmp_path: Path) -> None:
    luis = server.person(2, "es")
    group = server.group(luis)
    said = await luis.asks("@CuestaBot hazme un quiz de energía", group)
    assert "solo sus administradores" in said.text
    assert one(tmp_path, "SELECT count(*) FROM quizzes") == (0,)


async def graded(server: TelegramServer) -> tuple[Person, Person, Chat, Message, str]:
    """A graded test that is projected in a group, and a student's invitation."""
    teacher, ana = server.person(1, "es", "Rosa"), server.person(2, "es", "Ana")
    group = server.group(ana, administrators=(teacher,))
    panel, code = await makes_class(teacher)
    await teacher.asks(f"/clase {code}", group)
    await joins(ana, code, "Ana")
    await presses_and_sees(teacher, panel, "Prueba calificada")
    await teacher.presses(panel, "Comenzar")
    return teacher, ana, group, await ana.reads(), code


async def test_nobody_learns_their_score_while_a_test_goes_on(server: TelegramServer) -> None:
    """Else somebody could try options until the score goes up."""
    _, ana, group, mine, _ = await graded(server)
    await presses_and_sees(ana, mine, "Empezar")
    quiz = next(mine.buttons())["callback_data"].split(":")[1]
    await ana.presses(mine, "A")
    wall = await ana.reads(group)
    for message, data in ((wall, f"myresult:{quiz}"), (mine, f"review:{quiz}:0"), (mine, f"myresult:{quiz}")):
        told = await ana.presses_data(message, data)
        assert "ciertos" not in told["text"]


async def test_another_teacher_sees_ends_and_exports_nothing(server: TelegramServer, tmp_path: Path) -> None:
    _, ana, _, mine, code = await graded(server)
    await presses_and_sees(ana, mine, "Empezar")
    quiz = next(mine.buttons())["callback_data"].split(":")[1]
    other = server.person(7, "es", "Iván")
    theirs, _ = await makes_class(other, "Otra")
    verbs = ("panel", "students:0", "items:0", "histogram", "csv", "xlsx", "gift")
    forged = [f"res:{quiz}:{verb}" for verb in verbs] + [f"endquiz:{quiz}", f"class:{code}:stop", f"begin:{quiz}"]
    for person, message in ((other, theirs), (ana, mine)):
        for data in forged[:-1] if person is ana else forged:
            assert "otra persona" in (await person.presses_data(message, data))["text"], data
    await other.asks("/detener")
    await server.quiet()
    assert "sendDocument" not in {call.method for call in server.calls}
    assert one(tmp_path, "SELECT state FROM quizzes") == ("running",)


async def test_who_joins_during_a_test_can_take_it(server: TelegramServer) -> None:
    _, _, _, _, code = await graded(server)
    luis = server.person(3, "es", "Luis")
    there = await joins(luis, code, "Luis")
    assert there.labels[0] == "Empezar la prueba"
    await presses_and_sees(luis, there, "Empezar la prueba")
    assert there.text.startswith("Pregunta 1 de 10")


async def test_two_classes_of_two_teachers_keep_their_answers_apart(server: TelegramServer, tmp_path: Path) -> None:
    """One student sits in both at the same time."""
    rosa, ivan, ana = server.person(1, "es", "Rosa"), server.person(2, "es", "Iván"), server.person(3, "es", "Ana")
    panels = [await makes_class(rosa, "Uno"), await makes_class(ivan, "Dos")]
    for (_, code), name in zip(panels, ("Ana Uno", "Ana Dos"), strict=True):
        await joins(ana, code, name)
    questions = []
    for teacher, (panel, _) in zip((rosa, ivan), panels, strict=True):
        await starts_live(teacher, panel)
        questions.append(await ana.reads())
    await ana.votes(questions[0], right(questions[0]))
    await ana.votes(questions[1], wrong(questions[1]))
    for teacher, name, correct in ((rosa, "Ana Uno", "1/"), (ivan, "Ana Dos", "0/")):
        await teacher.says("/detener")
        while "Resultados" not in (summary := await teacher.reads()).text and "CSV" not in summary.labels:
            pass
        listed = await presses_and_sees(teacher, summary, "Por estudiante")
        assert f"{name}: {correct}" in listed.text
        assert ("Ana Dos" in listed.text) != ("Ana Uno" in listed.text)
    assert {poll_of(question)["question"][:2] for question in questions} == {"1/"}
    assert one(tmp_path, "SELECT count(DISTINCT quiz_id) FROM quiz_answers") == (2,)


async def test_who_is_forgotten_is_gone_from_the_results_too(server: TelegramServer, tmp_path: Path) -> None:
    """As /privacy says; the rest of the class stays as it is."""
    teacher, ana, luis = server.person(1, "es", "Rosa"), server.person(2, "es", "Ana"), server.person(3, "es", "Luis")
    panel, code = await makes_class(teacher)
    await joins(ana, code, "Ana")
    await joins(luis, code, "Luis")
    await starts_live(teacher, panel)
    for person in (ana, luis):
        question = await person.reads()
        await person.votes(question, right(question))
    await teacher.says("/detener")
    while "CSV" not in (summary := await teacher.reads()).labels:
        pass
    while "Sus aciertos" not in (await ana.reads()).text:
        pass
    told = (await ana.asks("/privacidad")).text
    assert "1 año después del último uso de la clase" in told
    assert "también sus notas en las clases" in told
    asked = await ana.asks("/olvidame")
    assert "respuestas y notas" in asked.text
    assert "Registros que quedan: 0." in (await presses_and_sees(ana, asked, "Sí, borrar todo")).text
    listed = await presses_and_sees(teacher, summary, "Por estudiante")
    assert "Luis: " in listed.text
    assert "Ana" not in listed.text
    assert one(tmp_path, "SELECT count(*), min(person_id) FROM quiz_answers")[1] == 3
    assert one(tmp_path, "SELECT count(*) FROM class_members") == (1,)
