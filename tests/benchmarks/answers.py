"""Reading a question, working out, saying: each step, and the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.answer import Answer
from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.assistant import REMEMBERS, Assistant, Conversation
from bot.loading import loading
from bot.question import Question
from bot.replying.catalogue import closest_language, languages
from bot.replying.replier import reply_to
from tests.benchmarks.results import Measure, Section
from tests.benchmarks.texts import conversations, questions
from tests.benchmarks.timing import Samples, each

ABOUT = (
    "Every question of the tests of reading, in both languages, one duration each (the median of {rounds} rounds). "
    "`ask` is the whole way from the text to the reply; a conversation's messages are each read with the question "
    "before them. All of these are measured without remembering any answer; remembered are messages that were asked "
    "before, as most of a class's are. As in the bot, what is loaded at the start is left alone by the collector."
)
_TALK = frozenset({"greeting", "thanks", "help", "unknown", "quiz"})


def measured(rounds: int = 5) -> list[Section]:
    """The steps of an answer, and answers by intent."""
    with loading():
        assistant = Assistant(remembers=0)
        for language in languages():
            assistant.say("apology", language, reference="")
    texts = questions()
    whole = each(assistant.ask, texts, rounds)
    exchanges = [assistant.ask(text) for text in texts]
    language = assistant.default_language
    worked = each(_working_out(assistant), [exchange.question for exchange in exchanges], rounds)
    said = each(_saying(language), [exchange.answer for exchange in exchanges], rounds)
    measures = [
        *each(assistant.reader.read, texts, rounds).measures("reading a question", 0.5),
        *worked.measures("working out"),
        *said.measures("saying it"),
        *whole.measures("the whole answer", 1.0, 5.0),
        *_in_conversation(assistant, rounds).measures("the whole answer, in a conversation", 1.0, 5.0),
        *_remembered(texts, rounds).measures("an answer that is remembered")[:1],
    ]
    by_intent: dict[str, list[float]] = {}
    for exchange, seconds in zip(exchanges, whole.seconds, strict=True):
        by_intent.setdefault(exchange.question.intent, []).append(seconds)
    rows = [
        Samples(tuple(seconds)).measures(f"{intent} ({len(seconds)})", 2.0 if intent == "usage" else 1.0)[0]
        for intent, seconds in sorted(by_intent.items())
    ]
    return [
        Section("Answers", ABOUT.format(rounds=rounds), (Measure("questions", len(texts), ""), *measures)),
        Section("Answers by what is asked", "The whole answer; in brackets how many questions.", tuple(rows)),
    ]


def _working_out(assistant: Assistant) -> Callable[[Question], Answer]:
    return lambda question: work_out(question, assistant.knowledge, Circumstances())


def _saying(language: str) -> Callable[[Answer], Any]:
    spoken = closest_language(language) or language
    return lambda answer: reply_to(answer, spoken)


def _remembered(texts: Sequence[str], rounds: int) -> Samples:
    """Messages of which each was asked before."""
    few = texts[:: max(1, len(texts) // REMEMBERS + 1)]
    return each(Assistant().ask, few, rounds)


def _in_conversation(assistant: Assistant, rounds: int) -> Samples:
    """Each message with the conversation as it stood before it."""
    steps: list[tuple[str, Conversation]] = []
    for messages in conversations():
        conversation = Conversation()
        for message in messages:
            steps.append((message, conversation))
            conversation = assistant.ask(message, conversation=conversation).conversation
    return each(lambda step: assistant.ask(step[0], conversation=step[1]), steps, rounds)
