"""A reading as plain data: what was found, what it weighed, why the winner won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.question import Question
from bot.reading.intents import parts

if TYPE_CHECKING:
    from bot.reading.reader import Evidence


def explanation(question: Question, language: str, follow_up: bool, evidence: Evidence | None) -> dict[str, Any]:
    """The question with the spans, names, words and scores that it rests on."""
    found: dict[str, Any] = {
        "question": question.contract(),
        "language": language,
        "follow_up": follow_up,
        "problems": [problem.model_dump() for problem in question.problems],
    }
    if evidence is None:
        return found
    message = evidence.message
    found["quantities"] = [
        {"text": message.text.source(span.start, span.end), "kind": span.kind.value, "value": span.value,
         "unit": span.unit, "per": span.per, "evidence": list(span.evidence)}
        for span in message.spans
    ]  # fmt: skip
    found["names"] = [
        {"text": message.text.source(name.start, name.end), "kind": name.kind.value, "id": name.id,
         "candidates": list(name.candidates)}
        for name in (*message.names, *message.terms)
    ]  # fmt: skip
    found["words"] = [
        {"text": message.text.source(cue.start, cue.end), "groups": list(cue.groups), "languages": list(cue.languages)}
        for cue in (*message.cues, *message.scope, *message.superlatives)
    ]
    found["taken_back"] = [message.text.source(item.start, item.end) for item in message.dismissed]
    found["corrected"] = {
        before: after for before, after in zip(message.text.words, message.words, strict=True) if before != after
    }
    found["unexplained"] = [message.words[index] for index in message.unexplained]
    found["intents"] = [
        {"intent": score.intent, "total": score.total, "evidence": parts(score.intent, evidence.facts)}
        for score in evidence.scores
    ]
    return found
