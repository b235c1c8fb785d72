"""Quizzes in the database: begun once, answers once, going on as the states say."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from bot.classroom.flow import State
from bot.storage.classroom import answers, flow, messages, moving, quizzes, results, timers
from bot.storage.database import Database
from tests.bot.storage.classroom.playing import ALONE, GROUP, ITEMS, NOON, PACE, at, begun, send, step, vote


async def test_one_quiz_at_a_place(database: Database) -> None:
    quiz = await begun(database)
    again, is_new = await database.run(quizzes.begin, GROUP, NOON)
    assert (again.id, is_new) == (quiz.id, True), "the same message, handled a second time"
    other, is_new = await database.run(quizzes.begin, dataclasses.replace(GROUP, asked_message_id=6), NOON)
    assert (other.id, is_new) == (quiz.id, False)
    await begun(database, dataclasses.replace(GROUP, chat_id=-8))
    found = await database.run(quizzes.under_way, -7)
    assert found == quiz
    assert await database.run(quizzes.under_way, -9) is None
    assert await database.run(quizzes.items, quiz.id) == ITEMS


async def test_two_who_begin_at_the_same_moment(database: Database) -> None:
    news = [dataclasses.replace(GROUP, asked_message_id=number) for number in range(8)]
    begun = await asyncio.gather(*(database.run(quizzes.begin, new, NOON) for new in news))
    assert sum(is_new for _, is_new in begun) == 1
    assert len({quiz.id for quiz, _ in begun}) == 1


async def test_the_whole_way_of_a_group(database: Database) -> None:
    quiz = await begun(database)
    await send(database, await step(database, quiz, 0), 0)
    first = await step(database, quiz, 1)
    await send(database, first, 1)
    waiting = await step(database, quiz, 1.5)
    assert waiting.until == at(1 + 30 + 2)
    assert waiting.quiz.waits_for is None
    await vote(database, "poll-1", 1, 0, 5)
    await vote(database, "poll-1", 2, 1, 6)
    assert (await step(database, quiz, 32.9)).until == at(33)
    assert (await step(database, quiz, 33)).closing
    await database.run(flow.closed, quiz.id, PACE, at(33.1))
    assert (await step(database, quiz, 34)).until == at(38.1)
    second = await step(database, quiz, 38.1)
    assert [message.number for message in second.send] == [2]
    await send(database, second, 39)
    assert (await step(database, quiz, 39)).quiz.waits_for == 2
    await vote(database, "poll-2", 2, 0, 40)
    assert (await step(database, quiz, 40)).until == at(39 + 32)
    await vote(database, "poll-2", 1, 0, 41)
    assert await database.run(timers.claim, 1, at(41)) == [quiz.id], "the last answer moves the timer forward"
    assert (await step(database, quiz, 41)).closing
    await database.run(flow.closed, quiz.id, PACE, at(41))
    last = await step(database, quiz, 46)
    assert (last.quiz.position, last.send[0].number) == (3, 0)
    await send(database, last, 46)
    over = await step(database, quiz, 47)
    assert (over.quiz.state, over.until, over.send) == (State.OVER, None, ())
    assert await database.run(quizzes.under_way, -7) is None
    found = await database.run(results.of_quiz, over.quiz)
    assert found.people == (1, 2)
    assert found.asked == [1, 2]
    assert len(found.answers) == 4
    assert found.answers[0].seconds == pytest.approx(4)
    order = first.send[0].ordering
    assert [answer.option for answer in found.answers[:2]] == [order[0], order[1]]
    assert [answer.is_right for answer in found.answers[:2]] == [order[0] == 1, order[1] == 1]


async def test_an_answer_counts_once_and_the_first_stands(database: Database) -> None:
    quiz = await begun(database, ALONE)
    await send(database, await step(database, quiz, 0), 0)
    first = await send(database, await step(database, quiz, 0), 0)
    assert await vote(database, "poll-1", 42, 2, 3)
    assert not await vote(database, "poll-1", 42, 2, 4)
    assert not await vote(database, "poll-1", 42, 0, 5)
    (answer,) = (await database.run(results.of_quiz, quiz)).answers
    assert (answer.option, answer.seconds) == (first.ordering[2], pytest.approx(3))


async def test_many_at_once_are_all_kept(database: Database) -> None:
    quiz = await begun(database)
    await send(database, await step(database, quiz, 0), 0)
    await send(database, await step(database, quiz, 0), 0)
    await step(database, quiz, 0)
    votes = [vote(database, "poll-1", person % 60 + 1, person % 3, 1) for person in range(120)]
    assert sum(filter(None, await asyncio.gather(*votes))) == 60
    assert await database.run(answers.count, quiz.id, 1) == 60


@pytest.mark.parametrize(("poll", "places"), [("poll-9", [0]), ("poll-1", []), ("poll-1", [3]), ("poll-1", [-1])])
async def test_what_is_no_answer(database: Database, poll: str, places: list[int]) -> None:
    quiz = await begun(database, ALONE)
    await send(database, await step(database, quiz, 0), 0)
    await send(database, await step(database, quiz, 0), 0)
    assert await database.run(answers.vote, poll, 42, places, at(1)) is None


async def test_an_answer_that_comes_late_was_in_time(database: Database) -> None:
    """Telegram closes polls itself: what comes after a restart was voted before."""
    quiz = await begun(database, ALONE)
    await send(database, await step(database, quiz, 0), 0)
    await send(database, await step(database, quiz, 0), 0)
    assert (await step(database, quiz, 600)).closing
    assert await vote(database, "poll-1", 42, 0, 601)
    (answer,) = (await database.run(results.of_quiz, quiz)).answers
    assert answer.seconds == 30


async def test_stopping(database: Database) -> None:
    quiz = await begun(database)
    await send(database, await step(database, quiz, 0), 0)
    await send(database, await step(database, quiz, 0), 0)
    await step(database, quiz, 0)
    assert await database.run(quizzes.stop, quiz.id, at(3))
    assert not await database.run(quizzes.stop, quiz.id, at(3)), "once"
    assert (await step(database, quiz, 3)).closing
    await database.run(flow.closed, quiz.id, PACE, at(3))
    last = await step(database, quiz, 3)
    assert last.quiz.position == 3, "no pause, no second question"
    await send(database, last, 3)
    assert (await step(database, quiz, 3)).quiz.state is State.OVER
    assert (await database.run(results.of_quiz, quiz)).asked == [1]


async def test_stopped_while_a_question_is_about_to_go_out(database: Database) -> None:
    quiz = await begun(database)
    await send(database, await step(database, quiz, 0), 0)
    (question,) = (await step(database, quiz, 0)).send
    await database.run(quizzes.stop, quiz.id, at(1))
    assert not await database.run(messages.sending, question, at(1))


async def test_what_was_refused_is_sent_again(database: Database) -> None:
    quiz = await begun(database, ALONE)
    (opening,) = (await step(database, quiz, 0)).send
    assert await database.run(messages.sending, opening, at(0))
    await database.run(messages.not_sent, opening)
    assert (await step(database, quiz, 1)).send == (opening,)


async def test_whoever_cannot_be_reached_stops_nothing(database: Database) -> None:
    quiz = await begun(database, ALONE)
    for _ in range(4):
        found = await step(database, quiz, 1)
        for message in found.send:
            await database.run(messages.failed, message)
        if found.closing:
            await database.run(flow.closed, quiz.id, PACE, at(1))
    for _ in range(4):
        found = await step(database, quiz, 2)
        for message in found.send:
            await database.run(messages.failed, message)
        if found.closing:
            await database.run(flow.closed, quiz.id, PACE, at(2))
    assert found.quiz.state is State.OVER


async def test_a_quiz_that_was_forgotten(database: Database) -> None:
    assert await database.run(flow.advance, 999, PACE, NOON) is None
    assert not await database.run(quizzes.stop, 999)


async def test_a_quiz_moves_with_its_group(database: Database) -> None:
    quiz = await begun(database)
    await begun(database, dataclasses.replace(GROUP, chat_id=-8))
    await send(database, await step(database, quiz, 0), 0)
    await database.run(moving.move_chat, -7, -1007)
    assert await database.run(quizzes.under_way, -7) is None
    moved = await database.run(quizzes.under_way, -1007)
    assert moved is not None
    assert moved.id == quiz.id
    assert (await step(database, quiz, 1)).send[0].chat_id == -1007
    other = await database.run(quizzes.under_way, -8)
    assert other is not None


async def test_a_chat_that_takes_no_polls_ends_it(database: Database) -> None:
    quiz = await begun(database)
    await send(database, await step(database, quiz, 0), 0)
    (question,) = (await step(database, quiz, 0)).send
    await database.run(messages.failed, question)
    last = await step(database, quiz, 1)
    assert (last.quiz.position, last.quiz.state) == (3, State.STOPPING)


async def test_a_clock_set_back_after_a_question_was_sent_lengthens_nothing(database: Database) -> None:
    quiz = await begun(database, ALONE)
    await send(database, await step(database, quiz, 3600), 3600)
    await send(database, await step(database, quiz, 3600), 3600)
    assert (await step(database, quiz, 0)).until == at(30 + 2)
