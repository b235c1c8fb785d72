"""Which replica gets an update does not matter, and one that dies takes nothing with it."""

from __future__ import annotations

from tests.replicas.proxy import RoundRobin
from tests.replicas.running import Replica, Start
from tests.replicas.writing import class_writes, first_lines
from tests.telegram_server import TelegramServer


async def three(start: Start) -> list[Replica]:
    return [await start() for _ in range(3)]


async def test_a_conversation_goes_on_in_whichever_replica(
    server: TelegramServer, balancer: RoundRobin, start: Start
) -> None:
    await three(start)
    ana = server.person(1, "es")
    assert "512 × A100" in (await ana.asks("costo de 512 A100 por un mes")).text
    assert "512 × H100" in (await ana.asks("¿y con H100?")).text
    offer = await ana.asks("/idioma")
    await ana.presses(offer, "English")
    answer = await ana.asks("and twice as many?")
    assert "1,024 × H100" in answer.text
    await ana.presses(answer, "Formula")
    assert "1,024" in (await ana.sees_edit(answer)).text
    assert len([port for port, served in balancer.served.items() if served]) == 3


async def test_one_of_three_is_killed_while_a_class_writes(
    server: TelegramServer, start: Start, database_url: str
) -> None:
    server.latency = 0.02
    outcome, alive = await class_writes(server, start, database_url, people=40)
    assert outcome.doubled == 0
    assert outcome.answered == outcome.asked == outcome.taken
    assert outcome.disordered == 0
    for replica in alive:
        assert await replica.stop() == 0


async def test_a_replica_that_is_told_to_stop_is_not_missed(server: TelegramServer, start: Start) -> None:
    replicas = await three(start)
    people = [server.person(number, "es") for number in range(1, 21)]
    for person in people:
        await person.says("qué es PUE")
    assert await replicas[0].stop() == 0
    for person in people:
        assert "PUE" in (await person.reads()).text
    await server.quiet(0.5)
    assert [len(first_lines(server, person)) for person in people] == [1] * len(people)
