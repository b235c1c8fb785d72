"""From Telegram's HTML to plain text: the same reply for surfaces that show no markup."""

from __future__ import annotations

import html
import re

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def plain_text(markup: str) -> str:
    """The text of a reply without its tags, with ordinary spaces. A link's address follows its words in parentheses.

    `markup` is a reply of our own: what is no tag in it is escaped.
    """
    text = _TAG.sub("", _LINK.sub(r"\2 (\1)", markup))
    return html.unescape(text).replace("\N{NO-BREAK SPACE}", " ")
