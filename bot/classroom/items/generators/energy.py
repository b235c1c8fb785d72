"""Power, energy, PUE, GPU-hours, utilization."""

from __future__ import annotations

from bot.classroom.items.drawing import Chance
from bot.classroom.items.generating import ENERGY, Draft
from bot.classroom.items.problems import Problem, answers, scales, slips, takes, turns_round
from estimator import hardware, inverses
from estimator.estimates import Estimate, product
from estimator.factors import Value, factor
from knowledge.placeholders import Amount

_HOURS_A_DAY = 24
_MINUTES_AN_HOUR = 60
_PUES = (1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6)


def gpu_hours_worked(chance: Chance) -> Draft:
    """GPU-hours of so many GPUs for so many days."""
    days = chance.one_of(3, 5, 7, 10, 14, 20, 30, 45)
    given = {"count": Amount(chance.one_of(8, 16, 32, 64, 128, 256, 512, 1024), ""), "hours": Amount(days, "day")}
    return Draft(
        Problem(_gpu_hours, given),
        shown={"days": given["hours"], "day": Amount(_HOURS_A_DAY, "")},
        wrong={
            "time-unit-slip": (takes(hours=days), slips(_MINUTES_AN_HOUR)),
            "counted-twice": scales("count", given["count"].value),
        },
        whole=True,
    )


def share_of_the_peak(chance: Chance) -> Draft:
    """MFU from a useful speed."""
    gpu = chance.gpu("peak_flops")
    peak = chance.figure(f"accelerators/{gpu.id}/peak_flops", "TFLOP/s")
    speed = Amount(round(peak.value * chance.one_of(0.2, 0.26, 0.32, 0.38, 0.44, 0.54, 0.56, 0.58)), "TFLOP/s")
    problem = Problem(_utilization, {"useful_speed": speed, "peak_flops": peak})
    return Draft(
        problem,
        units=("%",),
        shown={"accelerator": gpu.short_name, "speed": speed},
        wrong={"part-for-whole": answers(1 - problem.answer()), "busy-for-productive": answers(1)},
        digits=3,
    )


def cluster_energy(chance: Chance) -> Draft:
    """Energy of GPUs at full power, without anything around them."""
    gpu = chance.gpu("tdp")
    days = chance.one_of(5, 7, 10, 14, 20, 30)
    given = {
        "count": Amount(chance.one_of(8, 16, 32, 64, 128, 256, 512, 1024), ""),
        "tdp": chance.figure(f"accelerators/{gpu.id}/tdp", "W"),
        "hours": Amount(days, "day"),
    }
    return Draft(
        Problem(_at_full_power, given),
        units=ENERGY,
        shown={
            "accelerator": gpu.short_name,
            "days": given["hours"],
            "hours": Amount(days * _HOURS_A_DAY, "h"),
            "day": Amount(_HOURS_A_DAY, ""),
        },
        wrong={
            "time-unit-slip": (takes(hours=days), slips(_MINUTES_AN_HOUR)),
            "counted-twice": scales("count", given["count"].value),
        },
        digits=3,
    )


def energy_at_the_meter(chance: Chance) -> Draft:
    """What a building uses for its servers."""
    given = {
        "energy": Amount(chance.one_of(20, 50, 80, 100, 200, 250, 400, 500, 800), chance.one_of("kWh", "MWh")),
        "pue": Amount(chance.one_of(*_PUES), ""),
    }
    problem = Problem(_at_the_meter, given)
    return Draft(
        problem,
        units=(given["energy"].unit,),
        wrong={
            "inverted": turns_round("pue"),
            "part-for-whole": takes(pue=problem["pue"] - 1),
            "whole-for-part": takes(pue=problem["pue"] + 1),
            "counted-twice": scales("pue", problem["pue"]),
        },
        digits=3,
    )


def energy_of_a_device(chance: Chance) -> Draft:
    """Energy of a device that was on for some minutes."""
    minutes = chance.one_of(6, 9, 12, 15, 18, 24, 27, 30, 36, 42, 45, 48, 54)
    given = {
        "power": Amount(chance.one_of(200, 300, 400, 500, 700, 800, 1000, 1200, 1500, 2000), "W"),
        "hours": Amount(minutes, "min"),
    }
    return Draft(
        Problem(_of_power, given),
        units=("Wh",),
        shown={"minutes": given["hours"], "hours": Amount(round(minutes / 60, 2), "h")},
        wrong={
            "time-unit-slip": takes(hours=minutes),
            "inverted": takes(hours=1 / minutes),
            "counted-twice": takes(hours=minutes / _MINUTES_AN_HOUR**2),
        },
        digits=3,
    )


def mean_power(chance: Chance) -> Draft:
    """Mean power of a data center that used an amount of energy in some days."""
    days = chance.one_of(2, 3, 4, 5, 7, 10, 14)
    in_minutes = days * _HOURS_A_DAY * _MINUTES_AN_HOUR
    energy = 1000 * chance.one_of(2, 3, 5, 10, 20, 40, 60, 80, 100, 150, 250, 400)
    given = {"energy": Amount(energy, "kWh"), "hours": Amount(days, "day")}
    return Draft(
        Problem(_mean_power, given),
        units=("kW",),
        shown={"days": given["hours"], "hours": Amount(days * _HOURS_A_DAY, "h")},
        wrong={
            "inverted": turns_round("hours"),
            "time-unit-slip": (takes(hours=days), takes(hours=in_minutes)),
            "counted-twice": takes(hours=days * _HOURS_A_DAY**2),
        },
        digits=3,
    )


def whole_energy(chance: Chance) -> Draft:
    """Energy of GPUs with their servers and their building."""
    gpu = chance.gpu("tdp", "server_power")
    days = chance.one_of(5, 10, 20, 30)
    given = {
        "count": Amount(chance.one_of(64, 128, 256, 512, 1024, 2048), ""),
        "tdp": chance.figure(f"accelerators/{gpu.id}/tdp", "W"),
        "load": Amount(chance.one_of(60, 70, 75, 80, 85, 90), "%"),
        "host_overhead": Amount(chance.one_of(1.3, 1.35, 1.4, 1.45, 1.5), ""),
        "pue": Amount(chance.one_of(1.1, 1.15, 1.2, 1.25), ""),
        "hours": Amount(days, "day"),
    }
    return Draft(
        Problem(hardware.energy, given),
        units=ENERGY,
        shown={"days": given["hours"], "hours": Amount(days * _HOURS_A_DAY, "h")},
        wrong={"counted-twice": lambda problem: problem.answer() * problem["pue"]},
        digits=3,
    )


def gpus_within_a_power(chance: Chance) -> Draft:
    """GPUs that a building can power."""
    given = {
        "power_limit": Amount(chance.one_of(1, 2, 3, 5, 8, 10, 20, 30), "MW"),
        "tdp": Amount(chance.one_of(400, 600, 750, 800, 1000, 1200), "W"),
        "pue": Amount(chance.one_of(*_PUES), ""),
    }
    return Draft(
        Problem(_within_power, given),
        wrong={
            "inverted": turns_round("pue"),
            "counted-twice": scales("pue", given["pue"].value),
            "part-for-whole": slips(given["pue"].value - 1),
        },
        digits=3,
        whole=True,
    )


def _gpu_hours(*, count: Value, hours: Value) -> Estimate:
    return product("h", factor("count", count), factor("hours", hours))


def _utilization(*, useful_speed: float, peak_flops: Value) -> Estimate:
    return product("", factor("peak_flops", useful_speed), factor("peak_flops", peak_flops, -1))


def _at_full_power(*, count: Value, tdp: Value, hours: Value) -> Estimate:
    return hardware.accelerator_energy(count=count, hours=hours, tdp=tdp, load=1)


def _at_the_meter(*, energy: Value, pue: Value) -> Estimate:
    return product("kWh", factor("energy", energy), factor("pue", pue))


def _of_power(*, power: Value, hours: Value) -> Estimate:
    return product("kWh", factor("power", power), factor("hours", hours))


def _mean_power(*, energy: Value, hours: Value) -> Estimate:
    return product("kW", factor("energy", energy), factor("hours", hours, -1))


def _within_power(*, power_limit: Value, tdp: Value, pue: Value) -> Estimate:
    return inverses.count_within_power(power_limit=power_limit, tdp=tdp, load=1, host_overhead=1, pue=pue)


GENERATORS = {
    "gpu-hours-worked": gpu_hours_worked,
    "share-of-the-peak": share_of_the_peak,
    "cluster-energy": cluster_energy,
    "energy-at-the-meter": energy_at_the_meter,
    "energy-of-a-device": energy_of_a_device,
    "mean-power": mean_power,
    "whole-energy": whole_energy,
    "gpus-within-a-power": gpus_within_a_power,
}
