"""Where people and groups come from, and waiting for what the bot does with them."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from tests.telegram_server.chats import GONE, Chat, Message
from tests.telegram_server.people import WITHIN, Person

if TYPE_CHECKING:
    from tests.telegram_server.records import Record
    from tests.telegram_server.world import World

SERVICE = {
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "forum_topic_created",
}
"""Messages about the group itself, which every bot in it is given."""

_LOOK_SECONDS = 0.01

T = TypeVar("T")


class Crowd:
    """Where people and groups come from; the stand-in is one."""

    world: World
    record: Record
    is_at_work: Callable[[], bool] | None = None
    """Whether the bot is still at something, where a test can tell; `quiet` waits for its end."""
    _group_numbers = itertools.count(1_000_000_001)

    def person(self, id: int, language_code: str | None = "es", first_name: str = "Ana", username: str = "") -> Person:
        """Somebody who has not written to the bot yet. `language_code` is that of their app."""
        user: dict[str, Any] = {"id": id, "is_bot": False, "first_name": first_name}
        if language_code:
            user["language_code"] = language_code
        if username:
            user["username"] = username
        return Person(self, user)

    def group(
        self,
        *members: Person,
        administrators: tuple[Person, ...] = (),
        title: str = "Ingeniería 101",
        topics: dict[int, str] | None = None,
        bot: str = "member",
        type: str = "supergroup",
    ) -> Chat:
        """A group. `topics` makes it a forum; `bot` is the bot's status in it."""
        number = next(self._group_numbers)
        chat = Chat(-1_000_000_000_000 - number if type != "group" else -number, type, title)
        chat.is_forum = topics is not None
        chat.topics = dict(topics or {})
        for person in members:
            chat.members[person.id], chat.users[person.id] = "member", person.user
        for person in administrators:
            chat.members[person.id], chat.users[person.id] = "administrator", person.user
        chat.members[self.world.bot_id], chat.users[self.world.bot_id] = bot, self.world.bot
        self.world.chats[chat.id] = chat
        return chat

    def bot_sees(self, message: Message) -> bool:
        """Whether Telegram gives the bot a person's message: in groups privacy mode holds back what is not for it."""
        chat, bot = message.chat, self.world.bot
        if chat.type == "private":
            return True
        status = chat.members.get(bot["id"])
        if status in GONE:
            return False
        if status == "administrator" or self.world.reads_everything or message.content.keys() & SERVICE:
            return True
        if message.reply_to is not None and message.reply_to.sender["id"] == bot["id"]:
            return True
        words = message.text.split()
        mention = f"@{bot['username']}".casefold()
        if any(word.casefold().endswith(mention) or mention in word.casefold() for word in words):
            return True
        return message.text.startswith("/") and "@" not in words[0]

    async def quiet(self, seconds: float = 0.2, *, within: float = WITHIN) -> None:
        """Waits until the bot has fetched everything, is at nothing, and has made no request for a while.

        The while is made of turns of the event loop, most of which the bot of the same process gets as well: on a busy
        machine it lasts longer.
        """
        deadline = time.monotonic() + within
        calm, asked = 0.0, -1
        while calm < seconds:
            assert time.monotonic() < deadline, f"not quiet within {within} s; {self._waiting} updates wait"
            await asyncio.sleep(_LOOK_SECONDS)
            is_calm = not self._waiting and self.record.asked == asked and not (self.is_at_work and self.is_at_work())
            calm, asked = (calm + _LOOK_SECONDS if is_calm else 0.0), self.record.asked

    @property
    def _waiting(self) -> int:
        """Updates that the bot has not taken on yet."""
        return self.world.webhook.waiting if self.world.webhook else len(self.world.updates.pending)

    async def eventually(self, found: Callable[[], T], what: str, *, within: float = WITHIN) -> T:
        """Waits until something is so of which no request tells: what it found."""
        deadline = time.monotonic() + within
        while not (value := found()):
            assert time.monotonic() < deadline, f"{what}: not within {within} s"
            await asyncio.sleep(_LOOK_SECONDS)
        return value
