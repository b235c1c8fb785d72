"""Editing messages in place."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram_server.chats import Message
from tests.telegram_server.keyboards import check_keyboard
from tests.telegram_server.methods.messages import caption_content, document_content, photo_content, text_content
from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
MEDIA = ("photo", "document")


def _target(request: Request) -> Message:
    if "inline_message_id" in request.parameters:
        return request.world.inline_message(request.parameters["inline_message_id"])
    request.chat().check_reachable(request.world.bot_id)
    message = request.message("message to edit not found")
    if message.sender["id"] != request.world.bot_id:
        raise bad_request("message can't be edited")
    return message


def _edited(request: Request, message: Message, content: dict[str, Any], source: str) -> Any:
    markup = request.get("reply_markup")
    check_keyboard(markup, chat_type=message.chat.type, inline_only=True)
    shown = markup if markup and any(markup["inline_keyboard"]) else None
    if content == message.content and shown == message.reply_markup:
        raise bad_request(NOT_MODIFIED)
    message.content, message.reply_markup, message.source = content, shown, source
    message.version += 1
    message.edit_date = int(time.time())
    return True if "inline_message_id" in request.parameters else message.json()


@method("editMessageText")
def edit_message_text(request: Request) -> Any:
    """Another text."""
    message = _target(request)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    text = request.parameters["text"]
    content = text_content(text, request.get("parse_mode"), request.get("entities"))
    return _edited(request, message, content, text)


@method("editMessageCaption")
def edit_message_caption(request: Request) -> Any:
    """Another caption."""
    message = _target(request)
    media = {kind: message.content[kind] for kind in MEDIA if kind in message.content}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    caption = caption_content(request.get("caption"), request.get("parse_mode"), request.get("caption_entities"))
    return _edited(request, message, media | caption, request.get("caption", ""))


@method("editMessageMedia")
def edit_message_media(request: Request) -> Any:
    """Another picture or file; also in place of a text."""
    message = _target(request)
    media = request.parameters["media"]
    if media["type"] not in MEDIA:
        raise bad_request("the stand-in holds photos and documents only")
    content = {"photo": photo_content, "document": document_content}[media["type"]](request, media["media"])
    caption = caption_content(media.get("caption"), media.get("parse_mode"), media.get("caption_entities"))
    return _edited(request, message, content | caption, media.get("caption", ""))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(request: Request) -> Any:
    """Other buttons."""
    message = _target(request)
    return _edited(request, message, message.content, message.source)
