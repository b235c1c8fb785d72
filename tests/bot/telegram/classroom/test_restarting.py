"""A quiz survives restarts: timers are armed again, overdue questions closed, nothing is lost and nothing doubled."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.telegram.polling import BATCH
from tests.bot.telegram.classroom.conftest import QUICK, Running
from tests.bot.telegram.classroom.people import right, sent_polls, wrong
from tests.telegram_server import Fault, Person, TelegramServer

IMPATIENT = dataclasses.replace(QUICK, proof=timedelta(0))
"""What may be lost is sent again once everything that waited is handled."""


def sent_to(server: TelegramServer, chat_id: int, method: str) -> int:
    return sum(call.method == method and call.chat_id == chat_id for call in server.sent)


async def test_a_quiz_goes_on_after_a_restart(server: TelegramServer, running: Running, tmp_path: Path) -> None:
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 3 30s")
        first = await ana.reads()
    await ana.votes(first, 0)  # while nobody is there
    async with running():
        second = await ana.reads()
        await ana.votes(second, 0)
        third = await ana.reads()
    async with running():
        await ana.votes(third, 0)
        assert "Terminó" in (await ana.reads()).text
        await server.quiet()
    assert sent_to(server, 1, "sendPoll") == 3
    assert sent_to(server, 1, "sendMessage") == 2
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM quiz_answers").fetchone() == (3,)


async def test_an_overdue_question_is_closed_but_votes_that_waited_count(
    server: TelegramServer, running: Running
) -> None:
    """Also where more waits at Telegram than it gives out at once."""
    ana = server.person(1, "es")
    async with running():
        await ana.asks("/quiz 1 5s")
        first = await ana.reads()
    for number in range(2 * BATCH):  # votes on polls that nobody knows any more
        vote = {"poll_id": f"{number}", "user": server.person(100 + number).user, "option_ids": [0]}
        server.world.tell("poll_answer", vote, number)
    await ana.votes(first, first.content["poll"]["correct_option_ids"][0])
    await asyncio.sleep(6)  # the time is up
    async with running():
        assert "1 de 1" in (await ana.reads()).text


async def test_a_question_that_waits_for_a_flood_limit_is_sent_by_the_next(
    server: TelegramServer, running: Running
) -> None:
    ana = server.person(1, "es")
    fault = server.faults.add("status", "sendPoll", status=429, retry_after=30)
    async with running():
        await ana.asks("/quiz 1")
        await server.record.until(lambda: fault.hits, what="the flood limit")
    async with running():
        question = await ana.reads()
        await ana.votes(question, 0)
        assert "Terminó" in (await ana.reads()).text
    assert sent_to(server, 1, "sendPoll") == 1


async def question_on_its_way(server: TelegramServer, running: Running, ana: Person) -> Fault:
    """The process ends while a question is on its way; let go, it arrives."""
    held = server.faults.add("held", "sendPoll")
    async with running():
        await ana.asks("/quiz 1")
        await server.eventually(lambda: held.hits, "a question on its way")
    return held


async def test_a_question_that_was_voted_on_is_not_doubled(server: TelegramServer, running: Running) -> None:
    """It is known by its first vote."""
    ana = server.person(1, "es")
    held = await question_on_its_way(server, running, ana)
    held.let_go.set()
    question = await ana.reads()
    await ana.votes(question, question.content["poll"]["correct_option_ids"][0])
    async with running(IMPATIENT):
        assert "1 de 1" in (await ana.reads()).text
    assert sent_to(server, 1, "sendPoll") == 1


async def test_a_question_that_never_went_out_is_not_lost(server: TelegramServer, running: Running) -> None:
    """The process ended between noting that it goes out and its going."""
    ana = server.person(1, "es")
    await question_on_its_way(server, running, ana)
    async with running(IMPATIENT):
        question = await ana.reads()
        await ana.votes(question, question.content["poll"]["correct_option_ids"][0])
        assert "1 de 1" in (await ana.reads()).text
    assert len(sent_polls(server, ana)) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_question_that_is_there_twice_counts_once(
    server: TelegramServer, running: Running, tmp_path: Path, order: tuple[int, int]
) -> None:
    """It arrived, the process ended before it knew, and no vote came: so it is sent once more."""
    ana = server.person(1, "es")
    held = await question_on_its_way(server, running, ana)
    held.let_go.set()
    polls = [await ana.reads()]
    async with running(IMPATIENT):
        polls.append(await ana.reads())
        with server.world.updates.held():
            await ana.votes(polls[order[0]], right(polls[order[0]]))
            await ana.votes(polls[order[1]], wrong(polls[order[1]]))
        assert "1 de 1" in (await ana.reads()).text
        await server.quiet()
    with sqlite3.connect(tmp_path / "cuesta.sqlite3") as connection:
        assert connection.execute("SELECT count(*), sum(is_right) FROM quiz_answers").fetchone() == (1, 1)


async def test_an_answer_cut_off_is_known_too(server: TelegramServer, running: Running) -> None:
    ana = server.person(1, "es")
    server.faults.add("truncated", "sendPoll")
    async with running():
        await ana.asks("/quiz 1")
        question = await ana.reads()
        await ana.votes(question, question.content["poll"]["correct_option_ids"][0])
        assert "1 de 1" in (await ana.reads()).text
    assert sent_to(server, 1, "sendPoll") == 1


async def test_whoever_blocks_the_bot_ends_nothing_else(server: TelegramServer, running: Running) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    async with running():
        await ana.asks("/quiz 3 5s")
        question = await ana.reads()
        await ana.blocks()
        await ana.votes(question, 0)
        await luis.asks("/quiz 1")
        await luis.votes(await luis.reads(), 0)
        assert "Terminó" in (await luis.reads()).text
        await server.quiet(1.0)
    refused = [call for call in server.refused if call.status == 403]
    assert len(refused) <= 3, "each question, once"
    server.record.calls[:] = [call for call in server.calls if call.status != 403]
