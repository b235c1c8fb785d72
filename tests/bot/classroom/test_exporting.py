"""Results as tables: worked out by hand, safe in a spreadsheet, the same after being read back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.classroom import exporting
from bot.classroom.exporting import Sheet, as_csv, as_workbook
from bot.classroom.flow import Kind, Phase, Quiz, State
from bot.classroom.results import RawAnswer, Results
from bot.classroom.rolls import Member
from tests.bot.classroom.small_bank import fixed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUIZ = Quiz(
    id=9, kind=Kind.LIVE, class_id=5, chat_id=1, topic_id=0, person_id=1, asked_message_id=None, language="es",
    topic=None, seconds=30, questions=3, speed_counts=True, seed=1, state=State.OVER, phase=Phase.SHOWING, position=4,
    ends_at=None, waits_for=None, created_at=NOON, over_at=NOON,
)  # fmt: skip
ITEMS = {(number, 0): fixed(f"item-{number}", "energy", key=number % 3) for number in (1, 2, 3)}
MEMBERS = (
    Member(5, 10, '=HYPERLINK("http://evil")', "A-1", None, "es", NOON),
    Member(5, 11, "Ben", None, "Pumita", "en", NOON),
    Member(5, 12, "Carla Ñandú", "A-3", None, "es", NOON),
)


def answer(person: int, number: int, option: int, seconds: float) -> RawAnswer:
    right = option == number % 3
    return RawAnswer(person, number, 0, option, right, seconds, "es", NOON + timedelta(seconds=seconds))


ANSWERS = [
    answer(10, 1, 1, 6),  # right after a fifth of the time: 1 - 0.5 × 0.2 = 0.9
    answer(10, 2, 0, 3),  # wrong
    answer(11, 1, 1, 30),  # right at the end: 0.5
    answer(11, 2, 2, 0),  # right at once: 1
]
RESULTS = Results(QUIZ, ITEMS, ANSWERS, [1, 2], {10: frozenset({1, 2}), 11: frozenset({1, 2})})


def rows(sheet: Sheet) -> list[dict[str, object]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def test_scores() -> None:
    first, second, absent = rows(exporting.scores(RESULTS, MEMBERS))
    assert first["student_number"] == "A-1"
    assert (first["score"], first["max_score"], first["right"], first["answered"]) == (0.9, 2, 1, 2)
    assert (second["score"], second["right"], second["date"]) == (1.5, 2, "2026-03-02")
    assert (absent["name"], absent["score"], absent["right"], absent["answered"]) == ("Carla Ñandú", None, None, 0)
    assert len({first["student_id"], second["student_id"], absent["student_id"]}) == 3


def test_answers() -> None:
    found = rows(exporting.answers(RESULTS, MEMBERS))
    assert len(found) == len(ANSWERS)
    assert sorted((row["name"], row["item_id"], row["option"], row["correct"], row["points"]) for row in found) == [
        ('=HYPERLINK("http://evil")', "item-1", "b", 1, 0.9),
        ('=HYPERLINK("http://evil")', "item-2", "a", 0, 0.0),
        ("Ben", "item-1", "b", 1, 0.5),
        ("Ben", "item-2", "c", 1, 1.0),
    ]
    assert [row["misconception"] for row in found if not row["correct"]] == ["slip-0"]
    assert [row["misconception"] for row in found if row["correct"]] == [None] * 3
    assert found[0]["option_text"] == "Opción 1 item-1" or found[0]["name"] != "Ben"
    assert {row["answered_at"] for row in found} >= {"2026-03-02T12:00:06.000+00:00"}


def test_items() -> None:
    first, second = rows(exporting.items(RESULTS, "es"))
    assert (first["stem"], first["key"], first["answers"], first["right"]) == ("¿Pregunta item-1?", "b", 2, 2)
    assert (second["chosen_a"], second["chosen_b"], second["chosen_c"]) == (1, 0, 1)
    assert (second["facility"], second["discrimination"], second["idle_options"]) == (None, None, "")
    assert second["sources"] == "a-source"
    assert (first["misconceptions"], second["misconceptions"]) == ("", "desliz 0: 1")
    assert [row["misconceptions"] for row in rows(exporting.items(RESULTS, "en"))] == ["", "slip 0: 1"]


def test_gradebook() -> None:
    sheet = exporting.gradebook(RESULTS, MEMBERS)
    assert sheet.columns == ("student_number", "name", "score", "max_score", "1: item-1", "2: item-2")
    assert [row[2:] for row in sheet.rows] == [(0.9, 2, 0.9, 0), (1.5, 2, 0.5, 1), (None, 2, None, None)]


def test_whoever_left_the_class_is_no_secret_gap() -> None:
    """Answers of somebody who is not on the roster stay, without a name."""
    found = rows(exporting.scores(RESULTS, MEMBERS[1:]))
    assert [(row["name"], row["score"]) for row in found] == [("Ben", 1.5), ("Carla Ñandú", None), ("", 0.9)]
    assert len(exporting.answers(RESULTS, MEMBERS[1:]).rows) == 4


NUMBERS = ("007", "0012-3", "1e5", "12/3", "3.10", "１２")


def test_student_numbers_stay_as_they_are() -> None:
    """Also those that a spreadsheet would like to make numbers or dates of."""
    sheet = Sheet("scores", ("student_number",), tuple((number,) for number in NUMBERS))
    assert [row[0] for row in csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig")))][1:] == list(NUMBERS)
    page = load_workbook(io.BytesIO(as_workbook([sheet])))["scores"]
    assert [(cell.value, cell.data_type, cell.number_format) for (cell,) in page.rows][1:] == [
        (number, "s", "@") for number in NUMBERS
    ]


HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "|calc", "%0A", "＝1", "＋1", "－1", "＠A1",
    "\x00=1", "\ufeff=1", "\u00a0=1", "\u200b=1", "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text: str) -> None:
    sheet = Sheet("scores", ("name",), ((text,),))
    (_, (cell,)) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig")))
    assert cell.startswith("'")
    page = load_workbook(io.BytesIO(as_workbook([sheet])))["scores"]
    assert page["A2"].data_type == "s"
    assert page["A2"].quotePrefix
    assert str(page["A2"].value).strip() == exporting._printable(text).strip()


def test_numbers_stay_numbers() -> None:
    sheet = Sheet("items", ("discrimination", "name"), ((-0.25, "Ben"), (None, "Ñandú")))
    assert as_csv(sheet).decode("utf-8-sig").splitlines() == ["discrimination,name", "-0.25,Ben", ",Ñandú"]
    page = load_workbook(io.BytesIO(as_workbook([sheet])))["items"]
    assert [[cell.value for cell in row] for row in page.rows] == [
        ["discrimination", "name"],
        [-0.25, "Ben"],
        [None, "Ñandú"],
    ]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert as_csv(Sheet("scores", ("name",), (("Ñandú",),))).startswith(b"\xef\xbb\xbfname\r\n")


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_whatever_people_are_called_a_table_has_their_rows(names: list[tuple[str, str]]) -> None:
    sheet = Sheet("scores", ("name", "number"), tuple(names))
    read = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    assert len(read) == len(names) + 1
    assert all(len(row) == 2 for row in read)
    page = load_workbook(io.BytesIO(as_workbook([sheet])))["scores"]
    assert page.max_row == len(names) + 1
    assert all(cell.data_type != "f" for row in page.rows for cell in row)
