"""Pressed buttons: each is answered exactly once, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from bot.limits import CALLBACK_ANSWER
from bot.reply import Button, Reply
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface

PATIENCE_SECONDS: Final = 1.5
"""How long a pressed button is shown as waiting; a flood limit may put off its effect for much longer."""
KEPT_FIRST: Final = frozenset({"mark", "card"})
"""Answers of students: to be told that one was received means that it is on file."""

_answering: set[asyncio.Task[None]] = set()
_latest: ContextVar[Press | None] = ContextVar("latest", default=None)
"""The press that this task handles, or handled last."""
_logger = logging.getLogger(__name__)

Handler = Callable[[Surface, "Press"], Awaitable[None]]


@dataclass
class Press:
    """A pressed button. `argument` is what the button's data says after the colon."""

    surface: Surface
    scene: Scene
    query: CallbackQuery
    argument: str
    answered: bool = field(default=False)

    def say(self, key: str, **data: object) -> str:
        """A fixed text, short enough for the notice shown when a button is pressed."""
        return self.surface.say(self.scene, key, **data).plain[:CALLBACK_ANSWER]

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """End the waiting of whoever pressed, with a short notice if there is one. Only the first answer counts."""
        if self.answered:
            return
        self.answered = True
        try:
            await self.query.answer(text, show_alert=alert)
        except BadRequest as error:  # pressed too long ago: nobody waits any more
            _logger.info("press not answered", extra={"reason": error.message})

    def answer_soon(self) -> None:
        """End the waiting now; what was pressed shows its effect when it can."""
        task = asyncio.create_task(self.answer())
        _answering.add(task)
        task.add_done_callback(_answering.discard)

    async def show(self, reply: Reply) -> None:
        """Show a reply in place of the message with the button."""
        message = self.scene.message
        if message is None or not await self.surface.edit(self.scene.chat.id, message.message_id, reply):
            await self.answer(self.say("telegram-button-old"))

    async def show_buttons(self, rows: tuple[tuple[Button, ...], ...]) -> None:
        """Show other buttons under the message."""
        message = self.scene.message
        if message is not None:
            await self.surface.edit_buttons(self.scene.chat.id, message.message_id, rows)


def is_answered(query: CallbackQuery) -> bool:
    """Whether the press that this task handles has been answered: nobody is shown another answer to it."""
    pressed = _latest.get()
    return pressed is not None and pressed.query.id == query.id and pressed.answered


async def press(surface: Surface, update: Update, handlers: dict[str, Handler]) -> None:
    """Hand a pressed button to the handler that its data names."""
    query = update.callback_query
    assert query is not None  # noqa: S101 - the handler is for these updates
    scene = await surface.enter(update)
    if scene is None:  # a button under an inline result: we make none
        await query.answer()
        return
    name, _, argument = (query.data or "").partition(":")
    pressed = Press(surface, scene, query, argument)
    _latest.set(pressed)
    handler = handlers.get(name)
    if handler is None or scene.message is None:
        await pressed.answer(pressed.say("telegram-button-old"))
        return
    if name in KEPT_FIRST:
        await handler(surface, pressed)
    else:
        waiting = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, pressed.answer_soon)
        try:
            await handler(surface, pressed)
        finally:
            waiting.cancel()
    await pressed.answer()
