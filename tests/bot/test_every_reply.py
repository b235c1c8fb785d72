"""Whatever is asked, there is a reply in every language that Telegram takes, with its formula and its sources."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import limits
from bot.answer import Answer
from bot.answering.answerer import work_out
from bot.answering.circumstances import Circumstances
from bot.keeping import restored, stored
from bot.question import Metric, Question, Show, question_adapter
from bot.reply import utf16_length, visible_text
from bot.replying.catalogue import languages
from bot.replying.replier import reply_to
from knowledge.base import load

MODELS = ["gpt-4", "llama-3", "mistral-7b", "chatgpt", "titan", "bloom", "deepseek-v3", "gpt-4o", "grok-4", "t5-11b"]
ACCELERATORS = ["a100-80gb", "h100", "trainium", "trainium2", "tpu-v5e", "a10g", "gb200"]
METRICS: list[tuple[Metric, ...]] = [(), *((metric,) for metric in Metric), (Metric.TIME, Metric.COST, Metric.ENERGY)]

SCENARIOS: list[dict[str, Any]] = [
    *({"intent": "hardware", "accelerators": [one], "count": 16, "hours": 1000} for one in ACCELERATORS),
    {"intent": "hardware", "accelerators": ["h100"]},
    {"intent": "hardware", "accelerators": ["h100", "trainium"], "count": 8, "hours": 24},
    {"intent": "hardware", "accelerators": ["h100"], "budget": 50_000},
    {"intent": "hardware", "accelerators": ["h100"], "budget": 50_000, "hours": 730},
    {"intent": "hardware", "accelerators": ["trainium2"], "budget": 50_000},
    {"intent": "hardware", "accelerators": ["h100"], "budget": 50_000, "count": 4, "hours_per_day": 8},
    {"intent": "hardware", "accelerators": ["h100"], "budget": 50_000, "count": 4, "hours": 73},
    {"intent": "hardware", "accelerators": ["h100", "l4"], "power_limit": 20},
    {"intent": "hardware", "accelerators": ["h100"], "budget": 1},
    {"intent": "hardware", "accelerators": ["h100"], "count": 5, "currency": "EUR"},
    {"intent": "training", "parameters": 7e9, "tokens": 2e12, "accelerators": ["h100"], "count": 64},
    {"intent": "training", "parameters": 7e9, "tokens": 2e12, "accelerators": ["trainium"]},
    {"intent": "training", "parameters": 7e9, "tokens": 2e12, "accelerators": ["h100", "tpu-v5e"], "count": 64},
    {"intent": "training", "parameters": 7e9},
    {"intent": "training", "tokens": 1e12},
    {"intent": "training", "compute": 1e24, "accelerators": ["h100"], "count": 1000, "hours_per_day": 12},
    {"intent": "training", "budget": 1e6},
    {"intent": "training", "budget": 1e6, "parameters": 7e9, "tokens": 1e12, "hourly_price": 2},
    {"intent": "training", "accelerators": ["a100-80gb"], "count": 2048, "hours": 720},
    {"intent": "training", "accelerators": ["a100-80gb"], "accelerator_hours": 1.3e6},
    {"intent": "training", "parameters": 1e9, "tokens": 1e11, "hours": 168, "power_limit": 50},
    {"intent": "training", "accelerators": ["h100"]},
    *({"intent": "training", "models": [one], "region": "NOR"} for one in MODELS),
    *({"intent": "training", "models": [one], "accelerators": ["h100"], "count": 512} for one in MODELS),
    {"intent": "training", "models": ["gpt-3", "bloom"]},
    *({"intent": "usage", "models": [one], "requests": 1000} for one in MODELS),
    *({"intent": "usage", "models": [one], "tokens": 1e6, "region": "ESP"} for one in MODELS),
    {"intent": "usage", "models": ["gpt-4o"], "requests": 10, "input_tokens": 5000, "output_tokens": 2000},
    {"intent": "usage", "models": ["gpt-4o"], "input_tokens": 5000},
    {"intent": "usage", "models": ["gpt-4o"], "requests_per_day": 300},
    {"intent": "usage", "models": ["gpt-4o"], "requests_per_day": 300, "hours": 730},
    {"intent": "usage", "models": ["o3"], "budget": 5},
    {"intent": "usage", "models": ["o3"], "budget": 5, "tokens": 1e6},
    {"intent": "usage", "models": ["gpt-4o", "llama-3-70b"], "requests": 100},
    *({"intent": "usage", "models": [one], "accelerators": ["l4"]} for one in MODELS),
    {"intent": "usage", "models": ["llama-2-70b"], "accelerators": ["h100"], "count": 2, "requests": 1e6},
    {"intent": "usage", "models": ["llama-2-70b"], "accelerators": ["h100", "a100-80gb"], "requests_per_day": 1e6},
    {"intent": "usage", "parameters": 13e9},
    {"intent": "usage", "requests": 100},
    *({"intent": "fact", "models": [one]} for one in MODELS),
    *({"intent": "fact", "accelerators": [one]} for one in ACCELERATORS),
    {"intent": "fact"},
    {"intent": "comparison", "models": MODELS[:2]},
    {"intent": "comparison", "models": MODELS},
    {"intent": "comparison", "accelerators": ACCELERATORS},
    {"intent": "comparison", "models": ["gpt-4"], "accelerators": ["h100"]},
    {"intent": "comparison", "models": ["gpt-4"]},
    {"intent": "comparison", "accelerators": ["l4", "t4"], "count": 100, "hours": 8760},
    {"intent": "comparison", "accelerators": ["l4", "t4"], "parameters": 1e9, "tokens": 1e10},
    {"intent": "comparison", "models": ["chatgpt", "gemini", "grok"], "requests": 1000},
    {"intent": "comparison", "models": ["gpt-3", "bloom"], "count": 100, "region": "FRA"},
    {"intent": "ranking", "of": "models"},
    {"intent": "ranking", "of": "accelerators"},
    {"intent": "ranking", "of": "models", "order": "asc", "limit": 100},
    {"intent": "ranking", "of": "accelerators", "order": "asc", "limit": 3, "above": 1},
    {"intent": "ranking", "of": "accelerators", "below": 1e-9},
    {"intent": "ranking", "of": "models", "above": 2022},
    {"intent": "audit"},
    *({"intent": "audit", "models": [one]} for one in MODELS),
    {"intent": "audit", "models": ["gpt-4"], "quantity": 1.2, "unit": "GWh"},
    {"intent": "audit", "models": ["chatgpt"], "quantity": 0.34, "unit": "Wh"},
    {"intent": "audit", "models": ["gpt-4"], "quantity": 100, "unit": "million USD"},
    {"intent": "audit", "accelerators": ["h100"], "count": 10_000, "hours": 2190, "quantity": 1.2, "unit": "GWh"},
    {"intent": "audit", "accelerators": ["trainium"], "count": 10_000, "hours": 2190, "quantity": 1.2, "unit": "GWh"},
    {"intent": "audit", "accelerators": ["h100"], "quantity": 5, "unit": "horses"},
    {"intent": "audit", "accelerators": ["h100"]},
]
CONVERSIONS: list[dict[str, Any]] = [
    {"intent": "conversion", "quantity": quantity, "unit": unit, "to": to}
    for quantity, (unit, to) in product(
        [1.2, 0, -3, 1e9, 1e-9],
        [
            ("GWh", "MWh"),
            ("kWh", "J"),
            ("kW", "kWh"),
            ("day", "h"),
            ("tCO2e", None),
            ("L", None),
            ("kWh", None),
            ("MW", None),
            ("USD", None),
            ("PFLOP/s", "TFLOP/s"),
            ("horses", "kW"),
        ],
    )
]


def questions(metrics_asked: list[tuple[Metric, ...]]) -> Iterator[Question]:
    for scenario, metrics in product(SCENARIOS, metrics_asked):
        yield question_adapter.validate_python({**scenario, "metrics": metrics})
    for conversion in CONVERSIONS:
        yield question_adapter.validate_python(conversion)


def numbers(part: Any) -> Iterator[float]:
    """Every number in an answer as the contract prints it."""
    if isinstance(part, dict):
        part = part.values()
    if isinstance(part, int | float):
        yield part
    elif not isinstance(part, str) and part is not None:
        for one in part:
            yield from numbers(one)


def check(answer: Answer) -> None:
    assert all(map(math.isfinite, numbers(answer.contract())))
    for language in languages():
        reply = reply_to(answer, language)
        assert utf16_length(visible_text(reply.html)) <= limits.MESSAGE_TEXT
        assert reply.plain.strip(), answer.question
        assert "None" not in reply.plain
        if reply.chart is not None:
            assert reply.chart.ticks[0][0] < reply.chart.ticks[-1][0]


def test_every_question_has_a_reply_within_the_limits() -> None:
    for question in questions(METRICS):
        check(work_out(question, load(), Circumstances(region="ECU")))


@pytest.mark.parametrize("show", [Show.FORMULA, Show.SOURCES])
def test_every_answer_can_be_explained(show: Show) -> None:
    for question in questions([(), (Metric.COST,), (Metric.ENERGY, Metric.TIME, Metric.MEMORY)]):
        check(work_out(question.model_copy(update={"show": show}), load(), Circumstances(region="ECU")))


def test_every_model_and_accelerator_has_its_facts() -> None:
    for model_id in load().models:
        check(
            work_out(
                question_adapter.validate_python({"intent": "fact", "models": [model_id]}), load(), Circumstances()
            )
        )
    for accelerator_id in load().accelerators:
        question = question_adapter.validate_python({"intent": "fact", "accelerators": [accelerator_id]})
        check(work_out(question, load(), Circumstances()))


NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(min_value=1e-15, max_value=1e30),
    st.integers(min_value=-(10**40), max_value=10**40).map(float),
)
NOT_EXTREME = frozenset({"limit"})
SEVERAL = frozenset({"counts"})


@st.composite
def extreme_questions(draw: st.DrawFn) -> Question:
    """Any scenario with any numbers in it."""
    scenario = dict(draw(st.sampled_from([*SCENARIOS, *CONVERSIONS])))
    kind = type(question_adapter.validate_python(scenario))
    slots = [
        slot
        for slot, field in kind.model_fields.items()
        if "float" in str(field.annotation) and slot not in NOT_EXTREME
    ]
    chosen = draw(st.lists(st.sampled_from(slots), unique=True, max_size=4)) if slots else []
    metrics = {"metrics": draw(st.lists(st.sampled_from(Metric), max_size=2))} if "metrics" in kind.model_fields else {}
    drawn = {slot: [draw(NUMBERS), draw(NUMBERS)] if slot in SEVERAL else draw(NUMBERS) for slot in chosen}
    return question_adapter.validate_python({**scenario, **drawn, **metrics})


@settings(max_examples=200, deadline=None)
@example(question_adapter.validate_python({**SCENARIOS[0], "hours": math.inf}), Show.ANSWER)
@given(extreme_questions(), st.sampled_from(list(Show)))
def test_no_number_breaks_an_answer(question: Question, show: Show) -> None:
    answer = work_out(question.model_copy(update={"show": show}), load(), Circumstances())
    check(answer)
    assert answer.values or answer.rows or answer.verdicts or answer.notices


def test_every_next_step_is_a_question_that_has_an_answer() -> None:
    for scenario in SCENARIOS:
        answer = work_out(question_adapter.validate_python(scenario), load(), Circumstances())
        for step in answer.next_steps:
            assert step.question != answer.question
            assert restored(stored(step.question)) == step.question
            check(work_out(step.question, load(), Circumstances()))
