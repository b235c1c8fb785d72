"""The last question of a conversation, and what becomes of questions that this version cannot read."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.question import DefinitionQuestion, HardwareQuestion, Metric, Show, question_adapter
from bot.storage import answers, conversations
from bot.storage.database import Database
from bot.storage.records import Place, SentAnswer
from bot.storage.tables import answers as answers_table
from bot.storage.tables import conversations as conversations_table

HERE = Place(-7, 42, 3)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HARDWARE = HardwareQuestion(
    accelerators=("a100-80gb",), count=512, hours=730, metrics=(Metric.COST, Metric.ENERGY), show=Show.FORMULA
)
EVERY_INTENT = [
    *(question_adapter.validate_python({"intent": intent}) for intent in ("help", "greeting", "thanks", "quiz")),
    HARDWARE,
    DefinitionQuestion(terms=("training", "inference")),
    question_adapter.validate_python({"intent": "ranking", "of": "models", "order": "desc", "limit": 3}),
    question_adapter.validate_python({"intent": "training", "parameters": 7e9, "tokens": 1.5e12, "region": "peru"}),
]
UNREADABLE: list[Any] = [
    {"intent": "divination", "crystal": "ball"},
    {"intent": "hardware", "count": "señora Inés pidió 3"},
    {"intent": "hardware", "flux": 3},
    {},
    [],
    "hardware",
    7,
]


@pytest.mark.parametrize("question", EVERY_INTENT, ids=lambda question: question.intent)
async def test_a_question_comes_back_as_it_was(database: Database, question: Any) -> None:
    await database.run(conversations.keep, HERE, question, "es", NOON)
    kept = await database.run(conversations.get, HERE)
    assert kept is not None
    assert kept.question == question
    assert kept.language == "es"
    assert kept.updated_at == NOON
    assert kept.updated_at.tzinfo is UTC


async def test_times_of_other_zones_are_the_same_moment(database: Database) -> None:
    in_quito = NOON.astimezone(timezone(-timedelta(hours=5)))
    await database.run(conversations.keep, HERE, HARDWARE, "es", in_quito)
    kept = await database.run(conversations.get, HERE)
    assert kept is not None
    assert kept.updated_at.isoformat() == "2026-03-02T12:00:00+00:00"


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await database.run(conversations.keep, HERE, HARDWARE, "es", datetime(2026, 3, 2))


async def test_the_last_question_takes_the_place_of_the_one_before(database: Database) -> None:
    await database.run(conversations.keep, HERE, HARDWARE, "es")
    await database.run(conversations.keep, HERE, EVERY_INTENT[0], "en")
    kept = await database.run(conversations.get, HERE)
    assert kept is not None
    assert (kept.question.intent, kept.language) == ("help", "en")


@pytest.mark.parametrize("elsewhere", [Place(-8, 42, 3), Place(-7, 43, 3), Place(-7, 42), Place(42, 42)])
async def test_other_places_know_nothing_of_it(database: Database, elsewhere: Place) -> None:
    await database.run(conversations.keep, HERE, HARDWARE, "es")
    assert await database.run(conversations.get, elsewhere) is None
    assert await database.run(conversations.clear, elsewhere) is False
    assert await database.run(conversations.get, HERE) is not None


async def test_clearing(database: Database) -> None:
    await database.run(conversations.keep, HERE, HARDWARE, "es")
    assert await database.run(conversations.clear, HERE) is True
    assert await database.run(conversations.get, HERE) is None


@pytest.mark.parametrize("kept", UNREADABLE, ids=repr)
async def test_a_question_of_another_version_is_dropped_and_logged_without_its_text(
    database: Database, caplog: pytest.LogCaptureFixture, kept: Any
) -> None:
    row = {"chat_id": -7, "topic_id": 3, "person_id": 42, "question": kept, "language": "es", "updated_at": NOON}
    await database.run(_insert, conversations_table, row)
    with caplog.at_level(logging.WARNING):
        assert await database.run(conversations.get, HERE) is None
    assert await database.run(_rows, conversations_table) == 0
    [record] = caplog.records
    assert record.__dict__["table"] == "conversations"
    assert not any("Inés" in str(value) or "crystal" in str(value) for value in record.__dict__.values())


async def test_an_answer_of_another_version_is_dropped(database: Database) -> None:
    good = SentAnswer(-7, 9, 42, HARDWARE, "es", asked_message_id=5)
    await database.run(answers.keep, good)
    row = {"chat_id": -7, "message_id": 8, "person_id": 42, "asked_message_id": 5}
    row |= {"question": UNREADABLE[0], "language": "es", "answered_at": NOON}
    await database.run(_insert, answers_table, row)
    assert await database.run(answers.to_message, -7, 5) == (good,)
    assert await database.run(_rows, answers_table) == 1


def _insert(connection: Connection, table: Any, row: dict[str, Any]) -> None:
    connection.execute(insert(table), row)


def _rows(connection: Connection, table: Any) -> int:
    return len(connection.execute(select(table)).all())
