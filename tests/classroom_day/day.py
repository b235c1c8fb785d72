"""The day itself: joining, a live quiz with two kills in its middle, a graded test with one, results."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from tests.bot.telegram.classroom.people import makes_class, presses_and_sees
from tests.classroom_day import judging
from tests.classroom_day.students import PATIENCE, Student
from tests.classroom_day.troubles import Running, bad_luck
from tests.telegram_server import FloodLimits, Message, TelegramServer
from tests.telegram_server.floods import COUNTED


@dataclass(frozen=True)
class Plan:
    """How the day goes. `joining` is over how many seconds students come; `haste` how long they think at most about a
    question, `care` about one of the test.

    Each question of the live quiz has `seconds`; `forgetful` is the share that students leave unanswered.
    `waits_for_end`: the test runs out its five minutes; otherwise the teacher ends it. `trouble_every` is how often, in
    seconds, something goes wrong besides the kills. `questions` are as many as the buttons offer.
    """

    students: int
    haste: float
    care: float
    forgetful: float
    seconds: int
    joining: float
    trouble_every: float
    waits_for_end: bool
    questions: int = 10


@dataclass(frozen=True)
class Spread:
    """How long it took until the last student had a question, how many got it, and whether a kill was in between."""

    number: str
    seconds: float
    messages: int
    killed: bool


@dataclass(frozen=True)
class Figures:
    """What was measured. `doubled` are questions that somebody got twice, after a kill; `flood_hits` are refusals for
    too many messages, beside those that were made up."""

    joined_seconds: float
    spreads: tuple[Spread, ...]
    waits: tuple[float, ...]
    live_answers: int
    test_answers: int
    late_answers: int
    doubled: int
    flood_hits: int
    broken: str
    messages: int


class Day:
    """One day of one class."""

    def __init__(
        self, plan: Plan, server: TelegramServer, bot: Running, told: Callable[[str], None] = lambda _: None
    ) -> None:
        self.plan = plan
        self.server = server
        self.teacher = server.person(1, "es", "Rosa")
        self.students = [
            Student(
                server,
                server.person(1000 + n, ("es", "en")[n % 2], f"S{n}"),
                name=f"Estudiante {n}",
                number=f"{n:05}",
                seed=n,
                haste=plan.haste,
                care=plan.care,
                forgetful=plan.forgetful,
            )
            for n in range(plan.students)
        ]
        self._bot = bot
        self._told = told
        self._kills: list[float] = []
        self._doubled = 0
        self._floods = server.world.floods = FloodLimits()

    async def runs(self) -> Figures:
        """Plays the day and judges it. Raises AssertionError for whatever is wrong."""
        await self._bot.starts()
        try:
            panel, code = await self._class()
            joined = await self._joining(code)
            async with bad_luck(self.server, self.plan.trouble_every):
                live = await self._live(panel)
                self._told(f"the live quiz is over; flood limits broken so far: {self._broken}")
                test, late = await self._test()
                self._told("the test is over")
        finally:
            await self._bot.ends()
        spreads = self._spreads()
        messages = self._count(*COUNTED)
        waits = tuple(wait for student in self.students for wait in student.waits)
        return Figures(
            joined, spreads, waits, live, test, late, self._doubled, self._floods.hits, self._broken, messages
        )

    async def _class(self) -> tuple[Message, str]:
        """A class that asks for student numbers and is projected in a group."""
        teacher = self.teacher
        self.server.world.updates.allow(["message", "callback_query", "poll_answer"])
        await teacher.asks("/start", within=PATIENCE)
        panel, code = await makes_class(teacher)
        await presses_and_sees(teacher, panel, "Ajustes")
        await presses_and_sees(teacher, panel, "Pedir número")
        self.wall = self.server.group(administrators=(teacher,))
        await teacher.asks(f"/clase {code}", self.wall, within=PATIENCE)
        return panel, code

    async def _joining(self, code: str) -> float:
        begun = time.monotonic()
        chance = random.Random(1)
        await asyncio.gather(*(one.joins(code, chance.uniform(0, self.plan.joining)) for one in self.students))
        seconds = time.monotonic() - begun
        self._told(f"{len(self.students)} joined in {seconds:.0f} s; flood limits broken so far: {self._broken}")
        return seconds

    @contextlib.asynccontextmanager
    async def _at_work(self, work: Callable[[Student], object]) -> AsyncIterator[None]:
        """All students do something at the same time; waits until they have."""
        tasks = [asyncio.ensure_future(work(student)) for student in self.students]  # type: ignore[arg-type]
        try:
            yield
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _live(self, panel: Message) -> int:
        """The process is killed while the second question goes out, and while answers come in halfway."""
        size, halfway = len(self.students), (self.plan.questions - 1) // 2
        await presses_and_sees(self.teacher, panel, "Volver")
        await presses_and_sees(self.teacher, panel, "Quiz en vivo")
        await self._chooses(panel, "Segundos", self.plan.seconds)
        await self._chooses(panel, "Preguntas", self.plan.questions)
        async with self._at_work(Student.plays):
            await self.teacher.presses(panel, "Comenzar", within=PATIENCE)
            await self._killed(lambda: self._count("sendPoll") >= size + size // 2)
            await self._killed(lambda: self._votes() >= halfway * size + size // 2)
            summary = await self._summary()
        found = await judging.exported(self.server, self.teacher, summary, PATIENCE)
        asked = await judging.questions(self._bot, "live")
        self._doubled = judging.polls_are_right(self.server, self.students, asked, kills=len(self._kills))
        judging.answers_are_right(found, self.students, asked, {one.number: one.votes for one in self.students})
        return len(found.answers)

    async def _test(self) -> tuple[int, int]:
        """Five minutes, and a kill; answers after the end are refused."""
        size = len(self.students)
        panel = await self.teacher.asks("/clase", within=PATIENCE)
        await presses_and_sees(self.teacher, panel, "Física")
        await presses_and_sees(self.teacher, panel, "Prueba")
        await self._chooses(panel, "Minutos", 5)
        await self._chooses(panel, "Preguntas", self.plan.questions)
        async with self._at_work(Student.sits):
            await self.teacher.presses(panel, "Comenzar", within=PATIENCE)
            await self._killed(lambda: sum(len(one.marks) for one in self.students) >= self.plan.questions * size // 3)
        if not self.plan.waits_for_end:
            await self.teacher.presses(await self.teacher.reads(within=PATIENCE), "Terminar ya", within=PATIENCE)
        summary = await self._summary()
        late = self.students[:10]
        for student in late:
            kept = dict(student.marks)
            assert student.sheet is not None
            answer = await student.presses(next(student.sheet.buttons())["callback_data"], seen=False)
            assert answer["show_alert"], "late answers are refused"
            assert student.marks == kept
        found = await judging.exported(self.server, self.teacher, summary, PATIENCE)
        asked = await judging.questions(self._bot, "test")
        judging.answers_are_right(found, self.students, asked, {one.number: one.marks for one in self.students})
        for number in {one.number for one in asked if one.seed is not None}:
            assert len({one.seed for one in asked if one.number == number}) > 1, "numbers differ"
        return len(found.answers), len(late)

    async def _chooses(self, panel: Message, what: str, number: int) -> None:
        """Presses the button of a setting until it shows the number."""
        while f"{what}: {number}" not in panel.labels:
            await presses_and_sees(self.teacher, panel, what)

    async def _summary(self) -> Message:
        """What the teacher is told at the end."""
        while True:
            message = await self.teacher.reads(within=PATIENCE)
            if "CSV" in message.labels:
                return message

    async def _killed(self, when: Callable[[], bool]) -> None:
        await self.server.record.until(when, within=PATIENCE, what="the moment of a kill")
        await self._bot.is_killed()
        self._kills.append(time.monotonic())
        await self._bot.starts()
        self._told("killed and started again")

    @property
    def _broken(self) -> str:
        return ", ".join(f"{limit} {times}" for limit, times in self._floods.broken.items()) or "none"

    def _count(self, *methods: str) -> int:
        return len(self.server.record.of(*methods))

    def _votes(self) -> int:
        return sum(len(one.votes) for one in self.students)

    def _spreads(self) -> tuple[Spread, ...]:
        """From the first to the last student, question by question."""
        times: dict[str, list[float]] = {}
        for call in self.server.record.of("sendPoll"):
            times.setdefault(str(call.parameters["question"]).partition(" · ")[0], []).append(call.at)
        return tuple(
            Spread(number, max(at) - min(at), len(at), any(min(at) < kill < max(at) for kill in self._kills))
            for number, at in times.items()
        )
