"""Arithmetic on figures with a 90 % interval, in closed form: no sampling, every factor remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import exp, hypot, isfinite, log, sqrt
from typing import Literal, NamedTuple

from knowledge.figures import Figure, Kind


class Factor(NamedTuple):
    """One part of a formula: its name (an id that the reply translates), its figure and its power.

    In a product the power is 1, -1 for a divisor or 0.5 for a square root; in a sum 1, or -1 for what is taken away.
    """

    name: str
    figure: Figure
    power: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Figure):
    """A computed figure that remembers what it was computed from.

    `operation` says how `factors` combine: their product (with powers) or their sum.
    """

    kind: Kind = Kind.COMPUTED
    operation: Literal["product", "sum"]
    factors: tuple[Factor, ...]

    def most_uncertain(self) -> Factor | None:
        """The factor that widens the interval most; None where every factor is exact."""
        if self.operation == "product":
            widths = [(_log_width(factor.figure), factor) for factor in self.factors]
        else:
            widths = [(factor.figure.high - factor.figure.low, factor) for factor in self.factors]
        width, widest = max(widths, key=lambda pair: pair[0])
        return widest if width > 0 else None


class Dependence(NamedTuple):
    """Two parts of a product that move together: what is lower in one is expected to be lower in the other.

    Where the factor named `leader` lies a fraction off its central value, the product of the factors named `followers`
    is expected to lie `slope` times that fraction off its own (in natural logarithms, 0 <= slope <= 1). Either may be
    part of a factor that is a product itself.
    """

    leader: str
    followers: tuple[str, ...]
    slope: float


def exact(value: float, unit: str = "", kind: Kind = Kind.GIVEN) -> Figure:
    """A value without uncertainty: a count that was given, a constant of a unit conversion."""
    return Figure(low=value, central=value, high=value, unit=unit, kind=kind)


def product(unit: str, *factors: Factor, dependence: Dependence | None = None) -> Estimate:
    """Multiply positive figures (power -1 divides by one), in the unit named; independent ones unless said otherwise.

    The relative spreads to each side add in quadrature in log space, which is exact where the factors are log-normal:
    ln(high/central)^2 = sum of ln(high_i/central_i)^2, and likewise below; a divisor swaps its sides.
    A dependence adds twice the covariance of its two parts to each side, ± slope × leader's spread², where the leader
    divides and its followers multiply with a minus; no more than their spreads allow (a correlation of one).
    An exact zero factor makes the result exactly zero. Raises ValueError for a negative factor or a zero divisor.
    """
    central, below, above = 1.0, 0.0, 0.0
    for name, figure, power in factors:
        least, middle, most = figure.low, figure.central, figure.high
        if least <= 0:
            if least < 0 or power < 0 or most > 0:
                raise ValueError(f"{name} must be positive to multiply with, got {least}..{most}")
            central = 0.0
            continue
        central *= middle if power == 1 else middle**power
        if least < most:
            down, up = log(middle / least), log(most / middle)
            if power < 0:
                down, up = up, down
            below += (down * power) ** 2
            above += (up * power) ** 2
    if dependence is not None:
        shared_below, shared_above = _covariances(factors, dependence)
        below, above = max(0.0, below + 2 * shared_below), max(0.0, above + 2 * shared_above)
    return _estimate(central * exp(-sqrt(below)), central, central * exp(sqrt(above)), unit, "product", factors)


def total(unit: str, *terms: Factor) -> Estimate:
    """Add independent figures of one unit (power -1 subtracts): absolute spreads to each side add in quadrature."""
    central, below, above = 0.0, 0.0, 0.0
    for term in terms:
        figure = term.figure
        down, up = figure.central - figure.low, figure.high - figure.central
        if term.power < 0:
            down, up = up, down
        central += term.power * figure.central
        below += down**2
        above += up**2
    low, high = central - sqrt(below), central + sqrt(above)
    return _estimate(low, central, high, unit, "sum", terms)


def remainder(unit: str, whole: Factor, part: Factor) -> Estimate:
    """What is left of a positive figure when a smaller independent one is taken away, itself kept positive.

    The relative spreads are carried over to first order in log space: a part that is small beside the whole hardly
    widens the result, and the low bound cannot fall below zero. Raises ValueError unless whole > part at the centre.
    """
    central = whole.figure.central - part.figure.central
    if central <= 0 or whole.figure.low <= 0 or part.figure.low < 0:
        raise ValueError(f"{whole.name} must be greater than {part.name}")
    whole_share, part_share = whole.figure.central / central, part.figure.central / central
    whole_down, whole_up = _spreads(whole.figure)
    part_down, part_up = _spreads(part.figure)
    below = hypot(whole_share * whole_down, part_share * part_up)
    above = hypot(whole_share * whole_up, part_share * part_down)
    terms = (whole, Factor(part.name, part.figure, -part.power))
    low, high = central * exp(-below), central * exp(above)
    return _estimate(low, central, high, unit, "sum", terms)


def _estimate(
    low: float,
    central: float,
    high: float,
    unit: str,
    operation: Literal["product", "sum"],
    factors: tuple[Factor, ...],
) -> Estimate:
    """What calling `Estimate` makes, in a third of the time: an answer makes a dozen of them."""
    if not low <= central <= high or not isfinite(high - low):
        raise ValueError(f"need finite low <= central <= high, got {low}, {central}, {high}")
    estimate = object.__new__(Estimate)
    _put_low(estimate, low)
    _put_central(estimate, central)
    _put_high(estimate, high)
    _put_unit(estimate, unit)
    _put_kind(estimate, Kind.COMPUTED)
    _put_sources(estimate, ())
    _put_as_of(estimate, "")
    _put_basis(estimate, None)
    _put_by(estimate, "")
    _put_weak(estimate, False)
    _put_operation(estimate, operation)
    _put_factors(estimate, factors)
    return estimate


_put_low, _put_central, _put_high, _put_unit, _put_kind = (
    getattr(Estimate, name).__set__ for name in ("low", "central", "high", "unit", "kind")
)
_put_sources, _put_as_of, _put_basis, _put_by, _put_weak = (
    getattr(Estimate, name).__set__ for name in ("sources", "as_of", "basis", "by", "weak")
)
_put_operation, _put_factors = (getattr(Estimate, name).__set__ for name in ("operation", "factors"))


def _covariances(factors: tuple[Factor, ...], dependence: Dependence) -> tuple[float, float]:
    """The covariance of the two parts of a dependence in the logarithm of a product, below and above its centre."""
    leaders, followers = (
        list(_parts(factors, names)) for names in ({dependence.leader}, frozenset(dependence.followers))
    )
    powers = {part.power for part in (*leaders, *followers)}
    if any(abs(power) != 1 for power in powers) or len({part.power for part in followers}) > 1:
        raise ValueError("a dependence needs factors that multiply or divide once, and followers that do the same")
    if len(leaders) != 1 or not followers:
        return 0.0, 0.0
    sides = []
    for side in (0, 1):
        leading = _sides(leaders[0])[side]
        following = hypot(*(_sides(part)[side] for part in followers))
        sides.append(leading * min(dependence.slope * leading, following))
    sign = leaders[0].power * followers[0].power
    return sign * sides[0], sign * sides[1]


def _parts(factors: tuple[Factor, ...], names: Collection[str]) -> Iterator[Factor]:
    """The factors of those names, also inside of factors that are products, with their power in the whole."""
    for factor in factors:
        if factor.name in names:
            yield factor
        elif isinstance(factor.figure, Estimate) and factor.figure.operation == "product":
            for part in _parts(factor.figure.factors, names):
                yield part._replace(power=part.power * factor.power)


def _sides(factor: Factor) -> tuple[float, float]:
    """The spreads of a product below and above its centre that one factor of power 1 or -1 makes."""
    down, up = _spreads(factor.figure)
    return (down, up) if factor.power > 0 else (up, down)


def _spreads(figure: Figure) -> tuple[float, float]:
    if figure.low <= 0:
        return 0.0, 0.0
    return log(figure.central / figure.low), log(figure.high / figure.central)


def _log_width(figure: Figure) -> float:
    return log(figure.high / figure.low) if figure.low > 0 else 0.0
