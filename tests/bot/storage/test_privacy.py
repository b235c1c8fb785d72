"""What is kept of a person: nothing hidden, nothing left behind, nobody else's touched; and for how long."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.question import DefinitionQuestion
from bot.storage import answers, conversations, inbox, preferences, privacy, retention, visits
from bot.storage.database import Database
from bot.storage.records import KEPT, Place, SentAnswer
from bot.storage.tables import metadata

QUESTION = DefinitionQuestion(terms=("token",))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def _live(database: Database, person: int, at: datetime = NOON) -> None:
    """A person uses everything there is."""
    await database.run(preferences.choose_for_person, person, at, language="es")
    await database.run(preferences.choose_for_chat, person, at, country="peru")
    for place in (Place(person, person), Place(-7, person, 1), Place(-7, person, 2)):
        await database.run(visits.arrive, place, at)
        await database.run(conversations.keep, place, QUESTION, "es", at)
    await database.run(answers.keep, SentAnswer(-7, person * 10, person, QUESTION, "es"), at)
    await database.run(answers.keep, SentAnswer(person, 1, person, QUESTION, "es", 2), at)
    await database.run(inbox.take, {person: {}}, at)


async def test_everything_about_a_person(database: Database) -> None:
    await _live(database, 42)
    await _live(database, 43)
    kept = await database.run(privacy.everything_about, 42)
    assert {table: len(rows) for table, rows in kept.items()} == {
        "people": 1,
        "chats": 1,
        "conversations": 3,
        "answers": 2,
    }
    assert kept["people"][0]["language"] == "es"
    assert kept["people"][0]["created_at"] == NOON.isoformat()
    assert kept["answers"][0]["question"] == {"intent": "definition", "terms": ["token"]}
    assert all(42 in row.values() for rows in kept.values() for row in rows)
    assert json.loads(json.dumps(kept)) == kept


async def test_forgetting_leaves_nothing_and_touches_nobody_else(database: Database) -> None:
    await _live(database, 42)
    await _live(database, 43)
    of_the_other = await database.run(privacy.everything_about, 43)
    gone = await database.run(privacy.forget, 42)
    assert gone == {"people": 1, "chats": 1, "conversations": 3, "answers": 2}
    assert await database.run(privacy.everything_about, 42) == {}
    assert await database.run(privacy.everything_about, 43) == of_the_other
    assert await database.run(privacy.forget, 42) == {}


async def test_forgetting_is_all_or_nothing(database: Database) -> None:
    await _live(database, 42)

    def interrupted(connection: Any) -> None:
        privacy.forget(connection, 42)
        raise KeyError("interrupted")

    with pytest.raises(KeyError, match="interrupted"):
        await database.run(interrupted)
    assert len(await database.run(privacy.everything_about, 42)) == 4


def test_every_column_with_a_persons_id_says_so() -> None:
    """Or it would be overlooked by both."""
    suspects = {
        f"{table.name}.{column.name}": bool(column.info.get("person"))
        for table in metadata.sorted_tables
        for column in table.columns
        if "person" in column.name or "user" in column.name or (table.name, column.name) == ("people", "id")
    }
    assert suspects == dict.fromkeys(suspects, True)
    assert {"people.id", "conversations.person_id", "answers.person_id"} <= set(suspects)


async def test_nothing_is_kept_longer_than_said(database: Database) -> None:
    """The classroom's tables have a test of their own."""
    await _live(database, 42)
    ages = {table: KEPT[table] for table in ("updates", "conversations", "answers", "people", "chats")}
    just_in_time = NOON + min(ages.values())
    assert await database.run(retention.prune, just_in_time) == {}
    gone = {}
    for age in sorted(set(ages.values())):
        count = await database.run(retention.prune, NOON + age + timedelta(seconds=1))
        assert set(count) == {table for table, kept in ages.items() if kept == age}
        gone |= count
    assert gone == {"updates": 1, "conversations": 3, "answers": 2, "people": 1, "chats": 2}


def test_it_is_said_of_every_table_how_long_it_keeps_its_rows() -> None:
    assert set(KEPT) == set(metadata.tables)
