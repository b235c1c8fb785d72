"""GIFT and Aiken, in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.classroom import aiken, gift
from bot.classroom.played import PlayedItem, Wording
from bot.classroom.questions_file import MOST_BYTES, QuestionsFileError, read

CASES = yaml.safe_load(Path(__file__).with_name("files.yaml").read_text(encoding="utf-8"))


def content(case: dict[str, Any]) -> bytes:
    text: str = case["text"].replace("{long}", "x" * 301)
    return text.encode()


@pytest.mark.parametrize("case", [case for case in CASES if "questions" in case], ids=lambda case: case["name"])
@pytest.mark.parametrize(
    "change", [bytes, lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text]
)
def test_good_files(case: dict[str, Any], change: Any) -> None:
    items = read(change(content(case)), "es")
    assert [item.item_id for item in items] == [f"own-{number + 1}" for number in range(len(items))]
    for item, expected in zip(items, case["questions"], strict=True):
        words = item.wording("en")
        assert (words.stem, list(words.options), item.key) == (expected["stem"], expected["options"], expected["key"])
        assert words.explanation == expected.get("explanation", "")
        assert list(words.feedback) == expected.get("feedback", [""] * item.options)
        assert list(item.wordings) == ["es"]


@pytest.mark.parametrize("case", [case for case in CASES if "faults" in case], ids=lambda case: case["name"])
def test_faults_are_named_with_their_lines(case: dict[str, Any]) -> None:
    with pytest.raises(QuestionsFileError) as refused:
        read(content(case), "es")
    assert [[fault.line, fault.problem] for fault in refused.value.faults] == case["faults"]


def test_what_is_no_utf_8() -> None:
    with pytest.raises(QuestionsFileError) as refused:
        read("Bien {=a ~b}\n\n¿Energía? {=a ~b}\n".encode("latin-1"), "es")
    assert [(fault.line, fault.problem) for fault in refused.value.faults] == [(3, "encoding")]


def test_too_much() -> None:
    with pytest.raises(QuestionsFileError) as refused:
        read(b"x" * (MOST_BYTES + 1), "es")
    assert refused.value.faults[0].problem == "too-large"
    with pytest.raises(QuestionsFileError) as refused:
        read(b"Question {=a ~b}\n\n" * 501, "es")
    assert [(fault.line, fault.problem) for fault in refused.value.faults] == [(1001, "too-many")]


def text(most: int) -> st.SearchStrategy[str]:
    """Anything people may write, on one line, with the marks of both formats in it."""
    signs = st.sampled_from([*"~=#{}:\\/%[]->A) n", "é", "ñ", "kWh", "::", "####", "//", "->"])
    return (
        st.lists(signs | st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=most)
        .map(lambda parts: " ".join("".join(parts).split()))
        .filter(lambda made: 0 < len(made.encode("utf-16-le")) // 2 <= 90)
    )


items = st.builds(
    lambda stem, options, key, explanation, feedback: PlayedItem(
        "own-1",
        "own",
        key % len(options),
        {"es": Wording(stem, tuple(options), explanation, tuple((feedback * len(options))[: len(options)]))},
    ),
    text(40),
    st.lists(text(10), min_size=2, max_size=5, unique_by=str.casefold),
    st.integers(0, 4),
    st.just("") | text(20),
    st.lists(st.just("") | text(10), min_size=1, max_size=5),
)


@settings(max_examples=40)
@given(st.lists(items, min_size=1, max_size=3))
def test_what_is_written_as_gift_is_read_again(made: list[PlayedItem]) -> None:
    found, faults = gift.parse(gift.write(made, "es"))
    assert faults == []
    for item, draft in zip(made, found, strict=True):
        words = item.wording("es")
        assert (draft.stem, draft.options, draft.keys) == (words.stem, words.options, (item.key,))
        assert (draft.feedback, draft.explanation) == (words.feedback, words.explanation)


def test_line_feeds_survive_in_gift() -> None:
    made = PlayedItem("own-1", "own", 0, {"es": Wording("a\nb", ("c", "d"), "e\nf", ("", "g"))})
    (draft,), _ = gift.parse(gift.write([made], "es"))
    assert (draft.stem, draft.explanation) == ("a\nb", "e\nf")


@settings(max_examples=40)
@given(st.lists(items, min_size=1, max_size=3))
def test_what_is_written_as_aiken_is_read_again(made: list[PlayedItem]) -> None:
    found, faults = aiken.parse(aiken.write(made, "es"))
    if not any(words.stem.startswith("ANSWER") for item in made for words in item.wordings.values()):
        assert faults == []
        assert [(draft.stem, draft.options, draft.keys) for draft in found] == [
            (item.wording("es").stem, item.wording("es").options, (item.key,)) for item in made
        ]


@given(st.binary(max_size=400))
def test_rubbish_is_refused_and_nothing_breaks(rubbish: bytes) -> None:
    assert_taken_or_refused(rubbish)


@given(st.text(alphabet="=~#{}%:\\ \n/ab>-ANSWER", max_size=200))
def test_marks_in_any_order_break_nothing(rubbish: str) -> None:
    assert_taken_or_refused(rubbish.encode())


def assert_taken_or_refused(rubbish: bytes) -> None:
    """Questions, or faults with their lines; never anything else."""
    taken, faults = [], ()
    try:
        taken = read(rubbish, "es")
    except QuestionsFileError as refused:
        faults = refused.faults
    assert bool(taken) != bool(faults)
    assert all(fault.line >= 1 for fault in faults)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("\n" * MOST_BYTES, "empty", id="blank lines"),
        pytest.param((" " * 99 + "\n") * (MOST_BYTES // 100), "empty", id="blanks"),
        pytest.param("[html]x <" + "a" * (MOST_BYTES - 60) + " {=a ~b}", "long-question", id="a tag without an end"),
        pytest.param("[html]x &#" + "9" * (MOST_BYTES - 60) + "; {=a ~b}", "long-question", id="an endless entity"),
        pytest.param("{~" * (MOST_BYTES // 2), "brace", id="braces"),
        pytest.param("Question {=a ~b}\n\n" * (MOST_BYTES // 18), "too-many", id="no end of questions"),
        pytest.param("Q?\nA) a\nB) b\nANSWER: A\n" * (MOST_BYTES // 25), "too-many", id="no end of Aiken"),
        pytest.param("ANSWER: A\n" * (MOST_BYTES // 10), "stray", id="no end of faults"),
    ],
)
def test_hostile_files_are_refused(text: str, problem: str) -> None:
    """Within moments, not hours: nothing in them makes a pattern try every way there is."""
    with pytest.raises(QuestionsFileError) as refused:
        read(text.encode(), "es")
    assert refused.value.faults[0].problem == problem
    assert len(refused.value.faults) <= 502
