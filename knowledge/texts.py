"""Words for people that belong to data, not to replies: what a basis means, what an equivalent is called.

`knowledge/data/texts/<language>.yaml` holds one file a language with the same sections and ids in each.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.errors import UnknownIdError

SECTIONS = ("bases", "equivalents", "operators", "facts", "class_tables")
"""What texts there are: bases of figures, names of equivalents and operators, wordings of facts and of table cells."""


class Texts:
    """Words by language, section and id."""

    def __init__(self, texts: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        self._texts = texts
        first = next(iter(texts.values()), {})
        self._ids = {section: frozenset(words) for section, words in first.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are words in."""
        return tuple(self._texts)

    def get(self, language: str, section: str, id: str) -> str:
        """The words of this id in a language. Raises UnknownIdError."""
        try:
            return self._texts[language][section][id]
        except KeyError:
            raise UnknownIdError(f"text ({language}, {section})", id) from None

    def ids(self, section: str) -> frozenset[str]:
        """The ids of a section, which are the same in every language."""
        return self._ids.get(section, frozenset())
