"""What was exported is held against what students did and saw."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from tests.classroom_day.students import Student
from tests.classroom_day.troubles import Running
from tests.telegram_server import Message, Person, TelegramServer

Table = list[dict[str, str]]


@dataclass(frozen=True)
class Exported:
    """The CSV files of one quiz."""

    scores: Table
    answers: Table
    items: Table


async def exported(server: TelegramServer, teacher: Person, summary: Message, within: float) -> Exported:
    """What the teacher gets by pressing CSV."""
    await teacher.presses(summary, "CSV", within=within)
    tables: dict[str, Table] = {}
    while len(tables) < 3:
        content = (await teacher.reads(within=within)).content
        if "document" in content:
            name = content["document"]["file_name"].rsplit("-", 1)[1].removesuffix(".csv")
            file = server.world.files.by_id(content["document"]["file_id"]).upload.content
            tables[name] = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    return Exported(tables["scores"], tables["answers"], tables["items"])


@dataclass(frozen=True)
class Asked:
    """A question as it is on file: its number, the seed of its numbers, right option, and words by language."""

    number: int
    seed: int | None
    key: int
    wordings: Mapping[str, Mapping[str, list[str] | str]]

    def says(self, language: str, stem: str) -> bool:
        """Whether this is how the question reads in a language."""
        return self.wordings[language]["stem"] == stem


async def questions(bot: Running, kind: str) -> list[Asked]:
    """The questions of the one quiz of a kind."""
    rows = await bot.rows(
        f"SELECT number, key, content FROM quiz_items JOIN quizzes ON quizzes.id = quiz_id WHERE kind = '{kind}'"
    )
    kept = [(number, key, json.loads(content)) for number, key, content in rows]
    return [Asked(number, content["seed"], key, content["wordings"]) for number, key, content in kept]


def number_of(asked: Iterable[Asked], language: str, stem: str) -> int:
    """The number of a question by its words. Raises AssertionError where there is none in this language."""
    found = {one.number for one in asked if one.says(language, stem)}
    assert len(found) == 1, f"{stem!r} is no question in {language!r}"
    return found.pop()


def polls_are_right(server: TelegramServer, students: Sequence[Student], asked: Sequence[Asked], kills: int) -> int:
    """Each in their own language, nobody misses one, nobody gets one twice but what was on its way at a kill.

    How many came twice.
    """
    rounds, doubled = len({one.number for one in asked}), 0
    for student in students:
        polls = [one.content["poll"] for one in student.person.chat.messages.values() if "poll" in one.content]
        numbers = [number_of(asked, student.language, stem_of(poll["question"])) for poll in polls]
        assert len(set(numbers)) == rounds, f"{student.name} was asked {numbers}"
        assert len(numbers) <= rounds + kills, f"{student.name} was asked twice: {numbers}"
        doubled += len(numbers) - rounds
    assert server.refused == [], "the bot asked for what Telegram refuses"
    return doubled


def stem_of(question: str) -> str:
    """The question of a poll without its number."""
    head, _, stem = question.partition(" · ")
    return stem if head.replace("/", "").isdecimal() else question


def answers_are_right(
    found: Exported, students: Sequence[Student], asked: Sequence[Asked], chosen: Mapping[str, Mapping[str, str]]
) -> None:
    """Every answer that was acknowledged is exported exactly once, and scores are those of the raw answers.

    `chosen` are the options by question, by the student's number.
    """
    language = {student.number: student.language for student in students}
    expected = Counter(
        (number, str(number_of(asked, language[number], stem_of(stem))), _plain(option))
        for number, options in chosen.items()
        for stem, option in options.items()
    )
    there = Counter((row["student_number"], row["question"], row["option_text"]) for row in found.answers)
    assert there == expected, f"{expected - there} are missing, {there - expected} too many"
    keys = {
        (str(one.number), str(one.seed or ""), _plain(words["options"][one.key]))
        for one in asked
        for words in one.wordings.values()
    }
    recomputed = Counter({student.number: 0 for student in students})
    for row in found.answers:
        is_right = (row["question"], row["seed"], row["option_text"]) in keys
        assert int(row["correct"]) == is_right
        assert row["language"] == language[row["student_number"]]
        recomputed[row["student_number"]] += is_right
    scores = {row["student_number"]: float(row["score"] or 0) for row in found.scores}
    assert scores == recomputed, "a score is the number of right answers"
    _items_are_right(found)


def _plain(text: str) -> str:
    """With ordinary spaces, as tables have them."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def _items_are_right(found: Exported) -> None:
    """What each option was chosen for is counted from the raw answers."""
    for row in found.items:
        given = [answer for answer in found.answers if answer["question"] == row["question"]]
        assert int(row["answers"]) == len(given)
        assert int(row["right"]) == sum(int(answer["correct"]) for answer in given)
        for letter in ascii_lowercase:
            if row.get(f"chosen_{letter}"):
                assert int(row[f"chosen_{letter}"]) == sum(answer["option"] == letter for answer in given)
