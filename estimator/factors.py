"""The vocabulary of formulas: the name of every factor and the unit in which formulas take it.

Catalogues translate each name; a formula cannot use a name that is not listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from estimator.estimates import Factor, exact
from knowledge.figures import Figure, Kind

Value = Figure | float
"""What formulas take: a figure with its interval, or a number that is taken as exactly given."""

_UNITS: Mapping[str, tuple[str, ...]] = {
    # Accelerators in use
    "count": ("",),
    "hours": ("h",),
    "accelerator_hours": ("h",),
    "unit_price": ("USD",),
    "hourly_price": ("USD/h",),
    "budget": ("USD",),
    # Electricity
    "tdp": ("W",),
    "load": ("",),
    "host_overhead": ("",),
    "pue": ("",),
    "energy": ("kWh",),
    "power": ("kW",),
    "power_per_accelerator": ("kW",),
    "power_limit": ("kW",),
    "power_price": ("USD/kWh",),
    "carbon_intensity": ("kgCO2e/kWh", "gCO2e/kWh"),
    "site_water": ("L/kWh",),
    "grid_water": ("L/kWh",),
    "water_intensity": ("L/kWh",),
    # Owning
    "purchase_cost": ("USD",),
    "server_cost_factor": ("",),
    "amortization_years": ("year",),
    "amortized_hardware": ("USD",),
    "electricity": ("USD",),
    "electricity_per_hour": ("USD/h",),
    "hosting": ("USD",),
    "hosting_price": ("USD/kW/month",),
    "saving_per_hour": ("USD/h",),
    # Constants
    "watts_per_kilowatt": ("W/kW",),
    "grams_per_kilogram": ("g/kg",),
    "hours_per_year": ("h/year",),
    "hours_per_month": ("h/month",),
}

FACTOR_NAMES = frozenset(_UNITS)
"""Every name that a factor of a formula can have. The catalogues translate all of them."""


def accepted_units(name: str) -> tuple[str, ...]:
    """The units in which formulas take a factor, the usual one first."""
    return _UNITS[name]


CONSTANTS: Mapping[str, Figure] = MappingProxyType(
    {
        name: exact(value, _UNITS[name][0], Kind.CONSTANT)
        for name, value in {
            "watts_per_kilowatt": 1000,
            "grams_per_kilogram": 1000,
            "hours_per_year": 8760,
            "hours_per_month": 730,
        }.items()
    }
)
"""Factors that are true by definition; a month is a twelfth of a year of 365 days."""


def factor(name: str, value: Value, power: int = 1) -> Factor:
    """A named part of a formula; a plain number is taken as exact, in the unit that formulas take.

    Raises ValueError where the figure's unit is not one in which formulas take this factor.
    """
    units = _UNITS[name]
    if not isinstance(value, Figure):
        return Factor(name, exact(value, units[0]), power)
    if value.unit not in units:
        raise ValueError(f"{name} must be in {' or '.join(units) or 'no unit'}, got {value.unit!r}")
    return Factor(name, value, power)


def constant(name: str, power: int = 1) -> Factor:
    """One of `CONSTANTS` as a part of a formula."""
    return Factor(name, CONSTANTS[name], power)
