"""What things are called: the names and aliases by which questions find them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class NameKind(StrEnum):
    """What a name stands for."""

    ACCELERATOR = "accelerator"
    MODEL = "model"
    TERM = "term"
    PLACE = "place"
    MAKER = "maker"


class Alias(NamedTuple):
    """One way to call one thing.

    `language` is None for names used in every language. `needs_context` marks a name that is also an ordinary word
    ("Gemini", "Titan", "token", "power"), which counts only when what stands around it speaks for it.
    """

    kind: NameKind
    id: str
    text: str
    language: str | None = None
    needs_context: bool = False
