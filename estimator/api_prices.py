"""List prices of models behind an interface, from the genai-prices package.

Prices depend on the length of one request (long contexts cost more a token) and, at some providers, on the hour: a
request of a stated length is priced at a fixed moment, and requests are multiplied afterwards. Nothing is fetched.

The package knows thousands of models and takes 14 MB. Of the few dozen that knowledge refers to, a copy of their prices
is kept between starts, and the package is not loaded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from estimator.estimates import exact
from knowledge.base import DATA_FOLDER, load
from knowledge.datafiles import read_yaml
from knowledge.entries import PriceReference
from knowledge.figures import Figure, Kind
from knowledge.kept import snapshot

PRICED_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The moment at which requests are priced: noon, when no provider gives a discount for the hour."""

UNIT = "USD/million tokens"
SOURCE = "genai-prices"

_MILLION = 1_000_000


class ApiPrice(NamedTuple):
    """What a provider charges for a model. `input` and `output` are in USD/million tokens."""

    provider: str
    model: str
    input: Figure
    output: Figure


def api_price(reference: PriceReference, *, input_tokens: float) -> ApiPrice | None:
    """The price of a request that reads `input_tokens`; None where the package does not know the model."""
    return _priced(reference.provider, reference.model, max(1, round(input_tokens)))


class _Rate(NamedTuple):
    """What a model costs (USD/million tokens) for requests that read more than so many tokens."""

    above_tokens: int
    input: float
    output: float


class _Listed(NamedTuple):
    """A model in the package: what provider and model are called there, and the rates, longer requests later."""

    provider: str
    model: str
    rates: tuple[_Rate, ...]


@lru_cache(maxsize=1024)
def _priced(provider: str, model: str, input_tokens: int) -> ApiPrice | None:
    kept = _kept()
    listed = kept[provider, model] if (provider, model) in kept else _looked_up(provider, model)
    if listed is None:
        return None
    seller = _names().get(provider, listed.provider)
    rate = [rate for rate in listed.rates if rate.above_tokens < input_tokens][-1]
    return ApiPrice(
        provider=seller, model=listed.model, input=_price(rate.input, seller), output=_price(rate.output, seller)
    )


@cache
def _kept() -> dict[tuple[str, str], _Listed | None]:
    """Of each model that knowledge refers to what the package has, None where it does not know it."""
    package = find_spec("genai_prices")
    folders = [Path(folder) for folder in (package and package.submodule_search_locations) or ()]
    return snapshot("api-prices", [Path(__file__), DATA_FOLDER / "models", *folders], "", _all_looked_up)


def _all_looked_up() -> dict[tuple[str, str], _Listed | None]:
    references = {model.prices for model in load().models.values() if model.prices is not None}
    return {(one.provider, one.model): _looked_up(one.provider, one.model) for one in references}


def _looked_up(provider: str, model: str) -> _Listed | None:
    """What the package has of a model; None where it does not know it."""
    from genai_prices import Usage, calc_price
    from genai_prices.types import TieredPrices

    rates: list[_Rate] = []
    above = [0]
    for start in above:
        tokens = start + 1
        usage = Usage(input_tokens=tokens, output_tokens=_MILLION)
        try:
            priced = calc_price(usage, model, provider_id=provider, genai_request_timestamp=PRICED_AT)
        except LookupError:
            return None
        rates.append(_Rate(start, float(priced.input_price * _MILLION / tokens), float(priced.output_price)))
        if start == 0:
            tiered = [price for price in vars(priced.model_price).values() if isinstance(price, TieredPrices)]
            above += sorted({tier.start for price in tiered for tier in price.tiers})
    return _Listed(priced.provider.name, priced.model.name or priced.model.id, tuple(rates))


@cache
def _names() -> dict[str, str]:
    """What providers call themselves, by their ids, where the package writes it otherwise."""
    return dict(read_yaml(DATA_FOLDER / "providers.yaml"))


def _price(value: float, seller: str) -> Figure:
    listed = exact(value, UNIT, Kind.PRICE_LIST)
    return replace(listed, sources=(SOURCE,), as_of=PRICED_AT.date().isoformat(), by=seller)
