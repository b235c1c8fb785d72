from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.replying.markup import plain_text


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<b>512 × A100</b> · 1 mes", "512 × A100 · 1 mes"),
        ("5 &lt; 7 &amp; 9", "5 < 7 & 9"),
        ('<a href="https://example.org/a?b=1&amp;c=2">Source</a>.', "Source (https://example.org/a?b=1&c=2)."),
        ("198\N{NO-BREAK SPACE}MWh", "198 MWh"),
        ("<i>a</i>\n\n<code>b</code>", "a\n\nb"),
    ],
)
def test_plain_text_of_html(html: str, plain: str) -> None:
    assert plain_text(html) == plain


@given(st.text(alphabet=st.characters(exclude_characters="\r\0\xa0", exclude_categories=("Cs",))))
def test_escaped_text_comes_back_whole(text: str) -> None:
    assert plain_text(f"<b>{escape(text)}</b>") == text
