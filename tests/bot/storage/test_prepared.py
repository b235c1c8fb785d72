"""Statements compiled once say the same as SQLAlchemy does each time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.storage.database import Database
from bot.storage.prepared import Prepared, upsert
from bot.storage.tables import answers, updates

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WANTED = Prepared(select(updates.c.attempts).where(updates.c.id == bindparam("wanted")))


async def test_parameters_must_fit(database: Database) -> None:
    for parameters in ({}, {"wanted": 1, "other": 2}, {"other": 1}):
        with pytest.raises(TypeError, match=r"\['wanted'\] are needed"):
            await database.run(WANTED.first, **parameters)


async def test_a_value_in_the_statement_needs_no_parameter(database: Database) -> None:
    raise_by = Prepared(
        update(updates).where(updates.c.id == bindparam("wanted")).values(attempts=updates.c.attempts + 7)
    )
    adding = upsert(updates, ("id", "attempts", "claimed_at"))
    assert await database.run(adding.count, id=1, attempts=3, claimed_at=NOON) == 1
    assert await database.run(raise_by.count, wanted=1) == 1
    assert await database.run(raise_by.count, wanted=2) == 0
    assert await database.run(WANTED.first, wanted=1) == (10,)
    assert await database.run(WANTED.all, wanted=2) == []


async def test_insert_or_leave(database: Database) -> None:
    adding = upsert(updates, ("id", "attempts", "claimed_at"), returning=[updates.c.claimed_at])
    assert await database.run(adding.first, id=1, attempts=3, claimed_at=NOON) == (NOON,)
    assert await database.run(adding.first, id=1, attempts=4, claimed_at=NOON) is None
    assert await database.run(WANTED.first, wanted=1) == (3,)


async def test_insert_or_change_what_is_named(database: Database) -> None:
    filling = ("id", "attempts", "claimed_at")
    changing = upsert(updates, filling, ("attempts",), returning=[updates.c.attempts, updates.c.claimed_at])
    assert await database.run(changing.first, id=1, attempts=3, claimed_at=NOON) == (3, NOON)
    later = NOON.replace(year=2027)
    assert await database.run(changing.first, id=1, attempts=4, claimed_at=later) == (4, NOON)


_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e300, 1e300, allow_subnormal=False) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=10,
)
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())


@pytest.fixture
def run(url: str) -> Iterator[Callable[[Callable[[Connection], None]], None]]:
    """Runs units outside of the tests' own event loop, as Hypothesis needs."""
    database = Database(url)
    with asyncio.Runner() as runner:
        runner.run(database.open())
        yield lambda unit: runner.run(database.run(unit))
        runner.run(database.close())


@given(question=_json.filter(lambda value: value is not None), at=_moments, language=_text.map(lambda text: text[:16]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_back_as_sqlalchemy_reads_and_writes_them(
    run: Callable[[Callable[[Connection], None]], None], question: Any, at: datetime, language: str
) -> None:
    row = {"chat_id": 1, "message_id": 2, "person_id": 3, "question": question, "language": language, "answered_at": at}
    adding = upsert(answers, row)
    reading_all = select(*(answers.c[name] for name in row))
    reading = Prepared(reading_all)

    def check(connection: Connection) -> None:
        connection.execute(answers.delete())
        adding.count(connection, **row)
        as_prepared = reading.all(connection)
        assert as_prepared == [tuple(kept) for kept in connection.execute(reading_all)]
        connection.execute(answers.delete())
        connection.execute(insert(answers), row)
        assert reading.all(connection) == as_prepared == [(1, 2, 3, question, language, at.astimezone(UTC))]

    run(check)
