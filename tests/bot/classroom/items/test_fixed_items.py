"""Fixed items as people see them: within a poll's limits in both languages, and nothing that gives the key away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.classroom.bank import Bank, default_bank, draw
from bot.classroom.items.on_file import ItemsOnFile
from bot.classroom.items.rendering import RenderedItem, render, render_fixed
from bot.classroom.played import restored
from bot.limits import POLL_EXPLANATION, POLL_OPTION, POLL_QUESTION
from knowledge.datafiles import read_yaml
from knowledge.items import EXPLANATION, OPTION, QUESTION, Item
from knowledge.placeholders import placeholders

ITEMS: ItemsOnFile = ItemsOnFile()
BANK = ITEMS.items
KEYS = read_yaml(Path(__file__).parent / "keys.yaml")
LANGUAGES = ("en", "es")

every_language = pytest.mark.parametrize("language", LANGUAGES)


def shown(language: str) -> Iterator[tuple[Item, RenderedItem]]:
    for item in BANK.items.values():
        yield item, render(item, language, BANK.knowledge)


def texts_of(words: RenderedItem) -> list[str]:
    options = [text for option in words.options for text in (option.text, option.feedback)]
    return [words.stem, words.explanation, *options]


def in_words(item: Item, language: str) -> bool:
    """Whether the options are words rather than a number each."""
    return not all(placeholders(option) for option in item.texts[language].options.values())


def test_loading_knows_the_limits_of_a_poll() -> None:
    assert (QUESTION, OPTION, EXPLANATION) == (POLL_QUESTION, POLL_OPTION, POLL_EXPLANATION)


@every_language
def test_texts_fit_a_poll_and_a_notice(language: str) -> None:
    for item, words in shown(language):
        assert len(words.stem) <= POLL_QUESTION, item.id
        assert max(len(option.text) for option in words.options) <= POLL_OPTION, item.id
        assert max(len(option.feedback) for option in words.options) <= POLL_EXPLANATION, item.id
        assert len(words.explanation) <= POLL_EXPLANATION, item.id
        assert words.explanation.count("\n") <= 2, item.id


@every_language
def test_options_differ_once_their_numbers_are_rounded(language: str) -> None:
    for item, words in shown(language):
        texts = {re.sub(r"\s+", " ", option.text.casefold()) for option in words.options}
        assert len(texts) == len(words.options) in (3, 4), item.id


@every_language
def test_exactly_the_key_has_no_misconception(language: str) -> None:
    for item, words in shown(language):
        assert [option.misconception is None for option in words.options].index(True) == words.key, item.id
        assert sum(option.misconception is None for option in words.options) == 1, item.id
        assert words.options[words.key].feedback == words.explanation, item.id


@every_language
def test_options_are_of_like_length(language: str) -> None:
    for item, words in shown(language):
        lengths = [len(option.text) for option in words.options]
        assert max(lengths) <= 1.5 * min(lengths) + 8 or max(lengths) - min(lengths) <= 12, (item.id, lengths)


@every_language
def test_the_length_of_an_option_tells_nothing(language: str) -> None:
    """Of three options the key would be the longest, and the shortest, a third of the time."""
    longest = shortest = count = 0
    for item, words in shown(language):
        if not in_words(item, language):
            continue
        lengths = [len(option.text) for option in words.options]
        others = [length for index, length in enumerate(lengths) if index != words.key]
        count += 1
        longest += lengths[words.key] > max(others)
        shortest += lengths[words.key] < min(others)
    assert count > 100
    assert longest / count < 0.36
    assert shortest / count < 0.36


def test_the_place_of_a_number_among_the_others_tells_nothing() -> None:
    places: Counter[int] = Counter()
    for item in BANK.items.values():
        options = item.texts["en"].options
        if len(options) == 3 and all(re.fullmatch(r"\{[^}]*\}", option) for option in options.values()):
            places[item.letters.index(item.key)] += 1  # They stand in order of size.
    assert sum(places.values()) > 20
    assert all(0.2 < places[place] / sum(places.values()) < 0.47 for place in range(3)), places


@every_language
def test_numbers_read_well(language: str) -> None:
    for item, words in shown(language):
        for text in texts_of(words):
            assert not re.search(r"[{}]|(?<![\d.,])1 mil millones|kgCO2e/|million USD", text), (item.id, text)
            assert not re.search(r"(?<![\d.,])(?<![×÷] )\b1 [a-záéíóúñ]{3,}s\b", text), (item.id, text)
            if language == "es":
                assert not re.search(r"\b[Uu]nas [\d.,]+ (?:mil )?[mb]ill", text), (item.id, text)
                after_millions = r"\d\s(?:mil )?mill(?:ón|ones) (?!de\b|por\b|activos\b|en\b|y\b|para\b|a\b)[a-záéíóú]+"
                assert not re.search(after_millions, text), (item.id, text)


@pytest.mark.parametrize("item_id", KEYS)
def test_the_key_is_what_one_works_out_by_hand(item_id: str) -> None:
    words = render_fixed(BANK.item(item_id), "en", BANK.knowledge)
    assert words.options[words.key].text.replace("\N{NO-BREAK SPACE}", " ") == KEYS[item_id]


def test_an_item_rests_on_its_sources_and_those_of_its_figures() -> None:
    words = render_fixed(BANK.item("pue-to-the-meter"), "en", BANK.knowledge)
    pue = BANK.knowledge.figure_at("operators/industry-average/pue")
    assert words.sources == tuple(dict.fromkeys(["iso-pue", *pue.sources]))


# The bank that quizzes draw from


def test_the_default_bank_is_what_is_on_file() -> None:
    bank: Bank = default_bank()
    assert isinstance(bank, ItemsOnFile)
    assert list(bank.topics()) == [
        "models", "training", "use", "hardware", "energy", "environment", "money", "numbers",
    ]  # fmt: skip
    assert all(set(names) == set(LANGUAGES) for names in bank.topics().values())


def test_the_bank_lists_every_item_by_topic() -> None:
    by_topic = [item_id for topic in ITEMS.topics() for item_id in ITEMS.ids(topic)]
    assert sorted(by_topic) == sorted(ITEMS.ids())
    assert len(ITEMS.ids()) == len(BANK.items) + len(BANK.templates)
    assert ITEMS.topic_of("half-an-hour") == ITEMS.topic_of("mean-power") == "energy"
    assert not ITEMS.is_generated("half-an-hour")
    assert ITEMS.is_generated("mean-power")


@pytest.mark.parametrize("ask", [ITEMS.is_generated, ITEMS.topic_of, lambda item_id: ITEMS.item(item_id, 1)])
def test_an_unknown_item_is_a_key_error(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        ask("no-such-item")


@pytest.mark.parametrize(("item_id", "seed"), [("half-an-hour", None), ("mean-power", 7)])
def test_an_item_is_played_in_every_language(item_id: str, seed: int | None) -> None:
    item = ITEMS.item(item_id, seed)
    assert set(item.wordings) == set(LANGUAGES)
    assert (item.seed, item.version, item.topic) == (seed, ITEMS.items.questions[item_id].version, "energy")
    misconceptions = ITEMS.misconceptions(item_id, seed)
    assert [name is None for name in misconceptions].index(True) == item.key
    assert all(name in BANK.misconceptions for name in misconceptions if name)
    for wording in item.wordings.values():
        assert len(wording.options) == len(wording.feedback) == len(misconceptions)
        assert wording.feedback[item.key] == wording.explanation
    assert restored(item.kept()) == item
    assert ITEMS.objective_of(item_id, "es") == "Distinguir potencia de energía"


def test_a_fixed_item_takes_no_seed() -> None:
    assert ITEMS.item("half-an-hour", 99) == ITEMS.item("half-an-hour", None)


def test_a_generated_item_always_has_a_seed() -> None:
    assert ITEMS.item("mean-power", None) == ITEMS.item("mean-power", 0)
    assert ITEMS.item("mean-power", None).seed == 0


def test_quizzes_draw_from_it() -> None:
    drawn = draw(ITEMS, 10, seed=3, topic="energy")
    assert len({item_id for item_id, _ in drawn}) == 10
    assert all(ITEMS.topic_of(item_id) == "energy" for item_id, _ in drawn)
    assert len(draw(ITEMS, 50, seed=3)) == 50
