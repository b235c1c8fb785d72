"""One request by the method of EcoLogits, for models that the package knows and for parameters of our own.

EcoLogits works out the energy of the answer's tokens from active parameters, and how much of a server it keeps busy;
input tokens do not count. Its ranges come from parameters that nobody published and are no confidence intervals, but
bounds all the same. Only its arithmetic is used here: electricity and water come from our own places.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from estimator.estimates import exact
from estimator.factors import Value
from knowledge.entries import EcologitsReference
from knowledge.figures import Figure, Kind

SOURCE = "ecologits-data"

_USUAL_PROVIDER = "huggingface_hub"


class RequestImpacts(NamedTuple):
    """One request, and the data centre that EcoLogits takes for the provider.

    `energy` is at the data centre's meter (kWh), `embodied_carbon` the share of making the hardware (kgCO2e);
    `site_water` is in L/kWh.
    """

    energy: Figure
    embodied_carbon: Figure
    pue: Figure
    site_water: Figure


def request_impacts(reference: EcologitsReference, *, output_tokens: Value) -> RequestImpacts | None:
    """The impacts of one answer of `output_tokens`; None where neither the package nor `reference` knows the size."""
    tokens = output_tokens if isinstance(output_tokens, Figure) else exact(output_tokens)
    return _impacts(
        reference.provider,
        reference.name,
        reference.parameters,
        reference.parameters_active,
        (round(tokens.low), round(tokens.central), round(tokens.high)),
    )


@lru_cache(maxsize=1024)
def _impacts(
    provider: str,
    name: str,
    parameters: tuple[float, ...],
    parameters_active: tuple[float, ...],
    tokens: tuple[int, int, int],
) -> RequestImpacts | None:
    ecologits = _ecologits()
    size: dict[str, Any]
    if name:
        model = ecologits.find_model(provider=provider, model_name=name)
        if model is None:
            return None
        size = _size_of(model)
    elif parameters:
        size = {
            "model_total_parameter_count": ecologits.range_of(parameters),
            "model_active_parameter_count": ecologits.range_of(parameters_active or parameters),
        }
    else:
        return None
    place = ecologits.providers.get(provider) or ecologits.providers[_USUAL_PROVIDER]
    low, central, high = (ecologits.impacts(count, place, size) for count in tokens)
    return RequestImpacts(
        energy=_spanning("kWh", low.energy, central.energy, high.energy),
        embodied_carbon=_spanning("kgCO2e", low.embodied.gwp, central.embodied.gwp, high.embodied.gwp),
        pue=_figure(*_middle(place.datacenter_pue), ""),
        site_water=_figure(*_middle(place.datacenter_wue), "L/kWh"),
    )


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


def _middle(value: Any) -> tuple[float, float, float]:
    """The two ends and their geometric mean."""
    low, high = _bounds(value)
    return low, min(max(math.sqrt(low * high), low), high), high


def _spanning(unit: str, low: Any, central: Any, high: Any) -> Figure:
    """From the lower end for the fewest tokens to the upper one for the most."""
    _, middle, _ = _middle(central.value)
    return _figure(_bounds(low.value)[0], middle, _bounds(high.value)[1], unit)


def _figure(low: float, central: float, high: float, unit: str) -> Figure:
    return Figure(
        low=low,
        central=central,
        high=high,
        unit=unit,
        kind=Kind.THIRD_PARTY_ESTIMATE,
        sources=(SOURCE,),
        as_of="2026-10",
    )
