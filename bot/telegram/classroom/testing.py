"""Graded tests as a student sees them: one message, a question at a time, answers changed until the time is up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from sqlalchemy import Connection

from bot.classroom.flow import Quiz
from bot.classroom.played import PlayedItem
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
    found = await surface.database.run(_begun, int(press.argument), press.scene.person.id, language)
    await _show(surface, press, found)


async def turn(surface: Surface, press: Press) -> None:
    """Go to another question of the sheet."""
    number, _, index = press.argument.partition(":")
    found: _Open | Problem = Problem.NOT_YOURS
    if _is_number(number) and _is_number(index) and not press.scene.in_group:
        found = await surface.database.run(_turned, int(number), press.scene.person.id, int(index))
    await _show(surface, press, found)


async def mark(surface: Surface, press: Press) -> None:
    """Mark an option: on file first, then said so. A first answer leads on to the next question left open."""
    number, index, place = (*press.argument.split(":"), "", "")[:3]
    if not all(map(_is_number, (number, index, place))) or press.scene.in_group:
        await press.answer(press.say("telegram-button-old"))
        return
    found = await surface.database.run(_marked, int(number), press.scene.person.id, int(index), int(place))
    if isinstance(found, _Open):
        await press.answer(press.say("test-kept", letter=ascii_uppercase[int(place)]))
    await _show(surface, press, found)


async def _show(surface: Surface, press: Press, found: _Open | Problem) -> None:
    """Show a question of the sheet, or say why not."""
    if isinstance(found, Problem):
        text = press.say("test-late" if found is Problem.LATE else "class-not-yours")
        await press.answer(text, alert=True)
    else:
        await press.show(_page(surface, found, surface.language_of(press.scene)))


@dataclass(frozen=True, slots=True)
class _Open:
    """A sheet at one of its questions."""

    sheet: Sheet
    index: int
    item: PlayedItem


def _begun(connection: Connection, quiz_id: int, person_id: int, language: str) -> _Open | Problem:
    sheet = papers.begin(connection, quiz_id, person_id, language)
    return sheet if isinstance(sheet, Problem) else _at(connection, sheet, _next_open(sheet, 0))


def _turned(connection: Connection, quiz_id: int, person_id: int, index: int) -> _Open | Problem:
    sheet = papers.get(connection, quiz_id, person_id)
    if sheet is None:
        return Problem.NOT_YOURS
    return _at(connection, sheet, index % len(sheet.lines)) if is_open(sheet.quiz, now()) else Problem.LATE


def _marked(connection: Connection, quiz_id: int, person_id: int, index: int, place: int) -> _Open | Problem:
    marked = papers.mark(connection, quiz_id, person_id, index, place)
    if isinstance(marked, Problem):
        return marked
    return _at(connection, marked.sheet, _next_open(marked.sheet, index) if marked.is_first else index)


def _at(connection: Connection, sheet: Sheet, index: int) -> _Open:
    line = sheet.lines[index]
    item = quizzes.item(connection, sheet.quiz.id, line.number, line.variant)
    assert item is not None  # noqa: S101 - the sheet was made from the items
    return _Open(sheet, index, item)


def _next_open(sheet: Sheet, index: int) -> int:
    """The first question from this one on that is left open; this one, where none is."""
    size = len(sheet.lines)
    around = [(index + step) % size for step in range(size)]
    return next((at for at in around if sheet.lines[at].number not in sheet.chosen), index)


def _page(surface: Surface, found: _Open, language: str) -> Reply:
    sheet, index = found.sheet, found.index
    line, size = sheet.lines[index], len(sheet.lines)
    chosen = sheet.chosen.get(line.number)
    head = surface.assistant.say(
        "test-head",
        language,
        number=index + 1,
        questions=size,
        answered=len(sheet.chosen),
        time=time_left(sheet.quiz, now(), language),
    )
    html = f"{head.html}\n\n{question(found.item.wording(language), line.ordering, chosen)}"
    if len(sheet.chosen) == size:
        html += f"\n\n{surface.assistant.say('test-complete', language).html}"
    place = None if chosen is None else line.ordering.index(chosen)
    rows: list[tuple[Button, ...]] = [letters(len(line.ordering), f"mark:{sheet.quiz.id}:{index}", place)]
    if size > 1:
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
