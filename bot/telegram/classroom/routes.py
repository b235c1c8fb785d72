"""The classroom's commands and buttons, for `bot.telegram.routes`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.telegram.classroom import practicing, quizzing
from bot.telegram.presses import Handler
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed

COMMANDS: dict[str, Callable[[Surface, Scene, Typed], Awaitable[None]]] = {
    "quiz": quizzing.quiz,
    "stop": quizzing.stop,
    "practice": practicing.practice,
}
"""What each command of the registry does."""

PRESSES: dict[str, Handler] = {
    "again": quizzing.again,
    "myresult": quizzing.my_result,
    "practice": practicing.pressed,
    "card": practicing.answered,
}
"""What each kind of button does, by what its data begins with."""
