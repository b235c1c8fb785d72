"""Use: memory of a model and its users, speed, energy of queries."""

from __future__ import annotations

from bot.classroom.items.drawing import Chance
from bot.classroom.items.generating import ENERGY, MEMORY, Draft
from bot.classroom.items.problems import Problem, answers, forgets, scales, slips, takes, turns_round
from estimator import memory, serving, usage
from estimator.estimates import Estimate, product
from estimator.factors import CONSTANTS, Value, factor
from knowledge.placeholders import Amount

_SECONDS = CONSTANTS["seconds_per_hour"].central
_MINUTE = 60
_BITS = 8
_HOURS_A_DAY = 24
_THOUSAND = 1000
_ROOM = 2.4
"""GB of memory for each billion parameters in 16 bits, with some left over for the cache."""
_KEYS_AND_VALUES = 2


def active_memory(chance: Chance) -> Draft:
    """Memory of the weights of a mixture of experts."""
    model = chance.model("parameters_active", dense=False)
    bits = chance.one_of(4, 16)
    active = chance.figure(f"models/{model.id}/parameters_active", digits=3)
    given = {
        "parameters": chance.figure(f"models/{model.id}/parameters", digits=3),
        "bytes_per_weight": Amount(bits / _BITS, ""),
    }
    return Draft(
        Problem(memory.weights_memory, given),
        units=("GB",),
        shown={
            "model": model.name,
            "parameters_active": active,
            "bits": Amount(bits, ""),
            "bytes": given["bytes_per_weight"],
        },
        wrong={
            "active-for-total": takes(parameters=active.value),
            "inverted": turns_round("bytes_per_weight"),
            "counted-twice": takes(parameters=given["parameters"].value + active.value),
        },
        digits=3,
    )


def weights_in_memory(chance: Chance) -> Draft:
    """Memory of the weights of a dense model."""
    bits = chance.one_of(4, 16, 32)
    given = {
        "parameters": Amount(chance.one_of(2, 3, 7, 8, 9, 13, 14, 27, 32, 34, 65, 70, 72, 110) * 1e9, ""),
        "bytes_per_weight": Amount(bits / _BITS, ""),
    }
    return Draft(
        Problem(memory.weights_memory, given),
        units=("GB",),
        shown={"bits": Amount(bits, ""), "bytes": given["bytes_per_weight"]},
        wrong={
            "inverted": turns_round("bytes_per_weight"),
            "bits-for-bytes": (slips(_BITS), forgets("bytes_per_weight")),
            "counted-twice": slips(1 / _BITS),
        },
        digits=3,
    )


def cache_of_users(chance: Chance) -> Draft:
    """KV cache of several users at once."""
    model = chance.model(dense=True, shaped=True)
    shape = model.architecture
    assert shape is not None  # noqa: S101 - only models whose shape is on file are drawn
    given = {
        "cache_elements_per_token": Amount(shape.elements_per_token(), ""),
        "bytes_per_element": Amount(2, ""),
        "context_tokens": Amount(chance.one_of(1000, 2000, 4000, 5000), ""),
        "requests_at_once": Amount(chance.one_of(4, 6, 8, 12, 16, 20, 24, 32), ""),
    }
    return Draft(
        Problem(memory.kv_cache_memory, given),
        units=MEMORY,
        shown={
            "model": model.name,
            "layers": Amount(shape.layers, ""),
            "kv_heads": Amount(shape.kv_heads, ""),
            "head_dimension": Amount(shape.head_dimension, ""),
            "two": Amount(_KEYS_AND_VALUES, ""),
            "bytes": given["bytes_per_element"],
            "tokens": given["context_tokens"],
            "requests": given["requests_at_once"],
        },
        wrong={
            "half-the-cache": scales("cache_elements_per_token", 1 / _KEYS_AND_VALUES),
            "counted-twice": scales("cache_elements_per_token", _KEYS_AND_VALUES),
        },
        digits=3,
    )


def tokens_in_an_hour(chance: Chance) -> Draft:
    """Tokens that a server writes in an hour for all of its users."""
    given = {
        "requests_at_once": Amount(chance.one_of(2, 3, 4, 5, 6, 8), ""),
        "speed": Amount(chance.one_of(12, 15, 20, 24, 25, 30), ""),
        "seconds": Amount(_SECONDS, ""),
    }
    return Draft(
        Problem(_tokens, given),
        shown={"requests": given["requests_at_once"]},
        wrong={
            "time-unit-slip": (takes(seconds=_MINUTE), takes(seconds=_SECONDS * _HOURS_A_DAY)),
            "no-time": forgets("seconds"),
            "counted-twice": scales("requests_at_once", given["requests_at_once"].value),
        },
    )


def hours_to_write(chance: Chance) -> Draft:
    """Hours in which a service writes an amount of tokens."""
    requests, speed = chance.one_of(8, 12, 16, 20, 25, 40), chance.one_of(20, 40, 50, 60)
    tokens = chance.one_of(20, 30, 50, 80, 100, 200, 400) * 1e6
    given = {
        "tokens": Amount(tokens, ""),
        "requests_at_once": Amount(requests, ""),
        "speed": Amount(speed, ""),
    }
    return Draft(
        Problem(_hours, given),
        units=("h",),
        shown={
            "requests": given["requests_at_once"],
            "seconds": Amount(_SECONDS, ""),
            "minute": Amount(_MINUTE, ""),
        },
        wrong={
            "time-unit-slip": (slips(_MINUTE), slips(1 / _MINUTE)),
            "counted-twice": scales("requests_at_once", requests),
        },
        digits=3,
    )


def speed_limit_of_memory(chance: Chance) -> Draft:
    """Tokens a second for one user, where reading the weights is all that counts."""
    gpu = chance.gpu("memory", "memory_bandwidth")
    memory_of_gpu = chance.figure(f"accelerators/{gpu.id}/memory", "GB")
    sizes = (2, 3, 4, 7, 8, 9, 13, 14, 27, 32, 34)
    size = chance.one_of(*(size for size in sizes if _ROOM * size < memory_of_gpu.value))
    weights = memory.weights_memory(parameters=size * 1e9, bytes_per_weight=2).central
    given = {
        "memory_bandwidth": chance.figure(f"accelerators/{gpu.id}/memory_bandwidth", "GB/s"),
        "memory_read": Amount(weights, "GB"),
    }
    return Draft(
        Problem(_speed_limit, given),
        shown={
            "accelerator": gpu.short_name.removesuffix(f" {memory_of_gpu.value:g} GB"),
            "accelerator_memory": memory_of_gpu,
            "parameters": Amount(size * 1e9, ""),
            "bits": Amount(2 * _BITS, ""),
            "weights": given["memory_read"],
        },
        wrong={
            "capacity-for-speed": answers(memory_of_gpu.value / weights),
            "bits-for-bytes": (scales("memory_read", _BITS), scales("memory_read", 1 / 2)),
            "part-for-whole": answers(given["memory_bandwidth"].value),
        },
        digits=2,
    )


def energy_of_queries(chance: Chance) -> Draft:
    """Energy of many queries over some days."""
    measurement, model = chance.query()
    days = chance.one_of(7, 10, 14, 30, 60, 90)
    given = {
        "energy": chance.figure(f"inference/{measurement.id}/energy", "Wh", 3),
        "queries": Amount(chance.one_of(500, 1000, 2000, 5000, 10000, 20000, 50000), ""),
        "days": Amount(days, ""),
    }
    return Draft(
        Problem(_of_queries, given),
        units=ENERGY,
        shown={"system": model.name, "days": Amount(days, "day")},
        wrong={
            "no-time": forgets("days"),
            "one-for-all-users": forgets("queries"),
            "time-unit-slip": scales("days", _HOURS_A_DAY),
            "counted-twice": scales("days", days),
        },
        digits=3,
    )


def claimed_answer(chance: Chance) -> Draft:
    """Energy of an answer by what the first class table claims of a thousand tokens."""
    table = chance.knowledge.class_tables[0]
    row = chance.one_of(*table.rows)
    given = {
        "energy": chance.figure(f"claims/{table.id}/{row.model}/inference-energy", "kWh"),
        "tokens": Amount(chance.one_of(150, 200, 250, 300, 400, 600, 700, 800), ""),
        "thousand": Amount(_THOUSAND, ""),
    }
    return Draft(
        Problem(_share, given),
        units=("Wh",),
        shown={"system": row.shown_as},
        wrong={
            "whole-for-part": takes(tokens=_THOUSAND),
            "inverted": turns_round("tokens", "thousand"),
            "part-for-whole": takes(tokens=_THOUSAND - given["tokens"].value),
            "counted-twice": slips(given["tokens"].value / _THOUSAND),
        },
        digits=3,
    )


def _tokens(*, requests_at_once: Value, speed: float, seconds: float) -> Estimate:
    per_second = product("", factor("requests_at_once", requests_at_once), factor("speed", speed))
    return product("", factor("quantity", per_second), factor("quantity", seconds))


def _hours(*, tokens: Value, requests_at_once: Value, speed: Value) -> Estimate:
    together = product("tokens/s", factor("requests_at_once", requests_at_once), factor("speed", speed))
    return serving.hours_to_write(tokens=tokens, speed=together)


def _speed_limit(*, memory_bandwidth: Value, memory_read: Value) -> Estimate:
    return serving.tokens_per_second(
        weights_read_memory=memory_read,
        kv_cache=0,
        requests_at_once=1,
        count=1,
        memory_bandwidth=memory_bandwidth,
        bandwidth_efficiency=1,
        parameters_active=1,
        peak_flops=1e30,
        serving_utilization=1,
    )


def _of_queries(*, energy: Value, queries: float, days: float) -> Estimate:
    return usage.energy(requests=queries * days, energy_per_request=energy)


def _share(*, energy: Value, tokens: Value, thousand: float) -> Estimate:
    return product("kWh", factor("energy", energy), factor("tokens", tokens), factor("equivalent", thousand, -1))


GENERATORS = {
    "active-memory": active_memory,
    "weights-in-memory": weights_in_memory,
    "cache-of-users": cache_of_users,
    "tokens-in-an-hour": tokens_in_an_hour,
    "hours-to-write": hours_to_write,
    "speed-limit-of-memory": speed_limit_of_memory,
    "energy-of-queries": energy_of_queries,
    "claimed-answer": claimed_answer,
}
