"""The one place where a question finds who works it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.answer import Answer, Notice
from bot.answering.audit import answer_audit
from bot.answering.circumstances import Circumstances
from bot.answering.comparison import answer_comparison
from bot.answering.conversion import answer_conversion
from bot.answering.definition import answer_definition
from bot.answering.fact import answer_fact
from bot.answering.hardware import answer_hardware
from bot.answering.ranking import answer_ranking
from bot.answering.training import answer_training
from bot.answering.usable import problems_of
from bot.answering.usage import answer_usage
from bot.question import Question
from knowledge.base import Knowledge

_ANSWERERS: Mapping[str, Callable[[Any, Knowledge, Circumstances], Answer]] = {
    "hardware": answer_hardware,
    "definition": answer_definition,
    "fact": answer_fact,
    "comparison": answer_comparison,
    "ranking": answer_ranking,
    "conversion": answer_conversion,
    "training": answer_training,
    "usage": answer_usage,
    "audit": answer_audit,
}
_JUST_TALK = frozenset({"help", "greeting", "thanks", "unknown", "quiz"})


def work_out(question: Question, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Answer a question. Numbers that cannot be used are named in notices, and nothing is computed with them."""
    problems = question.problems or problems_of(question)
    if problems:
        notices = tuple(Notice(code=f"problem-{problem.code}", data={"text": problem.text}) for problem in problems)
        return Answer(question=question, notices=notices)
    if question.intent in _JUST_TALK:
        return Answer(question=question)
    answerer = _ANSWERERS.get(question.intent)
    if answerer is None:
        return Answer(question=question, notices=(Notice(code="not-yet"),))
    return answerer(question, knowledge, circumstances)
