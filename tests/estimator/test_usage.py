"""Using a model: money, energy by several methods, carbon."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from estimator import usage
from estimator.api_prices import PRICED_AT, api_price
from estimator.ecologits_method import request_impacts
from estimator.usage import Method, between, comparable, factor_between, mean_price, measured_request
from knowledge.base import load
from knowledge.entries import EcologitsReference, Measurement, PriceReference
from knowledge.figures import Figure, Kind
from tests.estimator.cases import call, cases, check, functions_of

FUNCTIONS: dict[str, Callable[..., Any]] = functions_of(usage)
CASES = cases("usage_cases.yaml")
WORKED_BELOW = {"mean_price", "measured_request", "comparable", "between", "factor_between"}


def figure(low: float, central: float, high: float, unit: str = "kWh") -> Figure:
    return Figure(low=low, central=central, high=high, unit=unit, kind=Kind.DISCLOSED, sources=(f"{central}",))


@pytest.mark.parametrize("case", CASES)
def test_hand_worked(case: dict[str, Any]) -> None:
    check(call(FUNCTIONS[case["function"]], case["arguments"]), case["expected"])


def test_every_function_is_worked_out_by_hand() -> None:
    assert {case.values[0]["function"] for case in CASES} | WORKED_BELOW == set(FUNCTIONS)


# Prices


@pytest.mark.parametrize(
    ("provider", "model", "tokens", "read", "written"),
    [
        ("openai", "gpt-4", 150, 30, 60),
        ("openai", "gpt-4o", 150, 2.5, 10),
        ("anthropic", "claude-3-opus", 150, 15, 75),
        # dearer above 128,000 tokens of one request
        ("google", "gemini-1.5-pro", 128_000, 1.25, 5),
        ("google", "gemini-1.5-pro", 128_001, 2.5, 10),
        # half the price at night, whenever one asks
        ("deepseek", "deepseek-chat", 150, 0.27, 1.1),
    ],
)
def test_list_prices(provider: str, model: str, tokens: float, read: float, written: float) -> None:
    price = api_price(PriceReference(provider=provider, model=model), input_tokens=tokens)
    assert price is not None
    assert price.input.central == pytest.approx(read)
    assert price.output.central == pytest.approx(written)
    assert price.input.unit == price.output.unit == "USD/million tokens"
    assert price.input.kind is Kind.PRICE_LIST
    assert price.input.by == price.provider != ""
    assert price.input.sources == ("genai-prices",)


def test_what_is_kept_of_prices_is_what_the_package_says() -> None:
    from genai_prices import Usage, calc_price

    for reference in [model.prices for model in load().models.values() if model.prices is not None]:
        for tokens in (1, 500, 32_000, 32_001, 128_000, 128_001, 200_000, 200_001, 272_000, 272_001, 1_000_000):
            usage = Usage(input_tokens=tokens, output_tokens=1_000_000)
            theirs = calc_price(
                usage, reference.model, provider_id=reference.provider, genai_request_timestamp=PRICED_AT
            )
            ours = api_price(reference, input_tokens=tokens)
            assert ours is not None
            assert ours.input.central == float(theirs.input_price * 1_000_000 / tokens)
            assert ours.output.central == float(theirs.output_price)


def test_the_package_is_not_loaded_for_prices_that_are_kept(tmp_path: Path) -> None:
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    program = (
        "import sys\n"
        "from estimator.api_prices import api_price\n"
        "from knowledge.entries import PriceReference\n"
        "api_price(PriceReference(provider='openai', model='gpt-4'), input_tokens=10)\n"
        "print('genai_prices' in sys.modules)\n"
    )
    for _ in range(2):  # the first may have to look them up
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "False"


def test_a_model_that_the_package_does_not_know_has_no_price() -> None:
    assert api_price(PriceReference(provider="openai", model="abacus-1"), input_tokens=100) is None
    assert api_price(PriceReference(provider="nobody", model="gpt-4"), input_tokens=100) is None


def test_every_price_reference_on_file_is_known() -> None:
    unknown = [
        model.id
        for model in load().models.values()
        if model.prices is not None and api_price(model.prices, input_tokens=100) is None
    ]
    assert unknown == []


def test_the_mean_price_lies_between_reading_and_writing() -> None:
    read, written = (figure(price, price, price, "USD/million tokens") for price in (2.5, 10.0))
    result = mean_price(input_tokens=100, output_tokens=300, input_price=read, output_price=written)
    # (100 x 2.5 + 300 x 10) / 400
    assert (result.low, result.central, result.high) == pytest.approx((2.5, 8.125, 10))


# EcoLogits


@pytest.mark.parametrize(
    ("reference", "low", "high"),
    [
        # Wh of a 400-token answer as llm_impacts of EcoLogits 0.11.3 gives them
        (EcologitsReference(provider="openai", name="gpt-4"), 4.803, 10.96),
        (EcologitsReference(provider="openai", name="gpt-4o"), 0.5789, 0.9637),
        (EcologitsReference(provider="huggingface_hub", name="meta-llama/Meta-Llama-3-70B-Instruct"), 0.2399, 0.2509),
        # Claude 3 Opus, which this version has no more, with the parameters that earlier ones had
        (
            EcologitsReference(
                provider="anthropic",
                parameters=(2000.0,),
                parameters_active=(200.0, 600.0),
                sources=("ecologits-data",),
            ),
            7.49,
            19.64,
        ),
    ],
)
def test_the_energy_of_an_answer(reference: EcologitsReference, low: float, high: float) -> None:
    result = request_impacts(reference, output_tokens=400)
    assert result is not None
    assert result.energy.low * 1000 == pytest.approx(low, rel=1e-3)
    assert result.energy.high * 1000 == pytest.approx(high, rel=1e-3)
    assert result.energy.unit == "kWh"
    assert result.energy.kind is Kind.THIRD_PARTY_ESTIMATE


def test_carbon_and_water_are_those_of_ecologits() -> None:
    """GPT-4o, 400 tokens, in Ecuador: EcoLogits 0.11.3 gives 0.108 to 0.169 g and 2.54 to 4.22 mL."""
    result = request_impacts(EcologitsReference(provider="openai", name="gpt-4o"), output_tokens=400)
    assert result is not None
    for energy, embodied, grams, millilitres in (
        (result.energy.low, result.embodied_carbon.low, 0.1077, 2.537),
        (result.energy.high, result.embodied_carbon.high, 0.1689, 4.223),
    ):
        emitted = usage.carbon(
            requests=1, energy_per_request=energy, carbon_intensity=0.15902, embodied_carbon=embodied
        )
        assert emitted.central * 1000 == pytest.approx(grams, rel=2e-3)
        litres = energy * (result.site_water.central / result.pue.central + 3.908)
        assert litres * 1000 == pytest.approx(millilitres, rel=2e-3)


def test_longer_answers_take_more() -> None:
    reference = EcologitsReference(provider="openai", name="gpt-4o")
    assumed = Figure(low=200, central=400, high=800, unit="", kind=Kind.ASSUMPTION)
    short, spread = request_impacts(reference, output_tokens=200), request_impacts(reference, output_tokens=assumed)
    assert short is not None
    assert spread is not None
    assert spread.energy.low == pytest.approx(short.energy.low)
    assert spread.energy.high > 3 * short.energy.high


def test_a_size_that_nobody_knows_gives_nothing() -> None:
    assert request_impacts(EcologitsReference(provider="openai", name="abacus-1"), output_tokens=400) is None
    assert request_impacts(EcologitsReference(provider="openai"), output_tokens=400) is None


def test_every_reference_on_file_is_known() -> None:
    unknown = [
        model.id
        for model in load().models.values()
        if model.ecologits is not None and request_impacts(model.ecologits, output_tokens=400) is None
    ]
    assert unknown == []


_IN_A_NEW_PROCESS = """
import logging, socket, threading
logging.getLogger("ecologits").setLevel(logging.CRITICAL)  # as dictConfig does before anything is imported
def refuse(*_): raise AssertionError("a socket was opened")
socket.socket.connect = refuse
from estimator.api_prices import api_price
from estimator.ecologits_method import request_impacts
from knowledge.entries import EcologitsReference, PriceReference
assert request_impacts(EcologitsReference(provider="openai", name="gpt-4"), output_tokens=400).energy.low > 0
assert request_impacts(EcologitsReference(provider="openai", name="what somebody typed"), output_tokens=400) is None
assert api_price(PriceReference(provider="openai", model="gpt-4"), input_tokens=1).input.central == 30
assert logging.getLoggerClass() is logging.Logger
assert logging.getLogger("ecologits").level == logging.CRITICAL
assert type(logging.getLogger("something new")) is logging.Logger
assert threading.active_count() == 1
"""


def test_the_packages_touch_neither_logging_nor_the_network() -> None:
    result = subprocess.run([sys.executable, "-c", _IN_A_NEW_PROCESS], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout == ""
    assert result.returncode == 0


def test_nothing_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys, estimator.usage, estimator.api_prices, estimator.ecologits_method;"
        "print([name for name in ('ecologits', 'genai_prices', 'numpy') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


# Published measurements


def measurement(**fields: Any) -> Measurement:
    energy = fields.pop("energy", {"value": 1.0, "unit": "Wh"})
    evidence = {"kind": "disclosed", "sources": ["one"], "as_of": "2025", "verified": "seen", **energy}
    return Measurement.model_validate(
        {
            "id": "one",
            "name": "One",
            "study": "one",
            "per": "query",
            "boundary": "data-centre",
            "quality": "high",
            "figures": {"energy": [evidence]},
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "expected_wh"),
    [
        # the whole data centre, length not stated: as it is
        ({}, 1.0),
        # a server, 500 tokens: 1 Wh x 400/500 x PUE 1.25
        ({"boundary": "server", "output_tokens": 500}, 1.0),
        # accelerators alone, for 1,000 tokens: 1 Wh x 400/1000 x host 1.5 x PUE 1.25
        ({"boundary": "accelerators", "per": "1k-output-tokens", "output_tokens": 397}, 0.75),
        ({"boundary": "device", "output_tokens": 333}, 400 / 333),
    ],
)
def test_published_figures_are_brought_to_the_meter(fields: dict[str, Any], expected_wh: float) -> None:
    result = measured_request(measurement(**fields), output_tokens=400, host_overhead=1.5, pue=1.25)
    assert result is not None
    assert result.central * 1000 == pytest.approx(expected_wh)


@pytest.mark.parametrize("per", ["image", "search"])
def test_what_is_no_answer_is_not_taken_for_one(per: str) -> None:
    assert measured_request(measurement(per=per), output_tokens=400, host_overhead=1.5, pue=1.25) is None


def test_one_measurement_a_study_counts_the_one_of_the_nearest_input() -> None:
    short, long = (
        measurement(id=name, study="jegham", input_tokens=tokens)
        for name, tokens in (("short", 100.0), ("long", 10_000.0))
    )
    other, outlier = measurement(id="other", study="epoch"), measurement(id="post", study="post", quality="outlier")
    reasoning = measurement(id="thinking", study="microsoft", reasoning=True)
    measured = [short, long, other, outlier, reasoning]
    assert [one.id for one in comparable(measured, input_tokens=150)] == ["short", "other"]
    assert [one.id for one in comparable(measured, input_tokens=8000)] == ["long", "other"]
    assert [one.id for one in comparable([reasoning], input_tokens=150)] == ["thinking"]


def test_methods_side_by_side() -> None:
    methods = [Method("ecologits", figure(1, 2, 3)), Method("other", figure(4, 8, 9))]
    result = between(methods, method_agreement=1)
    assert result is not None
    assert (result.low, result.central, result.high) == pytest.approx((1, 4, 9))
    assert result.sources == ("2", "8")
    assert factor_between(methods) == 4


def test_a_single_method_is_widened() -> None:
    agreement = Figure(low=1 / 3, central=1, high=3, unit="", kind=Kind.ASSUMPTION)
    result = between([Method("ecologits", figure(2, 2, 2))], method_agreement=agreement)
    assert result is not None
    assert (result.low, result.central, result.high) == pytest.approx((2 / 3, 2, 6))
    assert between([], method_agreement=agreement) is None


def test_methods_agree_within_what_is_assumed() -> None:
    """The assumption on a single method holds for seven of ten figures of models that have several."""
    knowledge = load()
    assumed = knowledge.assumptions
    apart = []
    for model in knowledge.models.values():
        if model.ecologits is None:
            continue
        known = request_impacts(model.ecologits, output_tokens=400)
        assert known is not None
        for one in comparable(knowledge.measurements_of(model.id), input_tokens=150):
            other = measured_request(one, output_tokens=400, host_overhead=assumed["host_overhead"], pue=assumed["pue"])
            if other is not None:
                apart.append(other.central / known.energy.central)
    agreement = assumed["method_agreement"]
    assert len(apart) >= 20
    assert sum(agreement.low <= ratio <= agreement.high for ratio in apart) / len(apart) >= 0.7
