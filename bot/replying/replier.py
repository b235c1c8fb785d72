"""Making a `Reply` of an `Answer`: which template, in which language, within the limits."""

from __future__ import annotations

import re
from typing import Any

from bot.answer import Answer
from bot.errors import ReplyLimitError
from bot.question import Show
from bot.reply import Chart, Reply
from bot.replying.charting import chart_of
from bot.replying.environment import environment_of
from bot.replying.localizer import Localizer, localizer
from bot.replying.markup import plain_text
from bot.replying.presenting import presentation
from bot.replying.presenting_affordable import is_affordable
from bot.replying.presenting_readings import present_readings

_JUST_TALK = frozenset({"help", "greeting", "thanks", "unknown", "quiz"})
_MOST = (25, 12, 9, 6, 4, 2, 1)
"""How many lines of a list are tried, until the message fits."""
_BLANK_LINES = re.compile(r"\n{3,}")


def reply_to(answer: Answer, language: str, number_style: str | None = None) -> Reply:
    """The reply to an answer, in one language and way to write numbers: as much of it as fits a message."""
    formats = localizer(language, number_style)
    template, data = _template_for(answer), presentation(answer, formats)
    chart = chart_of(answer, formats) if answer.question.show is Show.ANSWER else None
    for most in _MOST[:-1]:
        try:
            return _rendered(template, formats, {**data, "most": most}, chart)
        except ReplyLimitError:
            continue
    return _rendered(template, formats, {**data, "most": _MOST[-1]}, chart)


def readings_in_words(answer: Answer, language: str) -> list[str]:
    """What each reading is called where the assistant asks back."""
    return list(present_readings(answer, localizer(language))["readings"])


def say(key: str, language: str, **data: object) -> Reply:
    """A fixed text of the catalogue as a reply; data are escaped."""
    return _rendered("text.html.jinja", localizer(language), {"key": key, "data": data})


def _template_for(answer: Answer) -> str:
    question = answer.question
    if answer.is_refused:
        return "notices.html.jinja"
    if question.intent in _JUST_TALK and not answer.values:
        return "talk.html.jinja"
    if question.show is Show.FORMULA:
        return "formula.html.jinja"
    if question.show is Show.SOURCES:
        return "sources.html.jinja"
    if is_affordable(answer):
        return "affordable.html.jinja"
    if answer.rows and question.intent != "ranking":
        return "comparison.html.jinja"
    return "electricity.html.jinja" if question.intent == "unknown" else f"{question.intent}.html.jinja"


def _rendered(template: str, formats: Localizer, data: dict[str, Any], chart: Chart | None = None) -> Reply:
    html = environment_of(formats).get_template(template).render(data)
    html = _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in html.splitlines())).strip()
    return Reply(html=html, plain=plain_text(html), language=formats.language, chart=chart)
