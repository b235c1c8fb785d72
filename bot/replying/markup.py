"""From Telegram's HTML to plain text: the same reply for surfaces that show no markup."""

from __future__ import annotations

from html.parser import HTMLParser


def plain_text(html: str) -> str:
    """The text of a reply without its tags, with ordinary spaces. A link's address follows its words in parentheses."""
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).replace("\N{NO-BREAK SPACE}", " ")


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self.parts.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
