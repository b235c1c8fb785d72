"""Backwards: how many accelerators, or how many hours, a budget, a power limit or an amount of energy allows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from estimator.estimates import Estimate, product
from estimator.factors import Value, constant, factor


def count_to_buy(*, budget: Value, unit_price: Value) -> Estimate:
    """Accelerators that `budget` (USD) buys at `unit_price`."""
    return product("", factor("budget", budget), factor("unit_price", unit_price, -1))


def count_to_rent(*, budget: Value, hours: Value, hourly_price: Value) -> Estimate:
    """Accelerators that `budget` (USD) rents for `hours` at `hourly_price` (USD/h for one)."""
    return product("", factor("budget", budget), factor("hours", hours, -1), factor("hourly_price", hourly_price, -1))


def hours_to_rent(*, budget: Value, count: Value, hourly_price: Value) -> Estimate:
    """Hours for which `budget` (USD) rents `count` accelerators at `hourly_price` (USD/h for one)."""
    return product("h", factor("budget", budget), factor("count", count, -1), factor("hourly_price", hourly_price, -1))


def accelerator_hours_to_rent(*, budget: Value, hourly_price: Value) -> Estimate:
    """Accelerators × hours that `budget` (USD) rents at `hourly_price` (USD/h for one)."""
    return product("h", factor("budget", budget), factor("hourly_price", hourly_price, -1))


def hours_for_electricity(
    *,
    budget: Value,
    power_price: Value,
    count: Value,
    tdp: Value,
    load: Value,
    host_overhead: Value,
    pue: Value,
) -> Estimate:
    """Hours for which `budget` (USD) pays the electricity of `count` accelerators that one owns."""
    return product(
        "h",
        factor("budget", budget),
        factor("power_price", power_price, -1),
        factor("count", count, -1),
        factor("tdp", tdp, -1),
        factor("load", load, -1),
        factor("host_overhead", host_overhead, -1),
        factor("pue", pue, -1),
        constant("watts_per_kilowatt"),
    )


def count_within_power(*, power_limit: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """Accelerators that the data centre can run without drawing more than `power_limit` (kW)."""
    return product(
        "",
        factor("power_limit", power_limit),
        factor("tdp", tdp, -1),
        factor("load", load, -1),
        factor("host_overhead", host_overhead, -1),
        factor("pue", pue, -1),
        constant("watts_per_kilowatt"),
    )


def hours_for_energy(
    *, energy: Value, count: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value
) -> Estimate:
    """Hours for which `energy` (kWh at the data centre's meter) runs `count` accelerators."""
    return product(
        "h",
        factor("energy", energy),
        factor("count", count, -1),
        factor("tdp", tdp, -1),
        factor("load", load, -1),
        factor("host_overhead", host_overhead, -1),
        factor("pue", pue, -1),
        constant("watts_per_kilowatt"),
    )


def whole_up(estimate: Estimate) -> Estimate:
    """As many as are needed at least: each bound rounded up to a whole number, one as the least."""
    return _rounded(estimate, lambda value: max(1.0, float(math.ceil(value - 1e-9))))


def whole_down(estimate: Estimate) -> Estimate:
    """As many as are allowed at most: each bound rounded down to a whole number."""
    return _rounded(estimate, lambda value: float(math.floor(value + 1e-9)))


def _rounded(estimate: Estimate, rounding: Callable[[float], float]) -> Estimate:
    low, central, high = map(rounding, (estimate.low, estimate.central, estimate.high))
    return replace(estimate, low=low, central=central, high=high)
