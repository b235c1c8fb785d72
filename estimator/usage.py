"""Using a model through somebody's interface: money by list prices, energy by several methods, carbon and water.

One request is worked out and multiplied. Of its energy there are as many figures as methods: that of EcoLogits and the
published ones, each brought to the data centre's meter. They stand side by side; `between` spans them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from estimator.estimates import Estimate, Factor, product, total
from estimator.factors import Value, constant, factor
from knowledge.entries import Measurement
from knowledge.figures import Figure, Kind

_PER_THOUSAND = 1000.0

_NOT_COUNTED = frozenset({"outlier", "superseded"})
"""Qualities of published figures that are shown but not estimated with."""


_INPUT_NOT_STATED = 1.0
"""A measurement that does not state its input is taken for one of about the length asked for, but no better."""


class Method(NamedTuple):
    """The energy of one request (kWh at the data centre's meter) by one method: `ecologits` or a measurement's id."""

    id: str
    energy: Figure


def cost_per_request(*, input_tokens: Value, output_tokens: Value, input_price: Value, output_price: Value) -> Estimate:
    """USD of one request that reads and writes so many tokens, at prices in USD/million tokens."""
    read = product(
        "USD",
        factor("input_tokens", input_tokens),
        factor("input_price", input_price),
        constant("tokens_per_million", -1),
    )
    written = product(
        "USD",
        factor("output_tokens", output_tokens),
        factor("output_price", output_price),
        constant("tokens_per_million", -1),
    )
    return total("USD", Factor("input_cost", read), Factor("output_cost", written))


def cost(*, requests: Value, cost_per_request: Value) -> Estimate:
    """USD of `requests` that cost `cost_per_request` (USD) each."""
    return product("USD", factor("requests", requests), factor("cost_per_request", cost_per_request))


def requests_for_budget(*, budget: Value, cost_per_request: Value) -> Estimate:
    """Requests that `budget` (USD) pays at `cost_per_request` (USD) each."""
    return product("", factor("budget", budget), factor("cost_per_request", cost_per_request, -1))


def mean_price(*, input_tokens: float, output_tokens: float, input_price: Figure, output_price: Figure) -> Figure:
    """USD/million tokens of all tokens, in the usual mixture of read and written ones.

    The bounds are the dearer and the cheaper kind: how a person mixes them is not known.
    """
    together = input_tokens + output_tokens
    central = (input_tokens * input_price.central + output_tokens * output_price.central) / together
    low, high = min(input_price.low, output_price.low), max(input_price.high, output_price.high)
    return replace(input_price, low=low, central=min(max(central, low), high), high=high, kind=Kind.COMPUTED)


def tokens_for_budget(*, budget: Value, mean_price: Value) -> Estimate:
    """Tokens, read and written, that `budget` (USD) pays at `mean_price` (USD/million tokens)."""
    return product("", factor("budget", budget), factor("mean_price", mean_price, -1), constant("tokens_per_million"))


def cost_of_tokens(*, tokens: Value, mean_price: Value) -> Estimate:
    """USD of `tokens` of which nobody said how many are read and how many written."""
    return product(
        "USD", factor("tokens", tokens), factor("mean_price", mean_price), constant("tokens_per_million", -1)
    )


def energy(*, requests: Value, energy_per_request: Value) -> Estimate:
    """Energy (kWh) of `requests` that take `energy_per_request` (kWh) each."""
    return product("kWh", factor("requests", requests), factor("energy_per_request", energy_per_request))


def carbon(
    *, requests: Value, energy_per_request: Value, carbon_intensity: Value, embodied_carbon: Value = 0
) -> Estimate:
    """Emissions (kgCO2e) of `requests`: their electricity and, where given, their share of making the hardware."""
    electricity = product(
        "kgCO2e", factor("energy_per_request", energy_per_request), factor("carbon_intensity", carbon_intensity)
    )
    each = total("kgCO2e", Factor("electricity_carbon", electricity), factor("embodied_carbon", embodied_carbon))
    return product("kgCO2e", factor("requests", requests), Factor("carbon_per_request", each))


def measured_request(
    measurement: Measurement, *, output_tokens: Value, host_overhead: Value, pue: Value
) -> Estimate | None:
    """The energy of an answer of `output_tokens` (kWh at the data centre's meter) by a published figure.

    A figure for a query of known length is taken in proportion to the tokens written; what it leaves out of the data
    centre is added. None for what is no answer of a language model (an image, a search) and where no energy is given.
    """
    published = measurement.figure("energy")
    if published is None or measurement.per not in {"query", "1k-output-tokens"}:
        return None
    parts = [factor("published_energy", published)]
    length = _PER_THOUSAND if measurement.per == "1k-output-tokens" else measurement.output_tokens
    if length is not None:
        parts += [factor("output_tokens", output_tokens), factor("published_tokens", length, -1)]
    if measurement.boundary == "accelerators":
        parts.append(factor("host_overhead", host_overhead))
    if measurement.boundary in {"accelerators", "server"}:
        parts.append(factor("pue", pue))
    return product("kWh", *parts)


def comparable(measurements: Iterable[Measurement], *, input_tokens: float) -> tuple[Measurement, ...]:
    """The measurements that say something of an ordinary request: one a study, of the input nearest in length.

    Outliers and superseded figures are left out, and so are reasoning models where there are others.
    """
    counted = [one for one in measurements if one.quality not in _NOT_COUNTED and one.figure("energy") is not None]
    answering = [one for one in counted if not one.reasoning] or counted
    nearest: dict[str, Measurement] = {}
    for one in answering:
        held = nearest.get(one.study)
        if held is None or _distance(one, input_tokens) < _distance(held, input_tokens):
            nearest[one.study] = one
    return tuple(nearest.values())


def between(methods: Sequence[Method], *, method_agreement: Value) -> Figure | None:
    """One figure that spans the methods: their geometric mean, from the lowest bound to the highest; None of none.

    A single method cannot show how far others would lie: it is widened by `method_agreement`, a factor around 1.
    """
    if not methods:
        return None
    if len(methods) == 1:
        only = Factor("energy_per_request", methods[0].energy)
        return product("kWh", only, factor("method_agreement", method_agreement))
    energies = [method.energy for method in methods]
    low, high = min(figure.low for figure in energies), max(figure.high for figure in energies)
    mean = math.exp(sum(math.log(figure.central) for figure in energies) / len(energies))
    return Figure(
        low=low,
        central=min(max(mean, low), high),
        high=high,
        unit="kWh",
        kind=Kind.COMPUTED,
        sources=tuple(dict.fromkeys(source for figure in energies for source in _sources(figure))),
    )


def factor_between(methods: Sequence[Method]) -> float:
    """How many times the highest method's central figure is the lowest one's."""
    centres = [method.energy.central for method in methods]
    return max(centres) / min(centres)


def _distance(measurement: Measurement, input_tokens: float) -> float:
    """How far the input measured is from the one asked for, in natural logarithms."""
    if measurement.input_tokens is None:
        return _INPUT_NOT_STATED
    return abs(math.log(max(1.0, measurement.input_tokens) / max(1.0, input_tokens)))


def _sources(figure: Figure) -> tuple[str, ...]:
    """The sources of a figure and of the factors that it was computed from."""
    if isinstance(figure, Estimate):
        return tuple(source for part in figure.factors for source in _sources(part.figure))
    return figure.sources
