"""/quiz in private and in groups, as people see it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.telegram_server import Message, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


def poll_of(message: Message) -> dict:
    return message.content["poll"]


def right(message: Message) -> int:
    return poll_of(message)["correct_option_ids"][0]


def wrong(message: Message) -> int:
    return (right(message) + 1) % len(poll_of(message)["options"])


async def test_a_quiz_alone(server: TelegramServer, tmp_path: Path) -> None:
    ana = server.person(1, "es")
    opening = await ana.asks("/quiz 3 energía 30s")
    assert "Energía y potencia" in opening.text
    assert "Preguntas: 3, con 30 segundos" in opening.text
    stems, missed = [], 0
    for number in (1, 2, 3):
        question = await ana.reads()
        poll = poll_of(question)
        if not missed and "¿Pregunta" in poll["question"]:
            missed = number  # The first that is no generated one: its words are known.
        assert poll["type"] == "quiz"
        assert not poll["is_anonymous"]
        assert poll["open_period"] == 30
        assert poll["question"].startswith(f"{number}/3 · ¿")
        assert poll["explanation"]
        stems.append(poll["question"])
        await ana.votes(question, wrong(question) if number == missed else right(question))
    summary = await ana.reads()
    assert "Aciertos: 2 de 3" in summary.text
    assert stems[missed - 1].split(" · ")[1] in summary.text
    assert "✗ Usted eligió «Opción" in summary.text
    assert "Error: desliz" in summary.text
    assert "✓ Respuesta: Opción" in summary.text
    assert summary.labels == ["Revisar", "Otro igual", "Practicar"]
    await ana.presses(summary, "Revisar")
    assert "pregunta 1 de 3" in (await ana.sees_edit(summary)).text
    await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        kept = connection.execute("SELECT number, is_right FROM quiz_answers ORDER BY number").fetchall()
        assert kept == [(number, int(number != missed)) for number in (1, 2, 3)]
        left = "SELECT (SELECT count(*) FROM quiz_timers) + (SELECT count(*) FROM quiz_places)"
        await server.eventually(lambda: connection.execute(left).fetchone() == (0,), "that nothing is left of it")


async def test_it_speaks_the_persons_language(server: TelegramServer) -> None:
    ben = server.person(2, "en")
    assert "Energy and power" in (await ben.asks("/quiz 1 energía")).text
    question = await ben.reads()
    assert poll_of(question)["question"].startswith(("1/1 · Question", "1/1 · How"))
    await ben.votes(question, right(question))
    assert "1 of 1" in (await ben.reads()).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/quiz 99", "entre 1 y 50 preguntas"),
        ("/quiz 5 3s", "entre 5 y 600 segundos"),
        ("/quiz 5 astrología", "Elija uno, o escríbalo"),
    ],
)
async def test_orders_that_cannot_be_had(server: TelegramServer, typed: str, said: str) -> None:
    assert said in (await server.person(1, "es").asks(typed)).text


async def test_stopping_alone(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    assert "No hay ningún cuestionario" in (await ana.asks("/detener")).text
    await ana.asks("/quiz 3")
    question = await ana.reads()
    assert "Ya hay un cuestionario en marcha" in (await ana.asks("/quiz")).text
    assert "No hubo respuestas" in (await ana.asks("/detener")).text
    assert poll_of(question)["is_closed"]


async def test_time_runs_out(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    await ana.asks("/quiz 2 5s")
    await ana.reads()
    await ana.reads()


async def test_a_vote_counts_once(server: TelegramServer, tmp_path: Path) -> None:
    ana = server.person(1, "es")
    await ana.asks("/quiz 2")
    question = await ana.reads()
    await ana.votes(question, right(question))
    second = await ana.reads()
    server.world.updates.repeat(*server.world.updates.delivered)
    await ana.votes(question, wrong(question))
    await ana.votes(second, right(second))
    assert "2 de 2" in (await ana.reads()).text
    await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*), sum(is_right) FROM quiz_answers").fetchone() == (2, 2)


async def in_group(server: TelegramServer) -> tuple[Person, Person, Person]:
    return server.person(1, "es"), server.person(2, "es", "Luis"), server.person(3, "en", "Ben")


async def test_in_a_group_administrators_begin_and_stop(server: TelegramServer) -> None:
    ana, luis, _ = await in_group(server)
    group = server.group(luis, administrators=(ana,))
    assert "solo sus administradores" in (await luis.asks("/quiz 2", group)).text
    await ana.asks("/quiz 2 5s", group)
    question = await ana.reads(group)
    assert "solo sus administradores" in (await luis.asks("/stop", group)).text
    assert not poll_of(question)["is_closed"]
    assert "No hubo respuestas" in (await ana.asks("/stop", group)).text


async def test_a_quiz_in_a_group(server: TelegramServer) -> None:
    """The first question runs out its time; then it goes on once those who take part have answered."""
    ana, luis, ben = await in_group(server)
    group = server.group(luis, ben, administrators=(ana,), topics={7: "Quiz"})
    opening = await ana.asks("/quiz 3 5s", group, topic=7)
    assert opening.thread_id == 7
    first = await ana.reads(group)
    assert first.thread_id == 7
    await luis.votes(first, right(first))
    await ben.votes(first, wrong(first))
    second = await ana.reads(group)
    polls = server.record.of("sendPoll")
    assert polls[1].at - polls[0].ended >= 5, "nobody knows yet who takes part"
    await luis.votes(second, right(second))
    await ben.votes(second, wrong(second))
    third = await ana.reads(group)
    assert poll_of(second)["is_closed"]
    await luis.votes(third, right(third))
    await ben.votes(third, right(third))
    summary = await ana.reads(group)
    assert "Participantes: 2" in summary.text
    assert "Aciertos en promedio: 2 de 3" in summary.text
    assert "La más fallada (1 de 2)" in summary.text
    told = await ben.presses(summary, "Mi resultado")
    assert told["text"] == "Your right answers: 1 of 3."
    assert told["show_alert"]
    assert (await ana.presses(summary, "Mi resultado"))["text"] == "Usted no respondió en este cuestionario."


async def test_a_topic_that_is_not_known_is_chosen(server: TelegramServer) -> None:
    ana, luis, _ = await in_group(server)
    choice = await ana.asks("/quiz 3 astrología 20s")
    assert choice.labels == ["Energía y potencia", "GPU y aceleradores"]
    await ana.presses(choice, "GPU")
    assert "GPU y aceleradores\nPreguntas: 3, con 20 segundos" in (await ana.reads()).text
    await ana.reads()
    await ana.says("/detener")
    await ana.reads()
    choice = await ana.asks("/practicar astrología")
    await ana.presses(choice, "GPU")
    assert (await ana.sees_edit(choice)).text.startswith("Práctica · GPU y aceleradores")
    group = server.group(luis, administrators=(ana,))
    choice = await ana.asks("/quiz astrología", group)
    assert "administradores" in (await luis.presses(choice, "GPU"))["text"]
    for forged in ("quizon:", "quizon:x:3:20", "quizon:energy:0:20", "quizon:energy:5:x", f"quizon:energy:{10**30}:9"):
        assert "text" in await ana.presses_data(choice, forged)
    await server.quiet()
    assert not group.unread
