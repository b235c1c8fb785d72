"""Logs say nothing of what people write or who they are, on good days and on bad ones."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.bot.telegram.test_process import bot_process
from tests.telegram_server import Kind, TelegramServer

NAME, USERNAME = "Zoraida", "zoraida_quishpe"
QUESTION = "costo de 4321 A100 por un mes en Ecuador"
REFUSAL = f'Bad Request: can\'t parse entities: Unsupported start tag "{QUESTION}" at byte offset 7'
RUBBISH = "mi cedula es 1712345678"


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_nothing_personal_and_no_secret_is_logged(server: TelegramServer, tmp_path: Path, level: str) -> None:
    person = server.person(771122334, "es", first_name=NAME, username=USERNAME)
    async with bot_process(server, tmp_path, LOG_LEVEL=level) as bot:
        answer = await person.asks(QUESTION)
        await person.asks(RUBBISH)
        await person.presses(answer, "Fórmula")
        for kind, details in (
            (Kind.STATUS, {"status": 429, "retry_after": 1}),
            (Kind.STATUS, {"status": 502}),
            (Kind.DROPPED, {}),
            (Kind.GARBLED, {}),
        ):
            server.faults.add(kind, "sendMessage", **details)
            await person.asks(RUBBISH)
        server.faults.add(Kind.STATUS, "sendMessage", status=400, description=REFUSAL)
        await person.says(QUESTION)
        await server.quiet(0.5)
        server.world.tell("message", {"message_id": "x", "text": RUBBISH, "from": {"first_name": NAME}}, 5)
        server.world.tell("telepathy", {"text": RUBBISH, "from": {"first_name": NAME}}, 5)
        await server.quiet(0.5)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    log = "".join(bot.lines)
    assert "flood limit" in log
    for secret in (
        server.token,
        server.token.split(":")[1],
        NAME,
        USERNAME,
        "4321",
        "1712345678",
        "771122334",
        "cedula",
    ):
        assert secret not in log, [line for line in bot.lines if secret in line][:3]
    server.record.calls.clear()
