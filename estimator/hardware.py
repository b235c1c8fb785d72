"""Accelerators for a time: what they cost to buy or rent, what they draw, and what that emits and evaporates.

`hours` are always hours in use; use for a part of the day is multiplied out by the caller.
"""

from __future__ import annotations

from estimator.estimates import Dependence, Estimate, Factor, product, total
from estimator.factors import Value, constant, factor


def purchase_cost(*, count: Value, unit_price: Value) -> Estimate:
    """USD to buy `count` accelerators at `unit_price` each, without the servers they sit in."""
    return product("USD", factor("count", count), factor("unit_price", unit_price))


def rental_cost(*, count: Value, hours: Value, hourly_price: Value) -> Estimate:
    """USD to rent `count` accelerators for `hours` at `hourly_price` (USD/h for one)."""
    return product("USD", factor("count", count), factor("hours", hours), factor("hourly_price", hourly_price))


def rental_cost_of_hours(*, accelerator_hours: Value, hourly_price: Value) -> Estimate:
    """USD to rent `accelerator_hours` (accelerators × hours) at `hourly_price` (USD/h for one)."""
    return product("USD", factor("accelerator_hours", accelerator_hours), factor("hourly_price", hourly_price))


def accelerator_energy(*, count: Value, hours: Value, tdp: Value, load: Value) -> Estimate:
    """Energy (kWh) drawn by the accelerators alone.

    `tdp` is one accelerator's thermal design power (W), `load` the mean share of it that is drawn.
    """
    return product("kWh", factor("count", count), factor("hours", hours), *_accelerator(tdp, load))


def energy(*, count: Value, hours: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """Energy (kWh) drawn by the data centre for `count` accelerators over `hours`.

    `host_overhead` is the server's power over that of its accelerators (processors, memory, network, fans); `pue`
    (power usage effectiveness, ISO/IEC 30134-2) is the data centre's power over that of its servers.
    """
    return product("kWh", factor("count", count), factor("hours", hours), *_data_centre(tdp, load, host_overhead, pue))


def accelerator_energy_of_hours(
    *, accelerator_hours: Value, tdp: Value, load: Value, power_slope: float = 0.0
) -> Estimate:
    """As `accelerator_energy`, from accelerators × hours; `power_slope` as in `energy_of_hours`."""
    return product(
        "kWh",
        factor("accelerator_hours", accelerator_hours),
        *_accelerator(tdp, load),
        dependence=_dependence(power_slope),
    )


def energy_of_hours(
    *, accelerator_hours: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value, power_slope: float = 0.0
) -> Estimate:
    """As `energy`, from accelerators × hours.

    Where the hours follow from a utilization, `power_slope` says how far power goes with it: accelerators that wait
    take longer but draw less, so that the energy is known better than hours and power apart (`priors.PowerSlope`).
    """
    return product(
        "kWh",
        factor("accelerator_hours", accelerator_hours),
        *_data_centre(tdp, load, host_overhead, pue),
        dependence=_dependence(power_slope),
    )


def power(*, count: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """Power (kW) that the data centre draws while `count` accelerators work; factors as in `energy`."""
    return product("kW", factor("count", count), *_data_centre(tdp, load, host_overhead, pue))


def power_per_accelerator(*, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """Power (kW) that the data centre draws for one accelerator; factors as in `energy`."""
    return product("kW", *_data_centre(tdp, load, host_overhead, pue))


def electricity_cost(*, energy: Value, power_price: Value) -> Estimate:
    """USD for `energy` (kWh) at `power_price` (USD/kWh)."""
    return product("USD", factor("energy", energy), factor("power_price", power_price))


def carbon(*, energy: Value, carbon_intensity: Value) -> Estimate:
    """Emissions (kgCO2e) of generating `energy` (kWh) at `carbon_intensity` (kgCO2e/kWh).

    Operation only: the manufacture of the hardware is not in it.
    """
    return product("kgCO2e", factor("energy", energy), factor("carbon_intensity", carbon_intensity))


def water(*, energy: Value, pue: Value, site_water: Value, grid_water: Value) -> Estimate:
    """Litres of water consumed for `energy` (kWh at the data centre's meter).

    `site_water` is evaporated for cooling per kWh of the servers (WUE, ISO/IEC 30134-9), `grid_water` in generating
    a kWh of electricity: energy × (site_water / pue + grid_water), as in Li et al. 2023 (arXiv:2304.03271).
    """
    cooling = product("L/kWh", factor("site_water", site_water), factor("pue", pue, -1))
    per_kwh = total("L/kWh", Factor("site_water_per_kwh", cooling), factor("grid_water", grid_water))
    return product("L", factor("energy", energy), Factor("water_per_kwh", per_kwh))


def _dependence(power_slope: float) -> Dependence:
    return Dependence("utilization", ("load", "host_overhead"), power_slope)


def _accelerator(tdp: Value, load: Value) -> tuple[Factor, ...]:
    return factor("tdp", tdp), factor("load", load), constant("watts_per_kilowatt", -1)


def _data_centre(tdp: Value, load: Value, host_overhead: Value, pue: Value) -> tuple[Factor, ...]:
    return (
        factor("tdp", tdp),
        factor("load", load),
        factor("host_overhead", host_overhead),
        factor("pue", pue),
        constant("watts_per_kilowatt", -1),
    )
