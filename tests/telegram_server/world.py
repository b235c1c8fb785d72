"""All that one bot's Telegram holds: people, chats, files, queries, menus."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.chats import Chat, Message
from tests.telegram_server.files import Files
from tests.telegram_server.floods import FloodLimits
from tests.telegram_server.refusals import bad_request
from tests.telegram_server.updates import Update, Updates
from tests.telegram_server.webhook import Webhook


@dataclass(eq=False)
class Query:
    """A pressed button or an inline query, and how the bot answered."""

    id: str
    seconds: float
    """How long Telegram waits for an answer."""
    message: Message | None = None
    begun: float = field(default_factory=time.monotonic)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether it is too late to answer."""
        return time.monotonic() - self.begun > self.seconds


class World:
    """The state behind the Bot API of one bot."""

    def __init__(self, bot_id: int, username: str, floods: FloodLimits | None = None) -> None:
        self.bot_id = bot_id
        self.bot: dict[str, Any] = {"id": bot_id, "is_bot": True, "first_name": "Cuesta", "username": username}
        self.reads_everything = False
        """Whether privacy mode is off: the bot is given every message of its groups."""
        self.floods = floods
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates()
        self.webhook: Webhook | None = None
        self.callback_queries: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Message] = {}
        self.polls: dict[str, Message] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self.default_rights: dict[bool, dict[str, Any]] = {}
        self._numbers = itertools.count(4_500_000_000_000_001)
        self._private_ids = itertools.count(1)
        self._group_ids: dict[int, itertools.count[int]] = {}

    def me(self) -> dict[str, Any]:
        """The bot as getMe shows it."""
        return self.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_everything,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def number(self, kind: str) -> str:
        """A new identifier of a query or a poll."""
        return f"{next(self._numbers)}" if kind != "inline_message" else f"AAI{next(self._numbers)}"

    def chat(self, identifier: int | str) -> Chat:
        """The chat with this id or @username."""
        if isinstance(identifier, str):
            found = [chat for chat in self.chats.values() if chat.username and f"@{chat.username}" == identifier]
            if not found or found[0].type == "private":
                raise bad_request("chat not found")
            return found[0]
        if identifier not in self.chats:
            raise bad_request("chat not found")
        return self.chats[identifier]

    def inline_message(self, identifier: str) -> Message:
        """A message that somebody sent through the bot's inline mode."""
        found = self.inline_messages.get(identifier)
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found

    def put(
        self,
        chat: Chat,
        sender: dict[str, Any],
        content: dict[str, Any],
        *,
        thread_id: int | None = None,
        reply_to: Message | None = None,
        reply_markup: dict[str, Any] | None = None,
        source: str = "",
    ) -> Message:
        """A new message in a chat. Supergroups count their own messages; the others share one count."""
        own = chat.type in ("supergroup", "channel")
        ids = self._group_ids.setdefault(chat.id, itertools.count(1)) if own else self._private_ids
        message = Message(chat, next(ids), sender, int(time.time()), content, reply_markup, source, thread_id, reply_to)
        chat.messages[message.id] = message
        chat.last_sender_id = sender["id"]
        return message

    def check_floods(self, method: str, chat: Chat) -> None:
        """Counts a message towards the flood limits, where they are on."""
        if self.floods is not None:
            self.floods.check(method, chat.id, group=chat.is_group)

    def tell(self, kind: str, payload: dict[str, Any], key: int) -> Update | None:
        """Something the bot is told of, if it asked for such updates."""
        return self.updates.add(kind, payload, key)
