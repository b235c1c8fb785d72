"""The calls of every message, without building objects of what nobody looks at.

python-telegram-bot turns each parameter and each answer of Telegram into objects, which for a message with buttons
takes as long as sending it; of a message that was sent, its id is all that is needed. Everything else goes through the
library's own methods.
"""

from __future__ import annotations

import json
from typing import Any, Final, cast

from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.reply import Button
from bot.telegram.pacing import Lane
from bot.telegram.transport import Form

Rows = tuple[tuple[Button, ...], ...]
SLACK_SECONDS: Final = 10.0
"""How much later than asked for an answer with updates may come: asking again does no harm, and all wait for it."""
_NO_PREVIEW = json.dumps({"is_disabled": True})


class CuestaBot(ExtBot[Lane]):
    """The library's bot with the calls that are made all the time."""

    async def close_connections(self) -> None:
        """Let go of every connection, also where Telegram never told who we are."""
        for request in self._request:
            await request.shutdown()

    async def fetch(self, offset: int | None, wait_seconds: int, kinds: list[str]) -> list[dict[str, Any]]:
        """The next updates as Telegram wrote them. Waits `wait_seconds` at most for the first."""
        data = {"offset": offset, "timeout": wait_seconds, "allowed_updates": kinds}
        result = await self._post("getUpdates", data, read_timeout=wait_seconds + SLACK_SECONDS)
        return [update for update in result if isinstance(update, dict)] if isinstance(result, list) else []

    async def show(
        self,
        chat_id: int,
        html: str,
        rows: Rows = (),
        *,
        thread_id: int | None = None,
        quoting: int | None = None,
        lane: Lane = Lane.ANSWER,
    ) -> int:
        """Send a text with buttons; its message id. `quoting` is the message that it answers."""
        fields = {"text": html, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW, **_markup(rows)}
        if thread_id is not None:
            fields["message_thread_id"] = str(thread_id)
        if quoting is not None:
            fields["reply_parameters"] = json.dumps({"message_id": quoting, "allow_sending_without_reply": True})
        message = await self._call("sendMessage", chat_id, fields, lane)
        number: int = message["message_id"]
        return number

    async def change(self, chat_id: int, message_id: int, html: str, rows: Rows) -> None:
        """Put another text with buttons in place of one that was sent."""
        fields = {"text": html, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW, **_markup(rows)}
        await self._call("editMessageText", chat_id, {"message_id": str(message_id), **fields})

    async def change_buttons(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Put other buttons under a message that was sent."""
        await self._call("editMessageReplyMarkup", chat_id, {"message_id": str(message_id), **_markup(rows)})

    async def _call(self, endpoint: str, chat_id: int, fields: dict[str, str], lane: Lane = Lane.ANSWER) -> Any:
        """Call a method that concerns a chat, when its chat allows it."""
        form = Form({"chat_id": str(chat_id), **fields})
        if self.rate_limiter is None:
            return await self._write(endpoint, form)
        return await self.rate_limiter.process_request(
            self._write, (endpoint, form), {}, endpoint, {"chat_id": chat_id}, lane
        )

    async def _write(self, endpoint: str, form: Form) -> Any:
        # The transport asks of `RequestData` no more than a form has.
        return await self._request[1].post(f"{self.base_url}/{endpoint}", cast("RequestData", form))


def _markup(rows: Rows) -> dict[str, str]:
    """The field for buttons; none where there are none."""
    shown = markup(rows)
    return {} if shown is None else {"reply_markup": json.dumps(shown)}


def markup(rows: Rows) -> dict[str, Any] | None:
    """Buttons as the Bot API has them; None where there are none."""
    if not rows:
        return None
    return {
        "inline_keyboard": [[{"text": button.label, "callback_data": button.action} for button in row] for row in rows]
    }
