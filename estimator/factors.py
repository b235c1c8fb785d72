"""The vocabulary of formulas: the name of every factor and the unit in which formulas take it.

Catalogues translate each name; a formula cannot use a name that is not listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from estimator.estimates import Factor, exact
from knowledge.figures import Figure, Kind

Value = Figure | float
"""What formulas take: a figure with its interval, or a number that is taken as exactly given."""

_UNITS: Mapping[str, str] = {
    # Accelerators in use
    "count": "",
    "hours": "h",
    "accelerator_hours": "h",
    "unit_price": "USD",
    "hourly_price": "USD/h",
    "budget": "USD",
    # Electricity, emissions, water
    "tdp": "W",
    "load": "",
    "host_overhead": "",
    "pue": "",
    "energy": "kWh",
    "power": "kW",
    "power_per_accelerator": "kW",
    "power_limit": "kW",
    "accelerator_energy": "kWh",
    "accelerator_power": "kW",
    "counted_overhead": "",
    "power_price": "USD/kWh",
    "carbon_intensity": "kgCO2e/kWh",
    "site_water": "L/kWh",
    "site_water_per_kwh": "L/kWh",
    "grid_water": "L/kWh",
    "water_per_kwh": "L/kWh",
    # Owning
    "installed_cost": "USD",
    "server_cost_factor": "",
    "amortization_time": "h",
    "amortized_hardware": "USD",
    "electricity": "USD",
    "electricity_per_hour": "USD/h",
    "hosting": "USD",
    "hosting_price": "USD/kW/month",
    "saving_per_hour": "USD/h",
    # Training
    "parameters": "",
    "tokens": "",
    "compute": "FLOP",
    "peak_flops": "FLOP/s",
    "utilization": "",
    "tokens_per_parameter": "",
    # Use through an interface
    "requests": "",
    "input_tokens": "",
    "output_tokens": "",
    "input_price": "USD/million tokens",
    "output_price": "USD/million tokens",
    "mean_price": "USD/million tokens",
    "input_cost": "USD",
    "output_cost": "USD",
    "cost_per_request": "USD",
    "energy_per_request": "kWh",
    "method_agreement": "",
    "published_energy": "kWh",
    "published_tokens": "",
    "electricity_carbon": "kgCO2e",
    "embodied_carbon": "kgCO2e",
    "carbon_per_request": "kgCO2e",
    # Conversions: in whatever unit the two share
    "quantity": "",
    "equivalent": "",
    # Memory and serving
    "training_bytes_per_parameter": "",
    "training_memory_overhead": "",
    "bytes_per_weight": "",
    "bytes_per_element": "",
    "cache_elements_per_token": "",
    "context_tokens": "",
    "requests_at_once": "",
    "weights": "GB",
    "kv_cache": "GB",
    "memory": "GB",
    "memory_read": "GB",
    "serving_memory_overhead": "",
    "accelerator_memory": "GB",
    "memory_bandwidth": "GB/s",
    "bandwidth_efficiency": "",
    "serving_utilization": "",
    "parameters_active": "",
    "speed": "tokens/s",
    "demand": "tokens/s",
    "copies": "",
    # Constants
    "watts_per_kilowatt": "W/kW",
    "bytes_per_gigabyte": "",
    "tokens_per_million": "",
    "operations_per_parameter_and_token": "",
    "operations_per_parameter_written": "",
    "seconds_per_hour": "s/h",
    "hours_per_month": "h/month",
}

FACTOR_NAMES = frozenset(_UNITS)
"""Every name that a factor of a formula can have. The catalogues translate all of them."""

_CONVERSIONS: Mapping[tuple[str, str], float] = {
    ("kW", "W"): 1e3,
    ("gCO2e/kWh", "kgCO2e/kWh"): 1e-3,
    ("h", "year"): 1 / 8760,
    ("TFLOP/s", "FLOP/s"): 1e12,
}
"""Units that figures may come in -> the one in which formulas take them."""


def unit_of(name: str) -> str:
    """The unit in which formulas take a factor."""
    return _UNITS[name]


CONSTANTS: Mapping[str, Figure] = MappingProxyType(
    {
        name: exact(value, _UNITS[name], Kind.CONSTANT)
        for name, value in {
            "watts_per_kilowatt": 1000,
            "bytes_per_gigabyte": 1e9,
            "tokens_per_million": 1e6,
            "operations_per_parameter_and_token": 6,
            "operations_per_parameter_written": 2,
            "seconds_per_hour": 3600,
            "hours_per_month": 730,
        }.items()
    }
)
"""Factors that are true by definition or follow from how a transformer works.

A month is a twelfth of a year of 365 days. A parameter multiplies and adds once for each token, which is 2 FLOP to
write it, and 6 to train on it, because going backwards takes twice as much as forwards (Kaplan et al. 2020, Scaling
Laws for Neural Language Models, arXiv:2001.08361, section 2.1: C = 6·N·D).
"""


def factor(name: str, value: Value, power: float = 1) -> Factor:
    """A named part of a formula, in the unit that formulas take; a plain number is taken as exact.

    Raises KeyError for a name outside the vocabulary and ValueError where the figure's unit cannot be converted.
    """
    unit = _UNITS[name]
    if not isinstance(value, Figure):
        return Factor(name, exact(value, unit), power)
    if value.unit == unit:
        return Factor(name, value, power)
    if (value.unit, unit) not in _CONVERSIONS:
        raise ValueError(f"{name} must be in {unit or 'no unit'}, got {value.unit!r}")
    size = _CONVERSIONS[value.unit, unit]
    low, central, high = (float(f"{bound * size:.14g}") for bound in (value.low, value.central, value.high))
    return Factor(name, replace(value, low=low, central=central, high=high, unit=unit), power)


def constant(name: str, power: float = 1) -> Factor:
    """One of `CONSTANTS` as a part of a formula."""
    return Factor(name, CONSTANTS[name], power)
