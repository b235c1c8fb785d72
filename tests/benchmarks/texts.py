"""The messages that are measured with: what students and teachers ask, from the tests of reading."""

from __future__ import annotations

from pathlib import Path

from knowledge.datafiles import read_yaml

READING = Path(__file__).parents[1] / "bot" / "reading"
LANGUAGES = ("es", "en")


def questions() -> list[str]:
    """Questions in both languages."""
    return [text for language in LANGUAGES for text in questions_of(language)]


def questions_of(language: str, but: str = "") -> list[str]:
    """Questions in one language, without those of one intent."""
    cases = read_yaml(READING / f"questions-{language}.yaml")
    return [case["ask"] for case in cases if case.get("intent") != but or not but]


def messages() -> list[str]:
    """What a class writes to a bot: questions with one answer each, so no wishes for a quiz, which begin one."""
    return [text for language in LANGUAGES for text in questions_of(language, but="quiz")]


def conversations() -> list[list[str]]:
    """Conversations in both languages, each a list of messages."""
    return [
        [turn["say"] for turn in turns]
        for language in LANGUAGES
        for turns in read_yaml(READING / f"conversations-{language}.yaml")
    ]
