"""Training: computing, GPU-hours, days, memory."""

from __future__ import annotations

from bot.classroom.items.drawing import Chance
from bot.classroom.items.generating import Draft
from bot.classroom.items.problems import Problem, answers, forgets, scales, slips, takes, turns_round
from estimator import memory, training
from estimator.estimates import Estimate, Factor, product
from estimator.factors import CONSTANTS, Value, factor
from knowledge.placeholders import Amount, rounded

_SIX = CONSTANTS["operations_per_parameter_and_token"].central
_SECONDS = CONSTANTS["seconds_per_hour"].central
_OF_USE = CONSTANTS["operations_per_parameter_written"].central
_BYTES_OF_A_WEIGHT = 2
_BYTES_OF_WEIGHT_AND_GRADIENT = 4
_HOURS_A_DAY = 24
_MINUTE = 60


def training_compute(chance: Chance) -> Draft:
    """Six times parameters times tokens of a dense model."""
    model = chance.model("tokens", dense=True)
    given = {name: chance.figure(f"models/{model.id}/{name}", digits=3) for name in ("parameters", "tokens")}
    return Draft(
        Problem(training.compute, given),
        units=("FLOP",),
        shown={"model": model.name, "factor": Amount(_SIX, "")},
        wrong={
            "forgets-factor-six": slips(1 / _SIX),
            "two-for-six": slips(_OF_USE / _SIX),
            "counted-twice": slips((_SIX + _OF_USE) / _SIX),
        },
        digits=2,
    )


def expert_compute(chance: Chance) -> Draft:
    """The same of a mixture of experts, which computes with its active parameters."""
    model = chance.model("parameters_active", dense=False)
    figures = {
        name: chance.figure(f"models/{model.id}/{name}", digits=3) for name in ("parameters", "parameters_active")
    }
    tokens = Amount(chance.one_of(1, 2, 3, 5, 6, 8, 12, 15, 20, 25, 30, 40) * 1e12, "")
    return Draft(
        Problem(training.compute, {"parameters": figures["parameters_active"], "tokens": tokens}),
        units=("FLOP",),
        shown={"model": model.name, "factor": Amount(_SIX, ""), **figures},
        wrong={
            "total-for-active": takes(parameters=figures["parameters"].value),
            "forgets-factor-six": slips(1 / _SIX),
            "two-for-six": slips(_OF_USE / _SIX),
            "counted-twice": slips((_SIX + _OF_USE) / _SIX),
        },
        digits=2,
    )


def compute_to_gpu_hours(chance: Chance) -> Draft:
    """GPU-hours of an amount of computing at a given utilization."""
    gpu = chance.gpu("peak_flops")
    given = {
        "compute": Amount(chance.one_of(1, 2, 3, 4, 5, 6, 8) * chance.one_of(1e21, 1e22, 1e23), "FLOP"),
        "peak_flops": chance.figure(f"accelerators/{gpu.id}/peak_flops", "TFLOP/s"),
        "utilization": Amount(chance.one_of(25, 30, 35, 40, 45, 50), "%"),
    }
    return Draft(
        Problem(training.accelerator_hours, given),
        shown={"accelerator": gpu.short_name, "seconds": Amount(_SECONDS, ""), "minute": Amount(_MINUTE, "")},
        wrong={
            "time-unit-slip": slips(_SECONDS / _MINUTE),
            "counted-twice": scales("utilization", given["utilization"].value / 100),
        },
        digits=3,
    )


def days_of_a_run(chance: Chance) -> Draft:
    """Days on the clock of so many GPU-hours on so many GPUs."""
    count, thousands = chance.one_of(16, 32, 64, 128, 256, 512), chance.one_of(5, 8, 10, 20, 25, 40, 50, 80, 100)
    given = {"accelerator_hours": Amount(thousands * 1000, "h"), "count": Amount(count, "")}
    return Draft(
        Problem(training.time, given),
        units=("day",),
        shown={
            "accelerator_hours": Amount(thousands * 1000, ""),
            "hours": Amount(rounded(thousands * 1000 / count), "h"),
            "day": Amount(_HOURS_A_DAY, ""),
        },
        wrong={
            "time-unit-slip": (slips(_HOURS_A_DAY), slips(1 / _HOURS_A_DAY)),
            "counted-twice": scales("count", count),
        },
        digits=3,
        smallest=1,
    )


def tokens_for_a_size(chance: Chance) -> Draft:
    """Tokens that a model of a size learns most from."""
    words = chance.knowledge.figure_at("teaching/words_per_token").central
    given = {
        "parameters": Amount(chance.one_of(2, 3, 4, 6, 7, 8, 9, 12, 13, 14, 15, 27, 30, 34, 40) * 1e9, ""),
        "tokens_per_parameter": chance.figure("teaching/tokens_per_parameter"),
    }
    return Draft(
        Problem(training.tokens_for_size, given),
        wrong={
            "tokens-for-parameters": forgets("tokens_per_parameter"),
            "inverted": turns_round("tokens_per_parameter"),
            "tokens-for-words": slips(1 / words),
        },
        digits=3,
    )


def gpus_to_train(chance: Chance) -> Draft:
    """GPUs whose memory holds a model in training, at least."""
    given = {
        "parameters": Amount(chance.one_of(7, 8, 13, 22, 27, 34, 40, 65, 70) * 1e9, ""),
        "training_bytes_per_parameter": chance.figure("assumptions/training_bytes_per_parameter"),
        "accelerator_memory": Amount(chance.one_of(40, 80, 96, 141), "GB"),
    }
    problem = Problem(_training_count, given)
    exactly = problem.answer(rounding=0)
    return Draft(
        problem,
        shown={
            "bytes": given["training_bytes_per_parameter"],
            "memory": Amount(problem["parameters"] * problem["training_bytes_per_parameter"] / 1e9, "GB"),
        },
        wrong={
            "weights-only": takes(training_bytes_per_parameter=_BYTES_OF_A_WEIGHT),
            "part-for-whole": takes(training_bytes_per_parameter=_BYTES_OF_WEIGHT_AND_GRADIENT),
            "rounds-down": answers(float(int(exactly))),
            "counted-twice": takes(
                training_bytes_per_parameter=problem["training_bytes_per_parameter"] + _BYTES_OF_A_WEIGHT
            ),
            "bits-for-bytes": scales("training_bytes_per_parameter", 8),
        },
    )


def growing_both(chance: Chance) -> Draft:
    """How computing grows when a model and its data do."""
    size = chance.one_of(2, 3, 4, 5, 6, 8)
    data = chance.one_of(*(times for times in (2, 3, 4, 5, 6, 8, 10) if times != size))
    given = {"size_times": Amount(size, ""), "data_times": Amount(data, "")}
    return Draft(
        Problem(_growth, given),
        wrong={
            "linear-thinking": answers(size + data),
            "counted-twice": slips(_SIX),
            "whole-for-part": answers((size + 1) * (data + 1)),
            "part-for-whole": forgets("data_times"),
            "tokens-for-parameters": forgets("size_times"),
        },
    )


def _training_count(
    *, parameters: Value, training_bytes_per_parameter: Value, accelerator_memory: Value, rounding: float = 1
) -> Estimate:
    """GPUs for the memory of training, rounded up; without rounding where that is 0."""
    needed = memory.training_memory(
        parameters=parameters, training_bytes_per_parameter=training_bytes_per_parameter, training_memory_overhead=1
    )
    if not rounding:
        return product("", factor("memory", needed), factor("accelerator_memory", accelerator_memory, -1))
    return memory.minimum_count(memory=needed, accelerator_memory=accelerator_memory)


def _growth(*, size_times: float, data_times: float) -> Estimate:
    """The computing of a grown training over that of the first one."""
    before = training.compute(parameters=1, tokens=1)
    after = training.compute(parameters=size_times, tokens=data_times)
    return product("", Factor("quantity", after), Factor("equivalent", before, -1))


GENERATORS = {
    "training-compute": training_compute,
    "expert-compute": expert_compute,
    "compute-to-gpu-hours": compute_to_gpu_hours,
    "days-of-a-run": days_of_a_run,
    "tokens-for-a-size": tokens_for_a_size,
    "gpus-to-train": gpus_to_train,
    "growing-both": growing_both,
}
