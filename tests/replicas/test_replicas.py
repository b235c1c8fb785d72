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


async def test_an_answer_changes_in_place_whichever_replica_changed_it_before(
    server: TelegramServer, start: Start
) -> None:
    await three(start)
    ana = server.person(1, "es")
    answer = await ana.asks("costo de 512 A100 por un mes")
    first = answer.text
    for _ in range(2):  # with three buttons each replica is asked for the same one each time
        await ana.presses(answer, "Fórmula")
        assert "El cálculo" in (await ana.sees_edit(answer)).text
        await ana.presses(answer, "Fuentes")
        assert "De dónde sale cada cifra" in (await ana.sees_edit(answer)).text
        await ana.presses(answer, "Respuesta")
        assert (await ana.sees_edit(answer)).text == first


async def test_an_album_is_answered_once_though_each_picture_comes_to_another_replica(
    server: TelegramServer, start: Start
) -> None:
    await three(start)
    ana = server.person(1, "es")
    for number in range(6):
        picture = {"file_id": f"F{number}", "file_unique_id": f"f{number}", "width": 9, "height": 9}
        await ana.says(photo=[picture], media_group_id="77")
    assert (await ana.reads()).text.startswith("Por ahora solo leo texto.")
    assert "PUE" in (await ana.asks("qué es PUE")).text
    await server.quiet()
    assert ana.chat.unread == []


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
