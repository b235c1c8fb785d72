"""The item bank that Cuesta is delivered with: what is on file, and what is generated from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bot.classroom.items.generating import GeneratedItem, generate
from bot.classroom.items.rendering import RenderedItem, render
from bot.classroom.played import PlayedItem, Wording
from knowledge.items import Item, ItemBank, load_items


class ItemsOnFile:
    """A `bot.classroom.bank.Bank` of the items on file. They are loaded when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @cached_property
    def items(self) -> ItemBank:
        """What is on file. Raises KnowledgeError where something is wrong with it."""
        return load_items(self._folder)

    def topics(self) -> Mapping[str, Mapping[str, str]]:
        """What each topic is called in each language, by the topic's id, in the order to offer them."""
        return self.items.topics

    def ids(self, topic: str | None = None) -> Sequence[str]:
        """The ids of all items, or of one topic's, always in the same order."""
        return [item_id for item_id, question in self.items.questions.items() if topic in (None, question.topic)]

    def is_generated(self, item_id: str) -> bool:
        """Whether the item is made from a seed. Raises KeyError for an item there is not."""
        return not isinstance(self.items.questions[item_id], Item)

    def topic_of(self, item_id: str) -> str:
        """The topic of an item. Raises KeyError for an item there is not."""
        return str(self.items.questions[item_id].topic)

    def objective_of(self, item_id: str, language: str) -> str:
        """What a student can do who answers an item right, in words. Raises KeyError for an item there is not."""
        return self.items.objectives[self.items.questions[item_id].objective][language]

    def misconceptions(self, item_id: str, seed: int | None) -> tuple[str | None, ...]:
        """The misconception that each option shows, None for the right one. Raises KeyError for an item there is not.

        `items.misconceptions` has their names and descriptions.
        """
        return self.item(item_id, seed).misconceptions

    def item(self, item_id: str, seed: int | None) -> PlayedItem:
        """The item in every language. Raises KeyError for an item there is not."""
        question, made = self.items.questions[item_id], self._made(item_id, seed)
        rendered = {language: render(made, language, self.items.knowledge) for language in question.texts}
        first = next(iter(rendered.values()))
        return PlayedItem(
            item_id=item_id,
            topic=str(question.topic),
            key=first.key,
            wordings={language: self._wording(words, language) for language, words in rendered.items()},
            seed=made.seed if isinstance(made, GeneratedItem) else None,
            version=question.version,
            sources=first.sources,
            misconceptions=tuple(option.misconception for option in first.options),
        )

    def _made(self, item_id: str, seed: int | None) -> Item | GeneratedItem:
        question = self.items.questions[item_id]
        return question if isinstance(question, Item) else generate(self.items, item_id, seed or 0)

    def _wording(self, words: RenderedItem, language: str) -> Wording:
        known = self.items.misconceptions
        return Wording(
            stem=words.stem,
            options=tuple(option.text for option in words.options),
            explanation=words.explanation,
            feedback=tuple(option.feedback for option in words.options),
            mistakes=tuple(
                known[option.misconception][language].name if option.misconception else "" for option in words.options
            ),
        )
