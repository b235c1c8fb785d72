"""Questions as Telegram's own quiz polls."""

from __future__ import annotations

from typing import Any, Final

from telegram.constants import PollLimit, PollType

from bot.classroom.flow import Delivery, Quiz
from bot.classroom.played import PlayedItem
from bot.limits import POLL_EXPLANATION, POLL_QUESTION
from bot.reply import utf16_length

_EXPLANATION_LINES: Final = int(PollLimit.MAX_EXPLANATION_LINE_FEEDS)


def poll(quiz: Quiz, message: Delivery, item: PlayedItem) -> dict[str, Any]:
    """The parameters of sendPoll for a question, its options in the order of the message.

    Not anonymous, since of an anonymous poll nobody tells us the answers; Telegram closes it when the time is up.
    """
    words = item.wording(message.language)
    return {
        "question": _numbered(words.stem, message.number, quiz.questions),
        "options": [words.options[option] for option in message.ordering],
        "type": PollType.QUIZ,
        "correct_option_ids": [message.ordering.index(item.key)],
        "explanation": explanation(words.explanation),
        "is_anonymous": False,
        "open_period": quiz.seconds,
    }


def explanation(text: str) -> str | None:
    """An explanation as short as a poll takes it, cut at a word's end; None where there is none."""
    lines = text.strip().split("\n")
    text = "\n".join([*lines[:_EXPLANATION_LINES], " ".join(lines[_EXPLANATION_LINES:])]).strip()
    if utf16_length(text) > POLL_EXPLANATION:
        while utf16_length(text) > POLL_EXPLANATION - 1:
            text = text.rpartition(" ")[0] or text[:-1]
        text = f"{text.rstrip(' ,;:')}…"
    return text or None


def _numbered(stem: str, number: int, questions: int) -> str:
    """The question with its number, where there is room for that."""
    numbered = f"{number}/{questions} · {stem}"
    return numbered if utf16_length(numbered) <= POLL_QUESTION else stem
