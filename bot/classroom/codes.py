"""Class codes: what students type or scan to join. Six characters that cannot be mistaken for one another."""

from __future__ import annotations

import secrets
from typing import Final

_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
LENGTH: Final = 6
_SIZE: Final = len(_ALPHABET) ** LENGTH


def new_class_id() -> int:
    """A number for a class that nobody guesses: one in a thousand million."""
    return secrets.randbelow(_SIZE)


def code_of(class_id: int) -> str:
    """The code of a class."""
    letters = []
    for _ in range(LENGTH):
        class_id, letter = divmod(class_id, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(reversed(letters))


def class_id_of(code: str) -> int | None:
    """The number that a code stands for, however it is spaced and capitalized; None where it is no code."""
    letters = "".join(code.split()).replace("-", "").upper()
    if len(letters) != LENGTH or any(letter not in _ALPHABET for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter)
    return number
