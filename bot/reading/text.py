"""The text of a message, folded so that case, accents and exotic characters make no difference, cut into tokens.

Folding is NFKC, casefold and the loss of accents, character by character, with a map back to the original. Invisible
characters vanish, control characters are spaces, every dash is "-", every apostrophe "'", "×" is "x", "½" is " 1/2" and
"10²⁴" is "10^24". It takes time linear in the length.

Tokens are small: letters and digits part wherever they meet, so that "512a100" is `512` `a` `100`, "GPT-4" is `gpt` `-`
`4`, "8x7b" is `8` `x` `7` `b` and "$8,000" is `$` `8,000`. `Token.joined` tells that a token touches the one before
it. Names and quantities are both sequences of such tokens, and spelling a name together, apart or with a hyphen comes
to the same sequence but for the hyphen.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.errors import InputError

MAXIMUM_LENGTH = 4096
"""Characters of the longest message that is read; Telegram sends none longer."""


class TokenKind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    SYMBOL = "symbol"


class Token(NamedTuple):
    r"""A piece of a message: letters, or digits with the separators between them, or one symbol.

    `text` is folded; `start` and `end` are offsets in the original. `joined`: no space stands before it.
    A line break is a symbol token with the text "\n"; other spaces are no tokens.
    """

    text: str
    start: int
    end: int
    kind: TokenKind
    joined: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A message, its folded form and its tokens. `offsets[i]` is where the folded character i comes from.

    `words[i]` is `tokens[i].text`: what word tables are matched against.
    """

    original: str
    folded: str
    offsets: Sequence[int]
    tokens: tuple[Token, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, original: str) -> Text:
        """Fold and cut a message. Raises InputError("too-long") beyond MAXIMUM_LENGTH characters."""
        if len(original) > MAXIMUM_LENGTH:
            raise InputError("too-long")
        folded, offsets = _fold(original)
        tokens = _cut(folded, offsets)
        return cls(original, folded, offsets, tokens, tuple([token.text for token in tokens]))

    def source(self, start: int, end: int) -> str:
        """The original characters of the tokens from `start` up to, not including, `end`."""
        if start >= end:
            return ""
        return self.original[self.tokens[start].start : self.tokens[end - 1].end]


def fold(original: str) -> str:
    """The folded form of any string, as in `Text.folded`."""
    return _fold(original)[0]


def words_of(phrase: str) -> list[str]:
    """The tokens of a phrase as in `Text.words`, for word tables: equal words are one string in all of them."""
    return [sys.intern(match[0]) for match in _TOKEN.finditer(fold(phrase))]


_TOKEN = re.compile(
    r"([^\W\d_]+)"
    r"|((?:(?<![\w.,'])[.,])?[0-9]+(?:[.,'_][0-9]+)*)"  # 512  .5  8,000  1'000.000  3.1
    r"|(\n|\S)"
)
_KINDS = (TokenKind.SYMBOL, TokenKind.WORD, TokenKind.NUMBER, TokenKind.SYMBOL)
"""Linear: each alternative starts with characters that no other takes, and no part of it can match in two ways."""


def _cut(folded: str, offsets: Sequence[int]) -> tuple[Token, ...]:
    tokens = []
    end_before = -1
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        kind = _KINDS[match.lastindex or 0]
        tokens.append(Token(match[0], offsets[start], offsets[end - 1] + 1, kind, start == end_before))
        end_before = end
    return tuple(tokens)


_REPLACED = {
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－⁻₋", "-"),
    **dict.fromkeys("’‘‛`´ʼʹ′＇", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("×✕✖╳⨯", "x"),
    **dict.fromkeys("·⋅∙∗", "*"),
    **dict.fromkeys("⁄∕÷", "/"),
    **dict.fromkeys("≈≅∼～", "~"),
    "\n": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}
"""What stands for another character by its use, where NFKC keeps the two apart."""

_LONGEST_PIECE = 4
"""Characters kept of one that stands for many (a few ligatures stand for eighteen)."""
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_INVISIBLE = ("Cf", "Mn", "Me", "Mc")
_SPACE_LIKE = ("Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp")


def _fold_character(character: str) -> str:
    """The folded form of one character: usually one character, none for an invisible one, several for a ligature."""
    replaced = _REPLACED.get(character)
    if replaced is not None:
        return replaced
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category in _SPACE_LIKE:
        return " "
    if category == "Nl" and unicodedata.numeric(character).is_integer():
        return f"{unicodedata.numeric(character):.0f}"[:_LONGEST_PIECE]
    if category == "Nd":
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    plain = "".join(
        _REPLACED.get(part, part) for part in plain if unicodedata.category(part) not in _INVISIBLE
    ).casefold()
    plain = plain[:_LONGEST_PIECE]
    return f" {plain}" if category == "No" and "/" in plain else plain


class _Folding(dict[int, str]):
    """Characters folded so far, for `str.translate`; it stops growing before a hostile text can fill the memory.

    `even` holds those that fold to exactly one character whatever stands around them.
    """

    _LIMIT = 4096

    def __init__(self) -> None:
        super().__init__()
        self.even: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character)
        if len(self) < self._LIMIT:
            self[code] = folded
            if len(folded) == 1 and character not in _SUPERSCRIPTS:
                self.even.add(character)
        return folded


_folding = _Folding()


def _fold(original: str) -> tuple[str, Sequence[int]]:
    folded = original.translate(_folding)
    if _folding.even.issuperset(original):
        return folded, range(len(folded))
    return _fold_unevenly(original)


def _fold_unevenly(original: str) -> tuple[str, Sequence[int]]:
    """Where characters vanish, grow, or stand above the line: "10²⁴" is a power, while "CO²" is only a digit."""
    folded: list[str] = []
    offsets: list[int] = []
    raised = False
    for offset, character in enumerate(original):
        piece = _folding[ord(character)]
        if character in _SUPERSCRIPTS:
            if not raised and folded and "0" <= folded[-1][-1] <= "9":
                piece = f"^{piece}"
            raised = True
        elif piece:
            raised = False
        if piece:
            folded.append(piece)
            offsets.extend([offset] * len(piece))
    return "".join(folded), offsets
