"""A class of 40 plays while the process is killed, Telegram puts off and repeats: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from tests.bot.telegram.classroom.people import makes_class, poll_of, presses_and_sees, sent_polls
from tests.telegram_server import FloodLimits, Message, Person, TelegramServer

PROJECT = Path(__file__).parents[4]
STUDENTS, QUESTIONS = 40, 10


@contextlib.asynccontextmanager
async def process(server: TelegramServer, database_url: str, log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot; killed at the end, without any chance to tidy up."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM", "WEBHOOK"))},
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "DATABASE_URL": database_url,
    }
    with log.open("ab") as file:
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.telegram.classroom.quick_bot", env=environment, stderr=file, cwd=PROJECT
        )
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.kill()
        await running.wait()


class Student:
    """Answers every poll once, sometimes twice, after a while of their own."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person = person
        self.votes: dict[str, str] = {}
        """The text of the option voted for first, by the text of the question."""
        self._random = random.Random(seed)

    async def play(self) -> None:
        while "poll" in (message := await self.person.reads(within=300)).content:
            await asyncio.sleep(self._random.uniform(0, 0.4))
            await self._vote(message)
        assert "ciertos" in message.text or "right answers" in message.text, "what comes last is the result"

    async def _vote(self, message: Message) -> None:
        poll = poll_of(message)
        chosen = self._random.randrange(len(poll["options"]))
        self.votes.setdefault(poll["question"], poll["options"][chosen]["text"])
        await self.person.votes(message, chosen)


def language_of(person: Person) -> str:
    return str(person.user["language_code"])


async def joins_quickly(student: Person, code: str, number: int) -> None:
    await student.says(f"/start c-{code}")
    await student.reads()
    await student.says(f"S{number}")
    await student.reads()


async def test_a_class_of_forty(server: TelegramServer, database_url: str, tmp_path: Path) -> None:
    await play(server, database_url, tmp_path / "log")


async def play(server: TelegramServer, database_url: str, log: Path, kills: int = 2) -> None:
    """A live quiz with two kills in the middle; then what was exported is held against what happened."""
    teacher = server.person(1, "es", "Rosa")
    people = [server.person(100 + n, ("es", "en")[n % 2], f"S{n}") for n in range(STUDENTS)]
    students = [Student(person, seed) for seed, person in enumerate(people)]
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(process(server, database_url, log))
        server.world.updates.allow(["message", "callback_query", "poll_answer"])
        panel, code = await makes_class_patiently(teacher)
        await asyncio.gather(*(joins_quickly(person, code, n) for n, person in enumerate(people)))
        await presses_and_sees(teacher, panel, "Quiz en vivo")
        server.world.floods = FloodLimits()
        for seconds in (1, 2):
            server.faults.add("status", "sendPoll", times=3, status=429, retry_after=seconds)
        tasks = [asyncio.create_task(student.play()) for student in students]
        await teacher.presses(panel, "Comenzar")
        for kill in range(kills):
            # In the middle of the broadcast of a question, and in the middle of the answers to one.
            wanted = STUDENTS * (2 + 3 * kill) + (STUDENTS // 2 if kill == 0 else STUDENTS - 3)
            await until_polls(server, people, wanted)
            await stack.aclose()
            server.world.updates.repeat(*server.world.updates.delivered[-20:])
            await asyncio.sleep(0.3)
            await stack.enter_async_context(process(server, database_url, log))
        summary = await ends(teacher)
        await asyncio.gather(*tasks)
        rows, scores = await exported(server, teacher, summary)
    agree(server, students, rows, scores, kills)


async def makes_class_patiently(teacher: Person) -> tuple[Message, str]:
    """The process takes a moment to start."""
    await teacher.says("/start")
    await teacher.reads()
    return await makes_class(teacher)


async def until_polls(server: TelegramServer, people: list[Person], wanted: int) -> None:
    await server.record.until(
        lambda: sum(len(sent_polls(server, person)) for person in people) >= wanted, within=300, what=f"{wanted} polls"
    )


async def ends(teacher: Person) -> Message:
    while True:
        message = await teacher.reads(within=300)
        if "Participantes" in message.text:
            return message


async def exported(
    server: TelegramServer, teacher: Person, summary: Message
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of the answers and of the scores."""
    await teacher.presses(summary, "CSV")
    tables = {}
    for _ in range(3):
        document = (await teacher.reads()).content["document"]
        content = server.world.files.by_id(document["file_id"]).upload.content.decode("utf-8-sig")
        tables[document["file_name"].rsplit("-", 1)[1]] = list(csv.DictReader(io.StringIO(content, newline="")))
    return tables["answers.csv"], tables["scores.csv"]


def agree(
    server: TelegramServer,
    students: list[Student],
    rows: list[dict[str, str]],
    scores: list[dict[str, str]],
    kills: int,
) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for number, student in enumerate(students):
        polls = [poll_of(message)["question"] for message in sent_polls(server, student.person)]
        assert len(polls) == len(set(polls)), "nobody was asked twice"
        assert len(polls) >= QUESTIONS - kills, "at most the one that was on its way is missing, at each kill"
        words = "¿" if language_of(student.person) == "es" else ("Question", "How")
        assert all(poll.split(" · ")[1].startswith(words) for poll in polls), "in their own language"
        for question, option in student.votes.items():
            expected[f"S{number}", question.split("/")[0], option] += 1
    found = Counter((row["name"], row["question"], row["option_text"]) for row in rows)
    assert found == expected, "every answer is there exactly once"
    asked = {poll["question"] for student in students for poll in map(poll_of, sent_polls(server, student.person))}
    assert len({question.split("/")[0] for question in asked}) == QUESTIONS
    recomputed = Counter({f"S{number}": 0 for number in range(len(students))})
    for row in rows:
        recomputed[row["name"]] += int(row["correct"])
    assert {row["name"]: int(float(row["score"])) for row in scores} == recomputed, "scores are those of the answers"
