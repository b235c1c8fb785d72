"""`Reply`: what a surface shows. Telegram's limits are checked when it is built, not when sending fails."""

from __future__ import annotations

from dataclasses import dataclass

from bot import limits
from bot.errors import ReplyLimitError


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply. `action` comes back when it is pressed: an id of at most 64 bytes, never a label."""

    label: str
    action: str

    def __post_init__(self) -> None:
        _check("callback data", limits.CALLBACK_DATA_BYTES, len(self.action.encode()))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person is shown: the same text as Telegram HTML and as plain text, in one language, with buttons."""

    html: str
    plain: str
    language: str
    buttons: tuple[tuple[Button, ...], ...] = ()

    def __post_init__(self) -> None:
        _check("message text", limits.MESSAGE_TEXT, utf16_length(self.plain))
        _check("buttons", limits.BUTTONS, sum(map(len, self.buttons)))


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _check(limit: str, allowed: int, actual: int) -> None:
    if actual > allowed:
        raise ReplyLimitError(limit, allowed, actual)
