"""A question as it was when a quiz began: its words in every language, its right option, where it comes from.

Quizzes keep such copies, so that results stay true whatever becomes of the item bank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one language. `feedback` has one entry an option: why it is right or what it mistakes.

    `mistakes` names the misconception that each option shows, "" for the right one; empty where none are known.
    """

    stem: str
    options: tuple[str, ...]
    explanation: str
    feedback: tuple[str, ...]
    mistakes: tuple[str, ...] = ()

    def mistake(self, option: int) -> str:
        """The name of the misconception that an option shows; "" where it shows none that is known."""
        return self.mistakes[option] if self.mistakes else ""


@dataclass(frozen=True, slots=True)
class PlayedItem:
    """One question. `key` is the index of the right option; options stand in the same order in every language.

    `seed` is what a generated item was made from, None for a fixed one. An item that a teacher brought along has words
    in one language only. `misconceptions` are the ids of what the options show, None for the right one; empty where
    none are known.
    """

    item_id: str
    topic: str
    key: int
    wordings: Mapping[str, Wording]
    seed: int | None = None
    version: int = 1
    sources: tuple[str, ...] = ()
    misconceptions: tuple[str | None, ...] = ()

    def wording(self, language: str) -> Wording:
        """The words in a language, or in the only one there is."""
        return self.wordings.get(language) or next(iter(self.wordings.values()))

    def language(self, wanted: str) -> str:
        """The language in which `wording` answers."""
        return wanted if wanted in self.wordings else next(iter(self.wordings))

    def misconception(self, option: int) -> str | None:
        """The id of the misconception that an option shows; None where it shows none that is known."""
        return self.misconceptions[option] if self.misconceptions else None

    @property
    def options(self) -> int:
        """How many options there are."""
        return len(next(iter(self.wordings.values())).options)

    def kept(self) -> dict[str, Any]:
        """The item ready for JSON."""
        return asdict(self)


def restored(kept: Mapping[str, Any]) -> PlayedItem:
    """The item that `PlayedItem.kept` wrote."""
    wordings = {
        language: Wording(
            stem=words["stem"],
            options=tuple(words["options"]),
            explanation=words["explanation"],
            feedback=tuple(words["feedback"]),
            mistakes=tuple(words.get("mistakes", ())),  # items that were kept before these were
        )
        for language, words in kept["wordings"].items()
    }
    return PlayedItem(
        item_id=kept["item_id"],
        topic=kept["topic"],
        key=kept["key"],
        wordings=wordings,
        seed=kept["seed"],
        version=kept["version"],
        sources=tuple(kept["sources"]),
        misconceptions=tuple(kept.get("misconceptions", ())),
    )
