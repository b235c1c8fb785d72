"""Generated items as students get them: the same ones in every run."""

from __future__ import annotations

from functools import cache

from bot.classroom.items.generating import GeneratedItem, generate
from bot.classroom.items.on_file import ItemsOnFile

ITEMS = ItemsOnFile()
BANK = ITEMS.items
LANGUAGES = ("en", "es")
SEEDS = range(80)


@cache
def played(template_id: str) -> tuple[GeneratedItem, ...]:
    """The items of a template, one a seed."""
    return tuple(generate(BANK, template_id, seed) for seed in SEEDS)
