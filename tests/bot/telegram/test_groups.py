"""Groups and topics: answers only to who asks, quoting the question; settings by administrators; no noise."""

from __future__ import annotations

import pytest

from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.usefixtures("bot")
QUESTION = "costo de 512 A100 por un mes"


@pytest.mark.parametrize(
    "text",
    [
        "@CuestaBot costo de 512 A100 por un mes",
        "costo de 512 A100 por un mes, @cuestabot",
        "/preguntar costo de 512 A100 por un mes",
        "/ask@CuestaBot costo de 512 A100 por un mes",
    ],
)
async def test_who_asks_is_answered_with_a_quote(server: TelegramServer, text: str) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    asked = await ana.says(text, group)
    answer = await ana.reads(group)
    assert "512 × A100" in answer.text
    assert answer.reply_to is asked


async def test_a_reply_to_an_answer_continues_it(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    answer = await ana.asks(f"@CuestaBot {QUESTION}", group)
    more = await ana.asks("¿y en Francia?", group, reply_to=answer)
    assert "Francia" in more.text


async def test_silence_where_nobody_asks(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, luis, bot="administrator")  # so that Telegram gives us everything
    said = await ana.says("cuánto cuesta una A100?", group)
    await luis.says("mucho", group, reply_to=said)
    await luis.says("@OtroBot costo de una A100", group)
    await luis.says("/start@OtroBot", group)
    await luis.says("/nada", group)
    await luis.says("ana@cuestabot.com escribió", group)
    await luis.says(sticker={"file_id": "F", "file_unique_id": "f"}, in_=group)
    await luis.says(new_chat_title="Otro nombre", in_=group)
    await server.quiet()
    assert group.unread == []


async def test_one_short_hello(server: TelegramServer) -> None:
    john = server.person(1, "en")
    group = server.group(administrators=(john,), bot="left")
    await john.adds_bot(group)
    assert (await john.reads(group)).text.startswith("Hello! I am Cuesta.")
    await john.removes_bot(group)
    await john.adds_bot(group)
    await john.adds_bot(group, "administrator")
    await server.quiet()
    assert group.unread == []


async def test_topics(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    forum = server.group(ana, topics={11: "Costos", 12: "Otro"})
    in_topic = await ana.asks(f"/preguntar {QUESTION}", forum, topic=11)
    assert in_topic.thread_id == 11
    elsewhere = await ana.asks("/formula", forum, topic=12)
    assert "Todavía no hay una respuesta" in elsewhere.text
    assert elsewhere.thread_id == 12
    in_general = await ana.asks("/ayuda", forum)
    assert in_general.thread_id is None
    assert "El cálculo" in (await ana.asks("/formula", forum, topic=11)).text


async def test_buttons_are_for_whoever_asked(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, luis)
    answer = await ana.asks(f"/preguntar {QUESTION}", group)
    refused = await luis.presses(answer, "Fórmula")
    assert refused["text"] == "Este botón es para quien hizo la pregunta."
    assert answer.version == 0
    await ana.presses(answer, "Fórmula")
    assert "El cálculo" in (await ana.sees_edit(answer)).text


async def test_administrators_choose_the_groups_language(server: TelegramServer) -> None:
    ana, john = server.person(1, "es"), server.person(2, "en")
    luis = server.person(3, "es")
    group = server.group(john, luis, administrators=(ana,))
    assert "What you can ask me" in (await john.asks("/help", group)).text
    assert "solo sus administradores" in (await luis.asks("/idioma español", group)).text
    offer = await john.asks("/language", group)
    refused = await john.presses(offer, "Español")
    assert refused["show_alert"]
    assert "only its administrators" in refused["text"]
    await ana.presses(offer, "Español")
    assert (await ana.sees_edit(offer)).text == "Listo: en este grupo responderé en español."
    assert "Qué puede preguntarme" in (await john.asks("/help", group)).text
    assert "What you can ask me" in (await john.asks("/help")).text, "in private nothing has changed"


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(server: TelegramServer) -> None:
    ana, john = server.person(1, "es"), server.person(2, "en")
    old = server.group(john, administrators=(ana,), type="group")
    new = server.group(john, administrators=(ana,))
    await ana.asks("/idioma español", old)
    await ana.says(in_=old, migrate_to_chat_id=new.id)
    assert "Qué puede preguntarme" in (await john.asks("/help", new)).text


async def test_removed_from_a_group_in_the_middle(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    await ana.says("/ayuda", group)
    await ana.removes_bot(group)
    assert "Hola" in (await ana.asks("/start")).text
    server.record.calls[:] = [call for call in server.calls if call.status != 403]


async def test_silence_where_a_group_or_a_topic_is_silenced(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ana = server.person(1, "es")
    muted = server.group(ana)
    forum = server.group(ana, topics={11: "Costos"})
    muted.muted = True
    forum.closed_topics.add(11)
    await ana.says("/ayuda", muted)
    await ana.says("/ayuda", forum, topic=11)
    await server.record.until(lambda: len(server.refused) == 2, what="two refusals")
    assert "Hola" in (await ana.asks("/start")).text
    assert [call.status for call in server.refused] == [400, 400], "one try each, no apology"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    server.record.calls.clear()


async def test_the_answer_goes_where_the_group_has_gone(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    old, new = server.group(ana, type="group"), server.group(ana)
    held = server.faults.add("held", "sendMessage")
    await ana.says(f"@CuestaBot {QUESTION}", old)
    await server.record.until(lambda: held.hits, what="an answer on its way")
    old.upgraded_to = new.id
    held.let_go.set()
    assert "512 × A100" in (await ana.reads(new)).text
    server.record.calls[:] = [call for call in server.calls if "was upgraded" not in call.description]


async def test_an_anonymous_administrator_may_decide(server: TelegramServer) -> None:
    anonymous = server.person(1087968824, None, "Group")
    anonymous.user["is_bot"] = True
    group = server.group()
    chosen = await anonymous.asks("/language english", group, sender_chat=group.json())
    assert chosen.text == "Done: in this group I will answer in English."


async def test_who_writes_as_the_group_is_a_person_too(server: TelegramServer) -> None:
    anonymous = server.person(1087968824, None, "Group")
    anonymous.user["is_bot"] = True
    ana, teacher = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, administrators=(teacher,))
    as_group = {"sender_chat": group.json()}
    assert "512 × A100" in (await anonymous.asks(f"@CuestaBot {QUESTION}", group, **as_group)).text
    answer = await anonymous.asks(f"@CuestaBot {QUESTION}", group, **as_group)
    assert (await ana.presses(answer, "Fórmula"))["text"] == "Este botón es para quien hizo la pregunta."
    await teacher.presses(answer, "Fórmula")
    assert "El cálculo" in (await teacher.sees_edit(answer)).text, "who it was cannot be told: any of them may"
    await anonymous.says(f"@CuestaBot {QUESTION}", group)  # any other bot
    await server.quiet()
    assert group.unread == []


@pytest.mark.parametrize("kind", ["channel"])
async def test_channels_are_left_alone(server: TelegramServer, running: Running, kind: str) -> None:
    ana = server.person(1, "es")
    channel = server.group(administrators=(ana,), type=kind, bot="left")
    await ana.adds_bot(channel, "administrator")
    await server.quiet()
    assert channel.unread == []


async def test_our_name_under_somebodys_question(server: TelegramServer) -> None:
    ana, luis = server.person(1, "es"), server.person(2, "es")
    group = server.group(ana, luis)
    question = await ana.says(QUESTION, group)
    assert "512 × A100" in (await luis.asks("@CuestaBot", group, reply_to=question)).text


async def test_our_name_alone_gets_a_word_on_how_to_ask(server: TelegramServer) -> None:
    john = server.person(1, "en")
    group = server.group(john)
    hello = await john.asks("@CuestaBot", group)
    assert hello.text.startswith("Hello! I am Cuesta. In this group I answer only when")
    assert "In this group" in (await john.asks("@CuestaBot", group, reply_to=hello)).text, (
        "not our own words as a question"
    )


async def test_a_command_after_our_name_is_one(server: TelegramServer) -> None:
    ana = server.person(1, "es")
    group = server.group(ana)
    assert "Token" in (await ana.asks("@CuestaBot /definir token", group)).text
    for other in ("@CuestaBot /nada", "@CuestaBot /definir@OtroBot token"):
        await ana.says(other, group)
    await server.quiet()
    assert group.unread == []
