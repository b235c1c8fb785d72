"""What is on file: every id of the contract, values carried over exactly, families, names, references."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from knowledge.base import Knowledge, load
from knowledge.entries import Entry, Model
from knowledge.errors import UnknownIdError
from knowledge.figures import Kind
from knowledge.names import NameKind
from knowledge.records import METRIC_UNITS
from knowledge.units import CANONICAL_UNITS
from tests.knowledge.small import cases

CARRIED_OVER = cases("carried_over.yaml")
IDS = cases("ids.yaml")

OFFERS = {
    "chatgpt": {"gpt-3.5", "gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-5", "o1", "o3"},
    "copilot": {"gpt-4", "gpt-4o"},
    "gemini": {"gemini-1.5-pro", "gemini-1.5-flash", "gemini-2.0-flash", "gemini-2.5-pro", "gemini-2.5-flash"},
    "gemini-1.5": {"gemini-1.5-pro", "gemini-1.5-flash"},
    "grok": {"grok-1", "grok-2", "grok-3", "grok-4"},
    "claude-3": {"claude-3-haiku", "claude-3-sonnet", "claude-3-opus"},
    "titan": {"titan-text-express"},
    "llama-3": {"llama-3-8b", "llama-3-70b"},
}
COST_OF_GPT_4 = {40e6, 40.7e6, 63e6, 78e6, 78.6e6, 80e6, 90e6, 100e6, 778e6}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def entries(knowledge: Knowledge) -> list[Entry]:
    collections = (
        knowledge.accelerators,
        knowledge.models,
        knowledge.places,
        knowledge.operators,
        knowledge.equivalents,
        knowledge.inference,
    )
    return [entry for collection in collections for entry in collection.values()]


@pytest.mark.parametrize("kind", ["accelerators", "models", "terms"])
def test_every_id_of_the_contract_is_on_file(kind: str, knowledge: Knowledge) -> None:
    assert set(IDS[kind]) <= set(getattr(knowledge, kind))


@pytest.mark.parametrize("case", CARRIED_OVER, ids=[case["path"] for case in CARRIED_OVER])
def test_carried_over_exactly(case: dict[str, Any], knowledge: Knowledge) -> None:
    figure = knowledge.figure_at(case["path"])
    bounds = (case["low"], case["central"], case["high"])
    assert (figure.low, figure.central, figure.high) == pytest.approx(bounds, rel=1e-12)
    assert (figure.unit, figure.kind, figure.basis) == (case["unit"], case["kind"], case.get("basis"))
    assert knowledge.source(figure.sources[0]).url == case["source"]


def test_every_figure_is_canonical_and_has_its_provenance(knowledge: Knowledge) -> None:
    for entry in entries(knowledge):
        for metric in METRIC_UNITS:
            for figure in entry.figures(metric):
                assert figure.unit in CANONICAL_UNITS
                assert figure.sources
                assert set(figure.sources) <= set(knowledge.sources)
                assert figure.as_of
                assert figure.basis is None or knowledge.texts.get("es", "bases", figure.basis)


def test_the_costs_of_gpt_4_stand_side_by_side(knowledge: Knowledge) -> None:
    costs = knowledge.model("gpt-4").figures("cost")
    assert {cost.central for cost in costs} == COST_OF_GPT_4
    assert all(cost.basis for cost in costs)
    assert {cost.central for cost in knowledge.model("gpt-4").figures("rental_cost")} == {63e6, 78e6, 78.6e6}
    assert {cost.central for cost in knowledge.model("gpt-4").figures("purchase_cost")} == {80e6, 778e6}


def test_energy_of_the_accelerators_alone_is_told_apart(knowledge: Knowledge) -> None:
    bloom = knowledge.model("bloom")
    assert [figure.central for figure in bloom.figures("accelerator_energy")] == [433196, 475000]
    assert not knowledge.model("gpt-3").figures("accelerator_energy")


def test_recalled_and_unnamed_evidence_is_weak(knowledge: Knowledge) -> None:
    offers = knowledge.accelerator("h100").figures("rental_cost")
    assert {offer.by for offer in offers if offer.weak} >= {"Azure", "CoreWeave", "Together"}
    assert not any(offer.weak for offer in offers if offer.by in {"Nebius", "Verda", "Lambda"})
    tdp = knowledge.accelerator("tpu-v5p").figure("tdp")
    assert tdp is not None
    assert tdp.weak


def test_families_and_products_offer_their_models(knowledge: Knowledge) -> None:
    for family, models in OFFERS.items():
        assert set(knowledge.model(family).offers) == models
        assert knowledge.model(family).form in {"family", "product"}
    for model in knowledge.models.values():
        assert model.form in {"family", "product"} or not model.offers


def test_what_nobody_published_is_said(knowledge: Knowledge) -> None:
    mistral = knowledge.model("mistral-7b")
    assert {"tokens", "hardware", "time", "accelerator_hours", "energy", "carbon", "cost"} <= set(mistral.not_published)
    assert {figure.kind for figure in mistral.figures("time")} == {Kind.CLASS_TABLE_CLAIM}
    for model in ("gpt-5", "claude-opus-4", "gemini-2.5-pro", "nova-pro"):
        assert {"parameters", "energy", "cost"} <= set(knowledge.model(model).not_published)


def test_hardware_is_named_by_id(knowledge: Knowledge) -> None:
    gpt_4 = knowledge.model("gpt-4").fact("hardware")
    assert gpt_4 is not None
    assert (gpt_4.ids, gpt_4.count, gpt_4.kind) == (("a100-40gb",), 25000, Kind.RUMOUR)
    bloom = knowledge.model("bloom").fact("hardware")
    assert bloom is not None
    assert (bloom.ids, bloom.count) == (("a100-80gb",), 384)


def test_every_model_and_accelerator_says_when_it_came(knowledge: Knowledge) -> None:
    for entry in [*knowledge.models.values(), *knowledge.accelerators.values()]:
        release = entry.fact("release")
        assert release is not None, entry.id
        year, month, day, *_ = (*map(int, release.text.split("-")), 1, 1)
        assert datetime.date(2017, 1, 1) <= datetime.date(year, month, day) <= datetime.date(2026, 12, 31)


def test_runs_are_found_with_their_model(knowledge: Knowledge) -> None:
    runs = {run.id: (model, run) for model, run in knowledge.runs}
    assert len(runs) == 87
    model, run = runs["phi-3-mini-jun2024"]
    assert model.id == "phi-3-mini"
    time = run.figure("time")
    assert time is not None
    assert (time.central, time.basis) == (240, "release-2024-06")
    assert runs["deepseek-r1-posttrain"][1].scope == "reinforcement-learning"
    assert runs["evolved-transformer-nas"][0].form == "study"


def test_measurements_are_found_by_model(knowledge: Knowledge) -> None:
    found = {measurement.id for measurement in knowledge.measurements_of("gpt-4o")}
    assert found >= {"epoch-2025-gpt-4o", "jegham-2025-gpt-4o-short", "jegham-2025-gpt-4o-long"}


def test_models_of_a_maker(knowledge: Knowledge) -> None:
    assert {"llama-3", "llama-2-7b", "opt-175b"} <= {model.id for model in knowledge.models_of("meta")}
    assert not knowledge.models_of("nobody")


@pytest.mark.parametrize(
    ("model", "elements"),
    [
        ("llama-3-70b", 2 * 80 * 8 * 128),
        ("llama-2-7b", 2 * 32 * 32 * 128),
        ("falcon-180b", 2 * 80 * 8 * 64),
        ("deepseek-v3", 61 * (512 + 64)),
    ],
)
def test_what_one_token_takes_in_the_cache(model: str, elements: int, knowledge: Knowledge) -> None:
    architecture = knowledge.model(model).architecture
    assert architecture is not None
    assert architecture.elements_per_token() == elements


def test_every_open_model_of_the_contract_has_an_architecture(knowledge: Knowledge) -> None:
    lacking = {
        model.id
        for model in map(knowledge.model, IDS["models"])
        if model.openness.startswith("open") and model.form == "model" and model.architecture is None
    }
    assert lacking == {"grok-2", "t5-11b"}


@pytest.mark.parametrize(
    ("kind", "id", "text"),
    [
        (NameKind.ACCELERATOR, "a100-80gb", "A100"),
        (NameKind.MODEL, "claude-3", "Claude"),
        (NameKind.MODEL, "gpt-4", "ChatGPT (GPT-4)"),
        (NameKind.MODEL, "llama-3", "Llama"),
        (NameKind.MODEL, "mistral-7b", "Mistral"),
        (NameKind.MAKER, "meta", "Meta"),
        (NameKind.PLACE, "ECU", "Ecuador"),
        (NameKind.TERM, "inference", "inference"),
    ],
)
def test_names(kind: NameKind, id: str, text: str, knowledge: Knowledge) -> None:
    assert any((alias.kind, alias.id, alias.text) == (kind, id, text) for alias in knowledge.aliases())


def test_unknown_ids_are_named(knowledge: Knowledge) -> None:
    for find in (knowledge.accelerator, knowledge.model, knowledge.place, knowledge.term, knowledge.source):
        with pytest.raises(UnknownIdError) as caught:
            find("nothing")
        assert caught.value.id == "nothing"


@pytest.mark.parametrize(
    "path", ["nothing/h100/tdp", "accelerators/nothing/tdp", "accelerators/h100/nothing", "assumptions/nothing", ""]
)
def test_a_path_that_leads_nowhere(path: str, knowledge: Knowledge) -> None:
    with pytest.raises(UnknownIdError):
        knowledge.figure_at(path)


def test_figures_are_built_once(knowledge: Knowledge) -> None:
    h100 = knowledge.accelerator("h100")
    assert h100.figure("tdp") is h100.figure("tdp")
    assert load() is knowledge


def test_a_model_made_by_hand_has_figures_too() -> None:
    model = Model.model_validate(
        {"id": "own", "name": "Own", "developer": "A student", "maker": "student", "openness": "unreleased"}
    )
    assert model.figure("energy") is None
    assert model.fact("hardware") is None
