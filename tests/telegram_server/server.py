"""The stand-in itself: the Bot API over HTTP on the loopback interface."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any, Self

from aiohttp import web

from tests.telegram_server.crowd import Crowd
from tests.telegram_server.faults import Fault, Faults, Kind
from tests.telegram_server.files import Upload
from tests.telegram_server.floods import FloodLimits
from tests.telegram_server.methods import HANDLERS, Request
from tests.telegram_server.records import Call, Record
from tests.telegram_server.refusals import Refusal
from tests.telegram_server.schema import check_parameters, method_name
from tests.telegram_server.world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


class TelegramServer(Crowd):
    """A strict local stand-in for the Bot API, with the people who use it.

    `url` is the root of the Bot API server, `token` the bot's. `latency` seconds pass before every answer, as on a
    network. `floods` are the flood limits that hold; None for none. `port` 0 takes any free one.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "CuestaBot",
        latency: float = 0.0,
        floods: FloodLimits | None = None,
        kept_calls: int | None = None,
        port: int = 0,
    ) -> None:
        self.token = token
        self.latency = latency
        self.world = World(int(token.partition(":")[0]), username, floods)
        self.record = Record(kept=kept_calls)
        self.faults = Faults()
        self.url = ""
        self._port = port
        self._broken: list[Exception] = []
        self._runner: web.AppRunner | None = None
        self.world.updates.on_change = self.record.changed

    @property
    def calls(self) -> list[Call]:
        """Every request, in the order in which they came in."""
        return self.record.calls

    @property
    def sent(self) -> list[Call]:
        """What people got to see, in order."""
        return self.record.sent

    @property
    def refused(self) -> list[Call]:
        """Requests that Telegram would not carry out, for the bot's own fault."""
        return self.record.refused

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.world.webhook is not None:
            await self.world.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._broken:
            # The bot was told 500 and may have coped; the test must not pass over a fault of the stand-in.
            raise ExceptionGroup("the stand-in itself failed", self._broken)

    async def _handle(self, http: web.Request) -> web.StreamResponse:
        name = http.match_info["method"]
        call: Call | None = None
        try:
            self._check_token(http.match_info["token"])
            method = method_name(name)
            raw, files = await _parameters(http)
            call = self.record.begin(method, raw)
            call.port = _port(http)
            return await self._carry_out(http, call, raw, files)
        except Refusal as refusal:
            call = call or self.record.begin(name, {})
            gone = http.transport is None or http.transport.is_closing()
            call.status, call.description = 0 if gone else refusal.code, refusal.description
            return self._answer(http, refusal.code, refusal.body())
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError) as error:
            self._broken.append(error)
            raise
        finally:
            if call is not None:
                call.ended = asyncio.get_running_loop().time()
                self.record.asked += call.method != "getUpdates"
            self.record.changed()

    async def _carry_out(
        self, http: web.Request, call: Call, raw: dict[str, Any], files: dict[str, Upload]
    ) -> web.StreamResponse:
        fault = self.faults.strike(call.method, raw)
        if self.latency and call.method != "getUpdates":
            await asyncio.sleep(self.latency)
        if fault is not None:
            await fault.before()
            if fault.kind is Kind.DROPPED:
                return _hang_up(http, call)
            if fault.kind is Kind.GARBLED:
                call.status = 502
                return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        call.parameters = check_parameters(call.method, raw, files)
        request = Request(call.method, call.parameters, files, self.world)
        result = HANDLERS[call.method](request)
        call.result = await result if inspect.isawaitable(result) else result
        call.status = 200
        return await self._with_fault(http, call, fault, {"ok": True, "result": call.result})

    async def _with_fault(
        self, http: web.Request, call: Call, fault: Fault | None, body: dict[str, Any]
    ) -> web.StreamResponse:
        call.lost = fault is not None and fault.kind in (Kind.LOST, Kind.TRUNCATED)
        if fault is not None and fault.kind is Kind.LOST:
            return _hang_up(http, call, status=200)
        if fault is not None and fault.kind is Kind.TRUNCATED:
            text = json.dumps(body).encode()
            response = web.StreamResponse(
                headers={"Content-Length": str(len(text)), "Content-Type": "application/json"}
            )
            await response.prepare(http)
            await response.write(text[: len(text) // 2])
            return _hang_up(http, call, status=200)
        return self._answer(http, 200, body)

    def _answer(self, http: web.Request, status: int, body: dict[str, Any]) -> web.Response:
        response = web.Response(status=status, text=json.dumps(body), content_type="application/json")
        if status == 413:
            response.force_close()
        return response

    def _check_token(self, token: str) -> None:
        number, _, secret = token.partition(":")
        if not number.isdecimal() or not secret:
            raise Refusal(404, "Not Found")
        if token != self.token:
            raise Refusal(401, "Unauthorized")

    async def _download(self, http: web.Request) -> web.Response:
        if http.match_info["token"] != self.token:
            return web.json_response(Refusal(404, "Not Found").body(), status=404)
        kept = self.world.files.by_path(http.match_info["path"])
        if kept is None:
            return web.json_response(Refusal(404, "Not Found").body(), status=404)
        return web.Response(body=kept.upload.content, content_type="application/octet-stream")


def _port(http: web.Request) -> int:
    address = http.transport.get_extra_info("peername") if http.transport is not None else None
    return int(address[1]) if address else 0


def _hang_up(http: web.Request, call: Call, status: int = 0) -> web.Response:
    call.status = status
    call.description = "connection closed"
    if http.transport is not None:
        http.transport.abort()
    return web.Response(status=500)


async def _parameters(http: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query, a form or a JSON body, and the files of a multipart body."""
    raw: dict[str, Any] = dict(http.query)
    files: dict[str, Upload] = {}
    if http.method != "POST":
        return raw, files
    if http.content_type == "application/json":
        body = await http.text()
        try:
            raw.update(json.loads(body or "{}"))
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
        return raw, files
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            raw[name] = value
    return raw, files
