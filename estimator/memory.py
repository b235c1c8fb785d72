"""Memory: what training and serving a model take, and how many accelerators hold it at least."""

from __future__ import annotations

from estimator.estimates import Estimate, product, total
from estimator.factors import Value, constant, factor
from estimator.inverses import whole_up


def training_memory(
    *, parameters: Value, training_bytes_per_parameter: Value, training_memory_overhead: Value
) -> Estimate:
    """GB to train a model of `parameters` (all of them, whatever share is active).

    16 bytes a parameter with Adam in mixed precision: 2 for the weight and 2 for its gradient in 16 bits, 12 for a
    copy in 32 bits and two moments (Rajbhandari et al. 2020, ZeRO, arXiv:1910.02054, section 3.1). The overhead is
    for activations and buffers, which recomputation keeps small.
    """
    return product(
        "GB",
        factor("parameters", parameters),
        factor("training_bytes_per_parameter", training_bytes_per_parameter),
        factor("training_memory_overhead", training_memory_overhead),
        constant("bytes_per_gigabyte", -1),
    )


def weights_memory(*, parameters: Value, bytes_per_weight: Value) -> Estimate:
    """GB for the weights of a model: all of its parameters at 2 bytes each in 16 bits, 1 in 8, half a byte in 4."""
    return product(
        "GB",
        factor("parameters", parameters),
        factor("bytes_per_weight", bytes_per_weight),
        constant("bytes_per_gigabyte", -1),
    )


def kv_cache_memory(
    *, cache_elements_per_token: Value, bytes_per_element: Value, context_tokens: Value, requests_at_once: Value
) -> Estimate:
    """GB for the keys and values that attention keeps of the tokens in work.

    `cache_elements_per_token` is 2 × layers × KV heads × head dimension; `context_tokens` are those of one request,
    read and written (Pope et al. 2022, arXiv:2211.05102, section 3.3).
    """
    return product(
        "GB",
        factor("cache_elements_per_token", cache_elements_per_token),
        factor("bytes_per_element", bytes_per_element),
        factor("context_tokens", context_tokens),
        factor("requests_at_once", requests_at_once),
        constant("bytes_per_gigabyte", -1),
    )


def serving_memory(*, weights: Value, serving_memory_overhead: Value, kv_cache: Value = 0) -> Estimate:
    """GB to serve a model: weights and KV cache (GB), times an overhead for activations and buffers."""
    held = total("GB", factor("weights", weights), factor("kv_cache", kv_cache))
    return product("GB", factor("memory", held), factor("serving_memory_overhead", serving_memory_overhead))


def minimum_count(*, memory: Value, accelerator_memory: Value) -> Estimate:
    """Accelerators that hold `memory` (GB) together at least: a whole number at each bound."""
    needed = product("", factor("memory", memory), factor("accelerator_memory", accelerator_memory, -1))
    return whole_up(needed)
