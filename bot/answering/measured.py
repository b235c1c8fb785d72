"""What a quantity is one of, by its unit."""

from __future__ import annotations

from collections.abc import Mapping

METRIC_OF_UNIT: Mapping[str, str] = {
    "kWh": "energy",
    "kW": "power",
    "kgCO2e": "carbon",
    "L": "water",
    "h": "time",
    "USD": "cost",
    "GB": "memory",
    "FLOP": "compute",
    "FLOP/s": "peak_flops",
    "GB/s": "memory_bandwidth",
    "USD/h": "hourly_price",
    "USD/kWh": "power_price",
    "kgCO2e/kWh": "carbon_intensity",
    "L/kWh": "water_per_kwh",
    "": "quantity",
}
"""The metric that a quantity of a canonical unit is one of, where a question names none."""
