"""Questions as they lie in the database: JSON of the version of Cuesta that wrote them."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import ValidationError

from bot.keeping import restored, stored
from bot.question import Question

_logger = logging.getLogger(__name__)


class _Latest:
    """The question written last, and how: it goes into the conversation and beside its answer, and takes a while."""

    written: tuple[Question | None, dict[str, Any]] = None, {}


def written(question: Question) -> dict[str, Any]:
    """The question as it lies in the database."""
    latest, kept = _Latest.written
    if latest is not question:
        kept = stored(question)
        _Latest.written = question, kept
    return kept


def read(kept: Any, where: str) -> Question | None:
    """The question, or None where it is no question of this version: an older one, or damaged. `where` is the table."""
    try:
        return restored(kept)
    except (ValidationError, TypeError, ValueError) as error:
        intent = kept.get("intent") if isinstance(kept, dict) else None
        problem = error.errors()[0]["type"] if isinstance(error, ValidationError) else type(error).__name__
        _logger.warning("a question of another version is dropped", extra=_details(where, intent, problem))
        return None


def _details(where: str, intent: Any, problem: str) -> dict[str, str]:
    """What may be logged: what kind of question, never what it says."""
    known = isinstance(intent, str) and intent.isascii() and intent.isalpha()
    return {"table": where, "intent": intent[:32] if known else "", "problem": problem}
