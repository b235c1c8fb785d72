"""A data folder loads whole or not at all: what is wrong is named by file, entry and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.base import load
from knowledge.errors import KnowledgeError
from tests.knowledge.small import cases, write_small

REFUSALS = cases("refusals.yaml")


def test_the_small_folder_loads(tmp_path: Path) -> None:
    knowledge = load(write_small(tmp_path))
    assert list(knowledge.accelerators) == ["card"]
    assert list(knowledge.models) == ["small"]
    assert knowledge.default_place == "ECU"


@pytest.mark.parametrize("case", REFUSALS, ids=[case["name"] for case in REFUSALS])
def test_refused(case: dict[str, Any], tmp_path: Path) -> None:
    change = {"to": case["to"]} if "to" in case else {}
    folder = write_small(tmp_path, case["in"], case["at"], **change)
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert (caught.value.file, caught.value.entry, caught.value.field) == (case["file"], case["entry"], case["field"])
    assert case["problem"] in caught.value.problem
    assert case["file"] in str(caught.value)


def test_a_key_may_stand_only_once(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    with (folder / "makers.yaml").open("a", encoding="utf-8") as file:
        file.write("maker: {name: Another}\n")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert caught.value.file == "makers.yaml"
    assert "twice" in caught.value.problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    (folder / "inference.yaml").unlink()
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert caught.value.file == "inference.yaml"


def test_a_source_that_other_data_uses_is_used(tmp_path: Path) -> None:
    spare = {"title": "Spare", "url": "https://example.org/spare"}
    folder = write_small(tmp_path, "sources.yaml", ["spare"], to=spare)
    (folder / "priors.yaml").write_text("utilization: [{value: 1, sources: [spare]}]\n", encoding="utf-8")
    assert "spare" in load(folder).sources
