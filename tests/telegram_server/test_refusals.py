"""Everything that Telegram refuses, one case each: see `refusal_cases.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from tests.telegram_server import TelegramServer
from tests.telegram_server.chats import Chat
from tests.telegram_server.conftest import Api
from tests.telegram_server.faults import Kind
from tests.telegram_server.floods import FloodLimits

CASES = yaml.safe_load(Path(__file__).with_name("refusal_cases.yaml").read_text(encoding="utf-8"))


def expanded(value: Any) -> Any:
    """`*5` is five letters x, `ñ*3` three ñ; at any depth."""
    if isinstance(value, dict):
        return {name: expanded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [expanded(item) for item in value]
    repeated = re.fullmatch(r"(.?)\*(\d+)", value) if isinstance(value, str) else None
    return (repeated[1] or "x") * int(repeated[2]) if repeated else value


def parameters_of(case: dict[str, Any]) -> dict[str, Any]:
    given = expanded(case.get("with", {}))
    if "buttons" in given:
        given["reply_markup"] = {"inline_keyboard": [given.pop("buttons")]}
    if "many_buttons" in given:
        buttons = [[{"text": "a", "callback_data": "b"}] for _ in range(given.pop("many_buttons"))]
        given["reply_markup"] = {"inline_keyboard": buttons}
    if "many_commands" in given:
        given["commands"] = [
            {"command": f"c{number}", "description": "x"} for number in range(given.pop("many_commands"))
        ]
    return dict(given)


@pytest.fixture
async def scene(server: TelegramServer, api: Api) -> TelegramServer:
    ana = server.person(1, username="ana")
    await ana.says("hola")
    buttons = {"inline_keyboard": [[{"text": "a", "callback_data": "old"}]]}
    sent = await api("sendMessage", chat_id=1, text="first", reply_markup=buttons)
    assert sent["result"]["message_id"] == 2
    server.person(2)
    await server.person(3).blocks()
    server.person(4).chat.deactivated = True
    bot = server.world.bot_id
    server.world.chats |= {
        -5: Chat(-5, "supergroup", members={bot: "left"}),
        -6: Chat(-6, "supergroup", members={bot: "kicked"}),
        -7: Chat(-7, "supergroup", members={bot: "member"}, muted=True),
        -8: Chat(-8, "supergroup", members={bot: "member"}, is_forum=True, topics={11: "Costos"}),
    }
    return server


@pytest.mark.parametrize("case", CASES, ids=[f"{case['method']}: {case['why']}" for case in CASES])
async def test_refused(scene: TelegramServer, api: Api, case: dict[str, Any]) -> None:
    before = {chat.id: len(chat.messages) for chat in scene.world.chats.values()}
    body = await api(case["method"], **parameters_of(case))
    assert body == {"ok": False, "error_code": case["code"], "description": case["says"]}
    assert {chat.id: len(chat.messages) for chat in scene.world.chats.values()} == before
    assert scene.refused[-1].description == case["says"]


async def test_wrong_tokens(server: TelegramServer, session: aiohttp.ClientSession) -> None:
    for token, status, description in (("1:wrong", 401, "Unauthorized"), ("nonsense", 404, "Not Found")):
        async with session.post(f"{server.url}/bot{token}/getMe") as response:
            assert response.status == status
            assert await response.json() == {"ok": False, "error_code": status, "description": description}


async def test_an_upgraded_group_says_where_it_went(server: TelegramServer, api: Api) -> None:
    group = server.group(type="group")
    group.upgraded_to = -1001
    body = await api("sendMessage", chat_id=group.id, text="hi")
    assert body["error_code"] == 400
    assert body["parameters"] == {"migrate_to_chat_id": -1001}


async def test_a_press_answered_too_late_and_with_too_much(server: TelegramServer, api: Api) -> None:
    ana = server.person(1)
    await ana.says("hola")
    buttons = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = await api("sendMessage", chat_id=1, text="x", reply_markup=buttons)
    message = ana.chat.messages[sent["result"]["message_id"]]
    query = (await ana.presses(message, "a", wait=False))["query"]
    body = await api("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert body["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert (await api("answerCallbackQuery", callback_query_id=query.id, text="x" * 200))["result"] is True
    query.seconds = -1.0
    body = await api("answerCallbackQuery", callback_query_id=query.id)
    assert body["description"].startswith("Bad Request: query is too old")


INLINE_CASES = [
    ([{"id": str(n)} for n in range(51)], "RESULTS_TOO_MUCH"),
    ([{"id": "1"}, {"id": "1"}], "RESULT_ID_DUPLICATE"),
    ([{"id": "x" * 65}], "RESULT_ID_INVALID"),
    ([{"id": ""}], "RESULT_ID_INVALID"),
    ([{"title": " "}], "ARTICLE_TITLE_EMPTY"),
    ([{"input_message_content": {"message_text": "x" * 4097}}], "message is too long"),
    ([{"input_message_content": {"message_text": "<p>", "parse_mode": "HTML"}}], "can't parse entities"),
    ([{"colour": "red"}], 'unknown field "results.0.colour"'),
    ([{"type": "essay"}], 'unsupported type "essay" of InlineQueryResult'),
]


@pytest.mark.parametrize(("results", "says"), INLINE_CASES, ids=[says for _, says in INLINE_CASES])
async def test_inline_results(server: TelegramServer, api: Api, results: list[dict[str, Any]], says: str) -> None:
    ana = server.person(1)
    article = {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "x"}}
    with pytest.raises(AssertionError, match="results for"):
        await ana.searches("a100", within=0.01)
    query = next(iter(server.world.inline_queries))
    body = await api("answerInlineQuery", inline_query_id=query, results=[article | result for result in results])
    assert body["error_code"] == 400
    assert says in body["description"]
    assert (await api("answerInlineQuery", inline_query_id=query, results=[article]))["ok"] is True
    assert server.world.inline_queries[query].answers[0]["results"] == [article]


async def test_flood_limits(server: TelegramServer, api: Api) -> None:
    server.world.floods = FloodLimits(chat_burst=2, chat_seconds=0.2)
    for number in range(40):
        await server.person(number + 1).says("hola")
    bodies = [await api("sendMessage", chat_id=1, text="x") for _ in range(3)]
    assert [body["ok"] for body in bodies] == [True, True, False]
    assert bodies[2]["error_code"] == 429
    assert bodies[2]["parameters"] == {"retry_after": 1}
    assert bodies[2]["description"] == "Too Many Requests: retry after 1"
    others = [await api("sendMessage", chat_id=number + 2, text="x") for number in range(29)]
    assert [body["ok"] for body in others] == [True] * 28 + [False]
    assert server.world.floods.hits == 2


async def test_twenty_a_minute_in_a_group(server: TelegramServer, api: Api) -> None:
    server.world.floods = FloodLimits(chat_burst=100, overall_per_second=100, minute=30.0)
    group = server.group()
    bodies = [await api("sendMessage", chat_id=group.id, text="x") for _ in range(21)]
    assert [body["ok"] for body in bodies] == [True] * 20 + [False]
    assert 29 <= bodies[20]["parameters"]["retry_after"] <= 30


async def test_faults(server: TelegramServer, api: Api, session: aiohttp.ClientSession) -> None:
    await server.person(1).says("hola")
    server.faults.add("status", "sendMessage", status=429, retry_after=7)
    assert (await api("sendMessage", chat_id=1, text="x"))["parameters"] == {"retry_after": 7}
    server.faults.add("status", status=500)
    assert (await api("sendMessage", chat_id=1, text="x"))["error_code"] == 500
    assert len(server.person(9).chat.messages) == 0
    chat = server.world.chats[1]
    for kind, arrived in ((Kind.DROPPED, 0), (Kind.LOST, 1), (Kind.TRUNCATED, 1)):
        server.faults.add(kind, "sendMessage")
        before = len(chat.messages)
        with pytest.raises(aiohttp.ClientError):
            await api("sendMessage", chat_id=1, text="x")
        assert len(chat.messages) - before == arrived
    server.faults.add("garbled")
    async with session.post(f"{server.url}/bot{server.token}/getMe") as response:
        assert response.status == 502
        assert response.content_type == "text/html"
    server.faults.add("slow", "sendMessage", seconds=0.2, when=lambda given: given["text"] == "slow")
    assert (await api("sendMessage", chat_id=1, text="fast"))["ok"]
    assert (await api("sendMessage", chat_id=1, text="slow"))["ok"]
    fast, slow = server.calls[-2:]
    assert fast.ended - fast.at < 0.2 <= slow.ended - slow.at
