"""What belongs to names is left to names, and what belongs to a language to its folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import locales
from bot.reading.lexicon import Lexicon, default_lexicon
from bot.reading.quantities import read_quantities
from bot.reading.spans import SpanKind
from bot.reading.text import Text
from knowledge.errors import KnowledgeError


def read(
    message: str, claimed: frozenset[int] = frozenset(), lexicon: Lexicon | None = None
) -> list[tuple[str, float | None]]:
    """Kinds and values of what is read."""
    spans = read_quantities(Text.of(message), lexicon or default_lexicon(), claimed)
    return [(span.kind.value, span.value) for span in spans]


@pytest.mark.parametrize("name", ["A100", "h100", "MI300X", "TPU v5e", "L40S", "GR1CC", "CS229", "fp16", "co2"])
def test_digits_glued_to_letters_before_them_count_nothing(name: str) -> None:
    assert read(f"qué es {name}") == []


@pytest.mark.parametrize(
    "message", ["512a100", "512A100", "512 a100", "512x A100", "512xA100", "512×a100", "a100 x512", "a100x512"]
)
def test_a_count_glued_to_a_name_is_read(message: str) -> None:
    assert read(message) == [("number", 512.0)]


@pytest.mark.parametrize("message", ["8 h100", "8h100", "8 gb200", "8 t4", "8 b200", "8 l4", "8 MI250X", "8b200"])
def test_letters_of_a_name_are_no_unit(message: str) -> None:
    assert read(message) == [("number", 8.0)]


def test_a_number_in_a_name_comes_out_until_the_name_claims_it() -> None:
    assert read("GPT-4 500 consultas") == [("requests", 4500.0)]
    assert read("GPT-4 500 consultas", claimed=frozenset({0, 1, 2})) == [("requests", 500.0)]
    assert read("entrenar Llama 3") == [("number", 3.0)]
    assert read("entrenar Llama 3", claimed=frozenset({1, 2})) == []


def test_nothing_is_read_across_a_claimed_token() -> None:
    assert read("20 a cien por día") == [("range", None)]
    assert read("20 a cien por día", claimed=frozenset({1, 2})) == [("number", 20.0), ("per", 24.0)]
    assert read("treinta y cinco") == [("number", 35.0)]
    assert read("treinta y cinco", claimed=frozenset({1})) == [("number", 30.0), ("number", 5.0)]


TOY = {
    "numbers.yaml": """
        cardinals: {1: [ein], 2: [twee], 8: [acht], 20: [twintig], 40: [veertig]}
        hundred: [honderd]
        scales: {1e3: [duizend]}
        articles: [een]
        halves: [halve]
        tails: {0.5: [en een half]}
        ranges: {from: [van], to: [tot]}
        """,
    "units.yaml": """
        units:
          week: [weekje, weekjes]
          accelerator: [kaart, kaarten]
          W: [wattje]
        prefixes: {k: [kilo]}
        rates: {strong: [elke], weak: [het]}
        currencies: {USD: [daalder]}
        """,
}


@pytest.fixture
def third_language(tmp_path: Path) -> Lexicon:
    """Our languages and a third one, in a folder."""
    for language in ("es", "en"):
        (tmp_path / language).mkdir()
        for name in TOY:
            shutil.copy(Path(locales.__file__).parent / language / name, tmp_path / language / name)
    (tmp_path / "toy").mkdir()
    for name, content in TOY.items():
        (tmp_path / "toy" / name).write_text(content, encoding="utf-8")
    return Lexicon(tmp_path)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("twee honderd acht kaarten", [("accelerators", 208.0)]),
        ("acht duizend veertig", [("number", 8040.0)]),
        ("twee en een half weekjes", [("duration", 420.0)]),
        ("een halve weekje", [("duration", 84.0)]),
        ("van twee tot acht kaarten", [("range", None)]),
        ("twintig daalder het weekje", [("money", 20.0)]),
        ("acht kilowattje", [("power", 8.0)]),
        ("acht kaarten por dos semanas", [("accelerators", 8.0), ("duration", 336.0)]),
        ("quinientas doce H100 for a month", [("number", 512.0), ("duration", 730.0)]),
    ],
)
def test_a_third_language_is_a_folder(third_language: Lexicon, message: str, expected: list[tuple[str, float]]) -> None:
    assert third_language.languages == ("en", "es", "toy")
    assert read(message, lexicon=third_language) == expected


def test_a_language_need_not_have_every_section(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "numbers.yaml").write_text("cardinals: {5: [funf]}", encoding="utf-8")
    assert read("funf 700 W, $5", lexicon=Lexicon(tmp_path)) == [("number", 5.0), ("power", 0.7), ("money", 5.0)]


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("numbers.yaml", "cardinls: [ein]", "no section"),
        ("numbers.yaml", "points: ['  ']", "no word"),
        ("units.yaml", "units: {wek: [weekje]}", "no unit"),
    ],
)
def test_wrong_words_are_refused(tmp_path: Path, file: str, content: str, problem: str) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / file).write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem):
        read("5", lexicon=Lexicon(tmp_path))


def test_both_languages_are_read_in_one_message() -> None:
    assert read("price de twenty H100 por dos weeks") == [("number", 20.0), ("duration", 336.0)]


@pytest.mark.parametrize(
    "message",
    [
        "cores",
        "viene el cuento",
        "decent pillar",
        "cierto vientre",
        "el doctor siente",
        "mighty quartet",
        "novena milla",
    ],
)
def test_ordinary_words_are_no_misspelled_numbers(message: str) -> None:
    assert [kind for kind, _ in read(message) if kind != SpanKind.ARTICLE] == []


@pytest.mark.parametrize(
    "message", ["3 files", "2 pisos", "3 plazas", "4 modes", "5 cars", "8 doors", "3 signos", "2 pizzas"]
)
def test_ordinary_words_are_no_misspelled_units(message: str) -> None:
    assert [kind for kind, _ in read(message)] == ["number"]
