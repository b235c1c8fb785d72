"""A third language is a third folder of words: no line of code knows which languages there are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import locales
from bot.reading.lexicon import Lexicon
from bot.reading.reader import Reader
from knowledge.base import load
from knowledge.names import Alias, NameKind

from .corpus import FOLDER

QUESTIONS: dict[str, dict[str, Any]] = {
    "quanto custa alugar 8 H100 por duas semanas": {
        "intent": "hardware", "accelerators": ["h100"], "count": 8, "hours": 336, "metrics": ["rental_cost"],
    },
    "ENERGIA DE DUAS DÚZIAS DE T4 POR UM ANO": {
        "intent": "hardware", "accelerators": ["t4"], "count": 24, "hours": 8760, "metrics": ["energy"],
    },
    "preço de 20 placas H200 a 30 mil dólares cada": {
        "intent": "hardware", "accelerators": ["h200"], "count": 20, "unit_price": 30000, "metrics": ["cost"],
    },
    "treinar um modelo de 7 bilhões de parâmetros com 140 bilhões de tokens: quanto tempo": {
        "intent": "training", "parameters": 7e9, "tokens": 140e9, "metrics": ["time"],
    },
    "energia de mil perguntas ao ChatGPT": {
        "intent": "usage", "models": ["chatgpt"], "requests": 1000, "metrics": ["energy"],
    },
    "quem fez o Grok": {"intent": "fact", "models": ["grok"], "metrics": ["developer"]},
    "A100 contra H100": {"intent": "comparison", "accelerators": ["a100-80gb", "h100"]},
    "qual placa mais barata": {"intent": "ranking", "of": "accelerators", "order": "asc", "metrics": ["cost"]},
    "o que significa inferência?": {"intent": "definition", "terms": ["inference"]},
    "A100 em vez de H100, 5 dias": {"intent": "hardware", "accelerators": ["a100-80gb"], "hours": 120},
    "ajuda": {"intent": "help"},
    "bom dia": {"intent": "greeting"},
    "obrigado": {"intent": "thanks"},
    "como se chama o cachorro": {"intent": "unknown"},
}  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("locales")
    for language in Path(locales.__file__).parent.iterdir():
        if (language / "numbers.yaml").is_file():
            shutil.copytree(language, folder / language.name)
    shutil.copytree(FOLDER / "third_language" / "pt", folder / "pt")
    own = Alias(kind=NameKind.TERM, id="inference", text="inferência", language="pt")
    return Reader(Lexicon(folder), [*load().aliases(), own])


def test_it_is_one_of_the_languages(reader: Reader) -> None:
    assert reader.languages == ("en", "es", "pt")


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.items(), ids=list(QUESTIONS))
def test_its_questions_are_read(reader: Reader, text: str, expected: dict[str, Any]) -> None:
    reading = reader.read(text)
    assert reading.question.contract() == expected


def test_it_is_detected(reader: Reader) -> None:
    assert reader.read("quanto custa alugar 8 H100 por duas semanas, obrigado").language == "pt"
    assert reader.read("¿cuánto cuesta alquilar 8 H100 por dos semanas?").language == "es"


def test_its_follow_ups_go_on(reader: Reader) -> None:
    first = reader.read("quanto custa alugar 8 H100 por duas semanas").question
    reading = reader.read("e com A100?", first)
    assert reading.follow_up
    assert reading.question.contract()["accelerators"] == ["a100-80gb"]


def test_it_can_stand_alone(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "third_language" / "pt", tmp_path / "pt")
    alone = Reader(Lexicon(tmp_path), load().aliases())
    text = "quanto custa alugar 8 H100 por duas semanas"
    assert alone.read(text).question.contract() == QUESTIONS[text]
    assert alone.read("how much is it to rent 8 H100 for two weeks").question.contract().get("hours") is None
