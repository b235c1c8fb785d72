"""Scripted people, and what Telegram does for them: sending, editing, files, groups, menus."""

from __future__ import annotations

import asyncio
import struct
import zlib

import aiohttp
import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.conftest import Api


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\0\0\0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def test_html_is_shown_without_its_markup(server: TelegramServer, api: Api) -> None:
    await server.person(1).says("hola")
    html = '<b>5 &lt; 6 &amp; 😀</b> <a href="https://a.b/?x=1&amp;y=2">link</a> <i>ñ</i>'
    body = await api("sendMessage", chat_id=1, text=html, parse_mode="HTML")
    assert body["result"]["text"] == "5 < 6 & 😀 link ñ"
    assert body["result"]["entities"] == [
        {"type": "bold", "offset": 0, "length": 10},
        {"type": "text_link", "offset": 11, "length": 4, "url": "https://a.b/?x=1&y=2"},
        {"type": "italic", "offset": 16, "length": 1},
    ]
    assert server.world.chats[1].unread[-1].source == html


async def test_the_longest_texts_are_taken(server: TelegramServer, api: Api) -> None:
    await server.person(1).says("hola")
    text = "<b>" + "&amp;" * 4096 + "</b>"
    assert len((await api("sendMessage", chat_id=1, text=text, parse_mode="HTML"))["result"]["text"]) == 4096
    buttons = [[{"text": "a", "callback_data": "x" * 64}] for _ in range(100)]
    assert (await api("sendMessage", chat_id=1, text="x", reply_markup={"inline_keyboard": buttons}))["ok"]


async def test_form_values_are_texts(server: TelegramServer, api: Api, session: aiohttp.ClientSession) -> None:
    await server.person(1).says("hola")
    form = {"chat_id": "1", "text": "5", "disable_notification": "true", "reply_parameters": '{"message_id": 1}'}
    async with session.post(f"{server.url}/bot{server.token}/sendMessage", data=form) as response:
        body = await response.json()
    assert body["result"]["reply_to_message"]["text"] == "hola"
    assert server.calls[-1].parameters == {
        "chat_id": 1,
        "text": "5",
        "disable_notification": True,
        "reply_parameters": {"message_id": 1},
    }


async def test_an_upload_can_be_sent_again_by_its_id(
    server: TelegramServer, api: Api, session: aiohttp.ClientSession
) -> None:
    await server.person(1).says("hola")
    form = aiohttp.FormData({"chat_id": "1", "caption": "<b>c</b>", "parse_mode": "HTML"})
    form.add_field("photo", png(), filename="chart.png", content_type="image/png")
    async with session.post(f"{server.url}/bot{server.token}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    photo = sent["photo"][-1]
    assert (photo["width"], photo["height"], sent["caption"]) == (2, 2, "c")
    again = await api("sendPhoto", chat_id=1, photo=photo["file_id"])
    assert again["result"]["photo"][-1]["file_unique_id"] == photo["file_unique_id"]
    wrong = await api("sendDocument", chat_id=1, document=photo["file_id"])
    assert wrong["description"] == "Bad Request: can't use file of type Photo as Document"
    path = (await api("getFile", file_id=photo["file_id"]))["result"]["file_path"]
    async with session.get(f"{server.url}/file/bot{server.token}/{path}") as response:
        assert await response.read() == png()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "file must be non-empty"), (b"text", "IMAGE_PROCESS_FAILED"), (png(400, 2), "PHOTO_INVALID_DIMENSIONS")],
)
async def test_what_is_no_picture(
    server: TelegramServer, session: aiohttp.ClientSession, content: bytes, says: str
) -> None:
    await server.person(1).says("hola")
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("photo", content, filename="chart.png", content_type="image/png")
    async with session.post(f"{server.url}/bot{server.token}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == f"Bad Request: {says}"


async def test_pressing_a_button_waits_for_the_answer(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    await ana.says("hola")
    keyboard = {"inline_keyboard": [[{"text": "Fórmula", "callback_data": "f1"}]]}
    await api("sendMessage", chat_id=1, text="first", reply_markup=keyboard)
    message = await ana.reads()
    press = asyncio.create_task(ana.presses(message, "fórmula"))
    updates = await api("getUpdates", timeout=1)
    query = updates["result"][-1]["callback_query"]
    assert query["data"] == "f1"
    assert query["message"]["message_id"] == message.id
    await api("editMessageText", chat_id=1, message_id=message.id, text="second")
    await api("answerCallbackQuery", callback_query_id=query["id"], text="done")
    assert (await press)["text"] == "done"
    assert (await ana.sees_edit(message)).text == "second"
    assert message.labels == []
    with pytest.raises(AssertionError, match="an edit of"):
        await ana.sees_edit(message, within=0.01)
    with pytest.raises(AssertionError, match="a message in chat 1"):
        await ana.reads(within=0.01)


async def test_privacy_mode_holds_back_what_is_not_for_the_bot(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    group = server.group(ana)
    bots = (await api("sendMessage", chat_id=group.id, text="hi"))["result"]["message_id"]
    for text in ("hello all", "@OtherBot hi", "/start@OtherBot", "5 /a"):
        await ana.says(text, group)
    for text in ("/start", "/start@CuestaBot", "hey @CuestaBot, cost?"):
        await ana.says(text, group)
    await ana.says("and a month?", group, reply_to=group.messages[bots])
    seen = [update["message"]["text"] for update in (await api("getUpdates"))["result"]]
    assert seen == ["/start", "/start@CuestaBot", "hey @CuestaBot, cost?", "and a month?"]
    group.members[server.world.bot_id] = "administrator"
    await ana.says("everything", group)
    assert len((await api("getUpdates"))["result"]) == 5


async def test_topics_members_and_joining(server: TelegramServer, api: Api) -> None:
    ana, luis = server.person(1), server.person(2)
    forum = server.group(ana, administrators=(luis,), topics={11: "Costos"}, bot="left")
    await luis.adds_bot(forum)
    await ana.says("/help", forum, topic=11)
    kinds = [set(update) - {"update_id"} for update in (await api("getUpdates"))["result"]]
    assert kinds == [{"my_chat_member"}, {"message"}, {"message"}]
    update = (await api("getUpdates"))["result"][2]["message"]
    assert (update["message_thread_id"], update["is_topic_message"]) == (11, True)
    reply = {"message_id": update["message_id"]}
    sent = await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=11, reply_parameters=reply)
    assert sent["result"]["message_thread_id"] == 11
    assert (await api("getChatMember", chat_id=forum.id, user_id=2))["result"]["status"] == "administrator"
    assert [member["user"]["id"] for member in (await api("getChatAdministrators", chat_id=forum.id))["result"]] == [2]
    await luis.removes_bot(forum)
    assert (await api("sendMessage", chat_id=forum.id, text="x"))["error_code"] == 403


async def test_votes_and_closed_polls(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    await ana.says("hola")
    await api(
        "sendPoll", chat_id=1, question="q", options=["a", {"text": "b"}], type="quiz", correct_option_ids=[1],
        is_anonymous=False, explanation="<b>because</b>", explanation_parse_mode="HTML", open_period=30,
    )  # fmt: skip
    message = await ana.reads()
    await ana.votes(message, 1)
    answer = (await api("getUpdates"))["result"][-1]["poll_answer"]
    assert (answer["option_ids"], answer["user"]["id"]) == ([1], 1)
    assert (await api("stopPoll", chat_id=1, message_id=message.id))["result"]["is_closed"]
    assert (await api("stopPoll", chat_id=1, message_id=message.id))["description"].endswith("already been closed")


async def test_menus_are_kept_by_scope_and_language(server: TelegramServer, api: Api) -> None:
    help_ = [{"command": "help", "description": "Help"}]
    ayuda = [{"command": "ayuda", "description": "Ayuda"}]
    scope = {"type": "all_private_chats"}
    await api("setMyCommands", commands=help_, scope=scope)
    await api("setMyCommands", commands=ayuda, scope=scope, language_code="es")
    assert (await api("getMyCommands", scope=scope, language_code="es"))["result"] == ayuda
    assert (await api("getMyCommands", scope=scope))["result"] == help_
    assert (await api("getMyCommands"))["result"] == []
    await api("setMyDescription", description="Costs", language_code="en")
    assert (await api("getMyDescription", language_code="en"))["result"] == {"description": "Costs"}
    assert (await api("getMyDescription", language_code="es"))["result"] == {"description": ""}
