"""Checking a claim: each check sets what is claimed beside what should be expected, and says how far apart they are.

A verdict follows from the distance between the claim (a number or a range) and the expected interval:

    holds       the claim contains the expected centre or lies within a factor `HOLDS_WITHIN` of it
    plausible   the claim meets the expected interval, taken no narrower than a factor `LEAST_REACH` either way,
                because published figures of one thing differ by that much for what they count
    off         it does not; the factor is claimed / expected, centre to centre
    unknowable  nothing is known to compare with
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from estimator import hardware
from estimator.estimates import Estimate, Factor, product
from estimator.factors import Value, factor
from estimator.usage import Method, between
from knowledge.figures import Figure, Kind

HOLDS_WITHIN = 1.25
LEAST_REACH = 1.5
ROUNDING = 1.02
"""Arithmetic that a table does itself may be off by rounding, no more."""

UNIT_SLIPS = (1e-3, 1e3)
"""What a wrong prefix does to a number: Wh written for kWh, kWh for Wh, MWh for GWh."""


class Verdict(StrEnum):
    """Whether a claim holds, from best to worst; `unknowable` says nothing of the claim."""

    HOLDS = "holds"
    PLAUSIBLE = "plausible"
    OFF = "off"
    UNKNOWABLE = "unknowable"


_SEVERITY = {Verdict.UNKNOWABLE: 0, Verdict.HOLDS: 1, Verdict.PLAUSIBLE: 2, Verdict.OFF: 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a claim.

    `check` names what was compared: "arithmetic", "market", "hardware-draw", "published-hours", "power-times-time",
    "reported", "computed", "measurements" or "reported-hardware". `factor` is claimed / expected. `slip` is the scale
    (0.001 or 1000) that would bring the claim to what is expected: a unit was probably mistaken.
    """

    check: str
    verdict: Verdict
    claimed: Figure | None = None
    expected: Figure | None = None
    factor: float | None = None
    slip: float | None = None


def judged(check: str, claimed: Figure, expected: Figure | None, *, words: bool = False) -> Finding:
    """Set a claim beside what is expected.

    A claim in `words` that was read as a range is never more than plausible, and neither is one that agrees with a
    rumour.
    """
    if expected is None:
        return Finding(check, Verdict.UNKNOWABLE, claimed)
    factor_off = claimed.central / expected.central if expected.central else None
    if _apart(claimed, expected.central) <= HOLDS_WITHIN:
        verdict = Verdict.PLAUSIBLE if words or expected.kind is Kind.RUMOUR else Verdict.HOLDS
    elif _meets(claimed, expected):
        verdict = Verdict.PLAUSIBLE
    else:
        verdict = Verdict.OFF
    slip = unit_slip(claimed, expected) if verdict is Verdict.OFF else None
    return Finding(check, verdict, claimed, expected, factor_off, slip)


def unit_slip(claimed: Figure, expected: Figure) -> float | None:
    """The scale of a mistaken unit prefix that would bring the claim into what is expected; None where none would."""
    for scale in UNIT_SLIPS:
        if _meets(_scaled(claimed, scale), expected):
            return scale
    return None


def arithmetic(*, claimed: Figure, count: Value, unit_price: Value) -> Finding:
    """Whether a hardware cost is the count times the unit price that stand beside it."""
    expected = hardware.purchase_cost(count=count, unit_price=unit_price)
    ratio = claimed.central / expected.central
    verdict = Verdict.HOLDS if max(ratio, 1 / ratio) <= ROUNDING else Verdict.OFF
    return Finding("arithmetic", verdict, claimed, expected, ratio)


def unit_price(*, claimed: Figure, market: Figure | None) -> Finding:
    """The price of one accelerator against the market."""
    return judged("market", claimed, market)


def hardware_cost(*, claimed: Figure, count: Value, market: Figure | None) -> Finding:
    """The cost of a number of accelerators against the market."""
    if market is None:
        return Finding("market", Verdict.UNKNOWABLE, claimed)
    return judged("market", claimed, hardware.purchase_cost(count=count, unit_price=market))


def energy_of_hardware(*, claimed: Figure, drawn: Figure, words: bool = False) -> Finding:
    """An energy against what its hardware must draw (see `drawn_energy`)."""
    return judged("hardware-draw", claimed, drawn, words=words)


def power_times_time(*, claimed: Figure, power: Value, hours: Value, words: bool = False) -> Finding:
    """An energy against the power and the time that stand beside it."""
    expected = product("kWh", factor("power", power), factor("hours", hours))
    return judged("power-times-time", claimed, expected, words=words)


def hours_of_run(*, claimed: Figure, accelerator_hours: Value, count: Value) -> Finding:
    """A training time against published accelerator-hours, on the accelerators that stand beside it."""
    expected = product("h", factor("accelerator_hours", accelerator_hours), factor("count", count, -1))
    return judged("published-hours", claimed, expected)


def inference(*, claimed: Figure, methods: Sequence[Method], method_agreement: Value, words: bool = False) -> Finding:
    """The energy of a use against published measurements of the same use."""
    return judged("measurements", claimed, between(methods, method_agreement=method_agreement), words=words)


def reported_hardware(claimed: Sequence[str], reported: Sequence[str]) -> Finding:
    """Accelerators (ids) against those reported: all of them, some, none; memory sizes of one chip do not matter."""
    known = {_chip(accelerator) for accelerator in reported}
    found = [_chip(accelerator) in known for accelerator in claimed]
    if not known:
        verdict = Verdict.UNKNOWABLE
    elif all(found):
        verdict = Verdict.HOLDS
    else:
        verdict = Verdict.PLAUSIBLE if any(found) else Verdict.OFF
    return Finding("reported-hardware", verdict)


def drawn_energy(*, count: Value, hours: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """What hardware draws over a time where nobody says what is counted (kWh).

    From the accelerators alone to the whole data centre: the overheads of host and PUE count from nothing to all, with
    their geometric mean as the centre.
    """
    overhead = product("", factor("host_overhead", host_overhead), factor("pue", pue))
    alone = hardware.accelerator_energy(count=count, hours=hours, tdp=tdp, load=load)
    return product("kWh", Factor("accelerator_energy", alone), factor("counted_overhead", _from_nothing_to(overhead)))


def drawn_power(*, count: Value, tdp: Value, load: Value, host_overhead: Value, pue: Value) -> Estimate:
    """As `drawn_energy`, for power (kW)."""
    overhead = product("", factor("host_overhead", host_overhead), factor("pue", pue))
    alone = hardware.power(count=count, tdp=tdp, load=load, host_overhead=1, pue=1)
    return product("kW", Factor("accelerator_power", alone), factor("counted_overhead", _from_nothing_to(overhead)))


def spanning(figures: Sequence[Figure]) -> Figure | None:
    """One interval around several figures of one thing, centred on the first, which leads; None of none."""
    if not figures:
        return None
    leading = figures[0]
    return replace(
        leading,
        low=min(figure.low for figure in figures),
        high=max(figure.high for figure in figures),
        sources=tuple(dict.fromkeys(source for figure in figures for source in figure.sources)),
    )


def worst(findings: Sequence[Finding]) -> Finding:
    """The finding that decides: the first of the most severe ones; unknowable only where all are."""
    return max(findings, key=lambda finding: _SEVERITY[finding.verdict])


def _apart(claimed: Figure, centre: float) -> float:
    """How many times the nearest end of the claim is from a value; 1 where the value lies in the claim."""
    if claimed.low <= centre <= claimed.high:
        return 1.0
    nearest = claimed.low if centre < claimed.low else claimed.high
    return _ratio(nearest, centre)


def _meets(claimed: Figure, expected: Figure) -> bool:
    """Whether the claim meets the expected interval, taken no narrower than `LEAST_REACH`."""
    low = min(expected.low, expected.central / LEAST_REACH)
    high = max(expected.high, expected.central * LEAST_REACH)
    return claimed.low <= high and claimed.high >= low


def _ratio(one: float, other: float) -> float:
    return max(one / other, other / one) if one > 0 and other > 0 else math.inf


def _scaled(figure: Figure, scale: float) -> Figure:
    return replace(figure, low=figure.low * scale, central=figure.central * scale, high=figure.high * scale)


def _from_nothing_to(overhead: Estimate) -> Figure:
    return Figure(low=1.0, central=math.sqrt(overhead.central), high=overhead.central, unit="", kind=Kind.COMPUTED)


def _chip(accelerator: str) -> str:
    """The chip of an accelerator whatever its memory: `a100` of `a100-40gb`."""
    head, _, tail = accelerator.rpartition("-")
    return head if tail.endswith("gb") else accelerator
