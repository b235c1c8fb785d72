"""The right answer of each generated item, worked out by plain arithmetic from what its stem shows.

Nothing of the product computes here: only the numbers a student reads, each in the unit in which it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

Numbers = Mapping[str, float]

# Result in the unit named beside it.
RECOMPUTED: Mapping[str, tuple[str, Callable[[Numbers], float]]] = {
    "words-of-tokens": ("", lambda n: n["tokens"] * n["ratio"]),
    "active-memory": ("GB", lambda n: n["parameters"] * n["bits"] / 8 / 1e9),
    "training-compute": ("FLOP", lambda n: 6 * n["parameters"] * n["tokens"]),
    "expert-compute": ("FLOP", lambda n: 6 * n["parameters_active"] * n["tokens"]),
    "compute-to-gpu-hours": (
        "",
        lambda n: n["compute"] / (n["peak_flops"] * 1e12 * n["utilization"] / 100) / 3600,
    ),
    "days-of-a-run": ("day", lambda n: n["accelerator_hours"] / n["count"] / 24),
    "tokens-for-a-size": ("", lambda n: n["parameters"] * n["tokens_per_parameter"]),
    "gpus-to-train": ("", lambda n: math.ceil(n["parameters"] * n["bytes"] / 1e9 / n["accelerator_memory"])),
    "growing-both": ("", lambda n: n["size_times"] * n["data_times"]),
    "weights-in-memory": ("GB", lambda n: n["parameters"] * n["bits"] / 8 / 1e9),
    "cache-of-users": (
        "GB",
        lambda n: (
            2 * n["layers"] * n["kv_heads"] * n["head_dimension"] * n["bytes"] * n["tokens"] * n["requests"] / 1e9
        ),
    ),
    "tokens-in-an-hour": ("", lambda n: n["requests"] * n["speed"] * 60 * 60),
    "hours-to-write": ("h", lambda n: n["tokens"] / (n["requests"] * n["speed"]) / 60 / 60),
    "energy-of-queries": ("Wh", lambda n: n["energy"] * n["queries"] * n["days"]),
    "claimed-answer": ("Wh", lambda n: n["energy"] * 1000 * n["tokens"] / 1000),
    "speed-limit-of-memory": ("", lambda n: n["memory_bandwidth"] * 1e9 / (n["parameters"] * n["bits"] / 8)),
    "share-of-the-peak": ("%", lambda n: 100 * n["speed"] / n["peak_flops"]),
    "gpu-hours-worked": ("", lambda n: n["count"] * n["days"] * 24),
    "cluster-energy": ("Wh", lambda n: n["count"] * n["tdp"] * n["days"] * 24),
    "energy-at-the-meter": ("same", lambda n: n["energy"] * n["pue"]),
    "energy-of-a-device": ("Wh", lambda n: n["power"] * n["minutes"] / 60),
    "mean-power": ("kW", lambda n: n["energy"] / (n["days"] * 24)),
    "whole-energy": (
        "Wh",
        lambda n: n["count"] * n["tdp"] * n["load"] / 100 * n["host_overhead"] * n["pue"] * n["days"] * 24,
    ),
    "gpus-within-a-power": ("", lambda n: n["power_limit"] * 1e6 / n["pue"] / n["tdp"]),
    "carbon-of-servers": ("gCO2e", lambda n: n["energy"] * 1000 * n["pue"] * n["carbon_intensity"]),
    "moving-the-grid": ("", lambda n: n["after"] / n["before"]),
    "water-of-servers": (
        "L",
        lambda n: n["energy"] * 1000 * n["site_water"] + n["energy"] * 1000 * n["pue"] * n["grid_water"],
    ),
    "rent-of-a-cluster": ("USD", lambda n: n["count"] * n["days"] * 24 * n["hourly_price"]),
    "hours-for-a-budget": ("h", lambda n: n["budget"] / (n["count"] * n["hourly_price"])),
    "bill-of-electricity": ("USD", lambda n: n["energy"] * 1000 * n["pue"] * n["power_price"]),
    "bill-of-tokens": (
        "USD",
        lambda n: (
            n["queries"] * n["input_tokens"] / 1e6 * n["input_price"]
            + n["queries"] * n["output_tokens"] / 1e6 * n["output_price"]
        ),
    ),
    "price-of-an-hour": ("USD", lambda n: n["unit_price"] / (n["years"] * 365 * n["daily"])),
    "days-to-break-even": ("day", lambda n: n["unit_price"] / n["hourly_price"] / n["daily"]),
    "share-of-a-purchase": ("USD", lambda n: n["price"] * n["days"] / (n["years"] * 365)),
    "english-billions": ("", lambda n: n["number"] * n["zeros"]),
    "one-prefix-away": ("same", lambda n: n["quantity"] * n["prefix"]),
    "how-much-faster": ("%", lambda n: 100 * (n["after"] - n["before"]) / n["before"]),
    "homes-for-a-month": ("", lambda n: n["energy"] * 1000 / (n["home"] / 12)),
}

PREFIXES = {"Wh": 1, "kWh": 1e3, "MWh": 1e6, "GWh": 1e9, "W": 1, "kW": 1e3, "MW": 1e6, "GW": 1e9}
WATTS_AND_HOURS = {"Wh": "W", "kWh": "kW", "MWh": "MW", "GWh": "GW"}
SIZES = {**PREFIXES, "gCO2e": 1, "kgCO2e": 1e3, "tCO2e": 1e6, "L": 1, "m3": 1e3, "GB": 1, "TB": 1e3}
