"""`Reply`: what a surface shows. Telegram's limits are checked when it is built, not when sending fails."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from bot import limits
from bot.errors import ReplyLimitError

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply. `action` comes back when it is pressed: an id of at most 64 bytes, never a label."""

    label: str
    action: str

    def __post_init__(self) -> None:
        _check("callback data", limits.CALLBACK_DATA_BYTES, len(self.action.encode()))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, a value with its interval, and the same in words. `claim` marks what is only claimed."""

    label: str
    low: float
    central: float
    high: float
    shown: str
    claim: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with intervals, ready to be drawn: every word is in the reader's language, every tick has its label.

    `note` says how to read it. `caption` (plain text) tells all of its values to those who do not see it.
    """

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool
    note: str
    caption: str
    language: str

    def __post_init__(self) -> None:
        _check("caption", limits.CAPTION, utf16_length(self.caption))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person is shown: the same text as Telegram HTML and as plain text, in one language, with buttons.

    A surface that shows pictures draws `chart` with `bot.replying.charts.draw`, off the event loop.
    """

    html: str
    plain: str
    language: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    chart: Chart | None = None

    def __post_init__(self) -> None:
        # No tag, entity or letter is shown as more than it is written with, but a letter may count as two.
        if 2 * len(self.html) > limits.MESSAGE_TEXT:
            _check("message text", limits.MESSAGE_TEXT, utf16_length(visible_text(self.html)))
        _check("buttons", limits.BUTTONS, sum(map(len, self.buttons)))


def visible_text(markup: str) -> str:
    """What is left of Telegram HTML once its tags and entities are parsed: the text whose length is limited."""
    return html.unescape(_TAG.sub("", markup))


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _check(limit: str, allowed: int, actual: int) -> None:
    if actual > allowed:
        raise ReplyLimitError(limit, allowed, actual)
