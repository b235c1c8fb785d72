"""What the items cover: the last part of the report of `make check-knowledge`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from knowledge.definitions import Topic
from knowledge.items import Item, ItemBank


def lines(bank: ItemBank) -> Iterator[str]:
    """How many items each topic has, and what only few of them are about."""
    yield ""
    yield f"items: {len(bank.items)} fixed, {len(bank.templates)} generated; topic, fixed, generated, by difficulty"
    for topic in Topic:
        questions = bank.about(topic=topic)
        fixed = sum(isinstance(question, Item) for question in questions)
        difficulties = Counter(question.difficulty for question in questions)
        spread = " ".join(f"{difficulties[difficulty]:4}" for difficulty in (1, 2, 3))
        yield f"  {topic:20} {fixed:3} {len(questions) - fixed:4}   {spread}"
    yield f"terms without an item: {_names(terms_without_items(bank))}"
    yield f"misconceptions that one item alone shows: {_names(rare_misconceptions(bank))}"


def terms_without_items(bank: ItemBank) -> list[str]:
    """The terms that no item is about."""
    covered = {term for question in bank.questions.values() for term in question.terms}
    return [term for term in bank.knowledge.terms if term not in covered]


def rare_misconceptions(bank: ItemBank) -> list[str]:
    """The misconceptions that one item alone can show, so that a class can hardly be found to have them."""
    shown: Counter[str] = Counter()
    for item in bank.items.values():
        shown.update(set(item.distractors.values()))
    for template in bank.templates.values():
        shown.update(template.misconceptions)
    return [name for name in bank.misconceptions if shown[name] == 1]


def _names(found: Iterable[str]) -> str:
    return ", ".join(found) or "none"
