"""Training a language model: from its size and data to compute, time, accelerators, and backwards.

The hours found here go into `estimator.hardware` for money, energy, carbon and water.
"""

from __future__ import annotations

from estimator.estimates import Estimate, product
from estimator.factors import Value, constant, factor


def compute(*, parameters: Value, tokens: Value) -> Estimate:
    """FLOP to train on `tokens`: 6 × parameters × tokens (see `factors.CONSTANTS`).

    `parameters` are those that work on each token: the active ones of a mixture of experts, else all. The attention
    over long contexts and recomputed activations are not in it.
    """
    return product(
        "FLOP",
        constant("operations_per_parameter_and_token"),
        factor("parameters", parameters),
        factor("tokens", tokens),
    )


def accelerator_hours(*, compute: Value, peak_flops: Value, utilization: Value) -> Estimate:
    """Accelerators × hours that `compute` (FLOP) takes.

    `peak_flops` is one accelerator's dense 16-bit peak (FLOP/s), `utilization` the share of it that ends up in the
    model (MFU, Chowdhery et al. 2022, arXiv:2204.02311), pauses and repeated steps counted as lost.
    """
    return product(
        "h",
        factor("compute", compute),
        factor("peak_flops", peak_flops, -1),
        factor("utilization", utilization, -1),
        constant("seconds_per_hour", -1),
    )


def time(*, accelerator_hours: Value, count: Value) -> Estimate:
    """Hours on the clock with `count` accelerators."""
    return product("h", factor("accelerator_hours", accelerator_hours), factor("count", count, -1))


def count_for_deadline(*, accelerator_hours: Value, hours: Value) -> Estimate:
    """Accelerators needed to be done within `hours` (a real number: see `inverses.whole_up`)."""
    return product("", factor("accelerator_hours", accelerator_hours), factor("hours", hours, -1))


def compute_in(*, accelerator_hours: Value, peak_flops: Value, utilization: Value) -> Estimate:
    """FLOP of training that `accelerator_hours` yield: the inverse of `accelerator_hours`."""
    return product(
        "FLOP",
        factor("accelerator_hours", accelerator_hours),
        factor("peak_flops", peak_flops),
        factor("utilization", utilization),
        constant("seconds_per_hour"),
    )


def tokens_for(*, compute: Value, parameters: Value) -> Estimate:
    """Tokens that a model of `parameters` can be trained on with `compute` (FLOP)."""
    return product(
        "",
        factor("compute", compute),
        constant("operations_per_parameter_and_token", -1),
        factor("parameters", parameters, -1),
    )


def parameters_for(*, compute: Value, tokens: Value) -> Estimate:
    """Parameters of a model that can be trained on `tokens` with `compute` (FLOP)."""
    return product(
        "", factor("compute", compute), constant("operations_per_parameter_and_token", -1), factor("tokens", tokens, -1)
    )


def optimal_parameters(*, compute: Value, tokens_per_parameter: Value) -> Estimate:
    """Parameters of the model that learns most from `compute` (FLOP): √(compute / (6 × tokens per parameter)).

    Hoffmann et al. 2022 (Chinchilla, arXiv:2203.15556) find about 20 tokens per parameter.
    """
    return product(
        "",
        factor("compute", compute, 0.5),
        constant("operations_per_parameter_and_token", -0.5),
        factor("tokens_per_parameter", tokens_per_parameter, -0.5),
    )


def optimal_tokens(*, compute: Value, tokens_per_parameter: Value) -> Estimate:
    """Tokens that go with `optimal_parameters`: √(compute × tokens per parameter / 6)."""
    return product(
        "",
        factor("compute", compute, 0.5),
        constant("operations_per_parameter_and_token", -0.5),
        factor("tokens_per_parameter", tokens_per_parameter, 0.5),
    )


def tokens_for_size(*, parameters: Value, tokens_per_parameter: Value) -> Estimate:
    """Tokens that a model of `parameters` learns most from at a given compute."""
    return product("", factor("parameters", parameters), factor("tokens_per_parameter", tokens_per_parameter))
