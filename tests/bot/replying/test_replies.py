"""Replies to questions given as slots, by what they say and leave out in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.question import question_adapter
from bot.replying.replier import reply_to
from knowledge.base import load
from knowledge.datafiles import read_yaml

CASES = read_yaml(Path(__file__).parent / "reply_cases.yaml")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_replies(case: dict[str, Any], language: str) -> None:
    question = question_adapter.validate_python(case["slots"])
    reply = reply_to(work_out(question, load(), Circumstances()), language).plain
    expected = case[language]
    understood = expected["first"].split(" · ") if "first" in expected else []
    assert reply.splitlines()[0].split(" · ")[: len(understood)] == understood, reply
    for words in expected.get("says", ()):
        assert words in reply, reply
    for words in expected.get("never", ()):
        assert words not in reply, reply
