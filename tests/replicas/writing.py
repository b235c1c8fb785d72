"""A class writes to three replicas, of which some are killed meanwhile; then it is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from tests.replicas.running import Replica, Start
from tests.telegram_server import Person, TelegramServer

QUESTIONS = {
    "qué es PUE": "PUE",
    "costo de 8 H100 por 3 días": "8 × H100",
    "qué es TDP": "TDP",
    "energía de 64 H100 por dos semanas": "64 × H100",
}
"""What each writes, and what the first line of the answer has in it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the questions."""

    asked: int
    answered: int
    doubled: int
    disordered: int
    """People who were answered in another order than they asked."""
    taken: int
    """Updates on file."""


async def class_writes(
    server: TelegramServer,
    start: Start,
    database_url: str,
    *,
    people: int,
    rounds: int = 1,
    kills: Sequence[float] = (0.25,),
    pause: float = 0.05,
) -> tuple[Outcome, list[Replica]]:
    """Everybody asks everything; a replica is killed, and another started, at each of `kills`, a share of the answers.

    The replicas that are left come back as well.
    """
    alive = [await start() for _ in range(3)]
    persons = [server.person(number, "es") for number in range(1, people + 1)]
    asked = people * len(QUESTIONS) * rounds
    writing = [asyncio.create_task(_write(person, rounds, pause)) for person in persons]
    for kill in kills:
        await _until_sent(server, round(kill * asked))
        await alive.pop(0).kill()
        alive.append(await start())
    await asyncio.gather(*writing)
    await server.quiet(1.0, within=600)
    await all_is_handled(server, database_url)
    answered = doubled = disordered = 0
    for person in persons:
        said = [text for text in first_lines(server, person) if any(word in text for word in QUESTIONS.values())]
        expected = [word for _ in range(rounds) for word in QUESTIONS.values()]
        counts = {word: sum(word in text for text in said) for word in QUESTIONS.values()}
        answered += sum(min(count, rounds) for count in counts.values())
        doubled += sum(max(0, count - rounds) for count in counts.values())
        disordered += not _in_order(said, expected)
    return Outcome(asked, answered, doubled, disordered, await on_file(database_url)), alive


def first_lines(server: TelegramServer, person: Person) -> list[str]:
    """The beginnings of what the bot wrote to somebody, in order."""
    messages = server.world.chats[person.id].messages.values()
    return [message.text.split("\n")[0] for message in messages if message.sender["is_bot"]]


async def all_is_handled(server: TelegramServer, database_url: str) -> None:
    """Wait until no update is left unfinished, those of a dead replica included."""
    async with asyncio.timeout(600):
        while await on_file(database_url, "WHERE finished_at IS NULL"):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.5)
    await server.quiet(0.5)


async def on_file(database_url: str, which: str = "") -> int:
    """How many updates are on file."""
    connection = await asyncpg.connect(database_url)
    try:
        return int(await connection.fetchval(f"SELECT count(*) FROM updates {which}"))
    finally:
        await connection.close()


async def _until_sent(server: TelegramServer, number: int) -> None:
    await server.record.until(lambda: len(server.sent) >= number, what=f"{number} answers", within=600)


async def _write(person: Person, rounds: int, pause: float) -> None:
    for _ in range(rounds):
        for question in QUESTIONS:
            await person.says(question)
            await asyncio.sleep(pause)


def _in_order(said: Sequence[str], expected: Sequence[str]) -> bool:
    """Whether what was said is what is expected, or a part of it, in its order."""
    left = iter(expected)
    return all(any(word in text for word in left) for text in said)
