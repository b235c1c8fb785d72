"""What was on its way when its process died: known by its first vote, and sent once more where none comes."""

from __future__ import annotations

import dataclasses

import pytest

from bot.classroom.flow import Delivery, Kind, Quiz, Role, Step
from bot.storage.classroom import classes, messages, papers, results
from bot.storage.classroom.quizzes import NewQuiz
from bot.storage.database import Database
from tests.bot.storage.classroom.playing import ALONE, ITEMS, at, begun, send, step, vote


async def cut_off(database: Database) -> tuple[Quiz, Delivery]:
    """A quiz whose first question was on its way after a second, when its process died."""
    quiz = await begun(database, ALONE)
    await send(database, await step(database, quiz, 0), 0)
    (question,) = (await step(database, quiz, 0)).send
    assert await database.run(messages.sending, question, at(1))
    assert not await database.run(messages.sending, question, at(1)), "by nobody else"
    after = await step(database, quiz, 2)
    assert after.send == (), "it most probably arrived"
    assert after.until == at(11), "when it is sent again"
    return quiz, question


async def options(database: Database, quiz: Quiz) -> list[int]:
    return [answer.option for answer in (await database.run(results.of_quiz, quiz)).answers]


async def test_it_is_known_by_its_first_vote(database: Database) -> None:
    quiz, question = await cut_off(database)
    assert await vote(database, "its-poll", 43, 0, 5) is None, "nobody else can see it"
    assert await vote(database, "its-poll", 42, 1, 5)
    assert not await vote(database, "its-poll", 42, 1, 6)
    assert await options(database, quiz) == [question.ordering[1]]
    assert (await step(database, quiz, 12)).closing, "and nothing is sent again"


async def sent_again(database: Database, quiz: Quiz, seconds: float = 11) -> tuple[Delivery, Step]:
    """The message that goes out once more, and what comes after it."""
    (message,) = (await step(database, quiz, seconds)).send
    assert message.role is Role.AGAIN
    assert await database.run(messages.sending, message, at(seconds))
    await database.run(messages.sent, message, 300, "second-poll", at(seconds))
    return message, await step(database, quiz, seconds)


async def test_without_a_vote_it_is_sent_once_more_and_has_all_its_time(database: Database) -> None:
    quiz, question = await cut_off(database)
    assert (await step(database, quiz, 10.9)).send == ()
    again, after = await sent_again(database, quiz)
    assert again.ordering == question.ordering
    assert after.until == at(11 + 30 + 2)
    assert (await step(database, quiz, 42)).send == (), "not a third time"
    assert await vote(database, "second-poll", 42, 2, 42)
    assert await options(database, quiz) == [question.ordering[2]]
    assert (await step(database, quiz, 42)).closing


@pytest.mark.parametrize("polls", [("first-poll", "second-poll"), ("second-poll", "first-poll")])
async def test_of_two_polls_the_one_answered_first_counts(database: Database, polls: tuple[str, str]) -> None:
    quiz, question = await cut_off(database)
    await sent_again(database, quiz)
    assert await vote(database, polls[0], 42, 0, 14)
    assert not await vote(database, polls[1], 42, 1, 15)
    assert await options(database, quiz) == [question.ordering[0]]


async def test_a_vote_in_the_last_moment_keeps_it_from_being_sent_again(database: Database) -> None:
    quiz, _ = await cut_off(database)
    (again,) = (await step(database, quiz, 11)).send
    assert await vote(database, "first-poll", 42, 0, 11)
    assert not await database.run(messages.sending, again, at(11.1))
    assert (await step(database, quiz, 11.2)).closing


async def test_the_second_is_cut_off_too(database: Database) -> None:
    quiz, question = await cut_off(database)
    (again,) = (await step(database, quiz, 11)).send
    assert await database.run(messages.sending, again, at(11))
    after = await step(database, quiz, 12)
    assert (after.send, after.until) == ((), at(11 + 32)), "it has its time"
    assert await vote(database, "one-of-them", 42, 1, 20)
    assert await options(database, quiz) == [question.ordering[1]]


async def test_what_telegram_took_without_telling_its_number_is_there(database: Database) -> None:
    quiz, question = await cut_off(database)
    await database.run(messages.presumed, question, at(3))
    assert (await step(database, quiz, 12)).send == ()
    assert await vote(database, "its-poll", 42, 1, 13)
    assert await options(database, quiz) == [question.ordering[1]]


async def test_an_invitation_to_a_test_is_sent_again_unless_it_was_followed(database: Database) -> None:
    made = await database.run(classes.make, 1, "Física 101", "es")
    for person in (42, 43):
        await database.run(classes.join, made.id, person, f"S{person}", None, "es")
    quiz = await begun(database, NewQuiz(Kind.TEST, 1, 1, "es", 300, 1, ITEMS, class_id=made.id))
    for message in (await step(database, quiz, 0)).send:
        await database.run(messages.sending, message, at(1))
        if message.role is not Role.PLAYER:
            await database.run(messages.sent, message, 2, None, at(1))
    open_ = await step(database, quiz, 2)
    assert open_.quiz.ends_at == at(301)
    assert not isinstance(await database.run(papers.begin, quiz.id, 42, "es", at(3)), papers.Problem)
    again = (await step(database, quiz, 11)).send
    assert [(one.chat_id, one.role) for one in again] == [(43, Role.AGAIN)]
    await database.run(messages.sending, again[0], at(11))
    await database.run(messages.sent, again[0], 3, None, at(11))
    going_on = await step(database, quiz, 12)
    assert going_on.quiz.ends_at == at(301), "nobody has more time for it"
    assert dataclasses.replace(going_on.quiz, waits_for=None) == open_.quiz
