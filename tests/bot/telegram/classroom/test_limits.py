"""Everything that the classroom shows, with the longest names and most of everything, is within Telegram's limits."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from bot import limits
from bot.assistant import Assistant
from bot.classroom.bank import Bank, default_bank, questions
from bot.classroom.flow import Delivery, Kind, Phase, Quiz, Role, State
from bot.classroom.played import PlayedItem, Wording
from bot.classroom.practice import Progress
from bot.classroom.results import RawAnswer, Results
from bot.classroom.rolls import NAME, NICKNAME, NUMBER, TITLE, Class, Member
from bot.classroom.statistics import ENOUGH
from bot.reply import Reply, utf16_length, visible_text
from bot.replying.catalogue import languages
from bot.telegram.classroom import announcing, importing, practicing, reporting, screens, setting_up
from bot.telegram.classroom.class_settings import _settings_reply
from bot.telegram.classroom.polls import poll
from bot.telegram.classroom.room import Classroom
from bot.telegram.surface import Surface

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
WIDE = "<Ñ&"  # three characters that take many more as HTML
OPTIONS = 12
QUIZ = Quiz(
    id=10**15, kind=Kind.LIVE, class_id=1, chat_id=10**15, topic_id=0, person_id=10**15, asked_message_id=None,
    language="es", topic="environment", seconds=600, questions=50, speed_counts=True, seed=1, state=State.OVER,
    phase=Phase.SHOWING, position=51, ends_at=NOON, waits_for=None, created_at=NOON, over_at=NOON,
)  # fmt: skip
CLASS = Class(32**6 - 1, 10**15, (WIDE * TITLE)[:TITLE], "es", True, True, True, -(10**15), None, 365)
MEMBERS = tuple(
    Member(1, 10**15 + n, (WIDE * NAME)[:NAME], "9" * NUMBER, (WIDE * NICKNAME)[:NICKNAME], "es", NOON)
    for n in range(300)
)
PLAYER = Delivery(QUIZ.id, 51, MEMBERS[0].person_id, Role.PLAYER, "es")


def longest_item(number: int) -> PlayedItem:
    """As long as a question may be."""
    words = Wording(
        stem=(WIDE * limits.POLL_QUESTION)[: limits.POLL_QUESTION],
        options=tuple(f"{option}{WIDE * limits.POLL_OPTION}"[: limits.POLL_OPTION] for option in range(OPTIONS)),
        explanation=(WIDE * limits.POLL_EXPLANATION)[: limits.POLL_EXPLANATION],
        feedback=((WIDE * limits.POLL_EXPLANATION)[: limits.POLL_EXPLANATION],) * OPTIONS,
        mistakes=tuple("" if option == 3 else f"{option}{WIDE * 20}" for option in range(OPTIONS)),
    )
    misconceptions = tuple(None if option == 3 else f"slip-{option}" for option in range(OPTIONS))
    return PlayedItem(
        "x" * 40, "environment", 3, {"es": words, "en": words}, sources=("a-source",), misconceptions=misconceptions
    )


@pytest.fixture(scope="module")
def bank() -> Bank:
    return default_bank()


@pytest.fixture(scope="module")
def surface(bank: Bank) -> Surface:
    return cast("Surface", SimpleNamespace(assistant=Assistant(), classroom=Classroom(bank)))


@pytest.fixture(scope="module")
def results() -> Results:
    """Three hundred students, fifty questions, everybody wrong in the same way but for a few."""
    items = {(number, 0): longest_item(number) for number in range(1, 51)}
    answers = [
        RawAnswer(member.person_id, number, 0, (number + at) % OPTIONS, (number + at) % OPTIONS == 3, 9.99, "es", NOON)
        for at, member in enumerate(MEMBERS)
        for number in range(1, 51)
    ]
    assert len(MEMBERS) > ENOUGH
    return Results(
        QUIZ, items, answers, list(range(1, 51)), {one.person_id: frozenset(range(1, 51)) for one in MEMBERS}
    )


def fits(*replies: Reply) -> None:
    for reply in replies:
        assert 0 < utf16_length(visible_text(reply.html)) <= limits.MESSAGE_TEXT
        for button in itertools.chain.from_iterable(reply.buttons):
            assert len(button.action.encode()) <= limits.CALLBACK_DATA_BYTES
            assert len(button.label) <= 60


@pytest.mark.parametrize("language", languages())
def test_results_fit(surface: Surface, results: Results, language: str) -> None:
    for role in Role:
        fits(reporting.class_summary(surface, results, CLASS, MEMBERS, replace(PLAYER, role=role, language=language)))
    for page in (0, 3, 999):
        fits(reporting.students(results, CLASS, MEMBERS, page, language), reporting.items(results, page, language))
    fits(announcing.own_summary(surface, results, replace(PLAYER, language=language), CLASS))
    for quiz in (replace(QUIZ, kind=Kind.CHAT), replace(QUIZ, kind=Kind.CHAT, chat_id=-1)):
        shown = Results(quiz, results.items, results.answers, results.asked, None)
        person = replace(quiz, person_id=MEMBERS[0].person_id)
        fits(announcing.chat_summary(surface, replace(shown, quiz=person), language))
    chart = reporting.scores_chart(results, CLASS, language)
    assert utf16_length(chart.caption) <= limits.CAPTION


@pytest.mark.parametrize("language", languages())
def test_screens_and_openings_fit(surface: Surface, language: str) -> None:
    item, message = longest_item(1), replace(PLAYER, role=Role.SCREEN, language=language)
    fits(screens.outcome(QUIZ, message, item, Counter(dict.fromkeys(range(OPTIONS), 300)), 300))
    for quiz in (QUIZ, replace(QUIZ, kind=Kind.TEST, seconds=5400), replace(QUIZ, kind=Kind.CHAT)):
        fits(announcing.opening(surface, quiz, language, CLASS), announcing.invitation(surface, quiz, PLAYER, CLASS))


@pytest.mark.parametrize("language", languages())
def test_plans_and_settings_fit(surface: Surface, bank: Bank, language: str) -> None:
    for kind, topic in itertools.product((Kind.LIVE, Kind.TEST), ["-", "own", *bank.topics()]):
        plan = setting_up.Plan(kind, CLASS.code, 30, 90, topic, speed=True)
        fits(setting_up._shown(surface, CLASS, plan, language))
    fits(_settings_reply(surface, CLASS, language))


@pytest.mark.parametrize("language", languages())
def test_progress_fits(surface: Surface, bank: Bank, language: str) -> None:
    found = Progress(9999, 9999, 9999, 9999, dict.fromkeys(bank.topics(), (999, 999)))
    assert utf16_length(practicing.progress_chart(surface, found, language).caption) <= limits.CAPTION


def test_refusals_of_files_fit(surface: Surface) -> None:
    from bot.classroom.questions_file import Fault

    problems = ("long-explanation", "letter-order", "several-keys")
    faults = [Fault(10**6, problem, WIDE * 20) for problem in problems * 100]
    scene = SimpleNamespace(spoken="es")
    told = cast("Surface", SimpleNamespace(assistant=surface.assistant, language_of=lambda _: "es"))
    fits(importing._refusal(told, scene, faults))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", languages())
def test_every_item_as_a_poll(bank: Bank, language: str) -> None:
    """What Cuesta is delivered with, drawn a few times over, and the longest that a teacher may bring."""
    drawn = [item for seed in range(5) for item in questions(bank, 50, seed).values()]
    for number, item in enumerate([*drawn, longest_item(1)], 1):
        message = replace(PLAYER, language=language, number=number, ordering=tuple(reversed(range(item.options))))
        made = poll(QUIZ, message, item)
        assert utf16_length(made["question"]) <= limits.POLL_QUESTION
        assert all(utf16_length(option) <= limits.POLL_OPTION for option in made["options"])
        assert len(set(made["options"])) == len(made["options"]) <= OPTIONS
        assert utf16_length(made["explanation"]) <= limits.POLL_EXPLANATION
        assert made["explanation"].count("\n") <= 2
        assert made["options"][made["correct_option_ids"][0]] == item.wording(language).options[item.key]
