"""The short form in which the corpora write what is to be read in a sentence."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.reading.spans import Span, SpanKind
from bot.reading.text import Text

HERE = Path(__file__).parent
CORPORA = sorted(HERE.glob("sentences-*.yaml"))
_QUIET = frozenset({"article", "unit", "per", "ignored"})
_WITH_UNITS = frozenset({"energy", "power", "memory", "mass", "volume", "compute", "compute-rate", "other"})


@dataclass(frozen=True)
class Sentence:
    """A message, the indexes of the tokens that names have claimed, and the spans to be read, as written."""

    text: Text
    claimed: frozenset[int]
    expected: str


def corpus(path: Path) -> dict[str, str]:
    """The sentences of a corpus as they stand there, with what is to be read."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {sentence: expected or "" for sentence, expected in content.items()}


def parse(sentence: str, expected: str = "") -> Sentence:
    """Take the [brackets] off the names of a sentence."""
    plain, names = "", []
    for part in re.split(r"(\[[^\]]*\])", sentence):
        if part.startswith("["):
            names.append((len(plain), len(plain) + len(part) - 2))
            plain += part[1:-1]
        else:
            plain += part
    text = Text.of(plain)
    claimed = {index for index, token in enumerate(text.tokens) for start, end in names if start <= token.start < end}
    return Sentence(text, frozenset(claimed), expected)


def compare(spans: tuple[Span, ...], expected: str) -> tuple[list[str], list[str]]:
    """What was read and what was to be read, in the same form, without what the case says nothing of."""
    wanted = [_tidy(part) for part in expected.split("|") if part.strip()]
    kinds = {part.split()[0] for part in wanted}
    loud = [span for span in spans if span.kind.value not in _QUIET or span.kind.value in kinds]
    read = []
    for index, span in enumerate(loud):
        marks = wanted[index].split() if index < len(wanted) else []
        read.append(_written(span, approximate="~" in marks, bound="<" in marks or ">" in marks))
    return read, wanted


def everything(spans: tuple[Span, ...]) -> list[str]:
    """All spans with their marks, for comparing two readings with each other."""
    return [_written(span, approximate=True, bound=True) for span in spans]


def values(spans: tuple[Span, ...], kinds: Set[SpanKind]) -> list[float | None]:
    """The values of the spans of some kinds."""
    return [span.value for span in spans if span.kind in kinds]


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.6g}"


def _tidy(part: str) -> str:
    words = []
    for word in part.split():
        slash = "/" if word.startswith("/") else ""
        try:
            words.append(slash + _number(float(word.removeprefix("/"))))
        except ValueError:
            words.append("..".join(_number(float(end)) for end in word.split("..")) if ".." in word else word)
    return " ".join(words)


def _written(span: Span, approximate: bool, bound: bool) -> str:
    kind = span.kind.value
    words = [kind]
    if kind == "range":
        words += [span.of.value if span.of else "", f"{_number(span.low)}..{_number(span.high)}"]
    elif kind == "unusable":
        words += [span.reason, *([span.of.value] if span.of else [])]
    elif kind == "ignored":
        words.append(span.reason)
    elif kind == "unit":
        words.append(span.unit)
    elif kind in _WITH_UNITS:
        words += [_number(span.quantity), span.unit]
    elif span.value is not None:
        words.append(_number(span.value))
    if kind == "money" or (kind == "range" and span.of is SpanKind.MONEY):
        words.append(span.unit)
    if span.per and not {kind, span.of and span.of.value} & {"hours-per-day", "days-per-week"}:
        words += [f"/{_number(span.per_quantity)}", span.per] if span.per_quantity != 1 else [f"/{span.per}"]
    if span.each:
        words.append(span.each)
    if approximate and span.approximate:
        words.append("~")
    if bound and span.bound:
        words.append(">" if span.bound == "above" else "<")
    return " ".join(words)
