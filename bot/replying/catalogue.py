"""The languages that `locales/` holds, and the catalogue of texts of each.

A language is a folder `locales/<language>/` with `language.yaml` (its CLDR locale and its own name) and
`LC_MESSAGES/cuesta.po`. Catalogues are compiled when they are first read, so that translating needs no compiler.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

import locales
from knowledge.datafiles import read_yaml
from knowledge.errors import KnowledgeError
from knowledge.kept import kept, snapshot, state_of

if TYPE_CHECKING:
    from babel import Locale

LOCALES_FOLDER = Path(next(iter(locales.__path__)))


@dataclass(frozen=True, slots=True)
class Language:
    """A language replies are given in: its code ("es"), its CLDR locale ("es_EC") and what it calls itself.

    `conjunctions` are words between the last two of a list that change before certain beginnings: each as the pattern
    of word and beginning, and what the word becomes. `smaller_words` are sizes of numbers that are said in a smaller
    size where they are not whole: (1e9, 1e6) makes "1,2 mil millones" "1.200 millones".
    """

    code: str
    cldr: str
    own_name: str
    conjunctions: tuple[tuple[re.Pattern[str], str], ...] = ()
    smaller_words: tuple[tuple[float, float], ...] = ()


@cache
def languages(folder: Path = LOCALES_FOLDER) -> dict[str, Language]:
    """Every language that has a catalogue, by its code. The first one is what a person gets who speaks none of them."""
    found = {}
    for file in sorted(folder.glob("*/language.yaml"), key=lambda file: (file.parent.name != "es", file.parent.name)):
        content = read_yaml(file)
        code = file.parent.name
        for field in ("cldr", "own_name"):
            if not isinstance(content, dict) or not isinstance(content.get(field), str):
                raise KnowledgeError(f"{code}/{file.name}", "", field, "is missing or no text")
        found[code] = Language(
            code=code,
            cldr=content["cldr"],
            own_name=content["own_name"],
            conjunctions=tuple(
                (re.compile(f" {rule['word']} (?={rule['before']})", re.IGNORECASE), f" {rule['becomes']} ")
                for rule in content.get("conjunctions", ())
            ),
            smaller_words=tuple((float(rule["of"]), float(rule["said_in"])) for rule in content.get("sizes", ())),
        )
    return found


def closest_language(tag: str | None, folder: Path = LOCALES_FOLDER) -> str | None:
    """The language on file for an IETF tag such as "es-419" or "en"; None where there is none."""
    code = (tag or "").replace("_", "-").split("-")[0].casefold()
    return code if code in languages(folder) else None


@cache
def locale_of(language: str) -> Locale:
    """How a language writes numbers, dates, units and names of countries, as CLDR has it."""
    return _locales()[language]


@cache
def _locales() -> dict[str, Locale]:
    """The locale of every language, from a copy: Babel itself keeps all that it reads on the way, twice as much."""
    import babel

    files = sorted(LOCALES_FOLDER.glob("*/language.yaml"))
    return snapshot("locales", files, babel.__version__, _read_locales)


def _read_locales() -> dict[str, Locale]:
    from babel import Locale

    read = {code: Locale.parse(language.cldr) for code, language in languages().items()}
    for locale in read.values():
        _ = locale.territories  # a locale reads its data when it is first asked for some
    return read


@cache
def translations(language: str, folder: Path = LOCALES_FOLDER) -> GNUTranslations:
    """The catalogue of one language. A compiled copy is kept."""
    path = folder / language / "LC_MESSAGES" / "cuesta.po"
    return kept(f"catalogue|{path.resolve()}", state_of(path), lambda: _compiled(path, language), _read)


def _compiled(path: Path, language: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except OSError as error:
        raise KnowledgeError(f"{language}/{path.name}", "", "", f"cannot be read ({error.strerror})") from error
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def _read(compiled: bytes) -> GNUTranslations:
    try:
        return GNUTranslations(io.BytesIO(compiled))
    except (OSError, struct.error) as error:
        raise ValueError("no compiled catalogue") from error
