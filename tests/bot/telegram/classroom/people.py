"""What teachers and students do, for tests."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram_server import Message, Person, TelegramServer


def poll_of(message: Message) -> dict[str, Any]:
    poll: dict[str, Any] = message.content["poll"]
    return poll


def right(message: Message) -> int:
    """The place of the right option of a poll."""
    place: int = poll_of(message)["correct_option_ids"][0]
    return place


def wrong(message: Message) -> int:
    return (right(message) + 1) % len(poll_of(message)["options"])


async def makes_class(teacher: Person, title: str = "Física 101") -> tuple[Message, str]:
    """The panel of a new class, and its code."""
    panel = await teacher.asks(f"/clase {title}")
    code = re.search(r"start=c-([A-Z0-9]{6})", panel.text)
    assert code is not None
    return panel, code[1]


async def joins(student: Person, code: str, name: str) -> Message:
    """Follow the link, write a name; what is said then."""
    await student.starts(f"c-{code}")
    return await student.asks(name)


async def presses_and_sees(person: Person, message: Message, label: str) -> Message:
    """Press a button that changes the message."""
    await person.presses(message, label)
    return await person.sees_edit(message)


async def presses_and_reads(person: Person, message: Message, label: str) -> Message:
    """Press a button that sends a message."""
    await person.presses(message, label)
    return await person.reads()


async def starts_live(teacher: Person, panel: Message, *, questions: int = 5) -> Message:
    """Set up a live quiz and begin; the opening on the teacher's screen."""
    await presses_and_sees(teacher, panel, "Quiz en vivo")
    for _ in range(10):
        if any(label == f"Preguntas: {questions}" for label in panel.labels):
            break
        await presses_and_sees(teacher, panel, "Preguntas:")
    await teacher.presses(panel, "Comenzar")
    return await teacher.reads()


def sent_polls(server: TelegramServer, person: Person) -> list[Message]:
    return [message for message in person.chat.messages.values() if "poll" in message.content]
