"""Generated items: thousands of them played, each with exactly one right option that plain arithmetic finds again."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from bot.classroom.items.generating import GeneratedItem, generate, generators
from bot.classroom.items.rendering import RenderedItem, render
from bot.limits import POLL_EXPLANATION, POLL_OPTION, POLL_QUESTION
from knowledge.errors import UnknownIdError
from knowledge.placeholders import Amount
from tests.bot.classroom.items.playing import BANK, ITEMS, LANGUAGES, played
from tests.bot.classroom.items.recomputed import RECOMPUTED, SIZES, WATTS_AND_HOURS, Numbers

every_template = pytest.mark.parametrize("template_id", BANK.templates)


class Read(dict[str, float]):
    """The numbers of an item, remembering which were used."""

    def __init__(self, item: GeneratedItem) -> None:
        shown = {name: value.value for name, value in item.shown.items() if isinstance(value, Amount)}
        super().__init__(shown)
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.used.add(name)
        return super().__getitem__(name)


def rendered(item: GeneratedItem) -> Iterator[tuple[str, RenderedItem]]:
    for language in LANGUAGES:
        yield language, render(item, language, BANK.knowledge)


def is_shown_as(amount: float, exact: float) -> bool:
    """Whether a number is another one as one writes it: right to two digits at least."""
    return abs(amount - exact) <= 0.5001 * 10 ** (math.floor(math.log10(abs(exact))) - 1)


def given(item: GeneratedItem) -> Read:
    """What the stem shows; a word or a unit as the number it stands for."""
    numbers = Read(item)
    if item.template.id == "english-billions":
        dict.__setitem__(numbers, "zeros", {"billion": 1e9, "trillion": 1e12}[str(item.shown["word"])])
    if item.template.id == "one-prefix-away":
        quantity, wanted = item.shown["quantity"], str(item.shown["symbol"])
        assert isinstance(quantity, Amount)
        dict.__setitem__(numbers, "prefix", SIZES[quantity.unit] / SIZES[wanted])
    return numbers


def test_every_template_has_a_generator_and_a_recomputation() -> None:
    assert set(generators()) == set(BANK.templates) == set(RECOMPUTED)
    assert len(BANK.templates) >= 25


@every_template
def test_the_right_answer_is_found_again_from_what_the_stem_shows(template_id: str) -> None:
    unit, recompute = RECOMPUTED[template_id]
    in_stem = set(re.findall(r"\{(\w+)\}", BANK.templates[template_id].texts["en"].stem))
    for item in played(template_id):
        numbers = given(item)
        expected = recompute(numbers)
        key = item.options[item.key].amount
        assert is_shown_as(in_unit(key, unit), expected), (item.seed, key, expected)
        assert numbers.used - {"zeros", "prefix"} <= in_stem, "the stem shows everything that is needed"


@every_template
def test_exactly_one_option_is_right(template_id: str) -> None:
    template = BANK.templates[template_id]
    unit, recompute = RECOMPUTED[template_id]
    for item in played(template_id):
        expected = recompute(given(item))
        right_unit = item.options[item.key].amount.unit
        same_unit = [option for option in item.options if option.amount.unit == right_unit]
        right = [option for option in same_unit if is_shown_as(in_unit(option.amount, unit), expected)]
        assert [option.misconception for option in right] == [None], item.seed
        revealed = [option.misconception for option in item.options if option.misconception is not None]
        assert 2 <= len(revealed) <= 3
        assert len(set(revealed)) == len(revealed)
        assert set(revealed) <= set(template.misconceptions)


@every_template
def test_texts_fit_a_poll_and_options_differ(template_id: str) -> None:
    for item in played(template_id):
        for language, words in rendered(item):
            texts = [option.text for option in words.options]
            assert len({text.casefold() for text in texts}) == len(texts), (item.seed, texts)
            assert len(words.stem) <= POLL_QUESTION
            assert max(map(len, texts)) <= POLL_OPTION
            assert len(words.explanation) <= POLL_EXPLANATION
            assert words.explanation.count("\n") <= 2
            assert all(len(option.feedback) <= POLL_EXPLANATION for option in words.options)
            whole = " ".join([words.stem, words.explanation, *texts, *(option.feedback for option in words.options)])
            assert not re.search(r"[{}]|  |(?<![\d.,])1 mil millones\b", whole), whole
            assert not re.search(r"(?<![\d.,])(?<![×÷] )\b1 (?:KV )?[a-záéíóúñ]{3,}s\b", whole), whole
            if language == "es":
                assert not re.search(r"\b[Uu]nas [\d.,]+ (?:mil )?[mb]ill", whole), whole
                assert not re.search(r"mill(?:ón|ones) (?!de\b|por\b|activos\b|en\b|y\b)[a-záéíóú]+", whole), whole


@every_template
def test_options_are_far_enough_apart_and_readable(template_id: str) -> None:
    for item in played(template_id):
        amounts = [option.amount for option in item.options]
        assert [amount.value for amount in amounts] == sorted(amount.value for amount in amounts)
        for one, other in combinations(amounts, 2):
            assert one.unit != other.unit or other.value / one.value >= 1.09
        assert all(
            0 < amount.value < (1e6 if amount.unit not in {"", "FLOP", "USD", "digits"} else 1e30) for amount in amounts
        )


@every_template
def test_the_same_seed_makes_the_same_item_in_both_languages(template_id: str) -> None:
    for seed in (0, 1, 12345, 2**31 - 1):
        first, second = (ITEMS.item(template_id, seed) for _ in range(2))
        assert first == second
        assert first.seed == seed
        assert set(first.wordings) == set(LANGUAGES)
        numbers = {language: digits_of(first.wordings[language].stem) for language in LANGUAGES}
        assert len(numbers["en"]) == len(numbers["es"])


@every_template
def test_seeds_make_different_items(template_id: str) -> None:
    stems = {render(item, "en", BANK.knowledge).stem for item in played(template_id)}
    assert len(stems) >= 12


@every_template
def test_every_misconception_comes_up(template_id: str) -> None:
    revealed = Counter(option.misconception for item in played(template_id) for option in item.options)
    assert set(BANK.templates[template_id].misconceptions) <= set(revealed)


def test_the_parts_of_a_bill_add_up_to_the_cent() -> None:
    for item in played("bill-of-tokens"):
        assert number(item, "input_cost") + number(item, "output_cost") == pytest.approx(
            number(item, "answer"), abs=0.001
        )


def test_an_item_rests_on_the_sources_of_its_figures() -> None:
    item = played("cluster-energy")[0]
    accelerator = next(a for a in BANK.knowledge.accelerators.values() if a.short_name == item.shown["accelerator"])
    figure = accelerator.figure("tdp")
    assert figure is not None
    assert item.sources == tuple(dict.fromkeys(["patterson-2021", *figure.sources]))
    assert all(
        source in BANK.knowledge.sources
        for template_id in BANK.templates
        for source in generate(BANK, template_id, 3).sources
    )


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(UnknownIdError):
        generate(BANK, "perpetual-motion", 1)


# Wrong options are what their misconception makes of the right one


def ratio(item: GeneratedItem, misconception: str) -> float | None:
    """A wrong value over the right one; None where the item does not offer it, or another misconception besides."""
    key = item.options[item.key].amount
    for option in item.options:
        if option.misconception == misconception and not option.besides:
            return option.amount.value / key.value
    return None


def number(item: GeneratedItem, name: str) -> float:
    value = item.shown[name]
    assert isinstance(value, Amount)
    return value.value


MAKES: list[tuple[str, str, Callable[[Numbers], list[float]]]] = [
    ("energy-at-the-meter", "no-pue", lambda n: [1 / n["pue"]]),
    ("energy-at-the-meter", "inverted", lambda n: [1 / n["pue"] ** 2]),
    ("energy-at-the-meter", "part-for-whole", lambda n: [(n["pue"] - 1) / n["pue"]]),
    ("energy-at-the-meter", "whole-for-part", lambda n: [(n["pue"] + 1) / n["pue"]]),
    ("energy-at-the-meter", "counted-twice", lambda n: [n["pue"]]),
    ("whole-energy", "no-pue", lambda n: [1 / n["pue"]]),
    ("whole-energy", "no-server", lambda n: [1 / n["host_overhead"]]),
    ("whole-energy", "tdp-for-consumption", lambda n: [100 / n["load"]]),
    ("whole-energy", "per-gpu-for-cluster", lambda n: [1 / n["count"]]),
    ("cluster-energy", "per-gpu-for-cluster", lambda n: [1 / n["count"]]),
    ("cluster-energy", "time-unit-slip", lambda n: [1 / 24, 60]),
    ("cluster-energy", "off-by-1000", lambda n: [1000, 1 / 1000]),
    ("cluster-energy", "kw-for-kwh", lambda n: [1]),
    ("training-compute", "forgets-factor-six", lambda n: [1 / 6]),
    ("training-compute", "two-for-six", lambda n: [1 / 3]),
    ("training-compute", "billion-for-billon", lambda n: [1000]),
    ("expert-compute", "total-for-active", lambda n: [n["parameters"] / n["parameters_active"]]),
    ("active-memory", "active-for-total", lambda n: [n["parameters_active"] / n["parameters"]]),
    ("active-memory", "bits-for-bytes", lambda n: [8]),
    ("compute-to-gpu-hours", "peak-for-achieved", lambda n: [n["utilization"] / 100]),
    ("compute-to-gpu-hours", "sparse-for-dense", lambda n: [1 / 2]),
    ("compute-to-gpu-hours", "time-unit-slip", lambda n: [60]),
    ("days-of-a-run", "gpu-hours-for-hours", lambda n: [n["count"]]),
    ("days-of-a-run", "time-unit-slip", lambda n: [24, 1 / 24]),
    ("tokens-for-a-size", "tokens-for-parameters", lambda n: [1 / 20]),
    ("tokens-for-a-size", "inverted", lambda n: [1 / 400]),
    ("cache-of-users", "half-the-cache", lambda n: [1 / 2]),
    ("cache-of-users", "one-for-all-users", lambda n: [1 / n["requests"]]),
    ("tokens-in-an-hour", "one-for-all-users", lambda n: [1 / n["requests"]]),
    ("share-of-the-peak", "sparse-for-dense", lambda n: [1 / 2]),
    ("gpu-hours-worked", "gpu-hours-for-hours", lambda n: [1 / n["count"]]),
    ("words-of-tokens", "tokens-for-words", lambda n: [1 / n["ratio"]]),
    ("words-of-tokens", "inverted", lambda n: [1 / n["ratio"] ** 2]),
    ("hours-for-a-budget", "gpu-hours-for-hours", lambda n: [n["count"]]),
    ("hours-for-a-budget", "inverted", lambda n: [n["count"] ** 2]),
    ("rent-of-a-cluster", "per-gpu-for-cluster", lambda n: [1 / n["count"]]),
    ("price-of-an-hour", "calendar-for-use", lambda n: [n["daily"] / 24]),
    ("days-to-break-even", "calendar-for-use", lambda n: [n["daily"] / 24]),
    ("days-to-break-even", "time-unit-slip", lambda n: [n["daily"]]),
    ("share-of-a-purchase", "part-for-whole", lambda n: [1 / n["days"]]),
    ("share-of-a-purchase", "time-unit-slip", lambda n: [n["years"]]),
    ("how-much-faster", "points-for-percent", lambda n: [n["before"] / 100]),
    ("carbon-of-servers", "no-pue", lambda n: [1 / n["pue"]]),
    ("gpus-within-a-power", "no-pue", lambda n: [n["pue"]]),
    ("gpus-within-a-power", "inverted", lambda n: [n["pue"] ** 2]),
    ("english-billions", "billion-for-billon", lambda n: [1000, 1e6]),
    ("english-billions", "off-by-1000", lambda n: [1 / 1000]),
    ("bill-of-tokens", "off-by-1000", lambda n: [1000, 1 / 1000]),
    ("gpus-to-train", "bits-for-bytes", lambda n: [8, 7, 6, 5]),
]


@pytest.mark.parametrize(("template_id", "misconception", "makes"), MAKES, ids=[f"{a}-{b}" for a, b, _ in MAKES])
def test_a_wrong_option_is_what_its_misconception_makes(
    template_id: str, misconception: str, makes: Callable[[Numbers], list[float]]
) -> None:
    seen = 0
    for item in played(template_id):
        found = ratio(item, misconception)
        if found is None:
            continue
        seen += 1
        allowed = makes(Read(item))
        assert any(found == pytest.approx(value, rel=0.12) for value in allowed), (item.seed, found, allowed)
    assert seen > 0


def test_power_for_energy_keeps_the_number_and_changes_the_unit() -> None:
    items = [item for item in played("cluster-energy") if ratio(item, "kw-for-kwh")]
    for item in items:
        units = {option.misconception: option.amount.unit for option in item.options}
        assert units["kw-for-kwh"] == WATTS_AND_HOURS[units[None]]
    assert items


def in_unit(amount: Amount, unit: str) -> float:
    """The value of an amount in the unit of the recomputation."""
    if unit == "same" or amount.unit == unit or amount.unit == "digits":
        return amount.value
    return amount.value * SIZES.get(amount.unit, 1) / SIZES.get(unit, 1)


def digits_of(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*", text)
