"""Classes in the database: whose they are, who is in them, what goes when they go; sheets of graded tests."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, select

from bot.classroom.flow import Kind, Pace, Role
from bot.classroom.rolls import Class
from bot.storage import preferences, privacy, retention
from bot.storage.classroom import (
    answers,
    classes,
    dialogues,
    flow,
    messages,
    own_items,
    papers,
    practice,
    quizzes,
    results,
)
from bot.storage.classroom import tables as classroom
from bot.storage.classroom.papers import Marked, Problem, Sheet
from bot.storage.classroom.quizzes import NewQuiz
from bot.storage.database import Database
from bot.storage.records import KEPT
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ROSA, ANA, BEN, EVA = 1, 2, 3, 4
ITEMS = {
    (number, variant): fixed(f"item-{number}", "energy", key=number % 3) for number in (1, 2, 3) for variant in (0, 1)
}
TABLES = [table for table in vars(classroom).values() if isinstance(table, Table)]


async def physics(database: Database) -> Class:
    """A class of Rosa's with Ana and Ben in it."""
    made = await database.run(classes.make, ROSA, "Física 101", "es", NOON)
    for person, name, language in ((ANA, "Ana", "es"), (BEN, "Ben", "en")):
        assert await database.run(classes.join, made.id, person, name, None, language, NOON)
    return made


async def test_a_class_is_its_teachers(database: Database) -> None:
    made = await physics(database)
    assert await database.run(classes.of_teacher, made.id, ROSA) == made
    assert await database.run(classes.of_teacher, made.id, EVA) is None
    assert await database.run(classes.change, made.id, EVA, title="Mine") is None
    assert not await database.run(classes.remove, made.id, EVA)
    changed = await database.run(classes.change, made.id, ROSA, asks_number=True, keep_days=30)
    assert changed == dataclasses.replace(made, asks_number=True, keep_days=30)
    assert await database.run(classes.get, made.id) == changed
    assert [one.id for one in await database.run(classes.all_of_teacher, ROSA)] == [made.id]
    assert [one.id for one in await database.run(classes.joined_by, ANA)] == [made.id]


async def test_the_roster_knows_each_ones_language(database: Database) -> None:
    made = await physics(database)
    await database.run(preferences.choose_for_person, BEN, language="es")
    assert [(one.name, one.language) for one in await database.run(classes.members, made.id)] == [
        ("Ana", "es"),
        ("Ben", "es"),
    ]


async def test_joining_twice_corrects_the_name(database: Database) -> None:
    made = await physics(database)
    joins = [database.run(classes.join, made.id, ANA, f"Ana {n}", str(n), "es", NOON) for n in range(5)]
    assert all(await asyncio.gather(*joins))
    assert await database.run(classes.count_members, made.id) == 2


async def test_a_closed_class_takes_nobody(database: Database) -> None:
    made = await physics(database)
    await database.run(classes.change, made.id, ROSA, is_open=False)
    assert not await database.run(classes.join, made.id, EVA, "Eva", None, "es")
    assert not await database.run(classes.join, made.id + 1, EVA, "Eva", None, "es")


def rows(connection: Connection) -> dict[str, int]:
    return {
        table.name: count
        for table in TABLES
        if (count := connection.execute(select(func.count()).select_from(table)).scalar_one())
    }


async def lived(database: Database) -> tuple[Class, int]:
    """A class in which everything there is has been used."""
    made = await physics(database)
    await database.run(own_items.add, made.id, ROSA, [fixed("own", "own")], NOON)
    live = NewQuiz(Kind.LIVE, ROSA, ROSA, "es", 30, 1, {(1, 0): ITEMS[1, 0]}, class_id=made.id, keep=365 * DAY)
    quiz, _ = await database.run(quizzes.begin, live, NOON)
    opening = await database.run(flow.advance, quiz.id, Pace(), NOON)
    assert opening is not None
    for message in opening.send:
        await database.run(messages.sending, message, NOON)
        await database.run(messages.sent, message, 1, None, NOON)
    question = await database.run(flow.advance, quiz.id, Pace(), NOON)
    assert question is not None
    assert {(one.role, one.chat_id, one.language) for one in question.send} == {
        (Role.PLAYER, ANA, "es"),
        (Role.PLAYER, BEN, "en"),
        (Role.SCREEN, ROSA, "es"),
    }
    for message in question.send:
        await database.run(messages.sending, message, NOON)
        await database.run(messages.sent, message, 2, f"poll-{message.chat_id}-{message.role}", NOON)
    for person in (ANA, BEN):
        assert await database.run(answers.vote, f"poll-{person}-0", person, [0], NOON + timedelta(seconds=9))
    asked = await database.run(practice.ask, ANA, ITEMS[1, 0], (0, 1, 2), NOON)
    await database.run(practice.answer, asked.id, ANA, 1, NOON)
    await database.run(dialogues.ask, ANA, "name", {"class": made.id}, NOON)
    return made, quiz.id


async def test_what_a_student_may_see_and_have_forgotten(database: Database) -> None:
    made, quiz_id = await lived(database)
    kept = await database.run(privacy.everything_about, ANA)
    assert {table: len(found) for table, found in kept.items()} == {
        "class_members": 1,
        "quiz_messages": 1,
        "quiz_answers": 1,
        "practice_cards": 1,
        "practice_questions": 1,
        "dialogues": 1,
    }
    assert json.loads(json.dumps(kept)) == kept
    gone = await database.run(privacy.forget, ANA)
    assert gone == {table: len(found) for table, found in kept.items()}
    assert await database.run(privacy.everything_about, ANA) == {}
    quiz = await database.run(quizzes.get, quiz_id)
    assert quiz is not None
    assert (await database.run(results.of_quiz, quiz)).people == (BEN,)
    assert [one.name for one in await database.run(classes.members, made.id)] == ["Ben"]


async def test_leaving_one_class_only(database: Database) -> None:
    made, quiz_id = await lived(database)
    assert await database.run(classes.leave, made.id, ANA)
    assert not await database.run(classes.leave, made.id, ANA)
    kept = await database.run(privacy.everything_about, ANA)
    assert kept.keys() == {"practice_cards", "practice_questions", "dialogues"}
    quiz = await database.run(quizzes.get, quiz_id)
    assert quiz is not None


async def test_a_teacher_who_is_forgotten_takes_the_class_along(database: Database) -> None:
    await lived(database)
    await database.run(privacy.forget, ROSA)
    left = await database.run(rows)
    assert left == {"practice_cards": 1, "practice_questions": 1, "dialogues": 1}


async def test_deleting_a_class_leaves_nothing_of_it(database: Database) -> None:
    made, _ = await lived(database)
    assert await database.run(classes.remove, made.id, ROSA)
    assert await database.run(rows) == {"practice_cards": 1, "practice_questions": 1, "dialogues": 1}


async def test_nothing_is_kept_longer_than_said(database: Database) -> None:
    await lived(database)
    before = await database.run(rows)
    assert await database.run(retention.prune, NOON + DAY) == {}
    assert await database.run(retention.prune, NOON + KEPT["dialogues"] + MINUTE) == {"dialogues": 1}
    gone = await database.run(retention.prune, NOON + KEPT["practice_questions"] + MINUTE)
    assert gone == {"practice_questions": 1}
    assert await database.run(retention.prune, NOON + 364 * DAY) == {}
    gone = await database.run(retention.prune, NOON + 365 * DAY + MINUTE)
    expected = {name: count for name, count in before.items() if not name.startswith(("practice", "dialogues"))}
    assert gone == expected
    assert await database.run(retention.prune, NOON + KEPT["practice_cards"] + MINUTE) == {"practice_cards": 1}
    assert await database.run(rows) == {}


async def test_a_teacher_may_have_it_shorter(database: Database) -> None:
    made, _ = await lived(database)
    await database.run(classes.change, made.id, ROSA, keep_days=30)

    def ends(connection: Connection) -> list[Any]:
        return [
            connection.execute(select(table.c.keep_until)).scalar_one()
            for table in (classroom.classes, classroom.quizzes)
        ]

    now = datetime.now(UTC)
    assert all(abs(end - now - 30 * DAY) < MINUTE for end in await database.run(ends))


async def graded(database: Database) -> tuple[Class, int]:
    """A test of twenty minutes that is open."""
    made = await physics(database)
    new = NewQuiz(Kind.TEST, ROSA, ROSA, "es", 1200, 1, ITEMS, class_id=made.id)
    quiz, _ = await database.run(quizzes.begin, new, NOON)
    step = await database.run(flow.advance, quiz.id, Pace(), NOON)
    assert step is not None
    for message in step.send:
        await database.run(messages.sending, message, NOON)
        await database.run(messages.sent, message, 1, None, NOON)
    step = await database.run(flow.advance, quiz.id, Pace(), NOON)
    assert step is not None
    assert step.quiz.ends_at == NOON + 20 * MINUTE
    return made, quiz.id


async def sheet(database: Database, quiz_id: int, person: int, at: datetime = NOON) -> Sheet:
    found = await database.run(papers.begin, quiz_id, person, "es", at)
    assert isinstance(found, Sheet)
    return found


async def test_a_sheet_is_the_same_whenever_one_comes_back(database: Database) -> None:
    _, quiz_id = await graded(database)
    first = await sheet(database, quiz_id, ANA)
    assert await sheet(database, quiz_id, ANA, NOON + 5 * MINUTE) == first
    assert sorted(line.number for line in first.lines) == [1, 2, 3]
    assert await database.run(papers.begin, quiz_id, EVA, "es", NOON) is Problem.NOT_YOURS
    assert await database.run(papers.begin, quiz_id + 1, ANA, "es", NOON) is Problem.NOT_YOURS


@pytest.mark.parametrize(("minutes", "taken"), [(0, True), (19.99, True), (20, False), (25, False)])
async def test_answers_until_the_time_is_up(database: Database, minutes: float, taken: bool) -> None:
    _, quiz_id = await graded(database)
    mine = await sheet(database, quiz_id, ANA)
    marked = await database.run(papers.mark, quiz_id, ANA, 0, 1, NOON + minutes * MINUTE)
    if taken:
        assert isinstance(marked, Marked)
        assert marked.is_first
        assert marked.sheet.chosen == {mine.lines[0].number: mine.lines[0].ordering[1]}
    else:
        assert marked is Problem.LATE
        assert (await sheet(database, quiz_id, ANA)).chosen == {}


async def test_changing_an_answer(database: Database) -> None:
    _, quiz_id = await graded(database)
    mine = await sheet(database, quiz_id, ANA)
    for place in (0, 0, 2, 2, 1):
        await database.run(papers.mark, quiz_id, ANA, 0, place, NOON + MINUTE)
    quiz = await database.run(quizzes.get, quiz_id)
    assert quiz is not None
    (answer,) = (await database.run(results.of_quiz, quiz)).answers
    assert (answer.option, answer.changes) == (mine.lines[0].ordering[1], 2)
    assert await database.run(papers.count, quiz_id) == (1, 0)
    for index in (1, 2):
        await database.run(papers.mark, quiz_id, ANA, index, 0, NOON + MINUTE)
    assert await database.run(papers.count, quiz_id) == (1, 1)


@pytest.mark.parametrize(("index", "place"), [(3, 0), (-1, 0), (0, 3), (0, -1)])
async def test_marks_beside_the_sheet(database: Database, index: int, place: int) -> None:
    _, quiz_id = await graded(database)
    await sheet(database, quiz_id, ANA)
    assert await database.run(papers.mark, quiz_id, ANA, index, place, NOON) is Problem.NOT_YOURS
    assert await database.run(papers.mark, quiz_id, BEN, 0, 0, NOON) is Problem.NOT_YOURS
