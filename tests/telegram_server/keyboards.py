"""Keyboards under messages: what Telegram takes as one."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.refusals import bad_request

CALLBACK_DATA_BYTES = 64
BUTTONS = 100
BUTTONS_IN_ROW = 8
COPY_TEXT = 256
_LINKS = ("http://", "https://", "tg://")
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}


def check_keyboard(markup: dict[str, Any] | None, *, chat_type: str = "private", inline_only: bool = False) -> None:
    """Refuses a keyboard that Telegram would refuse."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"], chat_type)
    elif inline_only:
        raise bad_request("inline keyboard expected")
    elif "keyboard" in markup and not any(markup["keyboard"]):
        raise bad_request("reply keyboard must be non-empty")


def _check_inline(rows: list[list[dict[str, Any]]], chat_type: str) -> None:
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    if any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad_request("BUTTONS_TOO_MUCH")
    for row in rows:
        if not row:
            raise bad_request("BUTTON_ROW_EMPTY")
        for button in row:
            _check_button(button, chat_type)


def _check_button(button: dict[str, Any], chat_type: str) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    actions = _ACTIONS & button.keys()
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not button["url"].startswith(_LINKS):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button and chat_type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
