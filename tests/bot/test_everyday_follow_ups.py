"""What a scenario draws, told in everyday things: "how many homes is that?"."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from knowledge.figures import Figure


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.mark.parametrize(
    ("first", "asked", "longer"),
    [
        ("energy of 512 A100 for a month", "how many homes is that?", "and for a year?"),
        ("energía de 512 A100 por un mes", "¿a cuántas casas equivale?", "¿y por un año?"),
    ],
)
def test_the_energy_of_the_scenario_before_is_told_in_homes(
    assistant: Assistant, first: str, asked: str, longer: str
) -> None:
    scenario = assistant.ask(first)
    told = assistant.ask(asked, conversation=scenario.conversation)
    assert told.question.contract() == {"intent": "conversion"}
    assert told.answer.values["energy"] == scenario.answer.values["energy"]
    homes, energy = told.answer.values["home-year-ecu"], scenario.answer.values["energy"]
    assert isinstance(homes, Figure)
    assert isinstance(energy, Figure)
    assert homes.central == pytest.approx(energy.central / 1550)
    again = assistant.ask(longer, conversation=told.conversation)
    assert again.question.contract() == {**scenario.question.contract(), "hours": 8760}


def test_a_price_is_told_in_no_homes(assistant: Assistant) -> None:
    scenario = assistant.ask("price of 512 A100")
    told = assistant.ask("how many homes is that?", conversation=scenario.conversation)
    assert told.question.intent != "conversion"
