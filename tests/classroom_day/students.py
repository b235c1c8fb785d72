"""Students as they are: some quick, some slow, many at the same moment, now and then with a second thought."""

from __future__ import annotations

import asyncio
import math
import random
import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server import Message, Person, TelegramServer

PATIENCE = 600.0
"""Seconds that a student waits for the bot before the day has failed."""
FICKLE = 0.2
"""The share of answers in a test that a student changes."""


@dataclass
class Student:
    """One student. `haste` is how many seconds they think at most, `care` in a test; `forgetful` the share that they
    leave unanswered.

    `votes` and `marks` are what they chose, by question; `marks` holds what the bot said is kept. `waits` are the
    seconds from pressing a button to being told so.
    """

    server: TelegramServer
    person: Person
    name: str
    number: str
    seed: int
    haste: float
    care: float
    forgetful: float = 0.0
    votes: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    sheet: Message | None = None

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @property
    def language(self) -> str:
        """The language of their Telegram."""
        return str(self.person.user["language_code"])

    async def thinks(self, most: float) -> None:
        """Takes a moment that ends at the same time as those of others, as if the teacher had counted down."""
        until = time.monotonic() + self._random.uniform(0, most)
        beat = max(most / 5, 0.05)
        await asyncio.sleep(max(0.0, math.ceil(until / beat) * beat - time.monotonic()))

    async def joins(self, code: str, after: float) -> None:
        """Opens the class's link, gives name and student number."""
        await asyncio.sleep(after)
        for said in (f"/start c-{code}", self.name, self.number):
            answer = await self.person.asks(said, within=PATIENCE)
            await asyncio.sleep(self._random.uniform(0, self.haste / 4))  # everybody types at their own speed
        assert f"{self.name} ({self.number})" in answer.text

    async def plays(self) -> Message:
        """Answers the questions of a live quiz as they come, now and then none; what is said at the end."""
        while "poll" in (message := await self.person.reads(within=PATIENCE)).content:
            await self.thinks(self.haste)
            poll = message.content["poll"]
            if not poll["is_closed"] and self._random.random() >= self.forgetful:
                chosen = self._random.randrange(len(poll["options"]))
                # A question that came twice counts as it was answered first.
                self.votes.setdefault(poll["question"], poll["options"][chosen]["text"])
                await self.person.votes(message, chosen)
        return message

    async def sits(self) -> None:
        """Takes a graded test: begins, answers each question, changes some answers."""
        self.sheet = await self.person.reads(within=PATIENCE)
        (begin,) = self.sheet.buttons()
        await self.presses(begin["callback_data"])
        _, quiz, _ = next(self.sheet.buttons())["callback_data"].split(":", 2)
        questions = int(self.sheet.text.split("\n")[0].split(" · ")[0].rsplit(" ", 1)[1])
        for index in range(questions):
            await self.presses(f"sheet:{quiz}:{index}")
            if self._random.random() < self.forgetful:
                continue
            await self.marks_one()
            if self._random.random() < FICKLE:
                await self.presses(f"sheet:{quiz}:{index}")
                await self.marks_one()

    async def marks_one(self) -> None:
        """Marks an option of the question that the sheet shows. It counts once the bot says that it is kept."""
        assert self.sheet is not None
        await self.thinks(self.care)
        options = [line for line in self.sheet.text.splitlines() if line[1:3] == ") "]
        stem = self.sheet.text.split("\n\n")[1].strip()
        letters = [button for button in self.sheet.buttons() if button["callback_data"].startswith("mark:")]
        assert len(options) == len(letters) >= 3
        chosen = self._random.randrange(len(options))
        answer = await self.presses(letters[chosen]["callback_data"])
        if not answer.get("show_alert"):
            self.marks[stem] = options[chosen][3:].removesuffix(" ●")
        else:
            self.refused.append(answer.get("text", ""))

    async def presses(self, data: str, *, seen: bool = True) -> dict[str, Any]:
        """Presses a button of the sheet; what the bot answers. `seen`: waits until the sheet shows its effect."""
        assert self.sheet is not None
        begun = time.monotonic()
        answer = await self.person.presses_data(self.sheet, data, within=PATIENCE)
        self.waits.append(time.monotonic() - begun)
        if seen:
            await self._settled(data)
        return answer

    async def _settled(self, data: str) -> None:
        """Waits until the sheet shows what was pressed for."""
        assert self.sheet is not None
        sheet = self.sheet
        kind, _, rest = data.partition(":")
        index = rest.split(":")[1] if kind == "sheet" else ""

        def shows() -> bool:
            marks = [b["callback_data"] for b in sheet.buttons() if b["callback_data"].startswith("mark:")]
            return bool(marks) and (kind != "sheet" or marks[0].split(":")[2] == index)

        await self.server.record.until(shows, within=PATIENCE, what=f"what {data} shows")
