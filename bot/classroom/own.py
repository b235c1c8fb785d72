"""Questions that a teacher brought along, as an item bank of one topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.classroom.played import PlayedItem

TOPIC = "own"
"""The topic of all questions that teachers bring along."""


class OwnBank:
    """Satisfies `bot.classroom.bank.Bank`. All items are fixed."""

    def __init__(self, items: Sequence[PlayedItem]) -> None:
        self._items = {item.item_id: item for item in items}

    def topics(self) -> Mapping[str, Mapping[str, str]]:
        """One, whose name depends on who asks."""
        return {TOPIC: {}}

    def ids(self, topic: str | None = None) -> Sequence[str]:
        """The items, in the order in which they were brought."""
        return tuple(self._items) if topic in (None, TOPIC) else ()

    def is_generated(self, item_id: str) -> bool:
        """None is."""
        return self._items[item_id].seed is not None

    def topic_of(self, item_id: str) -> str:
        """The one topic."""
        return self._items[item_id].topic

    def item(self, item_id: str, seed: int | None) -> PlayedItem:
        """An item. Raises KeyError for one there is not."""
        del seed
        return self._items[item_id]
