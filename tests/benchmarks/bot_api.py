"""A light stand-in for the Bot API: an instrument that costs little, run as a process of its own.

The strict stand-in of the tests checks every parameter, which takes longer than the bots that are to be measured. This
one checks nothing, and counts. It plays a class: each student writes as soon as the answer before has come, so at most
one message of each is under way; that every message is answered once and in order is counted too.

    python -m tests.benchmarks.bot_api --students 300 --latency 0.05

prints the port it listens on. `POST /count?seconds=3` answers with what happened in those seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import random
import sys
import time
from collections import deque
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from tests.benchmarks.texts import messages

BOT = {"id": 110201543, "is_bot": True, "first_name": "Cuesta", "username": "CuestaBot", "can_join_groups": True}
_SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendPoll"})


class Classroom:
    """Students who write to one bot, and what the bot answers."""

    def __init__(self, students: int, latency: float, texts: int | None = None) -> None:
        self.latency = latency
        self.pending: deque[dict[str, Any]] = deque()
        self.arrived = asyncio.Event()
        self.asked_at: dict[int, float] = {}
        self.taken: list[float] = []
        self.answered = 0
        self.unasked = 0
        self.webhook: tuple[str, str, int] | None = None
        self.messages: dict[int, int] = {}
        self.limit: int | None = None
        self._chance = random.Random(1)
        self._texts = messages() if texts is None else self._chance.sample(messages(), texts)
        self._updates = itertools.count(1)
        self._message_ids = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        for number in range(1, students + 1):
            self.write(1_000_000 + number)

    def write(self, student: int) -> None:
        """A student writes the next question."""
        if self.limit is not None:
            if self.limit <= 0:
                return
            self.limit -= 1
        person = {"id": student, "is_bot": False, "first_name": "Ana", "language_code": "es"}
        message = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": student, "type": "private", "first_name": "Ana"},
            "from": person,
            "text": self._chance.choice(self._texts),
        }
        self.asked_at[student] = time.perf_counter()
        self.pending.append({"update_id": next(self._updates), "message": message})
        self.arrived.set()

    def answer(self, chat: int, text: str) -> dict[str, Any]:
        """The bot writes; the student writes again."""
        asked = self.asked_at.pop(chat, None)
        if asked is None:
            self.unasked += 1
        else:
            self.answered += 1
            self.taken.append(time.perf_counter() - asked)
            self.write(chat)
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "from": BOT,
            "text": text,
        }

    async def fetch(self, limit: int, seconds: float) -> list[dict[str, Any]]:
        """What getUpdates returns. Confirming is not imitated: what was handed out is gone."""
        if not self.pending:
            self.arrived.clear()
            try:
                await asyncio.wait_for(self.arrived.wait(), seconds)
            except TimeoutError:
                return []
        return [self.pending.popleft() for _ in range(min(limit, len(self.pending)))]

    def set_webhook(self, url: str, secret: str, connections: int) -> None:
        """Deliver from now on."""
        is_new = self.webhook is None
        self.webhook = (url, secret, connections)
        if is_new and url:
            for _ in range(connections):
                self._tasks.add(asyncio.create_task(self._deliver()))

    async def _deliver(self) -> None:
        async with aiohttp.ClientSession() as session:
            while self.webhook is not None:
                for update in await self.fetch(1, 10):
                    await self._post(session, update)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        while self.webhook is not None:
            url, secret, _ = self.webhook
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
            try:
                async with session.post(url, json=update, headers=headers) as response:
                    await response.read()
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


class BotApi:
    """The Bot API of one classroom over HTTP."""

    def __init__(self, classroom: Classroom) -> None:
        self._classroom = classroom

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """One request of the bot, or of the benchmark."""
        path = request.path
        if path == "/count":
            return await self._count(request)
        method = path.rpartition("/")[2]
        given = await _given(request)
        if method == "getUpdates":
            found = await self._classroom.fetch(int(given.get("limit", 100)), float(given.get("timeout", 0)))
            await self._wait()
            return _json(found)
        await self._wait()
        return _json(self._result(method, given))

    def _result(self, method: str, given: dict[str, Any]) -> Any:
        if method in _SENDING:
            return self._classroom.answer(int(given["chat_id"]), str(given.get("text", "")))
        if method == "getMe":
            return BOT
        if method == "setWebhook":
            address, secret = str(given["url"]), str(given.get("secret_token", ""))
            self._classroom.set_webhook(address, secret, int(given.get("max_connections", 40)))
        if method == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return [] if method.startswith("get") else True

    async def _wait(self) -> None:
        if self._classroom.latency:
            await asyncio.sleep(self._classroom.latency)

    async def _count(self, request: web.BaseRequest) -> web.Response:
        """Count for some seconds, or until so many messages are answered."""
        room = self._classroom
        seconds, messages = float(request.query.get("seconds", 60)), int(request.query.get("messages", 0))
        room.taken.clear()
        before, unasked, begun = room.answered, room.unasked, time.perf_counter()
        end = begun + seconds
        # The counter is looked at now and then, since waking up for each answer would cost the instrument.
        while time.perf_counter() < end and not (messages and room.answered - before >= messages):  # noqa: ASYNC110
            await asyncio.sleep(min(0.02, max(0.0, end - time.perf_counter())))
        taken = sorted(room.taken)
        spent = time.perf_counter() - begun
        counted: dict[str, Any] = {
            "answered": room.answered - before,
            "unasked": room.unasked - unasked,
            "seconds": spent,
        }
        if taken:
            counted |= {"median": taken[len(taken) // 2], "p99": taken[min(len(taken) - 1, int(0.99 * len(taken)))]}
        return web.json_response(counted)


async def _given(request: web.BaseRequest) -> dict[str, Any]:
    if request.content_type == "application/x-www-form-urlencoded":
        form = parse_qs((await request.read()).decode())
        return {name: values[0] for name, values in form.items()}
    if request.content_type == "application/json":
        return dict(await request.json())
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, aiohttp.BodyPartReader)
            given[str(part.name)] = (await part.read()).decode("utf-8", "replace")
    return given


def _json(result: Any) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")


async def serve(students: int, latency: float, texts: int | None) -> None:
    """Serve until standard input ends."""
    logging.getLogger("aiohttp.server").disabled = True  # bots that end in the middle of a request
    api = BotApi(Classroom(students, latency, texts))
    runner = web.ServerRunner(web.Server(api.handle, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - for the process that started this one
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--students", type=int, default=300)
    options.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    options.add_argument("--texts", type=int, help="how many different questions are asked; all where left out")
    given = options.parse_args()
    asyncio.run(serve(given.students, given.latency, given.texts))


if __name__ == "__main__":
    main()
