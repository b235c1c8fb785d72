"""List prices of models behind an interface, from the genai-prices package.

Prices depend on the length of one request (long contexts cost more a token) and, at some providers, on the hour: a
request of a stated length is priced at a fixed moment, and requests are multiplied afterwards. Nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from estimator.estimates import exact
from knowledge.base import DATA_FOLDER
from knowledge.datafiles import read_yaml
from knowledge.entries import PriceReference
from knowledge.errors import KnowledgeError
from knowledge.figures import Figure, Kind

PRICED_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The moment at which requests are priced: noon, when no provider gives a discount for the hour."""

UNIT = "USD/million tokens"
SOURCE = "genai-prices"
FILE = "api-prices.yaml"
"""The prices of the models on file, as the package has them; `estimator.packaged` writes it."""


class PriceStep(NamedTuple):
    """From how many tokens read on, in one request, a million tokens cost so many USD, read and written."""

    start: int
    read: float
    written: float


class ListedPrice(NamedTuple):
    """All that a provider charges for a model: steps in the order of the length of a request, the first from 1 on."""

    seller: str
    name: str
    steps: tuple[PriceStep, ...]

    def as_data(self) -> dict[str, Any]:
        """As it stands on file."""
        return {"seller": self.seller, "name": self.name, "steps": [list(step) for step in self.steps]}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> ListedPrice:
        """What `as_data` wrote. Raises ValueError, TypeError or KeyError where it is something else."""
        steps = tuple(PriceStep(int(start), float(read), float(written)) for start, read, written in data["steps"])
        return cls(str(data["seller"]), str(data["name"]), steps)


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
    listed = _listed(provider, model)
    if listed is None:
        return None
    seller = _names().get(provider, listed.seller)
    step = max(one for one in listed.steps if one.start <= input_tokens)
    return ApiPrice(
        provider=seller, model=listed.name, input=_price(step.read, seller), output=_price(step.written, seller)
    )


def _listed(provider: str, model: str) -> ListedPrice | None:
    on_file, key = prices_on_file(), f"{provider}/{model}"
    if key not in on_file:
        from estimator.packaged import listed_price

        on_file[key] = listed_price(PriceReference(provider=provider, model=model))
    return on_file[key]


@cache
def prices_on_file() -> dict[str, ListedPrice | None]:
    """The prices of the models on file, by provider/model. Raises KnowledgeError where the file is wrong."""
    try:
        prices = read_yaml(DATA_FOLDER / FILE)["prices"]
        return {key: None if data is None else ListedPrice.of_data(data) for key, data in prices.items()}
    except (KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(FILE, "prices", "", f"is not as it was written ({error})") from error


@cache
def _names() -> dict[str, str]:
    """What providers call themselves, by their ids, where the package writes it otherwise."""
    return dict(read_yaml(DATA_FOLDER / "providers.yaml"))


def _price(value: float, seller: str) -> Figure:
    listed = exact(value, UNIT, Kind.PRICE_LIST)
    return replace(listed, sources=(SOURCE,), as_of=PRICED_AT.date().isoformat(), by=seller)
