"""The one place where a question finds who works it out."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Notice
from bot.answering.circumstances import Circumstances
from bot.answering.usable import problems_of
from bot.question import (
    AuditQuestion,
    ComparisonQuestion,
    ConversionQuestion,
    DefinitionQuestion,
    FactQuestion,
    HardwareQuestion,
    Question,
    RankingQuestion,
    TrainingQuestion,
    UnknownQuestion,
    UsageQuestion,
)
from knowledge.base import Knowledge


def work_out(question: Question, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Answer a question. Numbers that cannot be used are named in notices, and nothing is computed with them."""
    problems = question.problems or problems_of(question)
    if problems:
        notices = tuple(Notice(code=f"problem-{problem.code}", data={"text": problem.text}) for problem in problems)
        answer = _worked_out(question, knowledge, circumstances) if isinstance(question, UnknownQuestion) else None
        return replace(answer or Answer(question=question), notices=notices)
    if isinstance(question, (AuditQuestion, ComparisonQuestion, ConversionQuestion, DefinitionQuestion)):
        return _explained(question, knowledge, circumstances)
    return _worked_out(question, knowledge, circumstances)


# Each answerer is imported when it is first needed: `cuesta ask` answers one question and should not load them all.


def _worked_out(question: Question, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    match question:
        case HardwareQuestion():
            from bot.answering.hardware import answer_hardware

            return answer_hardware(question, knowledge, circumstances)
        case TrainingQuestion():
            from bot.answering.training import answer_training

            return answer_training(question, knowledge, circumstances)
        case UsageQuestion():
            from bot.answering.usage import answer_usage

            return answer_usage(question, knowledge, circumstances)
        case FactQuestion():
            from bot.answering.fact import answer_fact

            return answer_fact(question, knowledge, circumstances)
        case RankingQuestion():
            from bot.answering.ranking import answer_ranking

            return answer_ranking(question, knowledge, circumstances)
        case UnknownQuestion(region=place) if place is not None:
            from bot.answering.electricity import answer_electricity

            return answer_electricity(question, knowledge)
        case UnknownQuestion(alternatives=readings) if readings:
            from bot.answering.asking_back import answer_unknown

            return answer_unknown(question, knowledge)
    return Answer(question=question)


def _explained(
    question: AuditQuestion | ComparisonQuestion | ConversionQuestion | DefinitionQuestion,
    knowledge: Knowledge,
    circumstances: Circumstances,
) -> Answer:
    match question:
        case AuditQuestion():
            from bot.answering.audit import answer_audit

            return answer_audit(question, knowledge, circumstances)
        case ComparisonQuestion():
            from bot.answering.comparison import answer_comparison

            return answer_comparison(question, knowledge, circumstances)
        case ConversionQuestion():
            from bot.answering.conversion import answer_conversion

            return answer_conversion(question, knowledge, circumstances)
        case DefinitionQuestion():
            from bot.answering.definition import answer_definition

            return answer_definition(question, knowledge, circumstances)
