"""Definitions: complete, parallel in every language, short, with numbers from data and names that are told apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.base import DATA_FOLDER, Knowledge, load
from knowledge.datafiles import read_yaml
from knowledge.definitions import Difference, Term, load_differences, load_terms, term_aliases
from knowledge.errors import KnowledgeError
from knowledge.placeholders import amounts, placeholders
from tests.knowledge.bare_texts import without_names

RULES = read_yaml(Path(__file__).parent / "definitions.yaml")
NAMES = RULES["names_with_digits"]
LANGUAGES = ("en", "es")
TERMS = load_terms(DATA_FOLDER)
DIFFERENCES = load_differences(DATA_FOLDER, TERMS)
ENTRIES: dict[str, Term | Difference] = {
    **TERMS,
    **{"--".join(difference.terms): difference for difference in DIFFERENCES},
}
FIELDS = ("text", "example", "confusion")

every_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=list(ENTRIES))
every_term = pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def texts_of(entry: Term | Difference, language: str) -> Iterator[tuple[str, str]]:
    """The fields of an entry that people read, with their text."""
    for field in FIELDS:
        text = getattr(entry.texts[language], field, None)
        if text is not None:
            yield field, text


def folded(name: str) -> str:
    """A name as reading compares it: no case, no accents, hyphens like spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\s-]+", " ", plain.casefold()).strip()


def test_every_term_of_the_contract_is_defined() -> None:
    assert set(RULES["contract_terms"]) <= set(TERMS)


def test_the_differences_people_ask_for_are_written() -> None:
    missing = [pair for pair in RULES["differences"] if DIFFERENCES(*pair) is None]
    assert missing == []


@pytest.mark.parametrize("pair", RULES["differences"], ids="--".join)
def test_a_difference_is_found_in_either_order(pair: list[str]) -> None:
    first, second = pair
    assert DIFFERENCES(first, second) is DIFFERENCES(second, first)


def test_two_terms_without_a_written_difference_have_none() -> None:
    assert DIFFERENCES("hallucination", "wue") is None
    assert DIFFERENCES("training", "training") is None


@every_entry
def test_every_language_has_every_entry(entry: Term | Difference) -> None:
    assert tuple(sorted(entry.texts)) == LANGUAGES


@every_entry
def test_languages_show_the_same_numbers_in_the_same_fields(entry: Term | Difference) -> None:
    shown = {
        language: {field: sorted(p.written for p in placeholders(text)) for field, text in texts_of(entry, language)}
        for language in LANGUAGES
    }
    assert shown["es"] == shown["en"]


@every_entry
def test_numbers_come_from_data_or_from_the_example_and_fit_their_unit(
    entry: Term | Difference, knowledge: Knowledge
) -> None:
    for _, text in texts_of(entry, "en"):
        for written, shown in amounts(text, knowledge.figure_at).items():
            assert shown.value > 0 or written == "0"


@every_entry
def test_numbers_are_of_a_size_that_reads_well(entry: Term | Difference, knowledge: Knowledge) -> None:
    """A number with a unit stays below a million ("1.3 GWh", not "1.3 million kWh"); FLOP are written in powers."""
    for _, text in texts_of(entry, "es"):
        for written, shown in amounts(text, knowledge.figure_at).items():
            assert shown.unit == "FLOP" or not shown.unit or 0.1 <= shown.value < 1e6, written
            assert shown.value != 1e9, (written, "is read as «1 mil millones»")


@every_entry
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed(entry: Term | Difference, language: str) -> None:
    for field, text in texts_of(entry, language):
        assert not re.search(r"[0-9]", without_names(text, NAMES)), (field, without_names(text, NAMES))


def test_the_rule_on_typed_numbers_tells_names_from_numbers() -> None:
    assert not re.search(r"[0-9]", without_names("Llama 3.1 8B en {8} H100 (BF16), en 2017, 8x7B y GPT-4", NAMES))
    assert re.search(r"[0-9]", without_names("draws 700 W", NAMES))
    assert re.search(r"[0-9]", without_names("about 1,287 MWh", NAMES))
    assert re.search(r"[0-9]", without_names("un 40 %", NAMES))


@every_entry
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_whole_sentences(entry: Term | Difference, language: str) -> None:
    for field, text in texts_of(entry, language):
        assert not re.search(r"[<>&*_`]", re.sub(r"\{[^}]*\}", "", text)), field
        assert text[-1] in ".!?", field
        assert "  " not in text
        for left, right in ("()", "«»", "¿?", "¡!"):
            assert text.count(left) == text.count(right) or (left in "¿¡" and language == "en"), (field, left)


@every_entry
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_avoid_foreign_usage_and_advertising(entry: Term | Difference, language: str) -> None:
    for field, text in texts_of(entry, language):
        for word in RULES["avoided_words"][language]:
            assert not re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE), (field, word)


@every_entry
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_avoid_clumsy_phrases(entry: Term | Difference, language: str) -> None:
    for field, text in texts_of(entry, language):
        for phrase in RULES["avoided_phrases"][language]:
            assert not re.search(phrase, text), (field, phrase)


@every_entry
def test_spanish_puts_de_between_millions_and_their_noun(entry: Term | Difference, knowledge: Knowledge) -> None:
    """A plain number from a million on is read as "N millones": "8 mil millones de tokens", but "500 tokens"."""
    for field, text in texts_of(entry, "es"):
        worth = amounts(text, knowledge.figure_at)
        for match in re.finditer(r"\{([^}]*)\}(?= (\w+))", text):
            shown, next_word = worth[match[1]], match[2]
            if shown.unit:
                continue
            of_millions = shown.value >= 1e6
            takes_no_noun = next_word in ("por", "y", "en", "con", "activos", "para", "veces", "a", "sobre", "o")
            assert takes_no_noun or of_millions == (next_word == "de"), (field, match[0], next_word)


@every_term
def test_a_spanish_term_has_its_grammar(term: Term) -> None:
    spanish, english = term.texts["es"], term.texts["en"]
    genders = {"el": "masculine", "los": "masculine", "la": "feminine", "las": "feminine"}
    assert genders[spanish.article] == spanish.gender
    assert (english.article, english.gender) == ("", "")


@every_term
def test_related_terms_lead_on_and_back(term: Term) -> None:
    assert term.related
    assert any(term.id in other.related for other in TERMS.values())


@every_term
def test_a_term_has_sources_on_file(term: Term, knowledge: Knowledge) -> None:
    for source_id in term.sources:
        assert knowledge.source(source_id).url.startswith("https://")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_belongs_to_one_term_and_needs_context_or_not(language: str) -> None:
    owners: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for alias in term_aliases(TERMS):
        if alias.language == language:
            owners[folded(alias.text)].add((alias.id, alias.needs_context))
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("text", "language", "term_id", "needs_context"),
    [(*said, False) for said in RULES["said"]] + [(*said, True) for said in RULES["said_in_context"]],
)
def test_terms_are_known_by_what_people_say(text: str, language: str, term_id: str, needs_context: bool) -> None:
    found = {
        (alias.id, alias.needs_context)
        for alias in term_aliases(TERMS)
        if alias.language == language and folded(alias.text) == folded(text)
    }
    assert found == {(term_id, needs_context)}


# What loading refuses


def written(folder: Path, changes: dict[str, Any]) -> Path:
    """A data folder with two sound terms in two languages and their difference, changed at some files."""
    text = {"title": "thing", "text": "It is {8 | W}.", "example": "One.", "confusion": "None."}
    files: dict[str, Any] = {
        "terms.yaml": {
            "one": {"topic": "energy", "related": ["two"], "sources": ["book"]},
            "two": {"topic": "energy", "related": [], "sources": ["book"]},
        },
        **{f"definitions/{language}/{term}.yaml": text for language in LANGUAGES for term in ("one", "two")},
        **{f"differences/{language}/one--two.yaml": {"text": "A.", "example": "B."} for language in LANGUAGES},
        **changes,
    }
    for name, content in files.items():
        if content is not None:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def loaded(folder: Path) -> None:
    load_differences(folder, load_terms(folder))


def test_the_sound_folder_loads(tmp_path: Path) -> None:
    loaded(written(tmp_path, {}))


SOUND = {"title": "thing", "text": "A.", "example": "B.", "confusion": "C."}
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a language lacks a term", {"definitions/es/two.yaml": None}, "definitions/es/two.yaml: two: is missing"),
    ("a definition is not listed", {"definitions/es/x.yaml": SOUND, "definitions/en/x.yaml": SOUND}, "x: has a def"),
    (
        "no source",
        {"terms.yaml": {"one": {"topic": "energy", "related": [], "sources": []}, "two": None}},
        "one sources",
    ),
    (
        "related to nothing",
        {
            "terms.yaml": {
                "one": {"topic": "energy", "related": ["three"], "sources": ["book"]},
                "two": {"topic": "energy", "related": [], "sources": ["book"]},
            }
        },
        "one related: 'three'",
    ),
    ("too long", {"definitions/es/one.yaml": {**SOUND, "text": "a" * 451}}, "one text: .*451 characters"),
    ("example too long", {"definitions/es/one.yaml": {**SOUND, "example": "a" * 301}}, "one example: .*301"),
    ("bad placeholder", {"definitions/es/one.yaml": {**SOUND, "text": "It is {8 | horsepower}."}}, "one text: .*hors"),
    ("unknown field", {"definitions/es/one.yaml": {**SOUND, "colour": "red"}}, "one colour"),
    ("no confusion", {"definitions/es/one.yaml": {**SOUND, "confusion": ""}}, "one confusion"),
    ("alias twice", {"definitions/es/one.yaml": {**SOUND, "aliases": ["a", "a"]}}, "one aliases: .*stands twice"),
    ("no mapping", {"definitions/es/one.yaml": ["title"]}, "definitions/es/one.yaml: one: must be a mapping"),
    ("a language lacks a difference", {"differences/es/one--two.yaml": None}, "differences/es/one--two.yaml"),
    (
        "difference of no term",
        {f"differences/{language}/one--x.yaml": {"text": "A.", "example": "B."} for language in LANGUAGES},
        "one--x: must be named",
    ),
    (
        "difference twice",
        {f"differences/{language}/two--one.yaml": {"text": "A.", "example": "B."} for language in LANGUAGES},
        "two--one: the same two terms",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_loading_names_the_file_the_entry_and_the_field(tmp_path: Path, changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(KnowledgeError, match=problem):
        loaded(written(tmp_path, changes))
