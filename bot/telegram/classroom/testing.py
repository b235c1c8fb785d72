"""Graded tests as a student sees them: one message, a question at a time, answers changed until the time is up."""

from __future__ import annotations

from datetime import datetime

from bot.classroom.flow import Quiz
from bot.reply import Button, Reply
from bot.replying.markup import plain_text
from bot.replying.sheets import question
from bot.storage.classroom import papers, quizzes
from bot.storage.classroom.papers import Problem, Sheet, is_open
from bot.storage.times import now
from bot.telegram.classroom.lettering import letters
from bot.telegram.classroom.times import span
from bot.telegram.presses import Press
from bot.telegram.surface import Surface


async def begin(surface: Surface, press: Press) -> None:
    """Begin a test, or come back to it."""
    if not _is_number(press.argument) or press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
        return
    language = surface.language_of(press.scene)
    sheet = await surface.database.run(papers.begin, int(press.argument), press.scene.person.id, language)
    if isinstance(sheet, Problem):
        await _refuse(press, sheet)
    else:
        await press.show(await _page(surface, sheet, _next_open(sheet, 0), language))


async def turn(surface: Surface, press: Press) -> None:
    """Go to another question of the sheet."""
    number, _, index = press.argument.partition(":")
    sheet = None
    if _is_number(number) and _is_number(index):
        sheet = await surface.database.run(papers.get, int(number), press.scene.person.id)
    if sheet is None or press.scene.in_group:
        await press.answer(press.say("class-not-yours"))
    elif not is_open(sheet.quiz, now()):
        await _refuse(press, Problem.LATE)
    else:
        page = await _page(surface, sheet, int(index) % len(sheet.lines), surface.language_of(press.scene))
        await press.show(page)


async def mark(surface: Surface, press: Press) -> None:
    """Mark an option: on file first, then said so. A first answer leads on to the next question left open."""
    number, index, place = (*press.argument.split(":"), "", "")[:3]
    if not all(map(_is_number, (number, index, place))) or press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
        return
    person, language = press.scene.person.id, surface.language_of(press.scene)
    before = await surface.database.run(papers.get, int(number), person)
    sheet = await surface.database.run(papers.mark, int(number), person, int(index), int(place))
    if isinstance(sheet, Problem):
        await _refuse(press, sheet)
        return
    line = sheet.lines[int(index)]
    letter = letters(len(line.ordering), "")[int(place)].label
    await press.answer(press.say("test-kept", letter=letter))
    was_open = before is not None and line.number not in before.chosen
    shown = _next_open(sheet, int(index)) if was_open else int(index)
    await press.show(await _page(surface, sheet, shown, language))


async def _refuse(press: Press, problem: Problem) -> None:
    await press.answer(press.say("test-late" if problem is Problem.LATE else "class-not-yours"), alert=True)


def _next_open(sheet: Sheet, index: int) -> int:
    """The first question from this one on that is left open; this one, where none is."""
    size = len(sheet.lines)
    around = [(index + step) % size for step in range(size)]
    return next((at for at in around if sheet.lines[at].number not in sheet.chosen), index)


async def _page(surface: Surface, sheet: Sheet, index: int, language: str) -> Reply:
    line = sheet.lines[index]
    item = await surface.database.run(quizzes.item, sheet.quiz.id, line.number, line.variant)
    assert item is not None  # noqa: S101 - the sheet was made from the items
    chosen = sheet.chosen.get(line.number)
    head = surface.assistant.say(
        "test-head",
        language,
        number=index + 1,
        questions=len(sheet.lines),
        answered=len(sheet.chosen),
        time=time_left(sheet.quiz, now(), language),
    )
    html = f"{head.html}\n\n{question(item.wording(language), line.ordering, chosen)}"
    place = None if chosen is None else line.ordering.index(chosen)
    rows: list[tuple[Button, ...]] = [letters(len(line.ordering), f"mark:{sheet.quiz.id}:{index}", place)]
    if len(sheet.lines) > 1:
        size = len(sheet.lines)
        before, behind = (index - 1) % size, (index + 1) % size
        rows.append(
            (
                Button(f"‹ {before + 1}", f"sheet:{sheet.quiz.id}:{before}"),
                Button(f"{behind + 1} ›", f"sheet:{sheet.quiz.id}:{behind}"),
            )
        )
    return Reply(html, plain_text(html), language, buttons=tuple(rows))


def time_left(quiz: Quiz, at: datetime, language: str) -> str:
    """How much time there still is."""
    return span(quiz.seconds if quiz.ends_at is None else (quiz.ends_at - at).total_seconds(), language)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
