"""Results as tables: a row a student, a row an answer, a row a question. As CSV, or together as an XLSX workbook.

Columns and file names are always the same, so that a spreadsheet or a learning platform can be set up once. Questions
are named by the id of their item, since everybody may see them in another order.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from bot.classroom.results import Results
from bot.classroom.rolls import Member

Cell = str | int | float | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
_TEXT_FORMAT = "@"
"""A spreadsheet's format of cells that are text: numbers of students keep their zeros, also when they are edited."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name and the names of its columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def scores(results: Results, members: Sequence[Member]) -> Sheet:
    """A row a student: everybody on the roster, and whoever took part without being on it any more.

    Who did not take part has no score, which is not the same as zero.
    """
    columns = (
        "student_number", "name", "student_id", "score", "max_score", "right", "answered", "questions", "date",
    )  # fmt: skip
    date = results.quiz.created_at.date().isoformat()
    rows: list[tuple[Cell, ...]] = []
    for person, member in _students(results, members):
        score, name = results.scores.get(person), _named(results, person, member)
        if score is None:
            rows.append((*name, None, len(results.asked), None, 0, len(results.asked), date))
        else:
            rows.append(
                (*name, score.points, len(results.asked), score.right, score.answered, len(results.asked), date)
            )
    return Sheet("scores", columns, tuple(rows))


def answers(results: Results, members: Sequence[Member]) -> Sheet:
    """A row an answer, exactly one for each student and question answered."""
    columns = (
        "student_number", "name", "student_id", "question", "item_id", "seed", "option", "option_text", "correct",
        "misconception", "points", "seconds", "language", "answered_at", "changes",
    )  # fmt: skip
    by_person = {person: _named(results, person, member) for person, member in _students(results, members)}
    rows: list[tuple[Cell, ...]] = []
    for answer in sorted(results.answers, key=lambda one: (by_person[one.person_id], one.number)):
        item = results.item(answer.number, answer.variant)
        rows.append(
            (
                *by_person[answer.person_id],
                answer.number,
                item.item_id,
                item.seed,
                ascii_lowercase[answer.option],
                item.wording(answer.language).options[answer.option],
                int(answer.is_right),
                item.misconception(answer.option),
                results.worth(answer),
                round(answer.seconds, 3),
                answer.language,
                answer.answered_at.isoformat(timespec="milliseconds"),
                answer.changes,
            )
        )
    return Sheet("answers", columns, tuple(rows))


def items(results: Results, language: str) -> Sheet:
    """A row a question: counts, and indices where there are enough answers.

    Where students had different variants, options are not counted, since theirs are not the same; misconceptions are.
    """
    columns = (
        "question", "item_id", "topic", "stem", "key", "answers", "right", "left_open", "facility", "discrimination",
        *(f"chosen_{letter}" for letter in ascii_lowercase[:_options(results)]), "idle_options", "misconceptions",
        "sources",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for number, found in zip(results.asked, results.statistics, strict=True):
        item = results.item(number)
        counts = [*found.chosen, *[None] * (_options(results) - len(found.chosen))]
        rows.append(
            (
                number,
                item.item_id,
                item.topic,
                item.wording(language).stem,
                None if results.has_variants(number) else ascii_lowercase[item.key],
                found.answers,
                found.right,
                found.left_open,
                _rounded(found.facility),
                _rounded(found.discrimination),
                *counts,
                " ".join(ascii_lowercase[option] for option in found.idle),
                "; ".join(f"{one.name}: {one.answers}" for one in results.mistakes(language, number)),
                " ".join(item.sources),
            )
        )
    return Sheet("items", columns, tuple(rows))


def gradebook(results: Results, members: Sequence[Member]) -> Sheet:
    """A row a student, a column a question with its points, and the sum."""
    names = [results.item(number).item_id for number in results.asked]
    worth = {(answer.person_id, answer.number): results.worth(answer) for answer in results.answers}
    rows: list[tuple[Cell, ...]] = []
    for person, member in _students(results, members):
        took_part = person in results.scores
        points: list[Cell] = [worth.get((person, number), 0 if took_part else None) for number in results.asked]
        total = results.scores[person].points if took_part else None
        rows.append((*_named(results, person, member)[:2], total, len(results.asked), *points))
    columns = tuple(f"{number}: {name}" for number, name in zip(results.asked, names, strict=True))
    return Sheet("gradebook", ("student_number", "name", "score", "max_score", *columns), tuple(rows))


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark at its beginning, without which Excel reads accents wrong. Text is never a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX workbook. Text is kept as text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for at, row in enumerate((sheet.columns, *sheet.rows), 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(at, column)
                if isinstance(value, str):
                    cell.value = _printable(value)
                    cell.data_type = "s"
                    cell.number_format = _TEXT_FORMAT
                    cell.quotePrefix = _may_be_formula(cell.value)
                else:
                    cell.value = value
        for column, name in enumerate(sheet.columns, 1):
            page.cell(1, column).font = Font(bold=True)
            page.column_dimensions[get_column_letter(column)].width = min(40, max(10, len(name) + 2))
        page.freeze_panes = "A2"
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def student_id(class_id: int | None, person_id: int) -> str:
    """What tells students of a class apart where there is no student number; says nothing outside of the class."""
    return hashlib.blake2b(f"{class_id}:{person_id}".encode(), digest_size=5).hexdigest()


def _students(results: Results, members: Sequence[Member]) -> list[tuple[int, Member | None]]:
    known: Mapping[int, Member] = {member.person_id: member for member in members}
    others = [person for person in results.people if person not in known]
    return [*known.items(), *((person, None) for person in others)]


def _named(results: Results, person: int, member: Member | None) -> tuple[str, str, str]:
    key = student_id(results.quiz.class_id, person)
    return ("", "", key) if member is None else (member.number or "", member.name, key)


def _options(results: Results) -> int:
    return max((results.item(number).options for number in results.asked), default=0)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would take for a formula gets an apostrophe, which says that it is text."""
    if not isinstance(cell, str):
        return cell
    text = _printable(cell)
    return f"'{text}" if _may_be_formula(text) else text


def _may_be_formula(text: str) -> bool:
    return text.lstrip().startswith(_FORMULA_STARTS)


def _printable(text: str) -> str:
    """Without control characters, which XML cannot hold and spreadsheets trip over."""
    return "".join(c if c.isprintable() else " " for c in text)
