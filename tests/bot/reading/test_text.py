"""Folding and cutting: what the two readings of a message stand on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.reading.text import MAXIMUM_LENGTH, Text, TokenKind, fold, words_of

CUTS = {
    "512a100": ["512", "a", "100"],
    "8x7b": ["8", "x", "7", "b"],
    "8×22B": ["8", "x", "22", "b"],
    "GPT-4": ["gpt", "-", "4"],
    "Llama 3.1 8B": ["llama", "3.1", "8", "b"],
    "v5e": ["v", "5", "e"],
    "10k": ["10", "k"],
    "36h": ["36", "h"],
    "$8,000": ["$", "8,000"],
    "US$ 2,50": ["us", "$", "2,50"],
    "1'000.000": ["1'000.000"],
    "¿y en Francia?": ["¿", "y", "en", "francia", "?"],
    "año": ["ano"],
    "AÑO": ["ano"],
    "an\u0303o": ["ano"],
    "½": ["1", "/", "2"],
    "2½": ["2", "1", "/", "2"],
    "10²⁴": ["10", "^", "24"],
    "10⁻³": ["10", "^", "-", "3"],
    "CO₂": ["co", "2"],
    "m²": ["m", "2"],
    "5–10": ["5", "-", "10"],
    "−5": ["-", "5"],
    "$.50": ["$", ".50"],
    "fin.5": ["fin", ".", "5"],
    "５００": ["500"],
    "٣٤": ["34"],
    "A\u200b100": ["a", "100"],
    "ﬁn": ["fin"],
    "㎾": ["kw"],
    "it’s": ["it", "'", "s"],
    "3e23": ["3", "e", "23"],
    "a\nb": ["a", "\n", "b"],
    "a\x00b": ["a", "b"],
    "": [],
    " \u00a0\t": [],
}


@pytest.mark.parametrize("original", CUTS)
def test_cut(original: str) -> None:
    assert list(Text.of(original).words) == CUTS[original]


def test_tokens_know_where_they_come_from() -> None:
    text = Text.of("¿Cuánto? 10²⁴ A\u200b100")
    assert [text.original[token.start : token.end] for token in text.tokens] == [
        "¿", "Cuánto", "?", "10", "²", "²⁴", "A", "100",
    ]  # fmt: skip
    assert text.source(6, 8) == "A\u200b100"
    assert text.source(3, 3) == ""


def test_kinds_and_joints() -> None:
    text = Text.of("a H100, 8x")
    assert [(token.text, token.kind, token.joined) for token in text.tokens] == [
        ("a", TokenKind.WORD, False),
        ("h", TokenKind.WORD, False),
        ("100", TokenKind.NUMBER, True),
        (",", TokenKind.SYMBOL, True),
        ("8", TokenKind.NUMBER, False),
        ("x", TokenKind.WORD, True),
    ]


def test_too_long() -> None:
    assert len(Text.of("a" * MAXIMUM_LENGTH).tokens) == 1
    with pytest.raises(InputError) as raised:
        Text.of("a" * (MAXIMUM_LENGTH + 1))
    assert raised.value.problem == "too-long"


@given(st.text(max_size=300))
def test_any_text_is_cut_in_order(original: str) -> None:
    text = Text.of(original)
    assert len(text.words) == len(text.tokens)
    assert len(text.offsets) == len(text.folded)
    position = 0
    for token in text.tokens:
        assert 0 <= token.start < token.end <= len(original)
        assert token.start >= position or token.joined
        position = token.start
        assert token.text


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(original: str) -> None:
    assert words_of(fold(original)) == words_of(fold(fold(original)))


@given(st.text(alphabet="abcñáéíóúüÁÉÑ 0123456789.,$", max_size=100))
def test_case_changes_nothing(original: str) -> None:
    assert Text.of(original).words == Text.of(original.upper()).words


@pytest.mark.parametrize(
    "flood",
    [
        "a\u0301" * 2048,
        "\u0301" * 4096,
        "\ufdfa" * 4096,
        "\u200b" * 4096,
        "1," * 2048,
        "'" * 4096,
        "\ud800" * 4096,
        "👩‍💻" * 1365,
    ],
)
def test_floods_are_harmless(flood: str) -> None:
    started = time.process_time()
    text = Text.of(flood)
    assert time.process_time() - started < 2
    assert len(text.folded) <= 4 * len(flood)
