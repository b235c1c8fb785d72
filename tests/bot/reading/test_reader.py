"""The reader's settled cases: problems, asking back, corrections, languages, follow-ups about the answer itself."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from bot.keeping import restored, stored
from bot.question import FactQuestion, HardwareQuestion, Metric, Question, Show, UnknownQuestion
from bot.reading.conversation import seeds
from bot.reading.reader import default_reader
from bot.reading.slots.problems import PROBLEM_CODES
from knowledge.datafiles import read_yaml

from .corpus import FOLDER, every_question

CASES: dict[str, dict[str, Any]] = read_yaml(FOLDER / "readings.yaml")
BEFORE = HardwareQuestion(accelerators=("h100",), count=8, hours=72, metrics=(Metric.RENTAL_COST,))


@pytest.mark.parametrize(("text", "expected"), CASES["problems"].items(), ids=list(CASES["problems"]))
def test_what_cannot_be_used_is_left_out_and_named(text: str, expected: dict[str, Any]) -> None:
    question = default_reader().read(text).question
    slots = dict(expected)
    assert [problem.code for problem in question.problems] == slots.pop("codes")
    read = question.contract()
    assert {slot: value for slot, value in read.items() if slot not in ("intent", "metrics")} == slots
    assert set(slots) & {problem.slot for problem in question.problems} <= {"budget"}


@pytest.mark.parametrize(("text", "expected"), CASES["asked_back"].items(), ids=list(CASES["asked_back"]))
def test_close_readings_are_offered(text: str, expected: list[dict[str, Any]]) -> None:
    question = default_reader().read(text).question
    assert isinstance(question, UnknownQuestion)
    offered = [alternative.contract() for alternative in question.alternatives]
    assert [
        {slot: choice[slot] for slot in wanted} for choice, wanted in zip(offered, expected, strict=True)
    ] == expected


@pytest.mark.parametrize(("text", "name"), CASES["unknown_names"].items(), ids=list(CASES["unknown_names"]))
def test_a_name_that_is_not_on_file_is_said_to_be_none(text: str, name: str) -> None:
    question = default_reader().read(text).question
    assert question.intent == "unknown"
    assert [(problem.code, problem.text) for problem in question.problems] == [("unknown-name", name)]


@pytest.mark.parametrize(("text", "taken"), CASES["taken_back"].items(), ids=list(CASES["taken_back"]))
def test_what_is_taken_back(text: str, taken: list[str]) -> None:
    assert sorted(default_reader().read(text).explain()["taken_back"]) == sorted(taken)


@pytest.mark.parametrize(("text", "language"), CASES["languages"].items(), ids=list(CASES["languages"]))
def test_language(text: str, language: str) -> None:
    assert default_reader().read(text).language == language


def test_the_persons_language_is_kept_and_the_likely_one_fills_in() -> None:
    reader = default_reader()
    assert reader.read("hello", language="es").language == "es"
    assert reader.read("512 A100", likely="es").language == "es"
    assert reader.read("hello", likely="es").language == "en"


@pytest.mark.parametrize(("text", "side"), CASES["sides"].items(), ids=list(CASES["sides"]))
def test_another_side_of_the_last_answer(text: str, side: str) -> None:
    reading = default_reader().read(text, BEFORE)
    assert reading.follow_up
    assert reading.question == BEFORE.model_copy(update={"show": Show(side)})


def test_a_question_can_ask_for_its_formula_itself() -> None:
    question = default_reader().read("rental cost of 8 H100 for 72 hours, with the formula").question
    assert question.show is Show.FORMULA
    assert question.contract() == BEFORE.contract()


def test_a_follow_up_does_not_keep_the_side_that_was_shown() -> None:
    shown = BEFORE.model_copy(update={"show": Show.SOURCES})
    assert default_reader().read("and for a week?", shown).question.show is Show.ANSWER


def test_talk_and_other_topics_are_no_follow_ups() -> None:
    reader = default_reader()
    for text, intent in {"thanks!": "thanks", "who won the match yesterday?": "unknown", "ayuda": "help"}.items():
        reading = reader.read(text, BEFORE)
        assert (reading.question.intent, reading.follow_up) == (intent, False)


def test_a_fact_becomes_a_scenario_when_one_is_given() -> None:
    fact = FactQuestion(accelerators=("h200",), metrics=(Metric.COST,))
    question = default_reader().read("and for 10 of them, for a month?", fact).question
    assert question.contract() == {
        "intent": "hardware", "accelerators": ["h200"], "count": 10, "hours": 730, "metrics": ["cost"],
    }  # fmt: skip


def test_every_problem_has_a_documented_code() -> None:
    codes = {
        problem.code for case in every_question() for problem in default_reader().read(case.text).question.problems
    }
    assert codes
    assert codes <= set(PROBLEM_CODES)


def test_a_reading_explains_itself() -> None:
    explained = default_reader().read("presio de alkilar 20 h100 x 2 semanas").explain()
    assert explained["question"] == {
        "intent": "hardware", "accelerators": ["h100"], "count": 20, "hours": 336, "metrics": ["rental_cost"],
    }  # fmt: skip
    assert explained["corrected"] == {"presio": "precio", "alkilar": "alquilar"}
    assert [name["id"] for name in explained["names"]] == ["h100"]
    assert {quantity["kind"] for quantity in explained["quantities"]} == {"number", "duration"}
    best, second = explained["intents"][:2]
    assert best["intent"] == "hardware"
    assert best["total"] == pytest.approx(sum(best["evidence"].values()))
    assert best["total"] - second["total"] >= 0.5


def test_an_explanation_is_plain_data() -> None:
    for case in list(every_question())[::25]:
        json.dumps(default_reader().read(case.text).explain())


def test_a_message_longer_than_telegram_allows_is_refused() -> None:
    from bot.errors import InputError

    with pytest.raises(InputError):
        default_reader().read("a" * 4097)


def named_before() -> list[Question]:
    """Questions with names that a short name could go on from."""
    read = [default_reader().read(case.text).question for case in list(every_question())[::3]]
    return [question for question in read if getattr(question, "models", ()) or getattr(question, "accelerators", ())]


def test_what_a_message_says_by_itself_serves_after_every_question() -> None:
    reader = default_reader()
    names, before = reader._tables.names, named_before()
    chance, gone_on = random.Random(7), 0
    for case in list(every_question())[::4]:
        look = reader.look(case.text)
        said = json.dumps(reader.understand(look).explain())
        for previous in chance.sample(before, 12):
            anew = reader._look(case.text, None, seeds(previous, names))  # with the names before it from the start
            assert reader.understand(look, previous) == reader.understand(anew, previous), case.text
            gone_on += anew.question != look.question
        assert json.dumps(reader.understand(look).explain()) == said
    assert gone_on


def after(*texts: str) -> Question:
    """The question that is left after these messages."""
    question: Question = BEFORE
    for text in texts:
        question = default_reader().read(text, question).question
    return question


@pytest.mark.parametrize("aside", ["what is PUE?", "¿qué es el PUE?", "2 GWh in MWh", "what is PUE? and WUE?"])
def test_an_aside_does_not_end_what_was_asked_before_it(aside: str) -> None:
    question = after(aside, "and in Chile?")
    assert question == BEFORE.model_copy(update={"region": "CHL"})


def test_an_aside_can_be_gone_on_from_itself() -> None:
    assert after("what is PUE?", "and WUE?").contract() == {"intent": "definition", "terms": ["wue"]}
    assert after("2 GWh in MWh", "and in kWh?").contract()["to"] == "kWh"


def test_two_facts_are_put_side_by_side() -> None:
    question = after("how much did GPT-4 cost to train?", "and Gemini 1.5?", "compare them")
    wanted = {"intent": "comparison", "models": ["gpt-4", "gemini-1.5"], "metrics": ["cost"]}
    assert question.contract() == wanted
    assert after("how much did GPT-4 cost to train?", "compare them").intent != "comparison"


@pytest.mark.parametrize("text", ["what is PUE?", "2 GWh in MWh"])
def test_what_is_remembered_is_stored_with_a_question(text: str) -> None:
    question = after(text)
    assert question != default_reader().read(text).question
    assert restored(stored(question)) == question
    assert "earlier" not in question.contract()
