"""Orders for quizzes, read in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.classroom.orders import read_order
from tests.bot.classroom.small_bank import TOPICS

CASES = yaml.safe_load(Path(__file__).with_name("orders.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_orders(case: dict[str, Any]) -> None:
    order = read_order(case["text"], TOPICS, strict=not case.get("loose"))
    assert order.problem == case.get("problem")
    if order.problem is None:
        assert (order.questions, order.topic, order.seconds) == (case["questions"], case.get("topic"), case["seconds"])
    if "words" in case:
        assert order.words == case["words"]
