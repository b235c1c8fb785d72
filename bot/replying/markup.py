"""From Telegram's HTML to plain text: the same reply for surfaces that show no markup."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from markupsafe import Markup, escape

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def filled(pattern: str, data: Mapping[str, object]) -> Markup:
    """A text of the catalogue with its data filled in, which is escaped unless it is markup itself."""
    if not data:
        return Markup(pattern % data)  # noqa: S704 - our own text
    escaped = {name: value if isinstance(value, int | float) else escape(value) for name, value in data.items()}
    return Markup(pattern % escaped)  # noqa: S704 - our own text, and what is filled in is escaped


def plain_text(markup: str) -> str:
    """The text of a reply without its tags, with ordinary spaces. A link's address follows its words in parentheses.

    `markup` is a reply of our own: what is no tag in it is escaped.
    """
    if "<a " in markup:
        markup = _LINK.sub(r"\2 (\1)", markup)
    return html.unescape(_TAG.sub("", markup)).replace("\N{NO-BREAK SPACE}", " ")


def shortened(text: str, most: int) -> str:
    """A title cut at a word's end where it is longer than allowed."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0] + "…"
