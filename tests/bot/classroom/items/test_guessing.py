"""Who guesses by looks must not do better than chance, over thousands of generated items of fixed seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from bot.classroom.items.generating import GeneratedItem
from bot.classroom.items.rendering import render
from bot.classroom.ordering import shuffled
from tests.bot.classroom.items.playing import BANK, LANGUAGES, played

ITEMS = [item for template_id in BANK.templates for item in played(template_id)]
Guess = Callable[[GeneratedItem], Sequence[int]]
"""The options among which somebody with a trick picks one by chance; none where the trick says nothing."""


def middle(item: GeneratedItem) -> Sequence[int]:
    last = len(item.options) - 1
    return sorted({last // 2, (last + 1) // 2})


def digits(item: GeneratedItem) -> list[str]:
    return [f"{option.amount.value:.2e}".split("e")[0] for option in item.options]


def with_a_twin(item: GeneratedItem) -> Sequence[int]:
    written = Counter(digits(item))
    return [index for index, shown in enumerate(digits(item)) if written[shown] > 1]


def without_a_twin(item: GeneratedItem) -> Sequence[int]:
    twins = with_a_twin(item)
    return [index for index in range(len(item.options)) if index not in twins] if twins else []


def by_roundness(item: GeneratedItem, *, roundest: bool) -> Sequence[int]:
    lengths = [len(shown.replace(".", "").rstrip("0")) for shown in digits(item)]
    wanted = min(lengths) if roundest else max(lengths)
    return [index for index, length in enumerate(lengths) if length == wanted]


def by_length(item: GeneratedItem, language: str, *, longest: bool) -> Sequence[int]:
    lengths = [len(option.text) for option in render(item, language, BANK.knowledge).options]
    wanted = max(lengths) if longest else min(lengths)
    return [index for index, length in enumerate(lengths) if length == wanted]


GUESSES: dict[str, Guess] = {
    "the smallest": lambda item: [0],
    "the largest": lambda item: [len(item.options) - 1],
    "the middle": middle,
    "not at either end": lambda item: range(1, len(item.options) - 1),
    "digits that come up twice": with_a_twin,
    "digits that come up once": without_a_twin,
    "the roundest": lambda item: by_roundness(item, roundest=True),
    "the least round": lambda item: by_roundness(item, roundest=False),
    **{
        f"the longest in {language}": lambda item, to=language: by_length(item, to, longest=True)
        for language in LANGUAGES
    },
    **{
        f"the shortest in {language}": lambda item, to=language: by_length(item, to, longest=False)
        for language in LANGUAGES
    },
}


def hits(item: GeneratedItem, guess: Guess) -> tuple[float, float]:
    """How likely the guess finds the key, and how likely chance does."""
    among = guess(item) or range(len(item.options))
    return (item.key in among) / len(among), 1 / len(item.options)


@pytest.mark.parametrize("name", GUESSES)
def test_a_trick_pays_no_more_than_chance(name: str) -> None:
    found = [hits(item, GUESSES[name]) for item in ITEMS]
    by_trick, by_chance = (sum(part) / len(found) for part in zip(*found, strict=True))
    assert len(found) > 3000
    assert by_trick < by_chance + 0.03, (by_trick, by_chance)
    assert by_trick > by_chance - 0.08, "to avoid it would be a trick too"


@pytest.mark.parametrize("template_id", BANK.templates)
def test_nobody_who_practises_one_kind_learns_where_the_key_stands(template_id: str) -> None:
    items = played(template_id)
    ends = Counter("first" if item.key == 0 else "last" if item.key == len(item.options) - 1 else "" for item in items)
    assert 0.1 < ends["first"] / len(items) < 0.5, ends
    assert 0.1 < ends["last"] / len(items) < 0.5, ends


@pytest.mark.parametrize("size", [3, 4])
def test_the_key_is_shown_at_every_place_alike(size: int) -> None:
    """Options are shuffled when they are shown, by the seed of a quiz, the question and the person."""
    items = [item for item in ITEMS if len(item.options) == size]
    places = Counter(shuffled(size, 7, number).index(item.key) for number, item in enumerate(items))
    assert len(items) > 1000
    assert all(abs(places[place] / len(items) - 1 / size) < 0.04 for place in range(size)), places


def test_a_slip_on_another_slip_says_so() -> None:
    doubled = [(item, option) for item in ITEMS for option in item.options if option.besides]
    assert len(doubled) > 300
    for item, option in doubled:
        assert option.twin_of is not None
        assert option.twin_of in item.options
        for language in LANGUAGES:
            words = render(item, language, BANK.knowledge).options[item.options.index(option)]
            name = BANK.misconceptions[str(option.twin_of.misconception)][language].name
            assert words.feedback.endswith(f": {name}.")
            assert words.misconception == option.misconception != option.twin_of.misconception
