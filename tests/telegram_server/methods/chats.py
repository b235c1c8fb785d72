"""Chats and their members."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.methods.registry import Request, method
from tests.telegram_server.refusals import bad_request

FULL_INFO = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": None}
GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@method("getChat")
def get_chat(request: Request) -> Any:
    """What is known of a chat."""
    return request.chat().json() | FULL_INFO | {"accepted_gift_types": GIFTS}


@method("getChatMember")
def get_chat_member(request: Request) -> Any:
    """A member's status."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    return chat.member_json(request.parameters["user_id"])


@method("getChatMemberCount")
def get_chat_member_count(request: Request) -> Any:
    """How many there are."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    return sum(status not in ("left", "kicked") for status in chat.members.values())


@method("getChatAdministrators")
def get_chat_administrators(request: Request) -> Any:
    """Owner and administrators, other bots left out."""
    chat = request.chat()
    chat.check_reachable(request.world.bot_id)
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    return [chat.member_json(user) for user, status in chat.members.items() if status in ("creator", "administrator")]


@method("leaveChat")
def leave_chat(request: Request) -> Any:
    """The bot leaves a group."""
    chat = request.chat()
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.check_reachable(request.world.bot_id)
    chat.members[request.world.bot_id] = "left"
    return True
