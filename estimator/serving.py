"""Serving a model on one's own accelerators: how fast it writes, and how many accelerators a demand takes.

Each token that is written needs every weight in use to be read from memory once for all the requests in work, and the
KV cache of each request; a long batch of requests ends up limited by arithmetic instead (Pope et al. 2022, Efficiently
Scaling Transformer Inference, arXiv:2211.05102).
"""

from __future__ import annotations

from dataclasses import replace

from estimator.estimates import Estimate, Factor, product, total
from estimator.factors import Value, constant, factor
from estimator.inverses import whole_up
from knowledge.figures import Figure, Kind

MEMORY_BOUND = "memory-bandwidth"
COMPUTE_BOUND = "compute"
"""What limits the speed: the `basis` of what `tokens_per_second` gives."""


def weights_read(*, parameters: Value, parameters_active: Value, requests_at_once: Value) -> Figure:
    """Parameters that one step of a batch reads.

    A dense model reads all. Of a mixture of experts each request picks some: with independent picks a share
    1 − (1 − active/total)^requests of all parameters is in use.
    """
    whole, active, requests = (
        factor(name, value).figure
        for name, value in (
            ("parameters", parameters),
            ("parameters_active", parameters_active),
            ("requests_at_once", requests_at_once),
        )
    )
    low, central, high = (
        _read(getattr(whole, bound), getattr(active, bound), getattr(requests, bound))
        for bound in ("low", "central", "high")
    )
    return Figure(low=low, central=central, high=high, unit="", kind=Kind.COMPUTED)


def tokens_per_second(
    *,
    weights_read_memory: Value,
    kv_cache: Value,
    requests_at_once: Value,
    count: Value,
    memory_bandwidth: Value,
    bandwidth_efficiency: Value,
    parameters_active: Value,
    peak_flops: Value,
    serving_utilization: Value,
) -> Estimate:
    """Tokens written per second by `count` accelerators that share one copy of the model.

    `weights_read_memory` and `kv_cache` (GB, of all requests in work) are read once a token at `memory_bandwidth`
    (GB/s of one accelerator) × `bandwidth_efficiency`. The slower of reading and arithmetic counts.
    """
    read = total("GB", factor("weights", weights_read_memory), factor("kv_cache", kv_cache))
    reading = product(
        "tokens/s",
        factor("requests_at_once", requests_at_once),
        factor("count", count),
        factor("memory_bandwidth", memory_bandwidth),
        factor("bandwidth_efficiency", bandwidth_efficiency),
        Factor("memory_read", read, -1),
    )
    arithmetic = product(
        "tokens/s",
        factor("count", count),
        factor("peak_flops", peak_flops),
        factor("serving_utilization", serving_utilization),
        constant("operations_per_parameter_written", -1),
        factor("parameters_active", parameters_active, -1),
    )
    if arithmetic.central < reading.central:
        return replace(arithmetic, basis=COMPUTE_BOUND)
    return replace(reading, basis=MEMORY_BOUND)


def hours_to_write(*, tokens: Value, speed: Value) -> Estimate:
    """Hours in which `speed` (tokens/s) writes `tokens`."""
    return product("h", factor("tokens", tokens), factor("speed", speed, -1), constant("seconds_per_hour", -1))


def count_for_demand(*, demand: Value, speed: Value, count: Value) -> Estimate:
    """Accelerators for a `demand` (tokens/s), in whole copies of `count` accelerators that write at `speed` each."""
    copies = whole_up(product("", factor("demand", demand), factor("speed", speed, -1)))
    return product("", factor("copies", copies), factor("count", count))


def _read(whole: float, active: float, requests: float) -> float:
    unread: float = (1 - min(1.0, active / whole)) ** requests
    return whole * (1 - unread)
