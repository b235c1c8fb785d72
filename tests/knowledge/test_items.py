"""Items: every topic, term and class table covered, one objective each, nothing that gives the key away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.datafiles import read_yaml
from knowledge.definitions import Topic
from knowledge.errors import UnknownIdError
from knowledge.item_coverage import lines, rare_misconceptions, terms_without_items
from knowledge.items import Item, load_items
from knowledge.placeholders import amount, placeholders
from knowledge.units import UNITS, canonical
from tests.knowledge.bare_texts import without_names

HERE = Path(__file__).parent
RULES = read_yaml(HERE / "items.yaml")
NAMES = RULES["names_with_digits"]
OF_DEFINITIONS = read_yaml(HERE / "definitions.yaml")
LANGUAGES = ("en", "es")
BANK = load_items()

every_language = pytest.mark.parametrize("language", LANGUAGES)


def parts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of every item in a language, with the place where it stands."""
    for item in BANK.items.values():
        for field, text in item.texts[language].parts().items():
            yield f"{item.id}.{field}", text


# What is covered


def test_there_are_enough_items() -> None:
    assert len(BANK.items) >= 150
    assert len(BANK.templates) >= 25


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_has_fixed_and_generated_items(topic: Topic) -> None:
    questions = BANK.about(topic=topic)
    fixed = sum(isinstance(question, Item) for question in questions)
    assert fixed >= 15
    assert len(questions) - fixed >= 2


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_has_items_of_every_difficulty(topic: Topic) -> None:
    assert {question.difficulty for question in BANK.about(topic=topic)} == {1, 2, 3}


def test_every_term_has_a_fixed_item() -> None:
    covered = {term for item in BANK.items.values() for term in item.terms}
    assert set(BANK.knowledge.terms) - covered == set()
    assert set(OF_DEFINITIONS["contract_terms"]) <= covered


@pytest.mark.parametrize("pair", OF_DEFINITIONS["differences"], ids="--".join)
def test_the_differences_people_ask_for_have_an_item(pair: list[str]) -> None:
    assert any(set(pair) <= set(question.terms) for question in BANK.questions.values())


def test_every_row_of_the_class_tables_has_an_item() -> None:
    rows = {(table.id, row.model) for table in BANK.knowledge.class_tables for row in table.rows}
    covered = {(source, model) for item in BANK.items.values() for source in item.sources for model in item.models}
    assert len(rows) == 10
    assert rows - covered == set()


def test_the_report_tells_what_items_cover() -> None:
    assert terms_without_items(BANK) == []
    report = list(lines(BANK))
    assert f"items: {len(BANK.items)} fixed, {len(BANK.templates)} generated" in report[1]
    assert len(report) == 2 + len(Topic) + 2
    energy = next(line for line in report if line.startswith("  energy"))
    fixed, generated, *by_difficulty = map(int, energy.split()[1:])
    assert fixed + generated == sum(by_difficulty) == len(BANK.about(topic=Topic.ENERGY))


def test_hardly_any_misconception_is_rare() -> None:
    assert len(rare_misconceptions(BANK)) <= 8


def test_items_are_found_by_what_they_are_about() -> None:
    assert {item.id for item in BANK.about(term="pue", model="bloom")} == {"bloom-with-pue", "five-right-answers"}
    assert all(item.topic is Topic.MONEY for item in BANK.about(topic=Topic.MONEY))
    assert BANK.about(term="pue", topic=Topic.NUMBERS, model="grok") == ()
    with pytest.raises(UnknownIdError):
        BANK.item("no-such-item")
    with pytest.raises(UnknownIdError):
        BANK.template("label-of-a-server")


# What texts say and do not say


@every_language
def test_no_number_is_typed(language: str) -> None:
    typed = [place for place, text in parts(language) if re.search(r"[0-9]", without_names(text, NAMES))]
    assert typed == []


@every_language
def test_texts_are_plain_whole_sentences(language: str) -> None:
    marked = [place for place, text in parts(language) if re.search(r"[<>&*_`]", re.sub(r"\{[^}]*\}", "", text))]
    assert marked == []
    assert [place for place, text in parts(language) if "  " in text] == []
    unfinished = [(place, text) for place, text in parts(language) if ".options." not in place]
    assert [place for place, text in unfinished if text[-1] not in '.?»)"'] == []
    signs = ("()", "«»", *(("¿?", "¡!") if language == "es" else ()))
    unpaired = [place for place, text in parts(language) for one, two in signs if text.count(one) != text.count(two)]
    assert unpaired == []


@every_language
def test_a_stem_asks_one_question_at_its_end(language: str) -> None:
    stems = {item.id: item.texts[language].stem for item in BANK.items.values()}
    asked = re.compile(r"[^?]*\?(?: \([^)?]*\))?")
    assert [name for name, stem in stems.items() if not asked.fullmatch(stem)] == []


@every_language
def test_texts_avoid_foreign_usage_and_what_no_item_may_offer(language: str) -> None:
    avoided = [rf"\b{re.escape(word)}\b" for word in OF_DEFINITIONS["avoided_words"][language]]
    pattern = re.compile("|".join((*avoided, *RULES["forbidden"][language])), re.IGNORECASE)
    assert [(place, found[0]) for place, text in parts(language) if (found := pattern.search(text))] == []


@every_language
def test_texts_avoid_clumsy_phrases(language: str) -> None:
    of_templates = (
        (f"{template.id}.{field}", text)
        for template in BANK.templates.values()
        for field, text in template.texts[language].parts().items()
    )
    pattern = re.compile("|".join(OF_DEFINITIONS["avoided_phrases"][language]))
    found = [(place, match[0]) for place, text in (*parts(language), *of_templates) if (match := pattern.search(text))]
    assert found == []


@every_language
def test_a_negation_in_a_question_stands_out(language: str) -> None:
    negated = re.compile(RULES["negated_questions"][language], re.IGNORECASE)
    found = {item.id: negated.search(item.texts[language].stem) for item in BANK.items.values()}
    loud = re.compile(r"\b(NO|NUNCA|NOT|NEVER|EXCEPTO|EXCEPT)\b")
    assert [name for name, match in found.items() if match and not loud.search(match[0])] == []


@every_language
def test_the_rule_on_negations_finds_them(language: str) -> None:
    asked = {"es": "¿Cuál de estas no es una GPU?", "en": "Which of these is not a GPU?"}
    assert re.search(RULES["negated_questions"][language], asked[language], re.IGNORECASE)


@every_language
def test_the_rule_on_typed_numbers_tells_names_from_numbers(language: str) -> None:
    named = {"es": "Llama 3.1 8B en {8} H100 (BF16), en 2017, 8x7B y GPT-4", "en": "Claude 3 and TPU v3-256 in 2024"}
    assert not re.search(r"[0-9]", without_names(named[language], NAMES))
    assert re.search(r"[0-9]", without_names("draws 700 W", NAMES))


@every_language
def test_feedback_says_something_of_its_own(language: str) -> None:
    for item in BANK.items.values():
        text = item.texts[language]
        said = [*text.feedback.values(), text.explanation]
        assert len(set(said)) == len(said), item.id
        assert min(map(len, text.feedback.values())) >= 20, item.id


def test_options_that_are_numbers_stand_in_order_of_size() -> None:
    """So that the place of the key tells nothing."""
    sorted_ones = 0
    for item in BANK.items.values():
        options = item.texts["en"].options.values()
        if not all(re.fullmatch(r"\{[^}]*\}", option) for option in options):
            continue
        shown = [amount(placeholders(option)[0], BANK.knowledge.figure_at) for option in options]
        if len({UNITS[unit].canonical for _, unit in shown}) == 1:
            sizes = [canonical(value, unit) for value, unit in shown]
            assert sizes == sorted(sizes), item.id
            sorted_ones += 1
    assert sorted_ones > 20


def test_the_key_stands_everywhere_alike() -> None:
    places = Counter(item.key for item in BANK.items.values())
    for letter in "abc":
        assert 0.27 < places[letter] / len(BANK.items) < 0.40, places


def test_misconceptions_are_spread() -> None:
    revealed = Counter(name for item in BANK.items.values() for name in item.distractors.values())
    revealed.update(name for template in BANK.templates.values() for name in template.misconceptions)
    assert set(revealed) == set(BANK.misconceptions)
    assert max(revealed.values()) < 0.15 * sum(revealed.values())


@pytest.mark.parametrize("name", BANK.misconceptions)
def test_a_misconception_is_named_and_described(name: str) -> None:
    for language in LANGUAGES:
        text = BANK.misconceptions[name][language]
        assert len(text.name) <= 40
        assert text.description.endswith(".")
        assert text.description[0].isupper()
