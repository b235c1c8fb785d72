"""The gate refuses an import in a forbidden direction: a copy of the project with one such line fails it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("bot", "knowledge", "estimator", "locales")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=600
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.yaml", "*.po")
        )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot/reading/reader.py", "import estimator.hardware"),
        ("bot/reading/text.py", "from estimator.estimates import exact"),
        ("bot/replying/localizer.py", "import bot.answering.answerer"),
        ("bot/answering/hardware.py", "import bot.replying.localizer"),
        ("estimator/hardware.py", "import bot.question"),
        ("knowledge/figures.py", "import estimator.estimates"),
        ("bot/terminal/chat.py", "import bot.answering.answerer"),
    ],
)
def test_a_forbidden_import_fails(copy: Path, module: str, line: str) -> None:
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_the_project_as_it_is_passes(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout
