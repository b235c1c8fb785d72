"""Edited questions get their answer edited; an edited command does nothing twice."""

from __future__ import annotations

import pytest

from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.usefixtures("bot")


async def test_the_answer_follows_the_question(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    asked = await ana.says("costo de 512 A100 por un mes")
    answer = await ana.reads()
    await ana.edits(asked, "costo de 64 H100 por un mes")
    assert "64 × H100" in (await ana.sees_edit(answer)).text
    assert ana.chat.unread == []
    await ana.presses(answer, "Fórmula")
    assert "64" in (await ana.sees_edit(answer)).text


async def test_an_edit_that_asks_the_same_changes_nothing(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    asked = await ana.says("costo de 512 A100 por un mes")
    answer = await ana.reads()
    await ana.edits(asked, "Costo de 512 A100 por un mes, por favor")
    await server.quiet()
    assert answer.version == 0


async def test_an_edited_command_does_nothing(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    said = await ana.says("/ayuda")
    await ana.reads()
    await ana.edits(said, "/start")
    await ana.edits(said, "/idioma english")
    await server.quiet()
    assert ana.chat.unread == []


async def test_an_edited_question_after_a_command(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    asked = await ana.says("/preguntar costo de 512 A100 por un mes", group)
    answer = await ana.reads(group)
    await ana.edits(asked, "/preguntar costo de 64 H100 por un mes")
    assert "64 × H100" in (await ana.sees_edit(answer)).text


async def test_an_edit_that_makes_it_a_question(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    said = await ana.says("costo de 512 A100 por un mes", group)
    await ana.edits(said, "@CuestaBot costo de 512 A100 por un mes")
    assert "512 × A100" in (await ana.reads(group)).text


async def test_an_edit_of_a_question_whose_answer_was_deleted(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    asked = await ana.says("costo de 512 A100 por un mes")
    answer = await ana.reads()
    ana.deletes(answer)
    await ana.edits(asked, "costo de 64 H100 por un mes")
    assert "64 × H100" in (await ana.reads()).text
    server.record.calls[:] = [call for call in server.calls if "message to edit not found" not in call.description]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("costo de 512 A100 por un mes", "costo de 64 H100 por un mes"),
        ("/preguntar costo de 512 A100 por un mes", "/preguntar costo de 64 H100 por un mes"),
    ],
)
async def test_the_answer_follows_a_caption(server: TelegramServer, first: str, then: str) -> None:
    ana = server.person(1, "es")
    picture = [{"file_id": "F", "file_unique_id": "f", "width": 9, "height": 9}]
    asked = await ana.says(first, photo=picture)
    answer = await ana.reads()
    await ana.edits(asked, then)
    assert "64 × H100" in (await ana.sees_edit(answer)).text
    assert ana.chat.unread == []
