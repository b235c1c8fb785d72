"""One question worked out for each of several things, as rows of one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.answer import Answer, Row
from bot.answering.worksheet import Worksheet
from bot.question import Question

_Asked = TypeVar("_Asked", bound=Question)

MOST_COMPARED = 6
"""Things that a phone's screen can show side by side."""


def work_out_each(sheet: Worksheet, each: Mapping[str, _Asked], work_out: Callable[[_Asked], Answer]) -> Answer:
    """The answer for each thing as a row, with all of its values; what they rest on is taken over once."""
    if len(each) > MOST_COMPARED:
        sheet.notice("only-the-first", number=MOST_COMPARED)
    for compared_id, question in list(each.items())[:MOST_COMPARED]:
        answer = work_out(question)
        sheet.take_over(answer)
        sheet.rows.append(Row(id=compared_id, values=answer.values))
    return sheet.answer()
