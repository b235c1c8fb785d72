"""GIFT, Moodle's format of questions: https://docs.moodle.org/en/GIFT_format.

    ::Energy:: Which unit measures energy? {
        =kWh #Right.
        ~kW #That is power.
        ####Energy is power times time.
    }

Questions with one right option of several are read, also true or false and a gap in a sentence. Others (numbers,
matching, short answers, essays, descriptions, several right options) are not what Cuesta asks, and are faults with
their line. Of a text marked as HTML, as Moodle exports it, the words are read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.classroom.played import PlayedItem
from bot.classroom.questions_file import MOST_QUESTIONS, Draft, Fault

GAP = "_____"
_SPECIAL = "~=#{}:\\"
_HIDDEN = {mark: chr(0xE000 + at) for at, mark in enumerate([*_SPECIAL, "n"])}
"""Private characters for what is escaped, so that it is nowhere taken for a mark."""
_SHOWN = {ord(hidden): "\n" if mark == "n" else mark for mark, hidden in _HIDDEN.items()}
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_TITLE = re.compile(r"\s*::.*?::", re.DOTALL)
_MARKUP = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(r"</?([A-Za-z]++)[^<>]*+>")  # takes no letter back: else a long one would take hours
_BREAKING = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
_ENTITY = re.compile(rf"&(?:[#{_HIDDEN['#']}]\w{{1,32}}|\w{{1,32}});")
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TRUE_FALSE = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#(.*?))?(?:#(.*?))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Block:
    """One question with its first line."""

    line: int
    text: str


class _RefusedError(Exception):
    """It cannot be taken; `at` is where in the block."""

    def __init__(self, problem: str, found: str, at: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.found = found
        self.at = at


def parse(text: str, true_false: tuple[str, str] = ("✓", "✗")) -> tuple[list[Draft], list[Fault]]:
    """The questions of a text, and what could not be read. `true_false` are the options of what is to be judged."""
    drafts, faults = [], []
    for block in _blocks(_ESCAPED.sub(lambda match: _HIDDEN[match[1]], text)):
        try:
            drafts.append(_question(block, true_false))
        except _RefusedError as refused:
            line = block.line + block.text[: refused.at].count("\n")
            faults.append(Fault(line, refused.problem, _plain(refused.found)[:60]))
        if len(drafts) + len(faults) > MOST_QUESTIONS:
            break
    return drafts, faults


def write(items: Sequence[PlayedItem], language: str) -> str:
    """Questions as GIFT, with feedback."""
    blocks = []
    for item in items:
        words = item.wording(language)
        lines = [f"::{_escaped(item.item_id)}::{_escaped(words.stem)} {{"]
        for option, text in enumerate(words.options):
            feedback = f"#{_escaped(words.feedback[option])}" if words.feedback[option] else ""
            lines.append(f"\t{'=' if option == item.key else '~'}{_escaped(text)}{feedback}")
        if words.explanation:
            lines.append(f"\t####{_escaped(words.explanation)}")
        blocks.append("\n".join([*lines, "}"]))
    return "\n\n".join(blocks) + "\n"


def _blocks(text: str) -> Iterator[_Block]:
    """Questions stand apart by blank lines, which may also stand inside braces. Comments and categories count not."""
    lines: list[str] = []
    start, depth = 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        passed_over = line.lstrip().startswith("//") or (not depth and line.lstrip().startswith("$CATEGORY"))
        if not line.strip() and not depth:
            if lines:
                yield _Block(start, "\n".join(lines))
            lines = []
        elif lines or not passed_over:
            start = start if lines else number
            lines.append("" if passed_over else line)
            depth = max(0, depth + lines[-1].count("{") - lines[-1].count("}"))
    if any(map(str.strip, lines)):
        yield _Block(start, "\n".join(lines))


def _question(block: _Block, true_false: tuple[str, str]) -> Draft:
    before, opening, rest = block.text.partition("{")
    inside, closing, after = rest.partition("}")
    if not set("{}") & set(block.text):
        raise _RefusedError("kind-description", block.text)
    if not opening or not closing or set("{}") & set(inside + after):
        raise _RefusedError("brace", block.text)
    asked = _without(_TITLE, before)
    if (markup := _MARKUP.match(asked)) is not None and markup[1] == "html":
        asked, inside, after = (_words(part) for part in (asked, inside, after))
    stem = _without(_MARKUP, asked)
    stem = _plain(f"{stem} {GAP} {after}" if after.strip() else stem)
    choices, _, general = inside.partition("####")
    explanation = _plain(general)
    if (found := _TRUE_FALSE.fullmatch(choices)) is not None:
        key = 0 if found[1].startswith("T") else 1
        wrong, right = _plain(found[2] or ""), _plain(found[3] or "")  # GIFT gives the feedback to a wrong answer first
        feedback = (right, wrong) if key == 0 else (wrong, right)
        return Draft(block.line, stem, true_false, (key,), feedback, explanation)
    return Draft(block.line, stem, *_options(choices, len(before) + 1, stem), explanation)


def _options(choices: str, offset: int, stem: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    """Options, which of them are right, and what is said to each. `offset` is where in the block they begin."""
    starts = [match.start() for match in re.finditer("[=~]", choices)]
    if not starts or choices[: starts[0]].strip():
        raise _RefusedError(_other_kind(choices), stem, offset)
    options: list[str] = []
    keys, feedback = [], []
    for at, end in zip(starts, [*starts[1:], len(choices)], strict=True):
        text, _, said = choices[at + 1 : end].partition("#")
        weight = _WEIGHT.match(text)
        if weight is not None and 0 < float(weight[1]) < 100:
            raise _RefusedError("several-keys", text, offset + at)
        if choices[at] == "=" or (weight is not None and float(weight[1]) >= 100):
            keys.append(len(options))
        options.append(_plain(_without(_MARKUP, text[weight.end() :] if weight else text)))
        feedback.append(_plain(said))
    if len(keys) == len(options):  # answers to be typed, or to be matched: everything listed is right
        raise _RefusedError("kind-matching" if all("->" in one for one in options) else "kind-short", stem, offset)
    return tuple(options), tuple(keys), tuple(feedback)


def _words(text: str) -> str:
    """The words of HTML, on the lines on which they were. What entities stand for is no mark of the format."""

    def instead(tag: re.Match[str]) -> str:
        return " " * (tag[1].lower() in _BREAKING) + "\n" * tag[0].count("\n")

    return _ENTITY.sub(lambda found: _hidden(html.unescape(found[0].translate(_SHOWN))), _TAG.sub(instead, text))


def _hidden(text: str) -> str:
    return "".join(_HIDDEN.get(c, c) for c in text)


def _other_kind(choices: str) -> str:
    """What sort of question it is that offers no options."""
    if not choices.strip():
        return "kind-essay"
    return "kind-number" if choices.lstrip().startswith("#") else "kind"


def _without(start: re.Pattern[str], text: str) -> str:
    """The text without what it begins with."""
    found = start.match(text)
    return text if found is None else text[found.end() :]


def _plain(text: str) -> str:
    """The text as people read it, on one line but for line feeds that are written out."""
    return " ".join(text.split()).translate(_SHOWN).strip()


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in _SPECIAL else r"\n" if c == "\n" else c for c in text)
