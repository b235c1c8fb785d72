"""The classroom's commands and buttons, for `bot.telegram.routes`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.telegram.classroom import classes, joining, practicing, quizzing, setting_up, studying, teaching, testing
from bot.telegram.presses import Handler
from bot.telegram.scene import Scene
from bot.telegram.surface import Surface
from bot.telegram.typed import Typed

COMMANDS: dict[str, Callable[[Surface, Scene, Typed], Awaitable[None]]] = {
    "quiz": quizzing.quiz,
    "stop": quizzing.stop,
    "practice": practicing.practice,
    "class": classes.class_,
}
"""What each command of the registry does."""

PRESSES: dict[str, Handler] = {
    "again": quizzing.again,
    "quizon": quizzing.on_topic,
    "myresult": quizzing.my_result,
    "practice": practicing.pressed,
    "card": practicing.answered,
    "class": classes.pressed,
    "newclass": classes.new_class,
    "joinas": joining.join_as,
    "mine": studying.pressed,
    "review": studying.review,
    "live": setting_up.live,
    "test": setting_up.graded_test,
    "begin": testing.begin,
    "sheet": testing.turn,
    "mark": testing.mark,
    "res": teaching.pressed,
    "endquiz": teaching.end_quiz,
}
"""What each kind of button does, by what its data begins with."""
