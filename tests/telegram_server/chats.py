"""Chats, their members and messages, as Telegram keeps them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.refusals import bad_request, forbidden

GONE = ("left", "kicked")


@dataclass(eq=False)
class Message:
    """One message as it stands now. `content` is what of its JSON depends on the kind: text, photo, poll, ..."""

    chat: Chat
    id: int
    sender: dict[str, Any]
    date: int
    content: dict[str, Any]
    reply_markup: dict[str, Any] | None = None
    source: str = ""
    """The text or caption as the bot sent it, with its markup."""
    thread_id: int | None = None
    reply_to: Message | None = None
    edit_date: int | None = None
    version: int = 0
    seen_version: int = 0
    method: str = ""

    @property
    def text(self) -> str:
        """What people read: the text or the caption, without markup."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons under it, in reading order."""
        return [button["text"] for button in self.buttons()]

    def buttons(self) -> Iterator[dict[str, Any]]:
        """The buttons of its inline keyboard."""
        return itertools.chain.from_iterable((self.reply_markup or {}).get("inline_keyboard", []))

    def json(self, *, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message object. A message replied to carries no further reply."""
        shown: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.json(),
            "date": self.date,
            **self.content,
        }
        if self.thread_id is not None:
            shown |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.edit_date is not None:
            shown["edit_date"] = self.edit_date
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            shown["reply_markup"] = self.reply_markup
        if self.reply_to is not None and not nested:
            shown["reply_to_message"] = self.reply_to.json(nested=True)
        return shown


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup or channel. `members` are statuses by user id, the bot's among them."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    first_name: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    users: dict[int, dict[str, Any]] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    started: bool = True
    """Private chats: whether the person has ever written, without which a bot may not."""
    blocked: bool = False
    deactivated: bool = False
    muted: bool = False
    """Groups: ordinary members, the bot too, may not write."""
    without_photos: bool = False
    """Groups: ordinary members, the bot too, may write but send no pictures."""
    upgraded_to: int | None = None
    pinned: set[int] = field(default_factory=set)
    unread: list[Message] = field(default_factory=list)
    """What the bot has written here and no scripted person has read yet."""
    last_sender_id: int = 0

    def json(self) -> dict[str, Any]:
        """The Bot API's Chat object."""
        shown: dict[str, Any] = {"id": self.id, "type": self.type}
        for name in ("title", "username", "first_name"):
            if getattr(self, name):
                shown[name] = getattr(self, name)
        if self.is_forum:
            shown["is_forum"] = True
        return shown

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.type in ("group", "supergroup")

    def check_reachable(self, bot_id: int) -> None:
        """Refuses where the bot is not, or not any more."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if self.type == "private":
            if not self.started:
                raise forbidden("bot can't initiate conversation with a user")
            return
        if self.upgraded_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.upgraded_to)
        kind = "group" if self.type == "group" else self.type
        status = self.members.get(bot_id, "left")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")

    def check_writable(self, bot_id: int, thread_id: int | None, what: str = "text messages") -> None:
        """Refuses where the bot may not write, or there is no such topic."""
        self.check_reachable(bot_id)
        if self.without_photos and what == "photos" and self.members.get(bot_id) != "administrator":
            raise bad_request("not enough rights to send photos to the chat")
        if self.muted and self.members.get(bot_id) != "administrator":
            raise bad_request(f"not enough rights to send {what} to the chat")
        if thread_id is not None:
            if not self.is_forum or thread_id not in self.topics:
                raise bad_request("message thread not found")
            if thread_id in self.closed_topics and self.members.get(bot_id) != "administrator":
                raise bad_request("TOPIC_CLOSED")

    def member_json(self, user_id: int) -> dict[str, Any]:
        """The Bot API's ChatMember object."""
        if user_id not in self.users:
            raise bad_request("member not found")
        status = self.members.get(user_id, "left")
        shown: dict[str, Any] = {"status": status, "user": self.users[user_id]}
        if status == "creator":
            shown["is_anonymous"] = False
        elif status == "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(ADMINISTRATOR_RIGHTS, True)
        elif status == "kicked":
            shown["until_date"] = 0
        return shown


ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
