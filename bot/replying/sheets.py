"""Questions of quizzes with lettered options, and what was right about the answer: for every surface."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import ascii_uppercase

from bot.classroom.played import PlayedItem, Wording
from bot.replying.localizer import localizer

RIGHT, WRONG, CHOSEN = "✓", "✗", "●"


def question(words: Wording, ordering: Sequence[int], chosen: int | None = None) -> str:
    """A question with its options, as HTML. `chosen` is an option in the item's own order."""
    lines = [f"<b>{escape(words.stem)}</b>", ""]
    for letter, option in zip(ascii_uppercase, ordering, strict=False):
        mark = f" {CHOSEN}" if option == chosen else ""
        lines.append(f"{letter}) {escape(words.options[option])}{mark}")
    return "\n".join(lines)


def solution(item: PlayedItem, language: str, ordering: Sequence[int], chosen: int | None) -> str:
    """A question with what was chosen and what is right, said in words as well as in signs, and why. HTML."""
    words, say = item.wording(language), localizer(language).text
    lines = [f"<b>{escape(words.stem)}</b>", ""]
    for letter, option in zip(ascii_uppercase, ordering, strict=False):
        text = f"{letter}) {escape(words.options[option])}"
        if option == item.key:
            text += f" {RIGHT} <b>{say('answer-right' if option == chosen else 'answer-is-right')}</b>"
        elif option == chosen:
            text += f" {WRONG} <i>{say('answer-wrong')}</i>"
        lines.append(text)
    if chosen is None:
        lines += ["", f"<i>{say('answer-open')}</i>"]
    elif chosen != item.key and (words.feedback[chosen] or words.mistake(chosen)):
        mistake = say("answer-mistake", mistake=escape(words.mistake(chosen))) if words.mistake(chosen) else ""
        lines += ["", f"{mistake} {escape(words.feedback[chosen])}".strip()]
    if words.explanation:
        lines += ["", escape(words.explanation)]
    return "\n".join(lines)
