"""What a quiz draws its questions from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from random import Random
from typing import Final, NamedTuple, Protocol

from bot.classroom.played import PlayedItem

SEEDS: Final = 2**31
"""Generated items are made from a whole number below this one."""


class Bank(Protocol):
    """Questions by topic. An item is fixed, or made anew from each seed."""

    def topics(self) -> Mapping[str, Mapping[str, str]]:
        """What each topic is called in each language, by the topic's id, in the order to offer them."""

    def ids(self, topic: str | None = None) -> Sequence[str]:
        """The ids of all items, or of one topic's, always in the same order."""

    def is_generated(self, item_id: str) -> bool:
        """Whether the item is made from a seed. Raises KeyError for an item there is not."""

    def topic_of(self, item_id: str) -> str:
        """The topic of an item. Raises KeyError for an item there is not."""

    def item(self, item_id: str, seed: int | None) -> PlayedItem:
        """The item in every language. Raises KeyError for an item there is not."""


class Draw(NamedTuple):
    """An item's id and, for a generated one, the seed to make it from."""

    item_id: str
    seed: int | None


def draw(bank: Bank, count: int, seed: int, topic: str | None = None) -> list[Draw]:
    """As many different items as asked for, or as there are: the same ones for the same seed.

    Without a topic, topics take turns. A generated item comes a second time, with other numbers, only where all
    others are used up.
    """
    random = Random(f"draw:{seed}:{topic}")  # noqa: S311 - repeatable, not secret
    chosen = _in_turns(bank, random, topic)
    again = [item_id for item_id in chosen if bank.is_generated(item_id)]
    while again and len(chosen) < count:
        chosen = [*chosen, *again]
    return [
        Draw(item_id, random.randrange(SEEDS) if bank.is_generated(item_id) else None) for item_id in chosen[:count]
    ]


def questions(
    bank: Bank, count: int, seed: int, topic: str | None = None, variants: int = 1
) -> dict[tuple[int, int], PlayedItem]:
    """Drawn items as they are asked, by number (from 1) and variant (from 0); fixed items have one variant."""
    return {
        (number, version): bank.item(*variant(drawn, version))
        for number, drawn in enumerate(draw(bank, count, seed, topic), 1)
        for version in range(1 if drawn.seed is None else variants)
    }


def variant(item: Draw, number: int) -> Draw:
    """The same item with other numbers, where it is generated. Variant 0 is the item as drawn."""
    if item.seed is None or number == 0:
        return item
    return Draw(item.item_id, Random(f"variant:{item.seed}:{number}").randrange(SEEDS))  # noqa: S311


def _in_turns(bank: Bank, random: Random, topic: str | None) -> list[str]:
    """Every item in a random order in which topics take turns."""
    topics = [topic] if topic is not None else list(bank.topics())
    random.shuffle(topics)
    shuffled = []
    for one in topics:
        ids = list(bank.ids(one))
        random.shuffle(ids)
        shuffled.append(ids)
    taken = dict.fromkeys(item_id for turn in zip_longest(*shuffled) for item_id in turn if item_id is not None)
    return list(taken)


def default_bank() -> Bank:
    """The items that Cuesta is delivered with."""
    from bot.classroom.items.on_file import ItemsOnFile

    return ItemsOnFile()
