"""What is on file of EcoLogits and genai-prices is what the packages say, at any length of a request."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from genai_prices import Usage, calc_price

from estimator import packaged
from estimator.api_prices import FILE as PRICES
from estimator.api_prices import PRICED_AT, api_price, prices_on_file
from estimator.ecologits_method import FILE as ECOLOGITS
from estimator.ecologits_method import impacts_on_file, key_of, request_impacts
from estimator.estimates import exact
from knowledge.base import DATA_FOLDER, load
from knowledge.datafiles import read_yaml
from knowledge.entries import EcologitsReference, PriceReference
from knowledge.errors import KnowledgeError

MODELS = load().models.values()
PRICED = [model.prices for model in MODELS if model.prices is not None]
KNOWN = {key_of(model.ecologits): model.ecologits for model in MODELS if model.ecologits is not None}
PROJECT = Path(packaged.__file__).parents[1]


def test_the_files_are_as_the_packages_would_have_them_written() -> None:
    for name, content in packaged.packaged(load()).items():
        assert read_yaml(DATA_FOLDER / name) == json.loads(json.dumps(content)), f"write {name} anew"


@pytest.mark.parametrize("read", [1, 999, 32_001, 128_000, 128_001, 199_999, 200_000, 200_001, 272_001, 1_000_000])
def test_prices_are_the_packages_own(read: int) -> None:
    for reference in PRICED:
        listed = api_price(reference, input_tokens=read)
        usage = Usage(input_tokens=read, output_tokens=1000)
        priced = calc_price(usage, reference.model, provider_id=reference.provider, genai_request_timestamp=PRICED_AT)
        assert listed is not None
        assert listed.input.central * read == pytest.approx(float(priced.input_price) * 1e6)
        assert listed.output.central * 1000 == pytest.approx(float(priced.output_price) * 1e6)


@pytest.mark.parametrize("written", [1, 42, 250, 12_345, 1_000_000])
def test_impacts_are_the_packages_own(written: int) -> None:
    package = packaged._ecologits()
    for reference in KNOWN.values():
        if not reference.parameters or reference.name:
            continue
        place = package.providers.get(reference.provider) or package.providers["huggingface_hub"]
        size = {
            "model_total_parameter_count": package.range_of(reference.parameters),
            "model_active_parameter_count": package.range_of(reference.parameters_active or reference.parameters),
        }
        theirs = package.impacts(written, place, size)
        ours = request_impacts(reference, output_tokens=written)
        assert ours is not None
        assert (ours.energy.low, ours.energy.high) == pytest.approx(packaged._bounds(theirs.energy.value), rel=1e-12)
        carbon = packaged._bounds(theirs.embodied.gwp.value)
        assert (ours.embodied_carbon.low, ours.embodied_carbon.high) == pytest.approx(carbon, rel=1e-12)


def test_a_model_that_is_not_on_file_is_looked_up_in_the_package() -> None:
    price = api_price(PriceReference(provider="openai", model="gpt-3.5-turbo-0613"), input_tokens=10)
    assert price is not None
    assert (price.input.central, price.output.central) == (1.5, 2.0)
    assert api_price(PriceReference(provider="openai", model="no such model"), input_tokens=10) is None
    seven = EcologitsReference(provider="mistralai", parameters=(7.3,))
    assert key_of(seven) not in read_yaml(DATA_FOLDER / ECOLOGITS)["models"]
    found = request_impacts(seven, output_tokens=exact(100))
    assert found is not None
    assert found.energy.low == found.energy.high > 0
    assert request_impacts(EcologitsReference(provider="openai", name="no such model"), output_tokens=1) is None


def test_no_answer_loads_a_package() -> None:
    """They take a tenth of a second and 12 MiB."""
    ask = (
        "import sys; from bot.assistant import Assistant; ask = Assistant().ask;"
        "ask('cost, energy and water of 1000 queries to GPT-4o'); ask('price of the Claude 3 Haiku API');"
        "sys.exit(not {'ecologits', 'genai_prices'}.isdisjoint(sys.modules))"
    )
    subprocess.run([sys.executable, "-c", ask], cwd=PROJECT, check=True)


@pytest.mark.parametrize(("name", "read"), [(PRICES, prices_on_file), (ECOLOGITS, impacts_on_file)])
@pytest.mark.parametrize("content", ["{}", "prices: {a/b: {}}\nmodels: {a/b: {}}", "prices: {a: 1}\nmodels: {a: 1}"])
def test_a_file_that_was_changed_by_hand_is_named(
    name: str, read: object, content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    module = sys.modules["estimator.api_prices" if name == PRICES else "estimator.ecologits_method"]
    monkeypatch.setattr(module, "DATA_FOLDER", tmp_path)
    with pytest.raises(KnowledgeError, match=name):
        read.__wrapped__()  # type: ignore[attr-defined]
