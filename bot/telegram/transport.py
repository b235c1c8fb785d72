"""Requests to the Bot API over aiohttp, tried again where that is right.

python-telegram-bot's own transport handles some 18 updates a second at 50 ms latency, since httpx's pool stalls when
many requests wait; aiohttp's does not. `BaseRequest` is the library's documented place for another one.

Trying again must neither lose an answer nor send it twice. What is known after a failure decides:

- nothing was sent (no connection), or the server said it failed (5xx): try again;
- what came back is not from the Bot API (a gateway's page, a redirect): try again;
- the connection was closed before any answer: try again (a kept connection that the server had given up is the usual
  reason, and then nothing was carried out);
- the server may well have carried it out (it did not answer in time, or half of the answer is missing): try again what
  does no harm twice; of a message, which would then be there twice, say `MaybeSentError`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECTIONS: Final = 256
CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 60.0
"""How long to wait for an answer. Long, since a message whose answer did not come cannot be sent again."""
KEEP_TRYING_SECONDS: Final = 300.0
QUERY_SECONDS: Final = 15.0
"""Pressed buttons and inline queries are no longer waited for after about this time."""
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 15.0
_QUERIES: Final = frozenset({"answerCallbackQuery", "answerInlineQuery"})
_ONCE: Final = frozenset({"getUpdates", "sendChatAction", "sendMessageDraft"})
_MESSAGES: Final = ("send", "copy", "forward")
_SAID_BY_US: Final = frozenset(
    {
        "from",
        "text",
        "entities",
        "caption",
        "caption_entities",
        "link_preview_options",
        "reply_markup",
        "reply_to_message",
    }
)
"""What of a message that we sent is only what we said, or what it answers."""

_FORM_HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded"}

_logger = logging.getLogger(__name__)


class MaybeSentError(NetworkError):
    """A message was on its way when the network failed: it may be there, so it must not be sent again."""


class _FailureError(Exception):
    """One try failed. `maybe_done`: the server may have carried it out."""

    def __init__(self, reason: str, *, maybe_done: bool, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.maybe_done = maybe_done
        self.timed_out = timed_out

    def as_telegram_error(self) -> NetworkError:
        """The same as an error of the library."""
        return TimedOut(self.reason) if self.timed_out else NetworkError(self.reason)


@dataclass(frozen=True, slots=True)
class Form:
    """Parameters of a call, written out already; what `RequestData` makes of objects."""

    json_parameters: dict[str, str]
    contains_files: Literal[False] = False


class Wire(Protocol):
    """Who is told of messages that go out, at each try."""

    async def ready_for_the_wire(self) -> None:
        """A message goes out as soon as there is a connection for it."""

    def on_the_wire(self) -> None:
        """It goes out in this moment."""

    async def off_the_wire(self) -> None:
        """It was not taken, and is tried again."""


class AiohttpRequest(BaseRequest):
    """HTTP requests of one bot.

    `answer_seconds` is how long an answer may take. Where it is not `patient`, nothing is tried again. `wire` is told
    of messages that go out.
    """

    def __init__(
        self,
        answer_seconds: float = ANSWER_SECONDS,
        connections: int = CONNECTIONS,
        *,
        patient: bool = True,
        wire: Wire | None = None,
    ) -> None:
        self._answer_seconds = answer_seconds
        self._patient = patient
        self._wire = wire
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take; the library adds those of a long poll."""
        return self._answer_seconds

    async def initialize(self) -> None:
        """Open the session; connections are made when needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, limit_per_host=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                request_class=_telling(self._wire),
                skip_auto_headers=("Accept", "User-Agent"),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's JSON. Unlike the library's, it does not log what it cannot read: that may be personal.

        Of a message that was sent it leaves out what we know: to have the library make objects of it takes 0.2 ms.
        """
        parsed = _object(payload)
        if parsed is None:
            raise MaybeSentError("unreadable answer")
        result = parsed.get("result")
        if isinstance(result, dict) and "message_id" in result:
            parsed["result"] = {name: value for name, value in result.items() if name not in _SAID_BY_US}
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body of the answer, after as many tries as are right."""
        endpoint = url.rpartition("/")[2]
        limits = self._limits(read_timeout)
        body = _body(request_data)
        wire = self._wire if is_message(endpoint) else None
        for wait in _waits(endpoint) if self._patient else (None,):
            if wire is not None:
                await wire.ready_for_the_wire()
            try:
                status, answer = await self._once(method, url, body, limits)
            except _FailureError as failure:
                if failure.maybe_done and is_message(endpoint):
                    raise MaybeSentError(failure.reason) from None
                if wait is None:
                    raise failure.as_telegram_error() from None
                _logger.warning("request failed", extra={"endpoint": endpoint, "reason": failure.reason})
            else:
                if wait is None or _is_telling(status, answer):
                    # What an error page quotes is not to be logged.
                    return status, answer if status == 200 or _object(answer) is not None else b"{}"
                _logger.warning("request failed", extra={"endpoint": endpoint, "reason": f"status {status}"})
            if wire is not None:
                await wire.off_the_wire()
            await asyncio.sleep(wait)
        raise AssertionError("the last wait is None")

    def _limits(self, read_timeout: Any) -> aiohttp.ClientTimeout:
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._answer_seconds
        return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)

    async def _once(
        self, method: str, url: str, body: dict[str, Any], limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("not initialized")
        status = 0
        try:
            # What people are told goes to nobody else: no redirect is followed.
            request = self._session.request(method, url, timeout=limits, allow_redirects=False, **_fresh(body))
            async with request as response:
                status = response.status
                answer = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise _FailureError(type(error).__name__, maybe_done=False) from None
        except TimeoutError as error:
            raise _FailureError(type(error).__name__, maybe_done=True, timed_out=True) from None
        except (aiohttp.ClientError, OSError) as error:
            has_answered = status == 200 or isinstance(error, aiohttp.ClientResponseError)
            raise _FailureError(type(error).__name__, maybe_done=has_answered) from None
        if status == 200 and method == "POST":
            _check(answer)
        return status, answer


def _telling(wire: Wire | None) -> type[aiohttp.ClientRequest]:
    """Requests that tell when a message goes out. aiohttp's tracing would too, at a tenth of the cost of a request."""
    if wire is None:
        return aiohttp.ClientRequest
    told = wire.on_the_wire

    class TellingRequest(aiohttp.ClientRequest):
        async def write_bytes(self, *arguments: Any) -> None:
            # `send` only plans the writing: others would have their turn before it, and the process might end.
            if is_message(self.url.name):
                told()
            await super().write_bytes(*arguments)

    return TellingRequest


def is_message(endpoint: str) -> bool:
    """Whether people see a message more each time this is called."""
    return endpoint.startswith(_MESSAGES) and endpoint not in _ONCE


def _check(answer: bytes) -> None:
    """Raises _FailureError for an answer that tells nothing, though the server says that all is well."""
    text = answer.strip()
    if not text.startswith(b"{"):
        raise _FailureError("no answer of the Bot API", maybe_done=False)  # a gateway's page
    if not text.endswith(b"}") or b'"result"' not in text:
        is_refused = (_object(text) or {}).get("ok") is False
        raise _FailureError("refused" if is_refused else "incomplete answer", maybe_done=not is_refused)


def _is_telling(status: int, answer: bytes) -> bool:
    """Whether it is of use: a result, or an error that the Bot API explains."""
    return status == 200 or status == 413 or (400 <= status < 500 and _object(answer) is not None)


def _object(answer: bytes) -> dict[str, Any] | None:
    """A JSON object; None for what is none."""
    try:
        parsed = json.loads(answer.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _waits(endpoint: str) -> Iterator[float | None]:
    """Seconds before each further try; None: there is none."""
    end = time.monotonic() + (QUERY_SECONDS if endpoint in _QUERIES else KEEP_TRYING_SECONDS)
    wait = _FIRST_WAIT
    while endpoint not in _ONCE and time.monotonic() + wait < end:
        yield wait * random.uniform(0.8, 1.2)  # noqa: S311 - so that not all try again at one moment
        wait = min(2 * wait, _LONGEST_WAIT)
    yield None


def _body(data: RequestData | Form | None) -> dict[str, Any]:
    """What to hand to aiohttp: a form, with parts where there are files."""
    if data is None:
        return {}
    if not isinstance(data, Form) and data.contains_files:
        return {"parts": (data.json_parameters, data.multipart_data)}
    # yarl's encoding takes a tenth of the library's.
    form = URL.build(query=data.json_parameters).raw_query_string
    return {"data": form.encode(), "headers": _FORM_HEADERS}


def _fresh(body: dict[str, Any]) -> dict[str, Any]:
    """The body once more: a multipart form can be sent only once."""
    if "parts" not in body:
        return body
    parameters, files = body["parts"]
    form = aiohttp.FormData(parameters)
    for name, (filename, content, content_type) in files.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}
