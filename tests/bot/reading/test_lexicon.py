"""Loading the words of whatever languages a folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reading.lexicon import Entry, Lexicon, PhraseTable, default_lexicon
from bot.reading.text import Text
from knowledge.errors import KnowledgeError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, content in {"aa": "words: [uno]", "bb": "words: [zwei]"}.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "colours.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "bb" / "shapes.yaml").write_text("round: true", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_every_folder_with_words_is_a_language(folder: Path) -> None:
    lexicon = Lexicon(folder)
    assert lexicon.languages == ("aa", "bb")
    assert lexicon.data("colours") == {"aa": {"words": ["uno"]}, "bb": {"words": ["zwei"]}}
    assert lexicon.data("shapes") == {"bb": {"round": True}}
    assert lexicon.data("sounds") == {}


def test_broken_words_name_their_file(folder: Path) -> None:
    (folder / "aa" / "shapes.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        Lexicon(folder).data("shapes")
    assert raised.value.file == "shapes.yaml"


def test_prepared_once(folder: Path) -> None:
    calls = []

    def build(lexicon: Lexicon) -> int:
        calls.append(lexicon)
        return len(lexicon.languages)

    lexicon = Lexicon(folder)
    assert [lexicon.prepared(build), lexicon.prepared(build)] == [2, 2]
    assert calls == [lexicon]


def test_the_delivered_languages() -> None:
    assert {"es", "en"} <= set(default_lexicon().languages)
    assert default_lexicon() is default_lexicon()


def test_phrases_are_matched_as_they_are_written() -> None:
    table: PhraseTable[int] = PhraseTable()
    table.add("mes", 1, "es")
    table.add("mes y medio", 2, "es")
    table.add("US$", 3, "en")
    table.add("us", 4, "en")
    table.add("Año", 5, "es")
    table.add("mes", 6, "xx")
    words = Text.of("un MES y medio, us$ ano").words
    assert table.longest(words, 1) == (3, [Entry(2, "es", "mes y medio")])
    assert table.every(words, 1) == [
        (1, [Entry(1, "es", "mes"), Entry(6, "xx", "mes")]),
        (3, [Entry(2, "es", "mes y medio")]),
    ]
    assert table.longest(words, 5) == (2, [Entry(3, "en", "us $")])
    assert table.longest(words, 7) == (1, [Entry(5, "es", "ano")])
    assert table.longest(words, 0) == (0, [])
    assert table.begins("us")
    assert table.first_words() == {"mes", "us", "ano"}


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="empty phrase in es"):
        PhraseTable[int]().add(" ", 1, "es")
