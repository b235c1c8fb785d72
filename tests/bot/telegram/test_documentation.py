"""The documentation of the commands is made from their registry, and the papers for running it fit the program.

    python -m tests.bot.telegram.test_documentation

writes the table of commands anew.
"""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.replying.catalogue import languages
from bot.settings import Settings
from bot.telegram.commands import Menu, commands
from bot.telegram.running import FINISH_SECONDS
from bot.telegram.wording import wording

PROJECT = Path(__file__).parents[3]
PAGE = PROJECT / "docs" / "telegram.md"
TABLE = re.compile(r"(<!-- commands: .* -->\n).*(<!-- end of commands -->)", re.DOTALL)
PLACES = {Menu.PRIVATE: "private", Menu.GROUP: "groups", Menu.ADMINISTRATORS: "administrators of groups"}


def table() -> str:
    """The commands as a table in Markdown."""
    codes = list(languages())
    head = ["", *(f"in {languages()[code].own_name}" for code in codes), "in the menu of"]
    lines = [head, ["---"] * len(head)]
    for command in commands().values():
        names = [" ".join(f"`/{name}`" for name in command.names[code]) for code in codes]
        shown_in = ", ".join(PLACES[menu] for menu in Menu if menu in command.menus)
        lines.append([wording(f"command-{command.id}", "en"), *names, shown_in])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_the_table_of_commands_is_that_of_the_registry() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = TABLE.search(page)
    assert found is not None
    assert found[0] == f"{found[1]}{table()}{found[2]}", "run: python -m tests.bot.telegram.test_documentation"


@pytest.fixture
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
    return content


def test_compose_sets_what_the_program_reads(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot"]
    assert {name.casefold() for name in bot["environment"]} == set(Settings.model_fields)
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert set(compose["services"]["database"]["environment"]) == {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def test_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root|0\b)", last_stage, re.MULTILINE)
    assert 'CMD ["telegram"]' in last_stage
    assert "TOKEN" not in dockerfile
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored, "everything is left out but what is named"
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in copied.split():
            assert f"!{name}" in ignored
            assert (PROJECT / name).exists()


def test_the_service_gives_the_process_time_to_stop() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(PROJECT / "deploy" / "cuesta.service", encoding="utf-8")
    service = unit["Service"]
    assert float(service["TimeoutStopSec"]) > FINISH_SECONDS + 2
    assert service["ExecStart"].endswith("cuesta telegram")
    assert service["DynamicUser"] == "yes"
    assert service["NoNewPrivileges"] == "yes"


if __name__ == "__main__":
    written = TABLE.sub(lambda found: f"{found[1]}{table()}{found[2]}", PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(written, encoding="utf-8")
