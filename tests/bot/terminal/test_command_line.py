"""The command line as a person or a script uses it: a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything that is kept goes to a temporary folder and no setting is there."""
    names = {"TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "WEBHOOK_URL", "LOG_LEVEL", "LC_ALL", "LANG"}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "0"}


def cuesta(
    surroundings: dict[str, str], folder: Path, *arguments: str, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        cwd=folder,
        env={**surroundings, **settings},
        capture_output=True,
        timeout=600,
        check=False,
    )


def test_a_question_is_answered_as_text(surroundings: dict[str, str], tmp_path: Path) -> None:
    result = cuesta(surroundings, tmp_path, "ask", "costo de 512 A100 por un mes")
    printed = result.stdout.decode()
    assert result.returncode == 0
    assert printed.startswith("512 × A100 80 GB · 1 mes")
    assert "Alquiler:" in printed


def test_lines_are_answered_in_order_and_a_bad_one_stops_nothing(surroundings: dict[str, str], tmp_path: Path) -> None:
    lines = [
        b"cost of 512 A100 for a month",
        b"caf\xe9 con leche",
        b"a" * 5000,
        b"",
        "¿qué es inferencia?".encode(),
    ]
    result = cuesta(surroundings, tmp_path, "ask", "--json", stdin=b"\n".join(lines) + b"\n")
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert [one.get("error") for one in objects] == [None, "not-utf-8", "too-long", None, None]
    assert objects[0]["question"] == {
        "intent": "hardware",
        "accelerators": ["a100-80gb"],
        "count": 512,
        "hours": 730,
        "metrics": ["cost"],
    }
    assert objects[3]["question"]["intent"] == "unknown"
    assert objects[4]["question"] == {"intent": "definition", "terms": ["inference"]}
    assert [one.get("language") for one in objects] == ["en", None, None, objects[3]["language"], "es"]


def test_a_line_as_long_as_allowed_is_answered(surroundings: dict[str, str], tmp_path: Path) -> None:
    result = cuesta(surroundings, tmp_path, "ask", "--json", stdin=("ñ" * 4096 + "\n").encode())
    assert "error" not in json.loads(result.stdout)


def test_answers_are_written_as_soon_as_they_are_ready(surroundings: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        cwd=tmp_path,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for question, intent in (("what is training?", "definition"), ("thanks", "thanks")):
            process.stdin.write(f"{question}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"]["intent"] == intent
        process.stdin.close()
        assert process.wait(timeout=600) == 0


def test_the_language_can_be_set(surroundings: dict[str, str], tmp_path: Path) -> None:
    result = cuesta(surroundings, tmp_path, "ask", "--json", "--language", "es", "cost of 512 A100 for a month")
    answer = json.loads(result.stdout)
    assert answer["language"] == "es"
    assert "mes" in answer["reply"]


def test_lines_can_be_one_conversation(surroundings: dict[str, str], tmp_path: Path) -> None:
    lines = b"cost of 8 H100 for a week\nand with A100?\n"
    result = cuesta(surroundings, tmp_path, "ask", "--json", "--conversation", stdin=lines)
    second = json.loads(result.stdout.splitlines()[1])["question"]
    assert second["accelerators"] == ["a100-80gb"]
    assert (second["count"], second["hours"]) == (8, 168)


@pytest.mark.parametrize(("variables", "word"), [({}, "Answer one question"), ({"LANG": "es_EC.UTF-8"}, "Responde")])
def test_help_speaks_the_language_of_the_system(
    surroundings: dict[str, str], tmp_path: Path, variables: dict[str, str], word: str
) -> None:
    result = cuesta(surroundings, tmp_path, "--help", **variables)
    assert result.returncode == 0
    assert word in result.stdout.decode()


def test_the_version_is_the_distributions(surroundings: dict[str, str], tmp_path: Path) -> None:
    import bot

    assert cuesta(surroundings, tmp_path, "--version").stdout.decode().strip() == f"cuesta {bot.__version__}"


@pytest.mark.parametrize(
    ("arguments", "settings", "named"),
    [
        (["telegram"], {}, "TELEGRAM_BOT_TOKEN"),
        (["telegram"], {"TELEGRAM_BOT_TOKEN": "nonsense"}, "TELEGRAM_BOT_TOKEN"),
        (["chat"], {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        (["chat"], {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        (["telegram"], {"TELEGRAM_BOT_TOKEN": "1:abc", "WEBHOOK_URL": "https://example.org"}, "WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_setting_gives_one_line_and_status_2(
    surroundings: dict[str, str], tmp_path: Path, arguments: list[str], settings: dict[str, str], named: str
) -> None:
    result = cuesta(surroundings, tmp_path, *arguments, **settings)
    lines = result.stderr.decode().splitlines()
    assert result.returncode == 2
    assert len(lines) == 1
    assert named in lines[0]
    for value in settings.values():
        assert "nonsense" not in lines[0]
        assert value not in lines[0] or value == "LOUD"


def test_an_unknown_option_gives_status_2(surroundings: dict[str, str], tmp_path: Path) -> None:
    assert cuesta(surroundings, tmp_path, "ask", "--no-such-option").returncode == 2


def test_a_reader_that_goes_away_is_no_error(surroundings: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        cwd=tmp_path,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"hello\n" * 2)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(timeout=600) in {1, -signal.SIGPIPE}


CHAT = """hola
costo de 512 A100 por un mes
/formula
/fuentes
/language english
and with H100?
/nonsense
/quit
"""


def test_a_conversation_in_the_terminal(surroundings: dict[str, str], tmp_path: Path) -> None:
    result = cuesta(surroundings, tmp_path, "chat", stdin=CHAT.encode())
    said = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    for expected in ("512 × A100 80 GB · 1 mes", "El cálculo", "De dónde sale cada cifra", "I will answer in English"):
        assert expected in said
    assert "512 × H100 · 1 month" in said
    assert "/nonsense" in said
    assert said.rstrip().endswith("Goodbye.")


def test_the_terminal_remembers_language_and_conversation(surroundings: dict[str, str], tmp_path: Path) -> None:
    cuesta(surroundings, tmp_path, "chat", stdin="/idioma español\ncosto de 64 H100 por una semana\n".encode())
    later = cuesta(surroundings, tmp_path, "chat", stdin=b"and with A100?\n").stdout.decode()
    assert "64 × A100 80 GB · 1 semana" in later


def test_the_default_command_is_the_chat(surroundings: dict[str, str], tmp_path: Path) -> None:
    result = cuesta(surroundings, tmp_path, stdin=b"thanks\n")
    assert result.returncode == 0
    assert "Cuesta" in result.stdout.decode()
