"""The requests themselves: what is sent, and what of the answers the library gets to see."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.raw import CuestaBot
from bot.telegram.transport import AiohttpRequest, _body

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
CHAT = {"id": 1, "type": "private", "first_name": "Ana"}
SENT = {
    "message_id": 7,
    "date": 1700000000,
    "chat": CHAT,
    "from": {"id": 2, "is_bot": True, "first_name": "Cuesta"},
    "text": "hola",
    "entities": [{"type": "bold", "offset": 0, "length": 4}],
    "photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}],
    "reply_to_message": {"message_id": 6, "date": 1700000000, "chat": CHAT, "text": "?"},
    "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
}
UPDATE = {"update_id": 5, "message": {"message_id": 1, "date": 1700000000, "chat": CHAT, "text": "secret"}}


@given(st.dictionaries(st.text("abcdefgh_", min_size=1), st.text(), min_size=1))
def test_a_form_says_what_it_is_given(parameters: dict[str, str]) -> None:
    data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
    form: bytes = _body(data)["data"]
    read = parse_qsl(form.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    assert dict(read) == parameters


@pytest.fixture
async def answers() -> AsyncIterator[tuple[str, list[Any]]]:
    """A server that answers whatever is put into the list."""
    results: list[Any] = []

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.json_response({"ok": True, "result": results.pop(0)})

    runner = web.ServerRunner(web.Server(answer))  # type: ignore[arg-type]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot", results
    await runner.cleanup()


async def test_of_a_message_sent_only_what_is_new_is_read(answers: tuple[str, list[Any]]) -> None:
    url, results = answers
    request = AiohttpRequest()
    bot = Bot(TOKEN, base_url=url, request=request)
    await request.initialize()
    results.append(json.loads(json.dumps(SENT)))
    sent = await bot.send_message(1, "hola")
    await request.shutdown()
    assert (sent.message_id, sent.chat.id, sent.photo[0].file_id) == (7, 1, "f")
    assert (sent.text, sent.reply_markup, sent.reply_to_message) == (None, None, None)


async def test_updates_are_handed_out_as_they_came(answers: tuple[str, list[Any]]) -> None:
    url, results = answers
    request = AiohttpRequest()
    bot = CuestaBot(TOKEN, base_url=url, get_updates_request=request)
    await request.initialize()
    results.append([UPDATE, "rubbish"])
    assert await bot.fetch(None, 0, ["message"]) == [UPDATE]
    await request.shutdown()
