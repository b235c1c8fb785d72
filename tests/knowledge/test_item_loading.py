"""Items that are wrong are refused, with the file, the entry and the field."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest
import yaml

from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError
from knowledge.item_coverage import rare_misconceptions
from knowledge.items import load_items
from tests.knowledge.small import cases, write_small

SMALL: dict[str, Any] = read_yaml(Path(__file__).parent / "small_items.yaml")
REFUSALS = cases("item_refusals.yaml")
LANGUAGES = ("en", "es")


def write_items(folder: Path, file: str = "", at: list[str] | None = None, **change: Any) -> Path:
    """The small data folder with its items below `folder`; what stands at `at` becomes `to`, or is gone."""
    write_small(folder)
    files = deepcopy(SMALL)
    if at:
        *parents, last = at
        place = files[file]
        for key in parents:
            place = place[key]
        if "to" in change:
            place[last] = change["to"]
        else:
            del place[last]
    elif at == []:
        files[file] = change["to"]
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return folder


def test_the_small_items_load(tmp_path: Path) -> None:
    bank = load_items(write_items(tmp_path))
    assert list(bank.questions) == ["chip", "product"]
    assert bank.item("chip").letters == ("a", "b", "c")


@pytest.mark.parametrize("case", REFUSALS, ids=[case["name"] for case in REFUSALS])
def test_refused(case: dict[str, Any], tmp_path: Path) -> None:
    change = {"to": case["to"]} if "to" in case else {}
    with pytest.raises(KnowledgeError) as caught:
        load_items(write_items(tmp_path, case["in"], case["at"], **change))
    assert (caught.value.file, caught.value.entry, caught.value.field) == (case["file"], case["entry"], case["field"])
    assert case["problem"] in caught.value.problem


@pytest.mark.parametrize(
    ("option", "field", "problem"),
    [
        ("{2 * accelerators/card/memory / 2 | GB}", "options", "two options are the same"),
        ("{accelerators/other/memory | GB}", "options.a", "no accelerators with the id 'other'"),
        ("{accelerators/card/memory | kWh}", "options.a", "another dimension"),
    ],
)
def test_options_are_worked_out(tmp_path: Path, option: str, field: str, problem: str) -> None:
    folder = write_items(tmp_path)
    for language in LANGUAGES:
        text = deepcopy(SMALL[f"items/{language}/hardware.yaml"])
        text["chip"]["options"]["a"] = option
        text["chip"]["options"]["c"] = "{accelerators/card/memory | GB}"
        (folder / f"items/{language}/hardware.yaml").write_text(yaml.safe_dump(text), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_items(folder)
    assert (caught.value.entry, caught.value.field) == ("chip", field)
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("field", "longest"), [("stem", 300), ("explanation", 200), ("options.a", 100), ("feedback.c", 200)]
)
def test_texts_fit_a_quiz_poll(tmp_path: Path, field: str, longest: int) -> None:
    """With room for numbers: a placeholder counts as one of the usual length."""
    at = field.split(".")
    number = "{accelerators/card/memory | GB}"
    usual = len("1,234.5 kWh")
    for extra, fits in ((0, True), (1, False)):
        folder = tmp_path / str(extra)
        folder.mkdir()
        write_items(folder)
        for language in LANGUAGES:
            text = deepcopy(SMALL[f"items/{language}/hardware.yaml"])
            place = text["chip"] if len(at) == 1 else text["chip"][at[0]]
            place[at[-1]] = "x" * (longest - usual + extra) + number
            (folder / f"items/{language}/hardware.yaml").write_text(yaml.safe_dump(text), encoding="utf-8")
        if fits:
            load_items(folder)
        else:
            with pytest.raises(KnowledgeError, match=f"is {longest + 1} characters long, at most {longest}"):
                load_items(folder)


def test_what_no_item_uses_is_refused(tmp_path: Path) -> None:
    for name, content in (("misconceptions", {"name": "sloth", "description": "Idle."}), ("objectives", "Sleep")):
        folder = tmp_path / name
        folder.mkdir()
        write_items(folder)
        for language in LANGUAGES:
            file = folder / f"{name}/{language}.yaml"
            file.write_text(yaml.safe_dump({**SMALL[f"{name}/{language}.yaml"], "sloth": content}), encoding="utf-8")
        with pytest.raises(KnowledgeError, match=f"{name}: sloth: is used by no item"):
            load_items(folder)


def test_an_id_stands_for_one_item(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    folder = write_items(tmp_path / "topics")
    for name in ("items", *(f"items/{language}" for language in LANGUAGES)):
        copyfile(folder / name / "hardware.yaml", folder / name / "energy.yaml")
    with pytest.raises(KnowledgeError, match=r"items/energy.yaml: chip: stands in items/hardware.yaml too"):
        load_items(folder)
    (tmp_path / "kinds").mkdir()
    folder = write_items(tmp_path / "kinds")
    for name in ("generated.yaml", *(f"generated/{language}.yaml" for language in LANGUAGES)):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8").replace("product:", "chip:"))
    with pytest.raises(KnowledgeError, match=r"generated.yaml: chip: is also a fixed item"):
        load_items(folder)


def test_a_source_that_items_use_is_used(tmp_path: Path) -> None:
    folder = write_items(tmp_path, "items/hardware.yaml", ["chip", "sources"], to=["spare"])
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("spare: {title: Spare, url: 'https://example.org/spare'}\n")
    assert load_items(folder).item("chip").sources == ("spare",)


def test_a_new_language_is_a_new_folder_and_nothing_else(tmp_path: Path) -> None:
    folder = write_items(tmp_path)
    copytree(folder / "items/en", folder / "items/fr")
    for name in ("generated", "topics", "objectives", "misconceptions"):
        copyfile(folder / name / "en.yaml", folder / name / "fr.yaml")
    assert set(load_items(folder).item("chip").texts) == {"en", "es", "fr"}


def test_the_report_names_what_is_rare(tmp_path: Path) -> None:
    folder = write_items(tmp_path)
    (folder / "generated.yaml").write_text("{}", encoding="utf-8")
    for language in LANGUAGES:
        (folder / f"generated/{language}.yaml").write_text("{}", encoding="utf-8")
    assert rare_misconceptions(load_items(folder)) == ["alike", "backwards"]
