"""What students do with a class they are in: their results, name, nickname, leaving; looking back at a quiz."""

from __future__ import annotations

import dataclasses

from sqlalchemy import Connection

from bot.classroom.codes import class_id_of
from bot.classroom.flow import Quiz
from bot.classroom.results import Results
from bot.classroom.rolls import Class
from bot.reply import Button, Reply
from bot.replying.localizer import localizer
from bot.replying.markup import plain_text
from bot.replying.sheets import solution
from bot.storage.classroom import classes, dialogues, papers, quizzes, results
from bot.telegram.classroom.announcing import quiz_name
from bot.telegram.classroom.panels import mine
from bot.telegram.presses import Press
from bot.telegram.surface import Surface
from bot.telegram.wording import wording

MOST_RESULTS = 20


async def pressed(surface: Surface, press: Press) -> None:
    """A button of a class that a student is in: only for students of that class."""
    code, _, rest = press.argument.partition(":")
    class_id = class_id_of(code)
    person = press.scene.person.id
    found = None if class_id is None else await surface.database.run(classes.get, class_id)
    member = None if found is None else await surface.database.run(classes.member, found.id, person)
    if found is None or member is None or press.scene.in_group:
        await press.answer(press.say("class-not-yours"))
        return
    what, _, argument = rest.partition(":")
    if what == "results":
        await press.show(await _my_results(surface, press, found))
    elif what == "rename":
        await surface.database.run(dialogues.ask, person, "name", {"class": found.id})
        await surface.send(press.scene, surface.say(press.scene, "class-ask-name-again"))
    elif what == "nick" and found.shows_ranking:
        await surface.database.run(dialogues.ask, person, "nickname", {"class": found.id})
        await surface.send(press.scene, surface.say(press.scene, "class-ask-nickname"))
    elif what == "leave":
        await _leave(surface, press, found, argument)
    else:
        if what == "nonick":
            await surface.database.run(classes.nickname, found.id, person, None)
        await press.show(await mine(surface, press.scene, found))


async def _leave(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """Ask whether really; then leave, and nothing of the person's stays in the class."""
    language = surface.language_of(press.scene)
    if argument == "yes":
        await surface.database.run(classes.leave, found.id, press.scene.person.id)
        await press.show(surface.assistant.say("class-left", language, title=found.title))
        return
    buttons = (
        (Button(wording("button-leave-sure", language), f"mine:{found.code}:leave:yes"),),
        (Button(wording("button-back", language), f"mine:{found.code}:panel"),),
    )
    reply = surface.assistant.say("class-leave-ask", language, title=found.title)
    await press.show(dataclasses.replace(reply, buttons=buttons))


async def _my_results(surface: Surface, press: Press, found: Class) -> Reply:
    """The student's own results, each with a way to look back."""
    language, person = surface.language_of(press.scene), press.scene.person.id
    taken = await surface.database.run(_taken, found.id, person)
    lines, buttons = [], []
    for quiz_results in taken:
        score, name = quiz_results.scores[person], quiz_name(quiz_results.quiz, language)
        asked = len(quiz_results.asked)
        lines.append(localizer(language).text("class-my-result", name=name, right=score.right, questions=asked))
        buttons.append((Button(f"{wording('button-review', language)}: {name}", f"review:{quiz_results.quiz.id}:0"),))
    shown = "\n".join(lines) or wording("class-no-results", language)
    reply = surface.assistant.say("class-my-results", language, title=found.title, results=shown)
    back = (Button(wording("button-back", language), f"mine:{found.code}:panel"),)
    return dataclasses.replace(reply, buttons=(*buttons, back))


async def review(surface: Surface, press: Press) -> None:
    """Look back at one's own answers, question by question, once the quiz is over."""
    number, _, index = press.argument.partition(":")
    found = None
    if number.isdecimal() and len(number) < 19 and index.isdecimal() and len(index) < 4:
        found = await surface.database.run(_own_results, int(number), press.scene.person.id)
    if found is None or press.scene.in_group:
        await press.answer(press.say("class-not-yours"))
        return
    await press.show(_page(surface, *found, int(index), surface.language_of(press.scene)))


def _page(surface: Surface, found: Results, variants: dict[int, int], index: int, language: str) -> Reply:
    index = min(index, len(found.asked) - 1)
    number = found.asked[index]
    given = next((one for one in found.answers if one.number == number), None)
    item = found.item(number, variants.get(number, 0))
    title = surface.assistant.say("review-title", language, number=index + 1, questions=len(found.asked))
    ordering = range(item.options)
    html = f"{title.html}\n\n{solution(item, language, ordering, given.option if given else None)}"
    around = [(index - 1) % len(found.asked), (index + 1) % len(found.asked)]
    row = (
        Button(f"‹ {around[0] + 1}", f"review:{found.quiz.id}:{around[0]}"),
        Button(f"{around[1] + 1} ›", f"review:{found.quiz.id}:{around[1]}"),
    )
    return Reply(html, plain_text(html), language, buttons=(row,) if len(found.asked) > 1 else ())


def _taken(connection: Connection, class_id: int, person_id: int) -> list[Results]:
    """The results of the quizzes of a class that a person took part in."""
    over = results.of_class(connection, class_id)[:MOST_RESULTS]
    every = (results.of_quiz(connection, quiz, person_id) for quiz in over)
    return [found for found in every if person_id in found.scores and found.asked]


def _own_results(connection: Connection, quiz_id: int, person_id: int) -> tuple[Results, dict[int, int]] | None:
    """A quiz that is over and in which the person took part; and the variants of the questions on their sheet."""
    quiz: Quiz | None = quizzes.get(connection, quiz_id)
    if quiz is None or quiz.position < quiz.last:
        return None
    found = results.of_quiz(connection, quiz, person_id)
    if person_id not in found.scores or not found.asked:
        return None
    sheet = papers.get(connection, quiz_id, person_id)
    return found, {line.number: line.variant for line in sheet.lines} if sheet else {}
