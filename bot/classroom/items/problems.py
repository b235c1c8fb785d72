"""A calculation that a student is asked for, and the ways to get it wrong.

Each wrong way is a function of the problem: with the same formula, it does what somebody with that misconception does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from estimator.conversion import convert
from estimator.factors import FACTOR_NAMES, unit_of
from knowledge.figures import Figure
from knowledge.placeholders import Amount
from knowledge.units import UNITS


@dataclass(frozen=True)
class Problem:
    """A formula of `estimator` with what the student is given for it, by the names of its factors.

    Amounts may be in any unit of the right kind; formulas get them in the unit that they take.
    """

    formula: Callable[..., Figure]
    given: Mapping[str, Amount]

    def answer(self, **instead: float) -> float:
        """The result in its canonical unit; with other values than the given ones, in the units that formulas take."""
        return self.formula(**{name: self[name] for name in self.given} | instead).central

    def __getitem__(self, name: str) -> float:
        """A given value in the unit that formulas take; a plain number is one already."""
        value, unit = self.given[name]
        wanted = unit_of(name) if name in FACTOR_NAMES else UNITS[unit].canonical
        return convert(value, unit, wanted).central if unit not in {"", wanted} else value


Wrong = Callable[[Problem], float]
"""A misconception at work: the wrong result, in the canonical unit of the right one."""


def forgets(*names: str) -> Wrong:
    """Leaves out factors: takes each of them as one."""
    return lambda problem: problem.answer(**dict.fromkeys(names, 1.0))


def turns_round(*names: str) -> Wrong:
    """Divides by what one multiplies with, or multiplies by what one divides by."""
    return lambda problem: problem.answer(**{name: 1 / problem[name] for name in names})


def takes(**values: float) -> Wrong:
    """Uses other values in place of given ones."""
    return lambda problem: problem.answer(**values)


def scales(name: str, times: float) -> Wrong:
    """Uses so many times a given value."""
    return lambda problem: problem.answer(**{name: problem[name] * times})


def slips(times: float) -> Wrong:
    """Gets so many times the right result."""
    return lambda problem: problem.answer() * times


def answers(value: float) -> Wrong:
    """Answers with another value, whatever the problem."""
    return lambda _: value


WRONG_WAYS: Mapping[str, Wrong] = {
    "no-pue": forgets("pue"),
    "no-server": forgets("host_overhead"),
    "no-time": forgets("hours"),
    "per-gpu-for-cluster": forgets("count"),
    "gpu-hours-for-hours": forgets("count"),
    "one-for-all-users": forgets("requests_at_once"),
    "tdp-for-consumption": forgets("load"),
    "peak-for-achieved": forgets("utilization"),
    "sparse-for-dense": scales("peak_flops", 2),
    "bits-for-bytes": slips(8),
}
"""What a misconception does where a generator says nothing else."""

SLIPS: Mapping[str, tuple[float, ...]] = {
    "off-by-1000": (1000, 1 / 1000),
    "billion-for-billon": (1000,),
    "order-of-magnitude-ignored": (10, 1 / 10),
}
"""Misconceptions that get the digits right and the decimal point wrong: by which factor."""

OTHER_UNITS: Mapping[str, Mapping[str, str]] = {
    "kw-for-kwh": {"Wh": "W", "kWh": "kW", "MWh": "MW", "GWh": "GW", "W": "Wh", "kW": "kWh", "MW": "MWh", "GW": "GWh"},
}
"""Misconceptions that get the number right and its unit wrong."""
