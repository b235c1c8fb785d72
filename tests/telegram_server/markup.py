"""Message texts: Telegram's HTML, entities and lengths.

The messages of refusal are those of TDLib's HTML parser. Stricter than Telegram in one way: an entity that Telegram
does not know (`&nbsp;`) would be shown to people as it is written; here it is refused.
"""

from __future__ import annotations

import html
import re
from typing import Any

from tests.telegram_server.refusals import bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SPECIAL = re.compile("[&<]")
_NAMED = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|[A-Za-z]+);?")
_KNOWN_NAMES = {"lt", "gt", "amp", "quot"}
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/]+)\s*(?:=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]+))?""")
_TAG = re.compile(r"<(/?)([^\s>]*)((?:\s+[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*)\s*>")
_LINKS = ("http://", "https://", "tg://", "mailto:", "tel:", "ton://")


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def formatted(
    text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> tuple[str, list[dict[str, Any]]]:
    """The text as people see it, and its entities. Raises Refusal on bad markup."""
    if parse_mode is None or parse_mode == "":
        _check_entities(text, entities or [])
        return text, entities or []
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return parse_html(text)


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Parses Telegram's HTML."""
    shown: list[str] = []
    length = 0
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, dict[str, str], int]] = []
    at = 0
    while at < len(text):
        special = _SPECIAL.search(text, at)
        plain_end = special.start() if special else len(text)
        part, at = text[at:plain_end], plain_end
        if special and special[0] == "&":
            decoded, at = _decoded(text, at)
            part += decoded
        shown.append(part)
        length += utf16_length(part)
        if special is None or special[0] == "&":
            continue
        place = len(text[:at].encode())
        tag = _TAG.match(text, at)
        if tag is None:
            side = "end" if text.startswith("</", at) else "start"
            raise _cannot_parse(f"Unclosed {side} tag at byte offset {place}")
        at = tag.end()
        name = tag[2].lower()
        if tag[1]:
            entities.extend(_closed(open_tags, name, place, length))
        else:
            open_tags.append((name, _attributes(name, tag[3], place), length))
    if open_tags:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(shown), entities


def _cannot_parse(problem: str) -> Exception:
    return bad_request(f"can't parse entities: {problem}")


def _decoded(text: str, at: int) -> tuple[str, int]:
    found = _NAMED.match(text, at)
    if found is None:
        return "&", at + 1
    if not found[1].startswith("#") and found[1] not in _KNOWN_NAMES:
        if not found[0].endswith(";"):
            return "&", at + 1
        raise _cannot_parse(f'Unsupported entity "{found[0]}" at byte offset {len(text[:at].encode())}')
    return html.unescape(found[0] if found[0].endswith(";") else f"{found[0]};"), found.end()


def _attributes(name: str, written: str, place: int) -> dict[str, str]:
    if name not in TAGS:
        raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {place}')
    values: dict[str, str] = {}
    for attribute, value in _ATTRIBUTE.findall(written):
        if not value and attribute != "expandable":
            raise _cannot_parse(
                f'Expected equal sign in declaration of an attribute of the tag "{name}" at byte offset {place}'
            )
        values[attribute] = html.unescape(value.strip("\"'"))
    if name == "span" and values.get("class") != "tg-spoiler":
        raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
    return values


def _closed(open_tags: list[tuple[str, dict[str, str], int]], name: str, place: int, end: int) -> list[dict[str, Any]]:
    if not open_tags:
        raise _cannot_parse(f"Unexpected end tag at byte offset {place}")
    expected, attributes, start = open_tags.pop()
    if name != expected:
        raise _cannot_parse(f'Unmatched end tag at byte offset {place}, expected "</{expected}>", found "</{name}>"')
    if end == start:
        return []
    entity: dict[str, Any] = {"type": TAGS[name], "offset": start, "length": end - start}
    if name == "a":
        url = attributes.get("href", "")
        # Telegram drops a link that it cannot use without a word; a bot that sends one has a fault.
        if not url.startswith(_LINKS):
            raise _cannot_parse(f'Unusable link "{url}" at byte offset {place}')
        entity["url"] = url
    if name == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        raise bad_request("Invalid custom emoji identifier specified")
    if name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    return [entity]


def _check_entities(text: str, entities: list[dict[str, Any]]) -> None:
    length = utf16_length(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            raise bad_request(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
