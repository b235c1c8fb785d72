"""Hostile and senseless text: never an error, never an infinity, never long."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.lexicon import default_lexicon
from bot.reading.quantities import read_quantities
from bot.reading.quantities.reading import MOST_QUANTITIES
from bot.reading.spans import Span, SpanKind
from bot.reading.text import MAXIMUM_LENGTH, Text

from .notation import HERE


def read(message: str) -> tuple[Span, ...]:
    """What is read, after checking that it is finite."""
    spans = read_quantities(Text.of(message), default_lexicon())
    for span in spans:
        for number in (span.value, span.quantity, span.low, span.high, span.per_quantity):
            assert number is None or math.isfinite(number)
            assert number is None or abs(number) <= 1e60
    assert [span.start < span.end for span in spans] == [True] * len(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    return spans


@pytest.mark.parametrize(
    "message",
    [
        "10^9999 H100", "1e9999 tokens", "9" * 4096, "10^10^10^10", "1e-9999", "9" * 400 + " H100", "10**99999",
        "1" + "0" * 60 + " dollars", "10 a la 99999", "2x10^9999 tokens", "1e37", "-1e37 GPUs",
    ],
)  # fmt: skip
def test_enormous_numbers_are_unusable(message: str) -> None:
    kinds = {span.kind for span in read(message)}
    assert SpanKind.UNUSABLE in kinds
    assert not kinds & {SpanKind.COMPUTE, SpanKind.TOKENS, SpanKind.MONEY, SpanKind.ACCELERATORS}


def test_large_but_sensible_numbers_are_usable() -> None:
    assert read("1e36")[0].value == 1e36
    assert read("3,8e25 FLOP")[0].value == 3.8e25


HOSTILE = yaml.safe_load((HERE / "hostile.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("piece", HOSTILE["pieces"])
def test_repetition_takes_linear_time(piece: str) -> None:
    message = (piece * MAXIMUM_LENGTH)[:MAXIMUM_LENGTH]
    read(message[:64])
    started = time.process_time()
    spans = read(message)
    assert time.process_time() - started < 2  # some 20 ms; a quadratic reader would take a minute
    assert len(spans) <= MOST_QUANTITIES


def test_time_grows_with_the_length_and_no_faster() -> None:
    sentence = "costo de quinientas doce A100 por mes y medio a $2,50 la hora entre 5 y 10 kW, 1.2 GWh en MWh. "

    def seconds(length: int) -> float:
        message = Text.of((sentence * 50)[:length])
        best = math.inf
        for _ in range(5):
            started = time.process_time()
            read_quantities(message, default_lexicon())
            best = min(best, time.process_time() - started)
        return best

    seconds(512)
    # Whatever else the machine does may get into one measurement; what is quadratic gets into all.
    assert any(seconds(4096) < 8 * 3 * seconds(512) for _ in range(5))


words = st.sampled_from(HOSTILE["words"])


@settings(max_examples=300, deadline=None)
@given(st.lists(words, max_size=40), st.sampled_from([" ", ""]))
def test_any_mixture_of_words_is_read_without_error(mixture: list[str], space: str) -> None:
    read(space.join(mixture))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(message: str) -> None:
    read(message)


@settings(max_examples=100, deadline=None)
@given(st.lists(words, max_size=20), st.data())
def test_any_claim_is_respected(mixture: list[str], data: st.DataObject) -> None:
    text = Text.of(" ".join(mixture))
    claimed = data.draw(st.sets(st.integers(0, max(0, len(text.tokens) - 1))) if text.tokens else st.just(set()))
    for span in read_quantities(text, default_lexicon(), claimed):
        assert not any(span.covers(index) for index in claimed)
