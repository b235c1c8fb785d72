"""Answers to pressed buttons and to inline queries."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.keyboards import check_keyboard
from tests.telegram_server.methods.messages import caption_content, text_content
from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

CALLBACK_TEXT = 200
RESULTS = 50
RESULT_ID_BYTES = 64
NEXT_OFFSET_BYTES = 64
START_PARAMETER = 64
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(request: Request) -> Any:
    """Ends the waiting of somebody who pressed a button."""
    query = request.world.callback_queries.get(request.parameters["callback_query_id"])
    if query is None or query.is_over:
        raise bad_request(TOO_OLD)
    if len(request.get("text", "")) > CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = request.get("url", "")
    if url and not url.startswith(f"https://t.me/{request.world.bot['username']}?start="):
        raise bad_request("URL_INVALID")
    query.answers.append({name: request.get(name) for name in ("text", "show_alert", "url")})
    return True


@method("answerInlineQuery")
def answer_inline_query(request: Request) -> Any:
    """The results of an inline query."""
    query = request.world.inline_queries.get(request.parameters["inline_query_id"])
    if query is None or query.is_over:
        raise bad_request(TOO_OLD)
    results = request.parameters["results"]
    if len(results) > RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(request.get("next_offset", "").encode()) > NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    for result in results:
        _check_result(request, result)
    _check_button(request.get("button"))
    query.answers.append(dict(request.parameters))
    return True


def _check_result(request: Request, result: dict[str, Any]) -> None:
    if not 1 <= len(result["id"].encode()) <= RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    check_keyboard(result.get("reply_markup"), chat_type="group", inline_only=True)
    content = result.get("input_message_content")
    if content is not None and "message_text" in content:
        text_content(content["message_text"], content.get("parse_mode"), content.get("entities"))
    if "caption" in result:
        caption_content(result["caption"], result.get("parse_mode"), result.get("caption_entities"))
    if "photo_file_id" in result:
        request.world.files.stored(result["photo_file_id"], {}, "photo")


def _check_button(button: dict[str, Any] | None) -> None:
    if button is None:
        return
    parameter = button.get("start_parameter")
    if ("web_app" in button) == (parameter is not None):
        raise bad_request("exactly one of web_app and start_parameter must be given")
    if parameter is not None and not (1 <= len(parameter) <= START_PARAMETER and _is_plain(parameter)):
        raise bad_request("START_PARAM_INVALID")


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("_", "").replace("-", "").isalnum()
