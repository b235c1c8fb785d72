"""Questions as they are kept between two messages: what the contract prints of them, and what it leaves out."""

from __future__ import annotations

from typing import Any

from bot.question import (
    ComparisonQuestion,
    Question,
    RankingQuestion,
    Show,
    UnknownQuestion,
    UsageQuestion,
    question_adapter,
)


def stored(question: Question) -> dict[str, Any]:
    """The question as kept between two messages: the contract's slots and what the contract leaves out."""
    kept = question.contract()
    if question.show is not Show.ANSWER:
        kept["show"] = question.show.value
    if question.problems:
        kept["problems"] = [problem.model_dump() for problem in question.problems]
    if isinstance(question, UnknownQuestion) and question.alternatives:
        kept["alternatives"] = [stored(alternative) for alternative in question.alternatives]
    if isinstance(question, UnknownQuestion) and question.region is not None:
        kept["region"] = question.region
    if isinstance(question, ComparisonQuestion) and question.counts:
        kept["counts"] = list(question.counts)
    if isinstance(question, RankingQuestion):
        kept |= {"inclusive": True} if question.inclusive else {}
        kept |= {"maker": question.maker} if question.maker is not None else {}
    if isinstance(question, UsageQuestion) and question.users is not None:
        kept["users"] = question.users
    earlier = getattr(question, "earlier", None)
    if earlier is not None:
        kept["earlier"] = stored(earlier)
    return kept


def restored(kept: dict[str, Any]) -> Question:
    """The question that `stored` wrote. Raises pydantic.ValidationError where it is no question of this version."""
    return question_adapter.validate_python(kept)
