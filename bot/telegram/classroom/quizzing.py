"""/quiz and /stop: quizzes in a chat, with Telegram's own polls."""

from __future__ import annotations

import dataclasses
import secrets

from telegram import Update

from bot.classroom.bank import questions
from bot.classroom.flow import Kind, Quiz
from bot.classroom.orders import QUESTIONS, SECONDS, Order, read_order
from bot.reply import Button, Reply
from bot.storage.classroom import answers, quizzes, results
from bot.storage.classroom.quizzes import NewQuiz
from bot.telegram.answer_buttons import pairs
from bot.telegram.presses import Press
from bot.telegram.rights import may_decide
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed


async def quiz(surface: Surface, scene: Scene, typed: Typed) -> None:
    """Begin a quiz, as ordered."""
    order = read_order(typed.argument, surface.classroom.bank.topics())
    if order.problem is not None:
        await surface.send(scene, _problem(surface, scene, order))
        return
    await begin(surface, scene, order)


async def quiz_in_words(surface: Surface, scene: Scene, text: str) -> None:
    """Begin a quiz that somebody asked for in a sentence."""
    order = read_order(text, surface.classroom.bank.topics(), strict=False)
    await begin(surface, scene, order if order.problem is None else Order(topic=order.topic))


async def begin(surface: Surface, scene: Scene, order: Order) -> None:
    """Begin a quiz here, if this person may and none is going on. Its conductor says everything else."""
    if not await may_decide(surface, scene):
        await surface.send(scene, surface.say(scene, "telegram-administrators-only"))
        return
    new = _new_quiz(surface, scene, order)
    if not new.items:
        await surface.send(scene, surface.say(scene, "quiz-no-items"))
        return
    there, is_new = await surface.database.run(quizzes.begin, new)
    if is_new:
        surface.classroom.due.set()
    else:
        await surface.send(scene, surface.say(scene, "quiz-under-way", number=max(there.position, 1)))


async def stop(surface: Surface, scene: Scene, typed: Typed) -> None:
    """End the quiz that is going on here."""
    del typed
    there = await surface.database.run(quizzes.under_way, scene.chat.id)
    if there is None:  # the class that this teacher has a quiz with, wherever it is projected
        there = await surface.database.run(quizzes.of_starter, scene.person.id)
    if there is None:
        await surface.send(scene, surface.say(scene, "quiz-none-to-stop"))
    elif there.class_id is None and not await may_decide(surface, scene):
        await surface.send(scene, surface.say(scene, "telegram-administrators-only"))
    else:
        await surface.database.run(quizzes.stop, there.id)
        surface.classroom.due.set()


async def on_vote(surface: Surface, update: Update) -> None:
    """Somebody answered a poll: on file first, then the quiz may go on."""
    vote = update.poll_answer
    if vote is None or vote.user is None or vote.user.is_bot:
        return
    recorded = await surface.database.run(answers.vote, vote.poll_id, vote.user.id, vote.option_ids)
    if recorded is not None and recorded.is_new:
        surface.classroom.due.set()


async def again(surface: Surface, press: Press) -> None:
    """The same sort of quiz once more, in private."""
    before = await _quiz_behind(surface, press)
    if before is None or not before.is_private or before.person_id != press.scene.person.id:
        await press.answer(press.say("telegram-button-old"))
        return
    order = Order(before.questions, before.topic, before.seconds)
    new = dataclasses.replace(_new_quiz(surface, press.scene, order), asked_message_id=None)
    _, is_new = await surface.database.run(quizzes.begin, new)
    if is_new:
        surface.classroom.due.set()
    else:
        await press.answer(press.say("quiz-under-way-short"))


async def my_result(surface: Surface, press: Press) -> None:
    """What the person who presses reached, for their eyes only."""
    there = await _quiz_behind(surface, press)
    if there is None or there.kind is not Kind.CHAT or there.chat_id != press.scene.chat.id:
        await press.answer(press.say("telegram-button-old"))
        return
    found = await surface.database.run(results.of_quiz, there)
    score = found.scores.get(press.scene.person.id)
    if score is None:
        await press.answer(press.say("quiz-my-result-none"), alert=True)
    else:
        text = press.say("quiz-my-result", right=score.right, questions=len(found.asked))
        await press.answer(text, alert=True)


async def _quiz_behind(surface: Surface, press: Press) -> Quiz | None:
    if not press.argument.isdecimal():
        return None
    return await surface.database.run(quizzes.get, int(press.argument[:18]))


def _new_quiz(surface: Surface, scene: Scene, order: Order) -> NewQuiz:
    seed = secrets.randbits(31)
    return NewQuiz(
        kind=Kind.CHAT,
        chat_id=scene.chat.id,
        topic_id=scene.place.topic_id,
        person_id=scene.person.id,
        asked_message_id=scene.message.message_id if scene.message else None,
        language=surface.language_of(scene),
        topic=order.topic,
        seconds=order.seconds,
        seed=seed,
        items=questions(surface.classroom.bank, order.questions, seed, order.topic),
    )


async def on_topic(surface: Surface, press: Press) -> None:
    """Begin a quiz on a topic that was offered."""
    topic, questions, seconds = (*press.argument.split(":"), "", "")[:3]
    known = topic in surface.classroom.bank.topics()
    if not known or not (questions.isdecimal() and int(questions[:9]) in QUESTIONS) or not seconds.isdecimal():
        await press.answer(press.say("telegram-button-old"))
        return
    if not await may_decide(surface, press.scene):
        await press.answer(press.say("telegram-administrators-only"), alert=True)
        return
    order = Order(int(questions), topic, min(max(int(seconds[:9]), SECONDS.start), SECONDS.stop - 1))
    new = dataclasses.replace(_new_quiz(surface, press.scene, order), asked_message_id=None)
    _, is_new = await surface.database.run(quizzes.begin, new)
    if is_new:
        surface.classroom.due.set()
    else:
        await press.answer(press.say("quiz-under-way-short"))


def topic_buttons(surface: Surface, language: str, action: str) -> tuple[tuple[Button, ...], ...]:
    """A button for each topic; `action` says what it does, with the topic in place of {topic}."""
    topics = surface.classroom.bank.topics()
    return tuple(pairs([Button(names[language], action.format(topic=topic)) for topic, names in topics.items()]))


def _problem(surface: Surface, scene: Scene, order: Order) -> Reply:
    """What is wrong with an order, and how to order; where the topic is not known, topics to choose from."""
    if order.problem == "topic":
        action = f"quizon:{{topic}}:{order.questions}:{order.seconds}"
        buttons = topic_buttons(surface, surface.language_of(scene), action)
        return dataclasses.replace(surface.say(scene, "quiz-choose-topic", words=order.words), buttons=buttons)
    return surface.say(
        scene,
        f"quiz-order-{order.problem}",
        fewest=QUESTIONS.start,
        most=QUESTIONS.stop - 1,
        shortest=SECONDS.start,
        longest=SECONDS.stop - 1,
    )
