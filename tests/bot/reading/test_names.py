"""Names in messages: found in every spelling, and not found where the word is something else."""

from __future__ import annotations

import pytest

from bot.reading.reader import default_reader
from knowledge.base import load
from knowledge.datafiles import read_yaml
from knowledge.names import NameKind

from .corpus import FOLDER

CASES: dict[str, str] = read_yaml(FOLDER / "names.yaml")
ASKED = {
    NameKind.ACCELERATOR: "energy of 7 {} for 9 days",
    NameKind.MODEL: "training energy of {}",
    NameKind.PLACE: "energy of 7 H100 for 9 days in {}",
}


def named(text: str) -> str:
    evidence = default_reader().read(text).evidence
    assert evidence is not None
    return " ".join(dict.fromkeys(name.id or "?" for name in evidence.message.names)) or "-"


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=list(CASES))
def test_names(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("kind", ASKED)
def test_every_alias_that_needs_no_context_names_its_thing_in_a_question(kind: NameKind) -> None:
    aliases = [alias for alias in load().aliases() if alias.kind is kind and not alias.needs_context]
    assert len(aliases) > 50
    texts = {ASKED[kind].format(alias.text): alias.id for alias in aliases}
    lost = [
        f"{text!r}: {entry}, read {named(text)}" for text, entry in texts.items() if entry not in named(text).split()
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_term_is_defined_when_it_is_asked_for(language: str) -> None:
    asked = {"es": "¿qué significa {}?", "en": "what does {} mean?"}[language]
    lost = []
    for alias in load().aliases():
        if alias.kind is NameKind.TERM and alias.language == language and not alias.needs_context:
            question = default_reader().read(asked.format(alias.text)).question
            if alias.id not in getattr(question, "terms", ()):
                lost.append(f"{alias.text!r}: {alias.id}, read {question.contract()}")
    assert not lost, "\n".join(lost)
