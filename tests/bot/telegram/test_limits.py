"""Everything that can be shown, in every language, with the longest names and numbers, stays within Telegram's limits.

What a reply holds is checked when it is built; here everything is built.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit

from bot import limits
from bot.assistant import Assistant, Exchange
from bot.question import (
    AuditQuestion,
    ComparisonQuestion,
    ConversionQuestion,
    DefinitionQuestion,
    FactQuestion,
    HardwareQuestion,
    Metric,
    Question,
    RankingQuestion,
    Show,
    TrainingQuestion,
    UnknownQuestion,
    UsageQuestion,
)
from bot.reply import Reply, utf16_length, visible_text
from bot.replying.catalogue import languages
from bot.telegram import lists, places, privacy
from bot.telegram.answer_buttons import LABEL, answer_buttons
from bot.telegram.commands import Menu, commands
from bot.telegram.links import LinkKind, payload
from bot.telegram.profile import menu_of
from bot.telegram.surface import Surface
from bot.telegram.talking import joined
from bot.telegram.wording import wording

HUGE = 123_456_789_012_345.0
CONDITIONS: dict[str, Any] = {"hourly_price": 12345.678, "power_price": 1.23456, "unit_price": HUGE, "pue": 1.2345}
NOTICES = ("telegram-button-old", "telegram-button-not-yours", "telegram-administrators-only", "telegram-text-only")


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def surface(assistant: Assistant) -> Surface:
    return cast("Surface", SimpleNamespace(assistant=assistant))


def questions(assistant: Assistant) -> Iterator[Question]:
    """Questions of every kind about everything, with as many things and as long numbers as can be asked at once."""
    knowledge = assistant.knowledge
    chips, models, terms = list(knowledge.accelerators), list(knowledge.models), list(knowledge.terms)
    longest = sorted(models, key=lambda one: -len(knowledge.models[one].name))[:8]
    long_chips = sorted(chips, key=lambda one: -len(knowledge.accelerators[one].name))[:8]
    yield from (FactQuestion(models=(one,)) for one in models)
    yield from (FactQuestion(models=(one,), metrics=tuple(Metric)) for one in longest)
    yield from (FactQuestion(accelerators=(one,)) for one in chips)
    yield from (FactQuestion(accelerators=(one,), metrics=tuple(Metric)) for one in long_chips)
    yield from (DefinitionQuestion(terms=(one,)) for one in terms)
    yield from (DefinitionQuestion(terms=pair) for pair in itertools.pairwise(terms))
    yield from (HardwareQuestion(accelerators=(one,)) for one in chips)
    yield from (HardwareQuestion(accelerators=(one,), count=HUGE, hours=HUGE, **CONDITIONS) for one in chips)
    yield from (HardwareQuestion(accelerators=(one,), count=1e-9, hours=1e-9, region="FRA") for one in chips)
    yield from (TrainingQuestion(models=(one,)) for one in models)
    yield from (TrainingQuestion(models=(one,), count=HUGE, tokens=HUGE**2, utilization=0.123) for one in longest)
    yield from (UsageQuestion(models=(one,), requests=1000) for one in models)
    yield from (UsageQuestion(models=(one,), requests_per_day=HUGE, input_tokens=HUGE) for one in longest)
    yield ComparisonQuestion(models=tuple(longest))
    yield ComparisonQuestion(models=tuple(longest), metrics=tuple(Metric), requests=HUGE)
    yield ComparisonQuestion(accelerators=tuple(long_chips))
    yield ComparisonQuestion(accelerators=tuple(long_chips), metrics=tuple(Metric), count=HUGE, hours=HUGE)
    for of, metric in itertools.product(("models", "accelerators"), Metric):
        yield RankingQuestion(of=cast("Any", of), metrics=(metric,), order="desc", limit=1000)
    yield AuditQuestion()
    yield from (AuditQuestion(models=(one,)) for one in models)
    for unit in ("kWh", "kgCO2e", "L", "USD", "token"):
        yield ConversionQuestion(quantity=HUGE, unit=unit)
    yield UnknownQuestion(alternatives=tuple(HardwareQuestion(accelerators=(one,), count=HUGE) for one in long_chips))


@pytest.mark.parametrize("language", languages())
def test_answers_with_their_buttons(assistant: Assistant, language: str) -> None:
    number = 0
    for question in questions(assistant):
        for show in (Show.ANSWER, Show.FORMULA, Show.SOURCES):
            asked = question.model_copy(update={"show": show})
            exchange = assistant.ask_question(asked, language=language)
            check(exchange.reply)
            check_buttons(assistant, exchange)
            if exchange.reply.chart is not None:
                assert 0 < utf16_length(exchange.reply.chart.caption) <= limits.CAPTION
            number += 1
    assert number > 1000


def check(reply: Reply) -> None:
    assert reply.plain.strip()
    assert utf16_length(visible_text(reply.html)) <= limits.MESSAGE_TEXT


def check_buttons(assistant: Assistant, exchange: Exchange) -> None:
    rows = answer_buttons(assistant, exchange)
    assert sum(map(len, rows)) <= limits.BUTTONS
    for button in itertools.chain.from_iterable(rows):
        assert 0 < len(button.label) <= LABEL
        assert 0 < len(button.action.encode()) <= limits.CALLBACK_DATA_BYTES


@pytest.mark.parametrize("language", languages())
def test_lists_and_countries(surface: Surface, language: str) -> None:
    for kind in ("models", "accelerators", "terms"):
        for number in range(20):
            reply = lists.page(surface, kind, number, language)
            check(reply)
            for button in itertools.chain.from_iterable(reply.buttons):
                assert 0 < len(button.label) <= LABEL
    for purpose, number in itertools.product((places.ANSWER, places.MINE), range(20)):
        rows = places.picker(surface, language, purpose, number)
        assert len(rows) >= 3
        assert all(len(button.action.encode()) <= 64 for row in rows for button in row)


@pytest.mark.parametrize("language", languages())
def test_fixed_texts(assistant: Assistant, language: str) -> None:
    for key in NOTICES:
        assert len(assistant.say(key, language).plain) <= limits.CALLBACK_ANSWER
    apology = assistant.say("apology", language, reference="FFFFFFFF").plain
    assert len(apology) <= limits.CALLBACK_ANSWER
    check(assistant.say("privacy", language, **privacy.times(language)))
    listed = "\n".join(
        f"/{command.shown_name(language)} — {wording(f'command-{command.id}', language)}"
        for command in commands().values()
    )
    check(joined(assistant.say("talk-help", language), assistant.say("help-commands", language, commands=listed)))


@pytest.mark.parametrize("language", languages())
def test_menus_name_and_descriptions(language: str) -> None:
    for menu in Menu:
        entries = menu_of(menu, language)
        assert 0 < len(entries) <= BotCommandLimit.MAX_COMMAND_NUMBER
        for entry in entries:
            assert 0 < len(entry.description) <= BotCommandLimit.MAX_DESCRIPTION
    assert len(wording("profile-name", language)) <= BotNameLimit.MAX_NAME_LENGTH
    assert len(wording("profile-description", language)) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(wording("profile-short-description", language)) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH


def test_every_definition_has_a_link(assistant: Assistant) -> None:
    for term in assistant.knowledge.terms:
        assert payload(LinkKind.DEFINITION, term) is not None
    for model in assistant.knowledge.models:
        assert payload(LinkKind.MODEL, model) is not None
    for accelerator in assistant.knowledge.accelerators:
        assert payload(LinkKind.ACCELERATOR, accelerator) is not None
