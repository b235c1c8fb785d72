"""Hostile text: any characters, any length, any repetition is read in time linear in its length, and never guessed."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.question import HardwareQuestion, Metric
from bot.reading.reader import default_reader
from bot.reading.text import MAXIMUM_LENGTH

_PIECES = ("h100 ", "8 ", "mes ", "gpt-4 ", "no ", "y ", "costo ", "cien ", "a ", "1.5 ", "kWh ", "por ", "the ", "of ",
           "llama 3 ", "h100 o ", "how many ", "sorry 4 weeks ", "en vez de A100 ", "opus sonnet haiku ", "5 to ",
           "entre 5 y ", "$8 ", "¿cuánto? ", "enrgia ", "qwrtpsdfg ", "{{7*7}} ", "%s ", "<b>", "((", "\n", "--", "''",
           "9e", "1,", "x", "H100", "8xA100", "gpt-", "\U0001f469\u200d\U0001f467", "ﷺ", "a\u0301", "z\u0336", "\u202e",
           "\x00", "not ", "sin ", "nor ", "never ", "without ", "no costo ", "not cost ", "digo ")  # fmt: skip
_LONGEST_SECONDS = 0.5  # of processor time; the benchmark measures, this finds what explodes
BEFORE = HardwareQuestion(accelerators=("h100",), count=8, hours=72, metrics=(Metric.RENTAL_COST,))


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    for text in ("presio de alkilar 20 h100", "hola"):
        default_reader().read(text, BEFORE)


def seconds(text: str) -> float:
    """Processor time of reading, the least of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        default_reader().read(text, BEFORE)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("piece", _PIECES, ids=[ascii(piece) for piece in _PIECES])
def test_repetition_is_read_at_once(piece: str) -> None:
    assert seconds((piece * MAXIMUM_LENGTH)[:MAXIMUM_LENGTH]) < _LONGEST_SECONDS


@pytest.mark.parametrize("piece", _PIECES, ids=[ascii(piece) for piece in _PIECES])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    short, long = ((piece * MAXIMUM_LENGTH)[: MAXIMUM_LENGTH // part] for part in (8, 1))
    # Whatever else the machine does may get into one measurement; what explodes gets into all.
    assert any(seconds(long) < 8 * 3 * seconds(short) + 0.005 for _ in range(5))


@pytest.mark.parametrize(
    "text", ["0x10 H100 por un mes", "{{7*7}} H100 for ${7*7} days", "H100 vs 200 units", "¼", "what is 3 plus 4"]
)
def test_what_only_looks_like_a_number_of_accelerators_is_none(text: str) -> None:
    assert "count" not in default_reader().read(text).question.contract()


def test_word_salad_is_not_guessed() -> None:
    chance = random.Random(7)
    for _ in range(40):
        salad = "".join(chance.choice(_PIECES) for _ in range(700))[:MAXIMUM_LENGTH]
        assert seconds(salad) < _LONGEST_SECONDS
        question = default_reader().read(salad).question
        assert question.intent == "unknown"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    default_reader().read(text)
    default_reader().read(text, BEFORE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_mixture_is_read(text: str) -> None:
    question = default_reader().read(text, BEFORE).question
    for value in question.contract().values():
        assert not isinstance(value, float) or abs(value) <= 1e30


@pytest.mark.parametrize(
    "text",
    [
        "{{ 8 * 8 }} H100",
        "${jndi:ldap://x/a}",
        "'; DROP TABLE people; --",
        "%(count)s H100 for %d days",
        "<script>alert(1)</script>",
        "\x1b[31mH100\x1b[0m",
        "A" * 4096,
        "1" * 4096,
        "H" * 2000 + "100" * 600,
    ],
)
def test_markup_and_formats_are_only_text(text: str) -> None:
    question = default_reader().read(text).question
    assert question.intent in ("unknown", "fact", "hardware")
    assert question.contract().get("count") in (None, 64, 8)
