"""The requests themselves: what is sent, and what of the answers the library gets to see."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram import transport
from bot.telegram.raw import CuestaBot
from bot.telegram.transport import AiohttpRequest, MaybeSentError, _body
from tests.bot.telegram.conftest import Running
from tests.telegram_server import TelegramServer

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


def http(status: str, body: str, *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", body]
    return "\r\n".join(lines).encode()


SENT_ANSWER = json.dumps({"ok": True, "result": SENT})
PAGE = "<html>a page of a gateway that quotes secret words</html>"
LIE = "Content-Encoding: gzip"
AGAIN, MAYBE, REFUSED = "again", "maybe", "refused"


@contextlib.asynccontextmanager
async def answering(first: bytes, then: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers the first request as told, byte by byte, and further ones well; what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        asked.append(head)
        writer.write(first if len(asked) == 1 else then)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        pytest.param(http("200 OK", PAGE), AGAIN, id="a page instead of JSON"),
        pytest.param(http("200 OK", ""), AGAIN, id="nothing"),
        pytest.param(http("200 OK", '{"ok":false}'), AGAIN, id="refused with a good status"),
        pytest.param(http("302 Found", "", "Location: /elsewhere"), AGAIN, id="a redirect"),
        pytest.param(http("307 Temporary Redirect", "", "Location: http://127.0.0.1:9/"), AGAIN, id="elsewhere"),
        *(
            pytest.param(http(f"{status} X", PAGE), AGAIN, id=f"{status} of a gateway")
            for status in (400, 401, 403, 404, 429, 500, 501, 502, 503, 504, 520)
        ),
        pytest.param(http("500 X", '{"ok":false,"description":"x"}'), AGAIN, id="500 of the Bot API"),
        pytest.param(b"", AGAIN, id="closed"),
        pytest.param(http("200 OK", SENT_ANSWER, length=len(SENT_ANSWER) + 9), MAYBE, id="longer than it is"),
        pytest.param(http("200 OK", SENT_ANSWER, length=len(SENT_ANSWER) - 9), MAYBE, id="shorter than it is"),
        pytest.param(http("200 OK", SENT_ANSWER[:40]), MAYBE, id="half of it"),
        pytest.param(http("200 OK", SENT_ANSWER[:-30] + "}"), MAYBE, id="half of it, with an end"),
        pytest.param(http("200 OK", '{"ok":true}'), MAYBE, id="no result"),
        pytest.param(http("200 OK", SENT_ANSWER, LIE), MAYBE, id="not packed as it says"),
        pytest.param(b"SSH-2.0-OpenSSH_9\r\n\r\n", MAYBE, id="no HTTP"),
        pytest.param(http("403 X", '{"ok":false,"description":"Forbidden: blocked"}'), REFUSED, id="blocked"),
        pytest.param(http("400 X", '{"ok":false,"description":"Bad Request"}'), REFUSED, id="a bad request"),
        pytest.param(http("413 X", PAGE), REFUSED, id="too large for a gateway"),
    ],
)
async def test_a_message_is_sent_again_where_it_certainly_was_not_taken(
    first: bytes, expected: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    caplog.set_level("INFO")
    async with answering(first, http("200 OK", SENT_ANSWER)) as (url, asked):
        request = AiohttpRequest()
        bot = Bot(TOKEN, base_url=f"{url}/bot", request=request)
        await request.initialize()
        try:
            message = await bot.send_message(1, "hola")
            outcome = AGAIN if message.message_id == 7 and len(asked) == 2 else "taken at once"
        except MaybeSentError:
            outcome = MAYBE
        except (Forbidden, BadRequest, NetworkError) as error:
            outcome = REFUSED if "secret" not in str(error) else "told in the log"
        await request.shutdown()
    assert outcome == expected
    assert all(head.startswith(f"POST /bot{TOKEN}/sendMessage ".encode()) for head in asked)
    assert "secret" not in caplog.text
    assert "hola" not in caplog.text


async def test_a_fetch_that_is_never_answered_holds_nobody_up_for_long(
    server: TelegramServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a connection that a router has forgotten, which nobody closes."""
    monkeypatch.setattr("bot.telegram.raw.SLACK_SECONDS", 0.3)
    monkeypatch.setattr("bot.telegram.polling.WAIT_SECONDS", 0)
    held = server.faults.add("held", "getUpdates")
    async with running():
        await server.eventually(lambda: held.hits, "a fetch that hangs")
        assert "Hola" in (await server.person(1, "es").asks("/start")).text
    held.let_go.set()
