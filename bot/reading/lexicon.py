"""The words of all languages, from `locales/<language>/*.yaml`, loaded once and prepared once.

Every folder with word files is a language, and all languages are active in every message, for people mix them: what a
table finds is tagged with the language it came from. A third language is a third folder.

    lexicon = default_lexicon()                       # or Lexicon(some_folder)
    lexicon.data("numbers")                           # {"en": {...}, "es": {...}}: each language's numbers.yaml
    table = PhraseTable()                             # phrases of several words, longest match first
    table.add("mes y medio", value, "es")
    table.longest(text.words, 4)                      # (number of tokens, [Entry, ...]) or (0, [])
    lexicon.prepared(build)                           # build(lexicon), built once for this lexicon and kept
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import locales
from bot.reading.text import words_of
from knowledge.datafiles import read_yaml

T = TypeVar("T")
LOCALES = Path(locales.__file__).parent


class Lexicon:
    """The word data of every language found in a folder. `languages` are its subfolders' names, sorted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.languages = tuple(sorted({file.parent.name for file in folder.glob("*/*.yaml")}))
        self._data: dict[str, dict[str, Any]] = {}
        self._prepared: dict[Callable[[Lexicon], Any], Any] = {}

    def data(self, name: str) -> dict[str, Any]:
        """The parsed file `<name>.yaml` of each language that has one, by language.

        Raises KnowledgeError where a file is no YAML.
        """
        if name not in self._data:
            files = [(language, self.folder / language / f"{name}.yaml") for language in self.languages]
            self._data[name] = {language: read_yaml(file) for language, file in files if file.is_file()}
        return self._data[name]

    def forget(self) -> None:
        """Let go of the files' contents, once everything is made of them; who asks for one again has it read again."""
        self._data.clear()

    def prepared(self, build: Callable[[Lexicon], T]) -> T:
        """What `build` makes of this lexicon: tables, sets, grammars. Built at the first call, kept for the others."""
        if build not in self._prepared:
            self._prepared[build] = build(self)
        prepared: T = self._prepared[build]
        return prepared


@cache
def default_lexicon() -> Lexicon:
    """The languages that Cuesta is delivered with."""
    return Lexicon(LOCALES)


class Entry(NamedTuple, Generic[T]):
    """What a phrase stands for in one language. `phrase` is folded, its tokens parted by spaces."""

    value: T
    language: str
    phrase: str


class _Node(Generic[T]):
    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.entries: list[Entry[T]] = []


class PhraseTable(Generic[T]):
    """Phrases of one or more tokens, each standing for values, of any number of languages.

    Phrases are cut and folded like messages, so that "US$", "c/u" and "año" are written in data as people write them.
    """

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: str, value: T, language: str) -> None:
        """Enter one phrase. Raises ValueError where it has no tokens."""
        words = words_of(phrase)
        if not words:
            raise ValueError(f"an empty phrase in {language}")
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.entries.append(Entry(value, language, " ".join(words)))

    def longest(self, words: Sequence[str], start: int) -> tuple[int, list[Entry[T]]]:
        """The longest phrase that begins at `start`: how many tokens it has and its entries; (0, []) if none."""
        found: tuple[int, list[Entry[T]]] = (0, [])
        node = self._root
        for index in range(start, len(words)):
            following = node.next.get(words[index])
            if following is None:
                break
            node = following
            if node.entries:
                found = (index + 1 - start, node.entries)
        return found

    def every(self, words: Sequence[str], start: int) -> list[tuple[int, list[Entry[T]]]]:
        """All phrases that begin at `start`, shortest first, each as in `longest`."""
        found = []
        node = self._root
        for index in range(start, len(words)):
            following = node.next.get(words[index])
            if following is None:
                break
            node = following
            if node.entries:
                found.append((index + 1 - start, node.entries))
        return found

    def begins(self, word: str) -> bool:
        """Whether any phrase begins with this token."""
        return word in self._root.next

    def first_words(self) -> frozenset[str]:
        """The tokens with which phrases begin."""
        return frozenset(self._root.next)
