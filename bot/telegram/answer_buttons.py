"""The buttons under an answer: what usually comes next, one press away.

A button's data says only what to do; which question it belongs to is looked up by the message, so buttons work after a
restart, in every replica, and for as long as the answer is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bot.answer import NextStep
from bot.assistant import Assistant, Exchange
from bot.question import Question, Show, UnknownQuestion
from bot.reply import Button
from bot.telegram.naming import step_label
from bot.telegram.wording import wording
from knowledge.figures import Figure, Kind

_logger = logging.getLogger(__name__)

MOST_STEPS = 6
LABEL = 40
"""Longest label of a button; longer ones are cut by some clients without a word."""
HALF_LABEL = 20
"""Longest label of which a phone shows all in half a row."""
EXAMPLES = ("inline-example-hardware", "inline-example-fact", "inline-example-definition")
"""Questions, in the catalogue, that show what can be asked."""
_WITH_EXAMPLES = frozenset({"unknown", "greeting"})
"""What is answered with what one could ask instead."""
_WITH_ELECTRICITY = frozenset({"energy", "carbon", "water", "electricity_cost", "power_price", "carbon_intensity"})

Rows = tuple[tuple[Button, ...], ...]


def answer_buttons(assistant: Assistant, exchange: Exchange) -> Rows:
    """The buttons of an answer, in rows."""
    return exchange.made_once("buttons", lambda: _buttons(assistant, exchange))


def _buttons(assistant: Assistant, exchange: Exchange) -> Rows:
    question, language = exchange.question, exchange.language
    if isinstance(question, UnknownQuestion) and question.alternatives:
        return tuple(readings(assistant, question, language))
    if question.intent in _WITH_EXAMPLES and not exchange.answer.values:
        return tuple((Button(shortened(wording(key, language)), f"example:{key}"),) for key in EXAMPLES)
    if question.problems:
        return ()
    sides = tuple(_sides(exchange))
    steps = [] if question.show is not Show.ANSWER else list(_steps(assistant, exchange))
    rows = [sides, *pairs(steps)]
    if question.show is Show.ANSWER and (further := tuple(_further(exchange))):
        rows.append(further)
    return tuple(row for row in rows if row)


def readings(assistant: Assistant, question: UnknownQuestion, language: str) -> Iterator[tuple[Button, ...]]:
    """One button for each reading of a question that can be read in several ways."""
    for number, words in enumerate(assistant.readings(question, language)[:MOST_STEPS]):
        yield (Button(shortened(words), f"reading:{number}"),)


def step_at(steps: tuple[NextStep, ...], code: str, number: int) -> NextStep | None:
    """The next step of this code, the `number`th of those with the same code."""
    same = [step for step in steps if step.code == code]
    return same[number] if number < len(same) else None


def pairs(buttons: list[Button]) -> Iterator[tuple[Button, ...]]:
    """Buttons two in a row, where both can be read there; else one."""
    row: list[Button] = []
    for button in buttons:
        if len(row) == 2 or any(len(one.label) > HALF_LABEL for one in (*row, button) if row):
            yield tuple(row)
            row = []
        row.append(button)
    if row:
        yield tuple(row)


def shortened(label: str) -> str:
    """A label cut at a word's end where it is too long for a button."""
    if len(label) <= LABEL:
        return label
    return label[: LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,:;·") + "…"


def _sides(exchange: Exchange) -> Iterator[Button]:
    question, answer = exchange.question, exchange.answer
    has_formula = any(isinstance(value, Figure) and value.kind is Kind.COMPUTED for value in answer.values.values())
    offered = {Show.ANSWER: True, Show.FORMULA: has_formula, Show.SOURCES: bool(answer.sources)}
    for side, is_there in offered.items():
        if is_there and side is not question.show:
            yield Button(wording(f"button-{side.value}", exchange.language), f"show:{side.value}")
    if exchange.reply.chart is not None and question.show is Show.ANSWER:
        yield Button(wording("button-chart", exchange.language), "chart")


def _steps(assistant: Assistant, exchange: Exchange) -> Iterator[Button]:
    counted: dict[str, int] = {}
    for step in exchange.answer.next_steps[:MOST_STEPS]:
        number = counted.get(step.code, 0)
        counted[step.code] = number + 1
        try:
            label = step_label(assistant, step, exchange.question, exchange.language)
        except KeyError:  # a step without words must not cost the answer; a test looks for such steps
            _logger.exception("no words for a next step", extra={"step": step.code})
            continue
        yield Button(shortened(label), f"step:{step.code}:{number}")


def _further(exchange: Exchange) -> Iterator[Button]:
    question: Question = exchange.question
    names = {assumption.name for assumption in exchange.answer.assumptions} | exchange.answer.values.keys()
    if "region" in type(question).model_fields and question.intent != "fact" and names & _WITH_ELECTRICITY:
        yield Button(wording("button-country", exchange.language), "places:answer:0")
    for kind, what in (("models", "list-models"), ("accelerators", "list-accelerators")):
        if question.intent == "fact" and getattr(question, kind):
            yield Button(wording(f"button-{what}", exchange.language), f"list:{kind}:0")
    if question.intent == "definition":
        yield Button(wording("button-list-terms", exchange.language), "list:terms:0")
