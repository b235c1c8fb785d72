"""What somebody orders with `/quiz 10 energía 30s`: how many questions, on what, how long for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import locales
from bot.folding import folded
from knowledge.datafiles import read_yaml

QUESTIONS: Final = range(1, 51)
SECONDS: Final = range(5, 601)
"""From the shortest that Telegram lets a poll be open."""
USUAL_QUESTIONS: Final = 5
USUAL_SECONDS: Final = 30

_TOKEN = re.compile(r"(?P<number>\d{1,4})(?P<unit>[^\W\d_]*)|(?P<word>[^\W\d_]+)")
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Order:
    """A quiz as ordered.

    `problem` is what to say where it cannot be had: "questions" or "seconds" out of range, or "topic" where words name
    none; `words` are those that nobody understood.
    """

    questions: int = USUAL_QUESTIONS
    topic: str | None = None
    seconds: int = USUAL_SECONDS
    problem: str | None = None
    words: str = ""


def read_order(text: str, topics: Mapping[str, Mapping[str, str]], *, strict: bool = True) -> Order:
    """Read an order in any language, in any order of its parts.

    `topics` are the names of each topic by language; the topic's id is a name too. `strict`: words that say nothing
    are a problem; otherwise, as in a sentence, they are passed over.
    """
    words = _words()
    questions, seconds, left = USUAL_QUESTIONS, USUAL_SECONDS, list[str]()
    tokens = [match.groupdict() for match in _TOKEN.finditer(text)]
    for index, token in enumerate(tokens):
        if token["number"] is None:
            left.append(folded(token["word"]))
            continue
        after = tokens[index + 1]["word"] if index + 1 < len(tokens) and not token["unit"] else None
        unit = folded(token["unit"] or after or "")
        if unit in words["minutes"]:
            seconds = 60 * int(token["number"])
        elif unit in words["seconds"]:
            seconds = int(token["number"])
        elif unit in words["questions"] or not token["unit"]:
            questions = int(token["number"])
        else:
            left.append(token["number"] + unit)  # the name of a thing, such as "7B"
    known = words["seconds"] | words["minutes"] | words["questions"] | words["small"]
    topic, unknown = _topic([word for word in left if word not in known], topics)
    problem = None
    if questions not in QUESTIONS:
        problem = "questions"
    elif seconds not in SECONDS:
        problem = "seconds"
    elif strict and unknown and topic is None:
        problem = "topic"
    return Order(questions, topic, seconds, problem, " ".join(unknown))


def _topic(words: list[str], topics: Mapping[str, Mapping[str, str]]) -> tuple[str | None, list[str]]:
    """The topic that words name, the longest name first; and the words that name none."""
    names = {}
    for topic, by_language in topics.items():
        for name in (topic, *by_language.values()):
            parts = [part for part in re.findall(r"[^\W_]+", folded(name)) if part not in _words()["small"]]
            names[tuple(map(_stem, parts))] = topic
            for part in parts:  # a word of a name is enough, where it is not also another topic's
                names.setdefault((_stem(part),), topic)
    stems = [_stem(word) for word in words]
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            found = names.get(tuple(stems[start : start + length]))
            if found is not None:
                return found, [*words[:start], *words[start + length :]]
    return None, words


def _stem(word: str) -> str:
    """Singular and plural are one name."""
    for ending in ("es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """What orders are made of, in all languages at once: people mix them."""
    found: dict[str, set[str]] = {"seconds": set(), "minutes": set(), "questions": set(), "small": set()}
    for file in Path(next(iter(locales.__path__))).glob("*/classroom.yaml"):
        for name, words in read_yaml(file).items():
            found[name].update(folded(word) for word in words)
    return {name: frozenset(words) for name, words in found.items()}
