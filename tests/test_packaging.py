"""The wheel is complete: installed into an empty environment, away from the checkout, it answers the same."""

from __future__ import annotations

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
QUESTION = "cost of 512 A100 for a month"
PACKAGES = ("bot", "knowledge", "estimator", "locales")
TOGETHER = {"pydantic-core": "pydantic"}
"""Libraries that come with another one in just the version that it needs."""
FOR_CHECKS = {"numpy"}
"""Libraries of programs that only the checkout runs."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with nothing but the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, PROJECT], check=True
    )
    (wheel,) = folder.glob("cuesta-*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [*pip, "--python", scripts / "python", "install", "--quiet", "--no-index", "--no-deps", wheel], check=True
    )
    return scripts


def run(installed: Path, folder: Path, *command: str) -> str:
    """Run a command of the environment in an empty folder; the libraries, and only they, come from this one."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    variables |= {"PYTHONPATH": sysconfig.get_path("purelib"), "HOME": str(folder), "LANG": "C.UTF-8"}
    result = subprocess.run(
        [installed / command[0], *command[1:]],
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=]", requirement)[0] for requirement in project["dependencies"]}
    distributions = packages_distributions()
    imported = set()
    for file in itertools.chain.from_iterable((PROJECT / package).rglob("*.py") for package in PACKAGES):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names.append(str(node.module))
            imported |= {name.partition(".")[0] for name in names}
    libraries = imported - set(PACKAGES) - sys.stdlib_module_names
    needed = {distributions[library][0].casefold().replace("_", "-") for library in libraries}
    assert {TOGETHER.get(name, name) for name in needed} - FOR_CHECKS <= declared


def test_code_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    places = run(
        installed, tmp_path, "python", "-c", "import bot, knowledge, estimator, locales; print(bot.__path__[0])"
    )
    assert str(installed.parent) in places
    assert str(PROJECT) not in places


def test_the_command_answers_with_the_data_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    from_wheel = json.loads(run(installed, tmp_path, "cuesta", "ask", "--json", QUESTION))
    here = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", QUESTION],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert from_wheel == json.loads(here.stdout)
    assert from_wheel["question"]["count"] == 512


def test_module_and_command_are_the_same(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "cuesta", "--version") == run(
        installed, tmp_path, "python", "-m", "bot", "--version"
    )


def test_migrations_templates_and_both_languages_are_inside(installed: Path, tmp_path: Path) -> None:
    spoken = run(installed, tmp_path, "cuesta", "ask", "costo de 512 A100 por un mes")
    assert "mes" in spoken
    files = run(
        installed,
        tmp_path,
        "python",
        "-c",
        "import bot, pathlib; print(*(p.name for p in pathlib.Path(bot.__path__[0]).rglob('*')))",
    )
    assert "hardware.html.jinja" in files
    assert "env.py" in files
