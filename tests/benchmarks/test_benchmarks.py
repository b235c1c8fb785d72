"""The instrument itself: that it counts right, and says what it counted."""

from __future__ import annotations

import json
import sys
import urllib.request
from typing import Any

import pytest

from tests.benchmarks.processes import serving
from tests.benchmarks.results import Measure, Report, Section
from tests.benchmarks.telegram import CUESTA, load
from tests.benchmarks.timing import Samples, ratio
from tests.benchmarks.writing import page, table

HUNDRED = Samples(tuple(number / 1000 for number in range(100)))


def test_median_and_99th_percentile() -> None:
    median, p99 = HUNDRED.measures("reading", 50.0, 98.0)
    assert (median.value, p99.value) == (pytest.approx(49.5), 99.0)
    assert (median.is_reached, p99.is_reached) == (True, False)


def test_a_ratio_is_of_rounds_next_to_each_other() -> None:
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 4.0]) == 2.0


def test_what_was_measured_is_written_down() -> None:
    section = Section("Reading", "How fast.", (Measure("once", 1234.5, "ms", at_most=700.0),), ("no network",))
    report = Report({"cores": "2"}, [section])
    assert "once      1,234 ms      ≤ 700: no" in table(report)
    assert "| once | 1,234 ms | ≤ 700 | no |" in page(report)
    assert "Left out: no network." in page(report)
    measured = report.data()["sections"][0]["measures"]
    assert measured == [{"name": "once", "value": 1234.5, "unit": "ms", "at_most": 700.0, "reached": False}]


def test_the_light_server_counts_what_students_are_answered() -> None:
    with serving((sys.executable, "-m", "tests.benchmarks.bot_api", "--students", "2")) as port:
        root = f"http://127.0.0.1:{port}"

        def ask(path: str, **given: Any) -> Any:
            body = json.dumps(given).encode()
            headers = {"Content-Type": "application/json"}
            with urllib.request.urlopen(urllib.request.Request(root + path, body, headers), timeout=600) as answer:
                return json.load(answer)

        updates = ask("/bot1:a/getUpdates", limit=100)["result"]
        chats = [update["message"]["chat"]["id"] for update in updates]
        assert len(set(chats)) == 2
        for chat in (*chats, chats[0]):
            ask("/bot1:a/sendMessage", chat_id=chat, text="hola")
        again = ask("/bot1:a/getUpdates", limit=100)["result"]
        assert [update["message"]["chat"]["id"] for update in again] == [*chats, chats[0]]
        ask("/bot1:a/sendMessage", chat_id=99, text="nobody asked")
        counted = ask("/count?seconds=0.05")
        assert counted.pop("seconds") >= 0.05
        assert counted == {"answered": 0, "unasked": 0}


def test_the_bot_answers_a_class() -> None:
    ran = load(CUESTA, students=5, seconds=300.0, messages=20, warm_up=0.0)
    assert ran.answered >= 20
    assert ran.unasked == 0
    assert 0 < ran.median <= ran.p99
