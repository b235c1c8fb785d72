"""The electricity of a country in a conversation: its sources, another country, and what was spoken of before."""

from __future__ import annotations

import pytest

from bot.answer import Answer
from bot.assistant import Assistant, Conversation, Exchange
from bot.keeping import restored, stored
from bot.question import UnknownQuestion
from bot.telegram.answer_buttons import answer_buttons
from knowledge.figures import Figure

LEADING = {
    "en": (
        "cost of 512 A100 for a month",
        "how much is a kWh in Chile",
        "and in France?",
        "sources?",
        "and for a year?",
    ),
    "es": (
        "costo de 512 A100 por un mes",
        "a cómo está el kWh en Chile",
        "¿y en Francia?",
        "¿fuentes?",
        "¿y por un año?",
    ),
}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


def chat(assistant: Assistant, *lines: str) -> list[Exchange]:
    said: list[Exchange] = []
    for line in lines:
        said.append(assistant.ask(line, conversation=said[-1].conversation if said else Conversation()))
    return said


def region(exchange: Exchange) -> str | None:
    assert isinstance(exchange.question, UnknownQuestion)
    return exchange.question.region


@pytest.mark.parametrize("language", LEADING)
def test_a_question_about_electricity_is_an_aside(assistant: Assistant, language: str) -> None:
    asked, price, elsewhere, sources, year = chat(assistant, *LEADING[language])
    assert [region(one) for one in (price, elsewhere, sources)] == ["CHL", "FRA", "FRA"]
    assert "flops_export" in sources.reply.plain
    assert year.question.contract() == {**asked.question.contract(), "hours": 8760}


@pytest.mark.parametrize("language", LEADING)
def test_the_contract_prints_no_slot(assistant: Assistant, language: str) -> None:
    printed = assistant.ask(LEADING[language][1]).contract()
    assert printed["question"] == {"intent": "unknown"}
    values = printed["answer"]["values"]
    assert {metric: (value["unit"], value["basis"]) for metric, value in values.items()} == {
        "power_price": ("USD", "business, per-kwh"),
        "carbon_intensity": ("kgCO2e", "several-series, per-kwh"),
    }


def test_every_country_has_figures_in_order(assistant: Assistant) -> None:
    for place in assistant.knowledge.places:
        answer: Answer = assistant.ask_question(UnknownQuestion(region=place), language="en").answer
        for value in answer.values.values():
            assert isinstance(value, Figure)
            assert 0 < value.low <= value.central <= value.high
        assert set(answer.values) == {"power_price", "carbon_intensity"}
        assert {getattr(step.question, "region", None) for step in answer.next_steps} == {place}


def test_buttons_show_the_sources_the_offers_and_another_country(assistant: Assistant) -> None:
    exchange = assistant.ask("how much is a kWh in Chile")
    pressed = [button.action for row in answer_buttons(assistant, exchange) for button in row]
    assert pressed == ["show:sources", "step:electricity-there:0", "step:carbon-there:0", "places:answer:0"]


def test_it_is_kept_between_messages(assistant: Assistant) -> None:
    asked, price = chat(assistant, *LEADING["en"][:2])
    kept = restored(stored(price.question))
    assert kept == price.question
    assert isinstance(kept, UnknownQuestion)
    assert kept.earlier == asked.question


def test_a_term_of_a_country_can_be_asked_of_another(assistant: Assistant) -> None:
    _, intensity, elsewhere = chat(
        assistant, "cost of 512 A100 for a month", "carbon intensity of Ecuador", "and in France?"
    )
    expected = {"intent": "definition", "terms": ["carbon-intensity"], "region": "ECU"}
    assert intensity.question.contract() == expected
    assert elsewhere.question.contract() == {**expected, "region": "FRA"}
