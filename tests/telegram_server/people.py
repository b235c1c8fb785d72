"""The people who use the bot: they write, edit, press buttons, vote, go inline, join and leave."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

from tests.telegram_server.chats import GONE, Chat, Message
from tests.telegram_server.world import Query

if TYPE_CHECKING:
    from tests.telegram_server.crowd import Crowd

WITHIN = 120.0
"""Seconds that a person waits for the bot before the test fails: long, since the machine may be slow or busy."""

_ENTITY = re.compile(r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<mention>(?<!\w)@\w{3,32})")


def entities_of(text: str) -> list[dict[str, Any]]:
    """The commands and mentions that Telegram marks in a person's text."""
    return [
        {
            "type": found.lastgroup,
            "offset": len(text[: found.start()].encode("utf-16-le")) // 2,
            "length": len(found[0].encode("utf-16-le")) // 2,
        }
        for found in _ENTITY.finditer(text)
    ]


class Person:
    """A person with a private chat with the bot. `user` is the Bot API's User object."""

    def __init__(self, crowd: Crowd, user: dict[str, Any]) -> None:
        self.user = user
        self.id: int = user["id"]
        self._crowd = crowd
        self.chat = Chat(self.id, "private", first_name=user["first_name"], username=user.get("username", ""))
        self.chat.started = False
        crowd.world.chats[self.id] = self.chat

    async def says(
        self,
        text: str = "",
        in_: Chat | None = None,
        *,
        topic: int | None = None,
        reply_to: Message | None = None,
        **content: Any,
    ) -> Message:
        """Writes a message; `content` makes it another kind (photo, sticker, voice, forward_origin, ...)."""
        chat = in_ or self.chat
        chat.started = True
        if text:
            marks = entities_of(text)
            name = "caption" if content.keys() & {"photo", "document", "video"} else "text"
            content = {name: text, **content}
            if marks:
                content["caption_entities" if name == "caption" else "entities"] = marks
        message = self._crowd.world.put(chat, self.user, content, thread_id=topic, reply_to=reply_to)
        if self._crowd.bot_sees(message):
            self._crowd.world.tell("message", message.json(), chat.id)
        await asyncio.sleep(0)
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of theirs: its text, or the caption under its picture or file."""
        name = "caption" if message.content.keys() & {"photo", "document", "video"} else "text"
        marks = "caption_entities" if name == "caption" else "entities"
        message.content = {**message.content, name: text, marks: entities_of(text)}
        message.edit_date = int(time.time())
        if self._crowd.bot_sees(message):
            self._crowd.world.tell("edited_message", message.json(), message.chat.id)
        await asyncio.sleep(0)

    def deletes(self, message: Message) -> None:
        """Takes a message away; the bot is not told."""
        del message.chat.messages[message.id]

    async def asks(self, text: str, in_: Chat | None = None, *, within: float = WITHIN, **details: Any) -> Message:
        """Writes, and reads the bot's next message there."""
        await self.says(text, in_, **details)
        return await self.reads(in_, within=within)

    async def starts(self, payload: str = "") -> Message:
        """Opens the bot's link, with a payload if one is given, and reads what it says."""
        return await self.asks(f"/start {payload}".strip())

    async def reads(self, in_: Chat | None = None, *, within: float = WITHIN) -> Message:
        """The next message that the bot wrote in a chat."""
        chat = in_ or self.chat
        await self._crowd.record.until(lambda: chat.unread, within=within, what=f"a message in chat {chat.id}")
        return chat.unread.pop(0)

    async def sees_edit(self, message: Message, *, within: float = WITHIN) -> Message:
        """Waits until the bot has changed a message since it was last looked at."""
        await self._crowd.record.until(
            lambda: message.version > message.seen_version, within=within, what=f"an edit of {message.text[:60]!r}"
        )
        message.seen_version = message.version
        return message

    async def presses(
        self, message: Message, label: str, *, within: float = WITHIN, wait: bool = True
    ) -> dict[str, Any]:
        """Presses the button whose label holds `label`; gives the bot's answer to the press."""
        found = [button for button in message.buttons() if label.casefold() in button["text"].casefold()]
        assert found, f"no button {label!r} among {message.labels}"
        return await self.presses_data(message, found[0]["callback_data"], within=within, wait=wait)

    async def presses_data(
        self, message: Message, data: str, *, within: float = WITHIN, wait: bool = True
    ) -> dict[str, Any]:
        """Sends callback data as if a button of this message held it, as a forged client can."""
        world = self._crowd.world
        query = Query(world.number("callback"), seconds=60.0, message=message)
        world.callback_queries[query.id] = query
        payload: dict[str, Any] = {
            "id": query.id,
            "from": self.user,
            "chat_instance": str(hash(message.chat.id)),
            "data": data,
        }
        inline = next((key for key, sent in world.inline_messages.items() if sent is message), None)
        if inline is not None:
            payload["inline_message_id"] = inline
        else:
            payload["message"] = message.json()
        world.tell("callback_query", payload, message.chat.id)
        if not wait:
            return {"query": query}
        await self._crowd.record.until(lambda: query.answers, within=within, what="an answer to a pressed button")
        return query.answers[0]

    async def searches(self, text: str, offset: str = "", *, within: float = WITHIN) -> dict[str, Any]:
        """Types an inline query in some chat; gives what the bot answered."""
        world = self._crowd.world
        query = Query(world.number("inline"), seconds=10.0)
        world.inline_queries[query.id] = query
        payload = {"id": query.id, "from": self.user, "query": text, "offset": offset, "chat_type": "sender"}
        world.tell("inline_query", payload, self.id)
        await self._crowd.record.until(lambda: query.answers, within=within, what=f"results for {text!r}")
        return query.answers[0]

    async def chooses(self, answer: dict[str, Any], number: int, in_: Chat, query: str = "") -> Message:
        """Sends one of the results into a chat."""
        world = self._crowd.world
        result = answer["results"][number]
        content = {"text": result.get("input_message_content", {}).get("message_text", ""), "via_bot": world.bot}
        message = world.put(in_, self.user, content, reply_markup=result.get("reply_markup"))
        chosen = {"result_id": result["id"], "from": self.user, "query": query}
        if result.get("reply_markup"):
            identifier = world.number("inline_message")
            world.inline_messages[identifier] = message
            chosen["inline_message_id"] = identifier
        world.tell("chosen_inline_result", chosen, self.id)
        return message

    async def votes(self, message: Message, *options: int) -> None:
        """Answers a poll that is not anonymous; no options take the answer back."""
        poll = message.content["poll"]
        assert not poll["is_closed"], "the poll is closed"
        chosen = [poll["options"][number]["persistent_id"] for number in options]
        payload = {
            "poll_id": poll["id"],
            "user": self.user,
            "option_ids": list(options),
            "option_persistent_ids": chosen,
        }
        self._crowd.world.tell("poll_answer", payload, self.id)
        await asyncio.sleep(0)

    async def blocks(self) -> None:
        """Blocks the bot."""
        self.chat.blocked = True
        self._member_update(self.chat, "member", "kicked")

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        self.chat.blocked = False
        self._member_update(self.chat, "kicked", "member")

    async def adds_bot(self, chat: Chat, status: str = "member") -> None:
        """Adds the bot to a group, or makes it an administrator."""
        before = chat.members.get(self._crowd.world.bot_id, "left")
        chat.members[self._crowd.world.bot_id] = status
        self._member_update(chat, before, status)
        if before in GONE:
            await self.says("", chat, new_chat_members=[self._crowd.world.bot])

    async def removes_bot(self, chat: Chat) -> None:
        """Takes the bot out of a group."""
        before = chat.members[self._crowd.world.bot_id]
        chat.members[self._crowd.world.bot_id] = "kicked"
        self._member_update(chat, before, "kicked")

    def _member_update(self, chat: Chat, before: str, after: str) -> None:
        bot = self._crowd.world.bot
        chat.users[bot["id"]] = bot
        statuses = []
        for status in (before, after):
            chat.members[bot["id"]] = status
            statuses.append(chat.member_json(bot["id"]))
        payload = {
            "chat": chat.json(),
            "from": self.user,
            "date": int(time.time()),
            "old_chat_member": statuses[0],
            "new_chat_member": statuses[1],
        }
        self._crowd.world.tell("my_chat_member", payload, chat.id)
