"""Owning accelerators: the share of their price that a time uses up, running costs, and when buying beats renting."""

from __future__ import annotations

from estimator.estimates import Estimate, Factor, product, remainder, total
from estimator.factors import Value, constant, factor
from estimator.hardware import power_per_accelerator


def installed_cost(*, count: Value, unit_price: Value, server_cost_factor: Value) -> Estimate:
    """USD to buy `count` accelerators with their share of servers and network.

    `server_cost_factor` is the cost of the whole over that of its accelerators.
    """
    return product(
        "USD",
        factor("count", count),
        factor("unit_price", unit_price),
        factor("server_cost_factor", server_cost_factor),
    )


def amortized_hardware(
    *, count: Value, unit_price: Value, server_cost_factor: Value, hours: Value, amortization_time: Value
) -> Estimate:
    """USD of the installed cost that a span of `hours` (calendar hours, idle ones too) uses up.

    Straight-line: the hardware lasts `amortization_time` (hours) and is worth nothing after them.
    """
    return product(
        "USD",
        factor("count", count),
        factor("unit_price", unit_price),
        factor("server_cost_factor", server_cost_factor),
        factor("hours", hours),
        factor("amortization_time", amortization_time, -1),
    )


def hosting_cost(*, power: Value, hosting_price: Value, hours: Value) -> Estimate:
    """USD for room, cooling and maintenance of `power` (kW) at `hosting_price` (USD/kW/month) over calendar `hours`."""
    return product(
        "USD",
        factor("power", power),
        factor("hosting_price", hosting_price),
        factor("hours", hours),
        constant("hours_per_month", -1),
    )


def owning_cost(*, amortized_hardware: Value, electricity: Value, hosting: Value | None = None) -> Estimate:
    """USD of owning over a time: its share of the hardware, its electricity and, where given, its hosting."""
    terms = [factor("amortized_hardware", amortized_hardware), factor("electricity", electricity)]
    if hosting is not None:
        terms.append(factor("hosting", hosting))
    return total("USD", *terms)


def break_even_hours(
    *,
    unit_price: Value,
    server_cost_factor: Value,
    hourly_price: Value,
    tdp: Value,
    load: Value,
    host_overhead: Value,
    pue: Value,
    power_price: Value,
) -> Estimate | None:
    """Hours in use after which buying has cost less than renting; the count does not matter.

    Installed cost of one accelerator / (its rent per hour − its electricity per hour). None where, at the central
    values, the electricity alone costs as much as the rent: then buying never pays.
    """
    price = installed_cost(count=1, unit_price=unit_price, server_cost_factor=server_cost_factor)
    draw = power_per_accelerator(tdp=tdp, load=load, host_overhead=host_overhead, pue=pue)
    electricity = product("USD/h", Factor("power_per_accelerator", draw), factor("power_price", power_price))
    rent = factor("hourly_price", hourly_price)
    if electricity.central >= rent.figure.central:
        return None
    saving = remainder("USD/h", rent, Factor("electricity_per_hour", electricity))
    return product("h", Factor("installed_cost", price), Factor("saving_per_hour", saving, -1))
