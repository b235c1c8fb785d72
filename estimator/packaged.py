"""What the packages EcoLogits and genai-prices say of the models on file: `python -m estimator.packaged [--write]`.

Both packages know thousands of models, which costs a process a tenth of a second and 12 MiB to load. What they say of
ours is written to `knowledge/data/ecologits.yaml` and `knowledge/data/api-prices.yaml`; a test compares it with the
packages. A model that is in neither file yet is looked up in the packages themselves.
"""

from __future__ import annotations

import argparse
import logging
import math
import sys
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from typing import Any, NamedTuple

from estimator.api_prices import FILE as PRICES
from estimator.api_prices import PRICED_AT, ListedPrice, PriceStep
from estimator.ecologits_method import FILE as ECOLOGITS
from estimator.ecologits_method import Line, ModelImpacts, key_of
from knowledge.base import DATA_FOLDER, Knowledge, load
from knowledge.entries import EcologitsReference, PriceReference

_MILLION = 1_000_000
_USUAL_PROVIDER = "huggingface_hub"
_TOKENS = 2**20
"""Output tokens at which the second point of a line is taken: a power of two, so that dividing loses nothing."""
_HEADER = "# Written by `python -m estimator.packaged --write`: do not edit. {about}\n"
_ABOUT = {
    ECOLOGITS: "One answer: lower and upper line [at no tokens, for each token written].",
    PRICES: "Steps: [from so many tokens read, USD/million read, USD/million written].",
}


def listed_price(reference: PriceReference) -> ListedPrice | None:
    """What genai-prices has of a model, at every length of a request; None where it does not know the model."""
    try:
        found = _priced(reference, 1)
    except LookupError:
        return None
    tiers = (tier.start for price in vars(found.model_price).values() for tier in getattr(price, "tiers", ()))
    steps: list[PriceStep] = []
    # Whether a tier includes the length that it starts at is for the package to say.
    for read in sorted({1, *(length for start in tiers for length in (start, start + 1) if start > 0)}):
        found = _priced(reference, read)
        step = PriceStep(read, float(found.input_price * _MILLION / read), float(found.output_price))
        if not steps or steps[-1][1:] != step[1:]:
            steps.append(step)
    return ListedPrice(found.provider.name, found.model.name or found.model.id, tuple(steps))


def _priced(reference: PriceReference, read: int) -> Any:
    """What the package asks for a request that reads so many tokens and writes a million."""
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=read, output_tokens=_MILLION)
    return calc_price(usage, reference.model, provider_id=reference.provider, genai_request_timestamp=PRICED_AT)


def model_impacts(reference: EcologitsReference) -> ModelImpacts | None:
    """What EcoLogits works out for any answer of a model; None where neither it nor `reference` knows the size.

    Its arithmetic is a line in the tokens written, for either bound. Raises ValueError where that is no longer so.
    """
    ecologits = _ecologits()
    size: dict[str, Any]
    if reference.name:
        model = ecologits.find_model(provider=reference.provider, model_name=reference.name)
        if model is None:
            return None
        size = _size_of(model)
    elif reference.parameters:
        size = {
            "model_total_parameter_count": ecologits.range_of(reference.parameters),
            "model_active_parameter_count": ecologits.range_of(reference.parameters_active or reference.parameters),
        }
    else:
        return None
    place = ecologits.providers.get(reference.provider) or ecologits.providers[_USUAL_PROVIDER]
    answers = {tokens: ecologits.impacts(tokens, place, size) for tokens in (0, 777, _TOKENS)}
    return ModelImpacts(
        energy=_lines({tokens: _bounds(answer.energy.value) for tokens, answer in answers.items()}),
        embodied_carbon=_lines({tokens: _bounds(answer.embodied.gwp.value) for tokens, answer in answers.items()}),
        pue=_bounds(place.datacenter_pue),
        site_water=_bounds(place.datacenter_wue),
    )


def _lines(points: dict[int, tuple[float, float]]) -> tuple[Line, Line]:
    """The lower and the upper line through the bounds at several numbers of tokens."""
    lines = []
    for side in (0, 1):
        start = points[0][side]
        line = Line(start, (points[_TOKENS][side] - start) / _TOKENS)
        if any(not math.isclose(line.at(tokens), bounds[side], rel_tol=1e-9) for tokens, bounds in points.items()):
            raise ValueError("what EcoLogits works out is no line in the tokens written")
        lines.append(line)
    return lines[0], lines[1]


def _size_of(model: Any) -> dict[str, Any]:
    """Parameters and speed of a model as the package has them."""
    known = model.architecture.parameters
    deployment = model.deployment
    return {
        "model_total_parameter_count": getattr(known, "total", known),
        "model_active_parameter_count": getattr(known, "active", known),
        "tps": deployment.tps if deployment else None,
        "ttft": deployment.ttft if deployment else None,
    }


class _Package(NamedTuple):
    """The parts of EcoLogits in use."""

    find_model: Callable[..., Any]
    range_of: Callable[[tuple[float, ...]], Any]
    providers: dict[str, Any]
    impacts: Callable[[int, Any, dict[str, Any]], Any]


@lru_cache(maxsize=1)
def _ecologits() -> _Package:
    """Import the package without its side effects on logging.

    It makes its own class the class of every logger created later, and cannot work with a logger of its name that was
    created before it was imported.
    """
    usual = logging.getLoggerClass()
    named = logging.Logger.manager.loggerDict
    earlier = named.pop("ecologits", None)
    try:
        from ecologits.impacts.llm import compute_llm_impacts
        from ecologits.model_repository import models
        from ecologits.tracers.utils import PROVIDER_CONFIG_MAP
        from ecologits.utils.range_value import RangeValue
    finally:
        logging.setLoggerClass(usual)
    if isinstance(earlier, logging.Logger):
        logging.getLogger("ecologits").setLevel(earlier.level)

    def range_of(bounds: tuple[float, ...]) -> Any:
        return bounds[0] if len(bounds) == 1 else RangeValue(min=bounds[0], max=bounds[1])

    def impacts(output_tokens: int, place: Any, size: dict[str, Any]) -> Any:
        return compute_llm_impacts(
            output_token_count=output_tokens,
            request_latency=math.inf,
            if_electricity_mix_adpe=0.0,
            if_electricity_mix_pe=0.0,
            if_electricity_mix_gwp=0.0,
            if_electricity_mix_wue=0.0,
            datacenter_pue=place.datacenter_pue,
            datacenter_wue=place.datacenter_wue,
            **size,
        )

    return _Package(models.find_model, range_of, PROVIDER_CONFIG_MAP, impacts)


def _bounds(value: Any) -> tuple[float, float]:
    """The two ends of what may be a range."""
    return (float(value.min), float(value.max)) if hasattr(value, "min") else (float(value), float(value))


def packaged(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """The content of both files, by their names."""
    models = knowledge.models.values()
    prices = {f"{one.prices.provider}/{one.prices.model}": listed_price(one.prices) for one in models if one.prices}
    impacts = {key_of(one.ecologits): model_impacts(one.ecologits) for one in models if one.ecologits}
    return {
        PRICES: {
            "package": f"genai-prices {version('genai-prices')}",
            "prices": {key: price and price.as_data() for key, price in sorted(prices.items())},
        },
        ECOLOGITS: {
            "package": f"ecologits {version('ecologits')}",
            "models": {key: one and one.as_data() for key, one in sorted(impacts.items())},
        },
    }


def main() -> None:
    """The command line."""
    import yaml

    parser = argparse.ArgumentParser(prog="python -m estimator.packaged", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write both files anew")
    write = parser.parse_args().write
    for name, content in packaged(load()).items():
        text = _HEADER.format(about=_ABOUT[name])
        text += yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
        if write:
            (DATA_FOLDER / name).write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)


if __name__ == "__main__":
    main()
