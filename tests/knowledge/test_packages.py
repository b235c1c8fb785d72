"""References into EcoLogits and genai-prices: each leads to the model meant."""

from __future__ import annotations

import datetime
import logging

import pytest

from knowledge.base import load
from knowledge.entries import Model

PRICED = [model for model in load().models.values() if model.prices]
ESTIMATED = [model for model in load().models.values() if model.ecologits]
TIMESTAMP = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
DOLLARS_PER_MILLION = {
    "gpt-4": (30, 60),
    "gpt-4o": (2.5, 10),
    "gpt-4o-mini": (0.15, 0.6),
    "gpt-3.5": (0.5, 1.5),
    "claude-3-opus": (15, 75),
    "claude-3-sonnet": (3, 15),
    "claude-3-haiku": (0.25, 1.25),
    "gemini-1.5-pro": (1.25, 5),
    "mistral-7b": (0.25, 0.25),
    "llama-3-70b": (2.65, 3.5),
    "deepseek-v3": (0.27, 1.1),
    "deepseek-r1": (0.55, 2.19),
    "grok-4": (3, 15),
    "titan-text-express": (0.2, 0.6),
    "nova-pro": (0.8, 3.2),
}


@pytest.mark.parametrize("model", PRICED, ids=[model.id for model in PRICED])
def test_prices_are_found(model: Model) -> None:
    from genai_prices import Usage, calc_price

    assert model.prices is not None
    priced = calc_price(
        Usage(input_tokens=1000, output_tokens=1000),
        model.prices.model,
        provider_id=model.prices.provider,
        genai_request_timestamp=TIMESTAMP,
    )
    if model.id in DOLLARS_PER_MILLION:
        expected = tuple(price / 1000 for price in DOLLARS_PER_MILLION[model.id])
        assert (float(priced.input_price), float(priced.output_price)) == pytest.approx(expected)
    served = [figure for figure in model.figures("context") if figure.basis == "as-served"]
    assert [figure.central for figure in served] == ([priced.model.context_window] if served else [])


@pytest.mark.parametrize("model", ESTIMATED, ids=[model.id for model in ESTIMATED])
def test_ecologits_knows_the_model_or_we_know_its_parameters(model: Model) -> None:
    from ecologits.model_repository import models
    from ecologits.tracers.utils import PROVIDER_CONFIG_MAP

    logging.setLoggerClass(logging.Logger)
    reference = model.ecologits
    assert reference is not None
    assert reference.provider in PROVIDER_CONFIG_MAP
    if reference.name:
        assert models.find_model(reference.provider, reference.name) is not None
    else:
        assert 0 < reference.parameters_active[0] <= reference.parameters[-1]
        assert reference.sources


def test_every_model_that_is_sold_can_be_estimated() -> None:
    assert not [model.id for model in PRICED if model.ecologits is None]
