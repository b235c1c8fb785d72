"""Aiken, the plainest format of questions: https://docs.moodle.org/en/Aiken_format.

Which unit measures energy?
A) kW
B) kWh
ANSWER: B
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from bot.classroom.played import PlayedItem
from bot.classroom.questions_file import MOST_QUESTIONS, Draft, Fault

_OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
# Within the line: were blank lines passed over here, a file of nothing else would take minutes.
_LINE_WITH_ANSWER = re.compile(r"^[^\S\n]*ANSWER[^\S\n]*:", re.MULTILINE | re.IGNORECASE)
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether a text is Aiken rather than GIFT: it has a line that gives an answer."""
    return _LINE_WITH_ANSWER.search(text) is not None


def parse(text: str) -> tuple[list[Draft], list[Fault]]:
    """The questions of a text, and what could not be read."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.take(number, line.strip())
        if len(reader.drafts) + len(reader.faults) > MOST_QUESTIONS:
            break
    reader.end()
    return reader.drafts, reader.faults


class _Reader:
    """Reads line by line: a question, its options, its answer."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.faults: list[Fault] = []
        self._line = 0
        self._stem = ""
        self._options: list[str] = []

    def take(self, number: int, line: str) -> None:
        if not line:
            return
        if answer := _ANSWER.fullmatch(line):
            self._answered(number, answer[1].strip().removesuffix(".").upper())
        elif self._stem and (option := _OPTION.fullmatch(line)):
            expected = ascii_uppercase[len(self._options)] if len(self._options) < len(ascii_uppercase) else "Z"
            if option[1] != expected:
                self.faults.append(Fault(number, "letter-order", option[1]))
            self._options.append(option[2].strip())
        elif not self._stem:
            self._line, self._stem = number, line
        else:  # a second line of a question, or a new one before the answer to the last
            self.faults.append(Fault(number, "no-answer" if self._options else "stray", line[:60]))
            self._line, self._stem, self._options = number, line, []

    def end(self) -> None:
        if self._stem:
            self.faults.append(Fault(self._line, "no-answer", self._stem[:60]))

    def _answered(self, number: int, letter: str) -> None:
        if not self._stem:
            self.faults.append(Fault(number, "stray", letter[:60]))
            return
        place = ascii_uppercase.find(letter) if len(letter) == 1 else -1
        if not 0 <= place < len(self._options):
            self.faults.append(Fault(number, "answer-letter", letter[:60]))
        else:
            self.drafts.append(Draft(self._line, self._stem, tuple(self._options), (place,)))
        self._stem, self._options = "", []


def write(items: Sequence[PlayedItem], language: str) -> str:
    """Questions as Aiken. It holds no feedback; every question and option is on one line."""
    blocks = []
    for item in items:
        words = item.wording(language)
        options = [f"{letter}) {_line(text)}" for letter, text in zip(ascii_uppercase, words.options, strict=False)]
        blocks.append("\n".join([_line(words.stem), *options, f"ANSWER: {ascii_uppercase[item.key]}"]))
    return "\n\n".join(blocks) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())
