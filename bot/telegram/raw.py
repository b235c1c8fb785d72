"""The calls of every message, without building objects of what nobody looks at.

python-telegram-bot turns each answer of Telegram into objects, which for a message with buttons takes as long as
sending it; of a message that was sent, its id is all that is needed. Everything else goes through the library's own
methods.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import ExtBot

from bot.reply import Button
from bot.telegram.pacing import Lane

Rows = tuple[tuple[Button, ...], ...]
NO_PREVIEW = {"is_disabled": True}


class CuestaBot(ExtBot[Lane]):
    """The library's bot with the calls that are made all the time."""

    async def close_connections(self) -> None:
        """Let go of every connection, also where Telegram never told who we are."""
        for request in self._request:
            await request.shutdown()

    async def fetch(self, offset: int | None, wait_seconds: int, kinds: list[str]) -> list[dict[str, Any]]:
        """The next updates as Telegram wrote them. Waits `wait_seconds` at most for the first."""
        data = {"offset": offset, "timeout": wait_seconds, "allowed_updates": kinds}
        read_timeout = self._request[0].read_timeout or 0.0
        result = await self._post("getUpdates", data, read_timeout=read_timeout + wait_seconds)
        return [update for update in result if isinstance(update, dict)] if isinstance(result, list) else []

    async def show(
        self,
        chat_id: int,
        html: str,
        rows: Rows = (),
        *,
        thread_id: int | None = None,
        quoting: int | None = None,
    ) -> int:
        """Send a text with buttons; its message id. `quoting` is the message that it answers."""
        data: dict[str, Any] = {"chat_id": chat_id, "text": html, "parse_mode": "HTML"}
        data |= {"link_preview_options": NO_PREVIEW, "message_thread_id": thread_id, "reply_markup": markup(rows)}
        if quoting is not None:
            data["reply_parameters"] = {"message_id": quoting, "allow_sending_without_reply": True}
        message = await self._post("sendMessage", data)
        number: int = message["message_id"]
        return number

    async def change(self, chat_id: int, message_id: int, html: str, rows: Rows) -> None:
        """Put another text with buttons in place of one that was sent."""
        data: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "text": html, "parse_mode": "HTML"}
        await self._post("editMessageText", data | {"link_preview_options": NO_PREVIEW, "reply_markup": markup(rows)})

    async def change_buttons(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Put other buttons under a message that was sent."""
        data = {"chat_id": chat_id, "message_id": message_id, "reply_markup": markup(rows)}
        await self._post("editMessageReplyMarkup", data)


def markup(rows: Rows) -> dict[str, Any] | None:
    """Buttons as the Bot API has them; None where there are none."""
    if not rows:
        return None
    return {
        "inline_keyboard": [[{"text": button.label, "callback_data": button.action} for button in row] for row in rows]
    }
