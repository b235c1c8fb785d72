"""Deep links, t.me/<bot>?start=<payload>: to a question, a definition, a class, a model, an accelerator.

A payload is a letter, a hyphen and what it names. These forms are for ever: links stand in slides and books.
"""

from __future__ import annotations

import base64
import binascii
import re
from enum import StrEnum
from typing import Final

PAYLOAD: Final = 64
_ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")


class LinkKind(StrEnum):
    """What a link leads to."""

    DEFINITION = "d"
    """A term's id follows."""
    QUESTION = "q"
    """A question's text follows, UTF-8 in URL-safe base64 without padding."""
    CLASS = "c"
    """A class's code follows."""
    MODEL = "m"
    """A model's id follows, written as a question's text is."""
    ACCELERATOR = "a"
    """An accelerator's id follows, written as a question's text is."""


_AS_THEY_STAND = frozenset({LinkKind.DEFINITION, LinkKind.CLASS})


def payload(kind: LinkKind, what: str) -> str | None:
    """The payload of a link; None where it would be too long or hold what a link may not."""
    coded = what if kind in _AS_THEY_STAND else base64.urlsafe_b64encode(what.encode()).decode().rstrip("=")
    written = f"{kind.value}-{coded}"
    return written if _ALLOWED.fullmatch(written) else None


def link(username: str, kind: LinkKind, what: str) -> str | None:
    """The address of a link, where there can be one."""
    start = payload(kind, what)
    return None if start is None else f"https://t.me/{username}?start={start}"


def read_payload(written: str) -> tuple[LinkKind, str] | None:
    """What a payload leads to; None for rubbish."""
    letter, hyphen, coded = written.partition("-")
    if not hyphen or not coded or not _ALLOWED.fullmatch(written) or letter not in set(LinkKind):
        return None
    kind = LinkKind(letter)
    if kind in _AS_THEY_STAND:
        return kind, coded
    try:
        text = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (kind, text) if text.strip() else None
