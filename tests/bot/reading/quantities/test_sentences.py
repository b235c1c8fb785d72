"""Every sentence of the corpora gives exactly the quantities written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reading.lexicon import default_lexicon
from bot.reading.quantities import read_quantities
from bot.reading.text import Text

from .notation import CORPORA, compare, corpus, everything, parse

CASES = [(path, sentence, expected) for path in CORPORA for sentence, expected in corpus(path).items()]


@pytest.mark.parametrize(
    ("path", "sentence", "expected"), CASES, ids=[f"{path.stem}: {text}" for path, text, _ in CASES]
)
def test_sentence(path: Path, sentence: str, expected: str) -> None:
    case = parse(sentence, expected)
    spans = read_quantities(case.text, default_lexicon(), case.claimed)
    read, wanted = compare(spans, case.expected)
    assert read == wanted


def test_the_corpora_are_as_large_as_promised() -> None:
    for language in ("es", "en"):
        assert sum(len(corpus(path)) for path in CORPORA if f"-{language}" in path.stem) >= 600


@pytest.mark.parametrize(
    ("path", "sentence", "expected"), CASES, ids=[f"{path.stem}: {text}" for path, text, _ in CASES]
)
def test_case_accents_and_spaces_change_nothing(path: Path, sentence: str, expected: str) -> None:
    plain = sentence.replace("[", "").replace("]", "")
    once = everything(read_quantities(Text.of(plain), default_lexicon()))
    for changed in (plain.upper(), f"  {plain}  ", plain.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))):
        assert everything(read_quantities(Text.of(changed), default_lexicon())) == once


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_stands_around_changes_no_number(language: str) -> None:
    around = {
        "es": [("Buenas tardes. ", ""), ("Por favor: ", ""), ("", ". Gracias de antemano!"), ("Hola, ", ", porfa")],
        "en": [("Good evening. ", ""), ("Please: ", ""), ("", ". Thanks a lot!"), ("Hi, ", ", please")],
    }
    for path in CORPORA:
        if f"-{language}" not in path.stem:
            continue
        for sentence, expected in corpus(path).items():
            if "list-number" in expected or not expected:
                continue
            for before, after in around[language]:
                case = parse(before + sentence + after, expected)
                read, wanted = compare(read_quantities(case.text, default_lexicon(), case.claimed), expected)
                assert read == wanted, before + sentence + after
