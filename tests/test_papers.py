"""The papers say what is true: every setting, every dependency, both languages, nothing of one machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.assistant import Assistant, Conversation
from bot.question import Show
from bot.settings import descriptions

PROJECT = Path(__file__).parent.parent
READMES = ("README.md", "README.es.md")


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def test_the_readme_documents_every_setting_in_the_words_of_its_docstring() -> None:
    readme = text_of("README.md")
    for setting in descriptions():
        default = f"`{setting.default}`" if setting.default else ""
        assert f"| `{setting.name}` | {setting.description} | {default} |" in readme


def test_the_spanish_readme_documents_the_same_settings() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \|", text_of("README.es.md"), re.MULTILINE)
    assert named == [setting.name for setting in descriptions()]


def test_the_readme_gives_a_reason_for_every_dependency() -> None:
    readme = text_of("README.md").casefold()
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    for requirement in (*project["dependencies"], *extras["build"], *extras["dev"]):
        name = re.split(r"[\[<>=]", requirement)[0]
        assert name in readme, name


@pytest.mark.parametrize("name", READMES)
def test_both_readmes_show_the_two_commands_and_a_transcript(name: str) -> None:
    readme = text_of(name)
    for shown in ("make chat", "make test", "512 × A100 80 GB", "py -3.11 -m venv"):
        assert shown in readme


def transcript_of(name: str) -> list[tuple[str, list[str]]]:
    """Each question of the transcript with the paragraphs shown of its reply; "..." stands for what is left out."""
    (block,) = re.findall(r"(?m)^    > .*\n(?:    .*\n|\n(?=    ))+", text_of(name))
    turns = []
    for turn in re.split(r"(?m)^    > ", block)[1:]:
        question, _, shown = turn.partition("\n")
        paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n|\.\.\.", shown)]
        turns.append((question, [paragraph for paragraph in paragraphs if paragraph]))
    return turns


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.es.md", "es")])
def test_the_transcript_is_what_is_answered(name: str, language: str) -> None:
    assistant, conversation = Assistant(), Conversation(language=language)
    turns = transcript_of(name)
    assert len(turns) >= 3
    for question, paragraphs in turns:
        if question == "/formula":
            assert conversation.question is not None
            shown = conversation.question.model_copy(update={"show": Show.FORMULA})
            exchange = assistant.ask_question(shown, language=language, conversation=conversation)
        else:
            exchange = assistant.ask(question, conversation=conversation)
            conversation = exchange.conversation
        said = " ".join(exchange.reply.plain.split())
        for paragraph in paragraphs:
            assert paragraph in said, said


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_pin_every_package_with_hashes_and_name_no_host(name: str) -> None:
    locked = text_of(name)
    assert "://" not in locked
    entries = re.split(r"\n(?=\S)", locked.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_development_has_the_versions_that_are_run() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", text_of(name), re.MULTILINE))

    assert versions("requirements.txt") <= versions("requirements-dev.txt")
