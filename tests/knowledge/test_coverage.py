"""The report on what the knowledge base has, lacks and rests on."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge import __main__ as command
from knowledge.base import load
from knowledge.coverage import lines, report
from knowledge.errors import KnowledgeError
from tests.knowledge.small import write_small

TODAY = datetime.date(2026, 11, 21)


def test_everything_required_is_on_file() -> None:
    found = report(load(), TODAY)
    assert found.is_complete
    by_metric = {coverage.metric: coverage for coverage in found.accelerators}
    assert (by_metric["memory"].on_file, by_metric["memory"].silent) == (26, ())
    assert by_metric["tdp"].not_published == 1
    assert all(coverage.on_file == 61 for coverage in found.places)
    assert found.figures == sum(found.by_kind.values()) > 1500


def test_claims_without_a_counterpart() -> None:
    found = report(load(), TODAY)
    assert found.claims == len(load().claims)
    assert {"mistral-7b training-time", "claude-3 training-energy"} <= set(found.claims_without_counterpart)
    assert "gpt-4 training-energy" not in found.claims_without_counterpart


def test_a_small_folder_is_looked_through(tmp_path: Path) -> None:
    found = report(load(write_small(tmp_path)), TODAY, stale_months=60)
    assert not found.is_complete
    assert "models/gpt-4" in found.missing
    assert found.weak == (
        "accelerators/card figures.purchase_cost.1",
        "models/small figures.parameters.0",
        "operators/small-room figures.pue.0",
    )
    assert found.unnamed_sources == ("hearsay", "table")
    assert found.stale == ("accelerators/card figures.purchase_cost.1: 2020",)
    assert found.claims_without_counterpart == ("small hardware-cost",)


def test_stale_is_a_matter_of_months(tmp_path: Path) -> None:
    knowledge = load(write_small(tmp_path))
    assert len(report(knowledge, TODAY, stale_months=12).stale) == 3
    assert report(knowledge, TODAY, stale_months=120).stale == ()


def test_the_text_names_what_is_missing(tmp_path: Path) -> None:
    text = "\n".join(lines(report(load(write_small(tmp_path)), TODAY)))
    assert "accelerators/h100" in text
    assert "claims without a counterpart, of 5: 1" in text


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    assert "required ids that are missing: none" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise KnowledgeError("places.yaml", "ECU", "alpha2", "is wrong")

    monkeypatch.setattr(command, "load", refuse)
    assert command.main([]) == 1
    assert capsys.readouterr().err == "places.yaml: ECU alpha2: is wrong\n"
