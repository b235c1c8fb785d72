"""The catalogues are complete, and the check that says so finds what it must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.checks import findings

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def catalogues(folder: Path, **languages: str) -> Path:
    for language, messages in languages.items():
        file = folder / "locales" / language / "LC_MESSAGES" / "cuesta.po"
        file.parent.mkdir(parents=True)
        file.write_text(HEADER + messages, encoding="utf-8")
    return folder / "locales"


def code(folder: Path, text: str) -> Path:
    (folder / "bot").mkdir()
    (folder / "bot" / "code.py").write_text(text, encoding="utf-8")
    return folder / "bot"


def test_the_catalogues_are_complete() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("english", "problem"),
    [
        ('msgid "hello"\nmsgstr ""\n', "has no text"),
        ('#, fuzzy\nmsgid "hello"\nmsgstr "Hello %(name)s"\n', "fuzzy"),
        ('msgid "hello"\nmsgstr "Hello"\n', "does not take the same data"),
        ('msgid "hello"\nmsgstr "<b>Hello %(name)s"\n', "does not close b"),
        ('msgid "hello"\nmsgstr "<div>%(name)s</div>"\n', "Telegram refuses: div"),
        ('msgid "hello"\nmsgstr "100 % %(name)s"\n', "percent sign"),
        ('#~ msgid "old"\n#~ msgstr "Old"\n\nmsgid "hello"\nmsgstr "Hello %(name)s"\n', "obsolete"),
        ("", "is missing"),
        ('msgid "hello"\nmsgid_plural "hello"\nmsgstr[0] "Hello %(name)s"\n', "has no text"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, english: str, problem: str) -> None:
    folder = catalogues(tmp_path, es='msgid "hello"\nmsgstr "Hola %(name)s"\n', en=english)
    found = [str(finding) for finding in findings(folder, code(tmp_path, 'say("hello")'))]
    assert any(problem in line for line in found), found


def test_a_key_that_nothing_uses_is_found(tmp_path: Path) -> None:
    message = 'msgid "{0}"\nmsgstr "x"\n\nmsgid "metric-energy"\nmsgstr "y"\n'
    folder = catalogues(tmp_path, es=message.format("unused"), en=message.format("unused"))
    found = findings(folder, code(tmp_path, 'say(f"metric-{name}")'))
    assert [(finding.key, finding.problem) for finding in found] == [("unused", "is used nowhere")]
