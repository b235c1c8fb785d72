"""What a teacher looks up of past quizzes, and exports."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Callable, Sequence

from sqlalchemy import Connection
from telegram.constants import ChatAction
from telegram.error import Forbidden

from bot.classroom import exporting
from bot.classroom.flow import Quiz
from bot.classroom.results import Results
from bot.classroom.rolls import Class, Member
from bot.reply import Button
from bot.storage.classroom import classes, quizzes, results
from bot.telegram.busy import busy
from bot.telegram.charting import send_chart
from bot.telegram.classroom import reporting
from bot.telegram.classroom.announcing import quiz_name
from bot.telegram.classroom.importing import send_items
from bot.telegram.classroom.panels import back_row
from bot.telegram.lists import page_row
from bot.telegram.pacing import Lane
from bot.telegram.presses import Press
from bot.telegram.surface import Surface
from bot.telegram.transport import MaybeSentError

ON_PAGE = 8


@dataclasses.dataclass(frozen=True)
class Report:
    """Everything on a quiz of a class, as its teacher may see it."""

    found: Class
    results: Results
    members: tuple[Member, ...]


async def list_results(surface: Surface, press: Press, found: Class, argument: str) -> None:
    """The quizzes of a class, the newest first."""
    language = surface.language_of(press.scene)
    over = await surface.database.run(results.of_class, found.id)
    last = max(0, (len(over) - 1) // ON_PAGE)
    page = min(int(argument) if _is_number(argument) else 0, last)
    buttons = [
        (Button(quiz_name(quiz, language), f"res:{quiz.id}:panel"),)
        for quiz in over[page * ON_PAGE : (page + 1) * ON_PAGE]
    ]
    reply = surface.assistant.say("class-results" if over else "class-no-quizzes", language, title=found.title)
    rows = (*buttons, *page_row(f"class:{found.code}:results", page, last), back_row(found, language))
    await press.show(dataclasses.replace(reply, buttons=rows))


async def pressed(surface: Surface, press: Press) -> None:
    """Something of a quiz is to be looked up: only by the teacher whose class it was in."""
    number, _, rest = press.argument.partition(":")
    report = None
    if _is_number(number) and not press.scene.in_group:
        report = await surface.database.run(_report, int(number), press.scene.person.id)
    if report is None:
        await press.answer(press.say("class-not-yours"))
        return
    what, _, page = rest.partition(":")
    language = surface.language_of(press.scene)
    at = int(page) if _is_number(page) else 0
    if what == "students":
        await press.show(reporting.students(report.results, report.found, report.members, at, language))
    elif what == "items":
        await press.show(reporting.items(report.results, at, language))
    elif what == "histogram":
        await _histogram(surface, press, report, language)
    elif what == "gift":
        await press.answer()
        asked = [report.results.item(number) for number in report.results.asked]
        name = f"cuesta-{report.found.code}-{report.results.quiz.id}-questions"
        await send_items(surface, press.scene, asked, what, name, language)
    elif what in ("csv", "xlsx"):
        await _export(surface, press, report, what, language)
    else:
        reply = reporting.summary(surface, report.results, report.found, report.members, language)
        rows = reporting.result_rows(report.results.quiz, report.found, language)
        await press.show(dataclasses.replace(reply, buttons=rows))


async def end_quiz(surface: Surface, press: Press) -> None:
    """The teacher ends a quiz of their class."""
    quiz: Quiz | None = None
    if _is_number(press.argument):
        quiz = await surface.database.run(quizzes.get, int(press.argument))
    if quiz is None or quiz.person_id != press.scene.person.id or quiz.class_id is None:
        await press.answer(press.say("class-not-yours"))
    elif await surface.database.run(quizzes.stop, quiz.id):
        surface.classroom.due.set()
        await press.answer(press.say("quiz-stopping"))
    else:
        await press.answer(press.say("quiz-none-to-stop"))


async def _histogram(surface: Surface, press: Press, report: Report, language: str) -> None:
    await press.answer()
    scene = press.scene
    async with busy(surface.bot, scene.chat.id, scene.thread_id, ChatAction.UPLOAD_PHOTO):
        await send_chart(surface, scene, reporting.scores_chart(report.results, report.found, language))


async def _export(surface: Surface, press: Press, report: Report, what: str, language: str) -> None:
    """Send the results as files: made apart, since a workbook takes a moment."""
    await press.answer()
    scene, name = press.scene, f"cuesta-{report.found.code}-{report.results.quiz.id}"
    make: Callable[[Report, str], Sequence[tuple[str, bytes]]] = workbook if what == "xlsx" else tables
    async with busy(surface.bot, scene.chat.id, scene.thread_id, ChatAction.UPLOAD_DOCUMENT):
        for ending, content in await asyncio.to_thread(make, report, language):
            with contextlib.suppress(MaybeSentError, Forbidden):
                await surface.bot.send_document(
                    scene.chat.id, content, filename=f"{name}-{ending}", rate_limit_args=Lane.SERIES
                )


def tables(report: Report, language: str) -> list[tuple[str, bytes]]:
    """The three CSV files by the end of their names."""
    found = (
        exporting.scores(report.results, report.members),
        exporting.answers(report.results, report.members),
        exporting.items(report.results, language),
    )
    return [(f"{sheet.name}.csv", exporting.as_csv(sheet)) for sheet in found]


def workbook(report: Report, language: str) -> list[tuple[str, bytes]]:
    """The gradebook with everything else on further sheets."""
    sheets = (
        exporting.gradebook(report.results, report.members),
        exporting.scores(report.results, report.members),
        exporting.answers(report.results, report.members),
        exporting.items(report.results, language),
    )
    return [("gradebook.xlsx", exporting.as_workbook(sheets))]


def _report(connection: Connection, quiz_id: int, teacher_id: int) -> Report | None:
    """A quiz of this teacher's class; None where it is somebody else's."""
    quiz = quizzes.get(connection, quiz_id)
    found = None
    if quiz is not None and quiz.class_id is not None:
        found = classes.of_teacher(connection, quiz.class_id, teacher_id)
    if quiz is None or found is None:
        return None
    return Report(found, results.of_quiz(connection, quiz), tuple(classes.members(connection, found.id)))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
