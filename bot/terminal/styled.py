"""A reply's HTML as styled terminal text."""

from __future__ import annotations

from html.parser import HTMLParser

from rich.text import Text

_STYLES = {"b": "bold", "i": "italic", "u": "underline", "code": "cyan", "pre": "cyan"}


def styled(html: str) -> Text:
    """The reply with bold, italics and links as the terminal can show them."""
    parser = _Styler()
    parser.feed(html)
    parser.close()
    return parser.text


class _Styler(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        self._open.append((tag, f"link {address}" if tag == "a" and address else _STYLES.get(tag, "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text.append(data, " ".join(style for _, style in self._open if style) or None)
