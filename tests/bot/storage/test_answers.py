"""Answers that were sent, found again by their message."""

from __future__ import annotations

from dataclasses import replace

from bot.question import DefinitionQuestion, HardwareQuestion, Show
from bot.storage import answers
from bot.storage.database import Database
from bot.storage.records import SentAnswer

ANSWER = SentAnswer(-7, 9, 42, HardwareQuestion(accelerators=("h100",), count=8), "es", asked_message_id=5)


async def test_an_answer_is_found_by_its_message(database: Database) -> None:
    await database.run(answers.keep, ANSWER)
    assert await database.run(answers.get, -7, 9) == ANSWER
    assert await database.run(answers.get, -7, 5) is None
    assert await database.run(answers.get, -8, 9) is None


async def test_an_answer_after_a_restart(url: str) -> None:
    async with Database(url) as before:
        await before.run(answers.keep, ANSWER)
    async with Database(url) as after:
        assert await after.run(answers.get, -7, 9) == ANSWER


async def test_an_edited_answer_stays_its_askers(database: Database) -> None:
    await database.run(answers.keep, ANSWER)
    formula = ANSWER.question.model_copy(update={"show": Show.FORMULA})
    pressed = SentAnswer(-7, 9, 43, formula, "en", asked_message_id=None)
    await database.run(answers.keep, pressed)
    assert await database.run(answers.get, -7, 9) == replace(ANSWER, question=formula, language="en")


async def test_the_answers_to_a_message_in_their_order(database: Database) -> None:
    second = replace(ANSWER, message_id=10, question=DefinitionQuestion(terms=("pue",)))
    other = replace(ANSWER, message_id=11, asked_message_id=6)
    unasked = replace(ANSWER, message_id=12, asked_message_id=None)
    for answer in (second, ANSWER, other, unasked):
        await database.run(answers.keep, answer)
    assert await database.run(answers.to_message, -7, 5) == (ANSWER, second)
    assert await database.run(answers.to_message, -8, 5) == ()
