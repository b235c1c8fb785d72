"""List prices of models behind an interface, from the genai-prices package.

Prices depend on the length of one request (long contexts cost more a token) and, at some providers, on the hour: a
request of a stated length is priced at a fixed moment, and requests are multiplied afterwards. Nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from estimator.estimates import exact
from knowledge.base import DATA_FOLDER
from knowledge.datafiles import read_yaml
from knowledge.entries import PriceReference
from knowledge.figures import Figure, Kind

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


@lru_cache(maxsize=1024)
def _priced(provider: str, model: str, input_tokens: int) -> ApiPrice | None:
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=input_tokens, output_tokens=_MILLION)
    try:
        priced = calc_price(usage, model, provider_id=provider, genai_request_timestamp=PRICED_AT)
    except LookupError:
        return None
    seller = _names().get(provider, priced.provider.name)
    per_million_read = priced.input_price * _MILLION / input_tokens
    return ApiPrice(
        provider=seller,
        model=priced.model.name or priced.model.id,
        input=_price(float(per_million_read), seller),
        output=_price(float(priced.output_price), seller),
    )


@cache
def _names() -> dict[str, str]:
    """What providers call themselves, by their ids, where the package writes it otherwise."""
    return dict(read_yaml(DATA_FOLDER / "providers.yaml"))


def _price(value: float, seller: str) -> Figure:
    listed = exact(value, UNIT, Kind.PRICE_LIST)
    return replace(listed, sources=(SOURCE,), as_of=PRICED_AT.date().isoformat(), by=seller)
