from __future__ import annotations

from pathlib import Path

import pytest

from bot.replying.catalogue import translations
from knowledge.errors import KnowledgeError

ENTRY = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "greeting"\nmsgstr "{}"\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr("knowledge.kept.user_cache_path", lambda *_, **__: folder)
    return folder


def written(folder: Path, greeting: str) -> Path:
    file = folder / "es" / "LC_MESSAGES" / "cuesta.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ENTRY.format(greeting), encoding="utf-8")
    return folder


def greeting_in(folder: Path) -> str:
    translations.cache_clear()
    return translations("es", folder).gettext("greeting")


def test_a_changed_catalogue_is_compiled_anew(tmp_path: Path, cache: Path) -> None:
    assert greeting_in(written(tmp_path, "Hola")) == "Hola"
    assert greeting_in(tmp_path) == "Hola"
    assert len(list((cache / "data").iterdir())) == 1
    assert greeting_in(written(tmp_path, "Buenas")) == "Buenas"


def test_a_damaged_copy_is_not_trusted(tmp_path: Path, cache: Path) -> None:
    greeting_in(written(tmp_path, "Hola"))
    (copy,) = (cache / "data").iterdir()
    for damage in (b"", b"rubbish", copy.read_bytes()[:40]):
        copy.write_bytes(damage)
        assert greeting_in(tmp_path) == "Hola"


def test_without_a_cache_it_is_compiled_each_time(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert greeting_in(written(tmp_path, "Hola")) == "Hola"


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"cuesta\.po"):
        greeting_in(tmp_path)
