"""Sending and deleting messages."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.files import picture_size
from tests.telegram_server.keyboards import check_keyboard
from tests.telegram_server.markup import formatted, utf16_length
from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

TEXT = 4096
CAPTION = 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def text_content(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The content of a text message. Refuses what is empty or too long once its markup is taken away."""
    shown, found = formatted(text, parse_mode, entities)
    if not shown.strip():
        raise bad_request("message text is empty")
    if utf16_length(shown) > TEXT:
        raise bad_request("message is too long")
    return {"text": shown.strip()} | ({"entities": found} if found else {})


def caption_content(
    caption: str | None, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> dict[str, Any]:
    """The caption's part of a media message."""
    if not caption:
        return {}
    shown, found = formatted(caption, parse_mode, entities)
    if utf16_length(shown) > CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": shown} | ({"caption_entities": found} if found else {})


def photo_content(request: Request, given: Any) -> dict[str, Any]:
    """The photo's part of a photo message: two sizes, as Telegram makes them."""
    kept = request.world.files.stored(given, request.attached, "photo")
    width, height = picture_size(kept.upload.content)
    size = {"file_id": kept.id, "file_unique_id": kept.unique_id, "width": width, "height": height}
    return {"photo": [{**size, "file_size": len(kept.upload.content)}]}


def document_content(request: Request, given: Any) -> dict[str, Any]:
    """The document's part of a document message."""
    kept = request.world.files.stored(given, request.attached, "document")
    return {
        "document": {
            "file_id": kept.id,
            "file_unique_id": kept.unique_id,
            "file_name": kept.upload.name,
            "mime_type": kept.upload.content_type,
            "file_size": len(kept.upload.content),
        }
    }


def place(request: Request, content: dict[str, Any], source: str = "") -> dict[str, Any]:
    """Puts a message of the bot into its chat, if the bot may, and gives its JSON."""
    chat = request.chat()
    thread_id = request.get("message_thread_id")
    chat.check_writable(request.world.bot_id, thread_id)
    replied = _replied_to(request, chat)
    markup = request.get("reply_markup")
    check_keyboard(markup, chat_type=chat.type)
    request.world.check_floods(request.method, chat)
    if replied is not None and chat.is_forum and thread_id is None:
        thread_id = replied.thread_id
    message = request.world.put(
        chat, request.world.bot, content, thread_id=thread_id, reply_to=replied, reply_markup=markup, source=source
    )
    message.method = request.method
    chat.unread.append(message)
    return message.json()


def _replied_to(request: Request, chat: Chat) -> Message | None:
    reply = request.get("reply_parameters")
    if reply is None:
        return None
    other = request.world.chat(reply["chat_id"]) if "chat_id" in reply else chat
    found = other.messages.get(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return found


@method("sendMessage")
def send_message(request: Request) -> Any:
    """A text."""
    text = request.parameters["text"]
    return place(request, text_content(text, request.get("parse_mode"), request.get("entities")), text)


@method("sendPhoto")
def send_photo(request: Request) -> Any:
    """A picture with a caption."""
    request.chat().check_writable(request.world.bot_id, request.get("message_thread_id"), "photos")
    caption = caption_content(request.get("caption"), request.get("parse_mode"), request.get("caption_entities"))
    return place(request, photo_content(request, request.get("photo")) | caption, request.get("caption", ""))


@method("sendDocument")
def send_document(request: Request) -> Any:
    """A file with a caption."""
    request.chat().check_reachable(request.world.bot_id)
    caption = caption_content(request.get("caption"), request.get("parse_mode"), request.get("caption_entities"))
    return place(request, document_content(request, request.get("document")) | caption, request.get("caption", ""))


@method("copyMessage")
def copy_message(request: Request) -> Any:
    """A copy of a message that the bot can see."""
    source = request.world.chat(request.parameters["from_chat_id"]).messages.get(request.parameters["message_id"])
    if source is None:
        raise bad_request("message to copy not found")
    return {"message_id": place(request, source.content, source.source)["message_id"]}


@method("sendChatAction")
def send_chat_action(request: Request) -> Any:
    """Shows that something is under way."""
    if request.parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.chat().check_writable(request.world.bot_id, request.get("message_thread_id"))
    return True


@method("setMessageReaction")
def set_message_reaction(request: Request) -> Any:
    """A reaction under a message."""
    request.chat().check_reachable(request.world.bot_id)
    request.message("message to react not found")
    if len(request.get("reaction", [])) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return True


def _delete(request: Request, chat: Chat, message: Message) -> None:
    own = message.sender["id"] == request.world.bot_id
    if not own and chat.type != "private" and chat.members.get(request.world.bot_id) != "administrator":
        raise bad_request("message can't be deleted")
    del chat.messages[message.id]


@method("deleteMessage")
def delete_message(request: Request) -> Any:
    """Takes a message away."""
    request.chat().check_reachable(request.world.bot_id)
    _delete(request, request.chat(), request.message("message to delete not found"))
    return True


@method("deleteMessages")
def delete_messages(request: Request) -> Any:
    """Takes messages away; those that are not there any more are passed over."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    if not 1 <= len(request.parameters["message_ids"]) <= 100:
        raise bad_request("wrong number of message identifiers")
    for number in request.parameters["message_ids"]:
        if number in chat.messages:
            _delete(request, chat, chat.messages[number])
    return True


@method("pinChatMessage")
def pin_chat_message(request: Request) -> Any:
    """Pins a message; in groups administrators only."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    if chat.is_group and chat.members.get(request.world.bot_id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned.add(request.message("message to pin not found").id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(request: Request) -> Any:
    """Unpins a message, or the latest pinned one."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    number = request.get("message_id", max(chat.pinned, default=None))
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.discard(number)
    return True
